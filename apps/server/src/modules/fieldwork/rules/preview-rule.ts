import type { dutyRoutes } from '@linli/contract/duty'
import type { RulePreview } from '@linli/contract/duty-load'
import type { DutyRuleTerms } from '@linli/contract/fieldwork-shapes'
import type { RouteParsed } from '@linli/contract/route'
import type { Ctx } from '../../../platform/command/ctx.ts'
import { newId } from '../../../platform/crypto/id.ts'
import { areaScope } from '../area-scope.ts'
import { formCodes } from '../forms/read-forms.ts'
import { addDays, type Day, laterOf, mondayOf } from '../plan/days.ts'
import { subjectsOf } from '../plan/desired.ts'
import { DAYS_AHEAD, type Unit } from '../plan/plan-input.ts'
import { planUnit } from '../plan/plan-unit.ts'
import { readBeats } from '../plan/read-beats.ts'
import { type Beat, planWorld, type PlanWorld, turnsFrom } from '../plan/world.ts'
import { refuseNonsense } from './check-terms.ts'
import type { RuleInForce } from './read-rules.ts'

/** Planned in one go; between them other requests have their turn. */
const BATCH = 10
/** More beats than these are not planned for a preview: as many are drawn evenly, some seconds' work. */
const MOST = 400

/** What the planner would make of a rule as it is being written: the planner itself plans, and nothing is kept. */
export async function previewDutyRule(
  ctx: Ctx,
  { code, terms, areaId }: RouteParsed<typeof dutyRoutes.previewDutyRule>,
): Promise<RulePreview> {
  refuseNonsense(terms, await formCodes(ctx.db, ctx.countyId))
  const now = await planWorld(ctx.deps, ctx.countyId, ctx.db)
  const world = withRule(now, code, terms)
  const beats = await beatsOfArea(ctx, world, areaId)
  const drawn = evenly(beats, MOST)
  const units: Unit[] = []
  const [before, after] = [new Tally(code, now, units), new Tally(code, world, units)]
  let subjects = 0
  for (let at = 0; at < drawn.length; at += BATCH) {
    // What each batch reads is let go of before the next is read.
    for (const input of await readBeats(ctx.db, world, drawn.slice(at, at + BATCH))) {
      const rule = world.rules.find((one) => one.code === code)
      const count = rule ? subjectsOf(rule, input).length : 0
      // An average over people whom the rule does not concern would say nothing of those whom it does.
      if (count === 0 && !input.standing.some((item) => item.state === 'open' && item.ruleCode === code)) continue
      subjects += count
      units.push(input.unit)
      for (const item of input.standing) if (item.state === 'open') before.add(item.ruleCode, item.plannedOn)
      for (const item of planUnit(input).planned) after.add(item.rule.code, item.plannedOn)
    }
  }
  const scale = drawn.length === 0 ? 1 : beats.length / drawn.length
  return {
    subjects: Math.round(subjects * scale),
    concerned: Math.round(units.length * scale),
    beats: beats.length,
    drawn: drawn.length,
    from: world.today,
    to: after.last,
    before: before.load(scale),
    after: after.load(scale),
    all: { before: before.all(), after: after.all() },
  }
}

/** The world as it would be with this rule in force today. */
function withRule(world: PlanWorld, code: string, terms: DutyRuleTerms): PlanWorld {
  const before = world.rules.find((rule) => rule.code === code)
  // A version of its own: what follows an earlier one is not simply kept.
  const rule: RuleInForce = { id: newId(), code, terms, since: before?.since ?? world.today }
  return {
    ...world,
    rules: [...world.rules.filter((one) => one !== before), rule].toSorted((a, b) => (a.code < b.code ? -1 : 1)),
    turns: new Map([...world.turns, [code, turnsFrom(rule, world.today, (day) => world.isWorkday(day))]]),
  }
}

async function beatsOfArea(ctx: Ctx, { beats, grids }: PlanWorld, areaId: string | undefined): Promise<Beat[]> {
  const { place } = await areaScope(ctx, 'd', areaId)
  const [level, id] = (['gridId', 'villageId', 'townId'] as const)
    .map((key) => [key, place[key]] as const)
    .find(([, one]) => one !== null) ?? ['gridId', null]
  if (id === null) return [...beats]
  return beats.filter(({ gridIds }) =>
    gridIds.some((gridId) => (level === 'gridId' ? gridId === id : grids.get(gridId)?.[level] === id)),
  )
}

/** So many of them, at even distances; all, where there are no more. */
function evenly<T>(all: readonly T[], most: number): T[] {
  if (all.length <= most) return [...all]
  return Array.from({ length: most }, (_, at) => all[Math.floor((at * all.length) / most)] as T)
}

/** Counts a plan: of the rule by week, of all rules by working day. */
class Tally {
  readonly #code: string
  readonly #today: Day
  readonly #minutes: ReadonlyMap<string, number>
  readonly #weeks = new Map<Day, number>()
  #own = { items: 0, minutes: 0 }
  #all = { items: 0, minutes: 0 }
  readonly #units: readonly Unit[]
  readonly #horizon: Day
  /** Up to here the rule has been planned. */
  last: Day

  constructor(code: string, { rules, today }: PlanWorld, units: readonly Unit[]) {
    this.#units = units
    this.#horizon = addDays(today, DAYS_AHEAD)
    this.last = this.#horizon
    this.#code = code
    this.#today = today
    this.#minutes = new Map(rules.map((rule) => [rule.code, rule.terms.minutes]))
  }

  add(ruleCode: string, day: Day): void {
    const own = ruleCode === this.#code
    if (own) {
      const week = mondayOf(day < this.#today ? this.#today : day)
      this.#weeks.set(week, (this.#weeks.get(week) ?? 0) + 1)
    }
    const minutes = this.#minutes.get(ruleCode) ?? 0
    if (own) {
      this.#own.items++
      this.#own.minutes += minutes
      this.last = laterOf(this.last, day)
    }
    if (day > this.#horizon) return
    this.#all.items++
    this.#all.minutes += minutes
  }

  load(scale: number): RulePreview['before'] {
    const weeks = [...this.#weeks]
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([from, items]) => ({ from, items: Math.round(items * scale) }))
    return {
      items: weeks.reduce((total, { items }) => total + items, 0),
      day: this.#perDay(this.#own, this.last),
      weeks,
      busiest: weeks.reduce<(typeof weeks)[number] | null>(
        (most, week) => (most === null || week.items > most.items ? week : most),
        null,
      ),
    }
  }

  all(): RulePreview['all']['before'] {
    return this.#perDay(this.#all, this.#horizon)
  }

  #perDay({ items, minutes }: { items: number; minutes: number }, to: Day) {
    const days = this.#units.reduce((sum, unit) => sum + workdaysOf(unit, this.#today, to), 0)
    if (days === 0) return { items: 0, minutes: 0 }
    return { items: Math.round((items / days) * 10) / 10, minutes: Math.round(minutes / days) }
  }
}

function workdaysOf(unit: Unit, from: Day, to: Day): number {
  let days = 0
  for (let day = from; day <= to; day = addDays(day, 1)) if (unit.isWorkday(day) && !unit.isAway(day)) days++
  return days
}
