import { addDays, type Day, laterOf } from './days.ts'
import type { Desired } from './desired.ts'
import { DAYS_AHEAD, type PlanInput, type Standing } from './plan-input.ts'
import { Diary, type Placeable, spread } from './spread.ts'
import { isDutyDay } from './turns.ts'

/** A plan with a day this much above the mean is made anew, if that helps. */
const UNEVEN = 1.5

export interface Placed {
  readonly one: Desired
  readonly day: Day
}

/**
 * A day for everything that is due. What has a day keeps it, so that nobody's week is turned over by a newcomer; only where
 * a day stands out far above the others (leave, a merged grid) is the rest of the plan spread anew.
 */
export function placeAll(wanted: readonly Desired[], others: readonly Standing[], input: PlanInput): Placed[] {
  const daysFor = dayLists(input)
  const isRound = ({ rule }: Desired) => rule.terms.target === 'grid' && rule.terms.per === 'day'
  const visits = wanted.filter((one) => !isRound(one))
  // A round takes no part in the evenness: it is made every day.
  const rounds = wanted.filter(isRound).map((one) => ({ one, day: daysFor(one)[0] ?? one.turn.by }))
  const stays = visits.filter((one) => staysAt(one, daysFor(one), input.today))
  const kept = attempt(visits, stays)
  if (!isUneven(kept, input)) return [...rounds, ...kept]
  const anew = attempt(
    visits,
    stays.filter(({ standing }) => standing && (standing.plannedOn <= input.today || standing.tries > 0)),
  )
  return [...rounds, ...(fullest(anew, input) + 1 < fullest(kept, input) ? anew : kept)]

  function attempt(all: readonly Desired[], fixed: readonly Desired[]): Placed[] {
    const diary = new Diary()
    for (const item of others)
      if (item.plannedOn >= input.today) diary.add(item.plannedOn, item.householdId ?? item.subjectId)
    const placed = fixed.flatMap((one) => (one.standing ? [{ one, day: one.standing.plannedOn }] : []))
    for (const { one, day } of placed) diary.add(day, doorOf(one))
    const isFixed = new Set(fixed)
    const things = all.filter((one) => !isFixed.has(one)).map((one) => thingOf(one, daysFor(one)))
    spread(things, diary)
    return [...placed, ...things.map(({ one, plannedOn }) => ({ one, day: plannedOn ?? one.turn.by }))]
  }
}

const doorOf = ({ subject }: Desired) => subject.householdId ?? subject.id

function thingOf(one: Desired, days: readonly Day[]): Placeable & { readonly one: Desired } {
  const { rank, id, neighbourhood } = one.subject
  return { one, days, rank, id, neighbourhood, door: doorOf(one), plannedOn: null }
}

function staysAt({ standing, subject }: Desired, days: readonly Day[], today: Day): boolean {
  if (standing?.state !== 'open' || standing.plannedOn < today || standing.gridId !== subject.gridId) return false
  return standing.tries > 0 || days.includes(standing.plannedOn)
}

/** Days for a turn, worked out once per window: those it may be done on and somebody is there for. */
function dayLists({ today, unit }: PlanInput): (one: Desired) => readonly Day[] {
  const known = new Map<string, readonly Day[]>()
  return ({ rule, turn }) => {
    const { terms, code } = rule
    const [from, end] = [laterOf(turn.from, today), turn.by]
    const key = terms.weekdays.length + terms.months.length > 0 ? `${code} ${from} ${end}` : `${from} ${end}`
    let days = known.get(key)
    if (!days) {
      const span: Day[] = []
      for (let day = from; day <= end; day = addDays(day, 1)) span.push(day)
      const duty = span.filter((day) => isDutyDay(terms, day, (one) => unit.isWorkday(one)))
      const there = duty.filter((day) => !unit.isAway(day))
      days = there.length > 0 ? there : duty.length > 0 ? duty : span
      known.set(key, days)
    }
    return days
  }
}

/** Whether a day of the next two weeks stands far above the others. */
function isUneven(plan: readonly Placed[], { today, unit }: PlanInput): boolean {
  const loads = loadsOf(plan, today)
  let days = 0
  for (let day = today; day <= addDays(today, DAYS_AHEAD); day = addDays(day, 1))
    if (unit.isWorkday(day) && !unit.isAway(day)) days++
  const sum = [...loads.values()].reduce((total, load) => total + load, 0)
  return days > 0 && Math.max(0, ...loads.values()) > UNEVEN * (sum / days) + 1
}

const fullest = (plan: readonly Placed[], { today }: PlanInput) => Math.max(0, ...loadsOf(plan, today).values())

function loadsOf(plan: readonly Placed[], today: Day): Map<Day, number> {
  const [loads, until] = [new Map<Day, number>(), addDays(today, DAYS_AHEAD)]
  for (const { day } of plan) if (day <= until) loads.set(day, (loads.get(day) ?? 0) + 1)
  return loads
}
