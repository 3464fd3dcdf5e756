import { addDays, type Day, type PastDuty } from '../modules/fieldwork/index.ts'
import type { Dice } from './random.ts'

/** A turn that is over, with the days on which somebody came: in vain but for the last. None: nobody came in its time. */
export interface Call {
  readonly duty: PastDuty
  readonly of: PastDuty['subjects'][number]
  readonly turn: PastDuty['turns'][number]
  readonly days: readonly Day[]
}

/** Somebody who is called on again so soon would wonder. */
const REST_DAYS = 27
/** Share of calls at which nobody opens. */
const NOT_AT_HOME = 0.07
/** Of what was not done on its day, the share that was done later in its time. */
const LATE = 0.5

interface Past {
  readonly dice: Dice
  /** The first day that the demo tells of. */
  readonly first: Day
  readonly today: Day
}

/** What became of a worker's duties until yesterday. What still has time is left to the plan. */
export function tellCalls(duty: PastDuty, past: Past): Call[] {
  if (duty.subjects.length === 0) return []
  // Grids differ, and so do weeks of those who work there.
  const care = past.dice.between(0.88, 0.995)
  return duty.rule.terms.mode === 'quota' ? tellQuota(duty, past) : tellTurns(duty, past, care)
}

/** Each turn has its days in walking order, so that neighbours are called on together and no day has all. */
function tellTurns(duty: PastDuty, { dice, today }: Past, care: number): Call[] {
  const { subjects, turns } = duty
  const shift = dice.between(0, 1)
  return turns.flatMap((turn) => {
    const all = duty.days(turn.from, turn.by)
    return subjects.flatMap((of, rank): Call[] => {
      const days = of.since > turn.from ? all.filter((day) => day >= of.since) : all
      const chosen = days[Math.floor(((rank / subjects.length + shift) % 1) * days.length)]
      if (chosen === undefined) return []
      const made = { duty, of, turn: of.since > turn.from ? { ...turn, from: of.since } : turn }
      const rest = days.filter((day) => day > chosen && day < today)
      if (chosen < today && dice.chance(care)) return [{ ...made, days: withVain(duty, chosen, rest, dice) }]
      const late = chosen < today && dice.chance(LATE) ? rest.at(dice.whole(0, 4)) : undefined
      if (late !== undefined) return [{ ...made, days: [late] }]
      return turn.by < today ? [{ ...made, days: [] }] : []
    })
  })
}

/** Perhaps nobody was at home on the day, and somebody was at the next try. */
function withVain(duty: PastDuty, day: Day, rest: readonly Day[], dice: Dice): Day[] {
  const { target, retryAfterDays } = duty.rule.terms
  const again = rest.find((one) => one >= addDays(day, retryAfterDays))
  return target !== 'grid' && again !== undefined && dice.chance(NOT_AT_HOME) ? [day, again] : [day]
}

/** So many a day, round and round through the doors in walking order. */
function tellQuota(duty: PastDuty, { dice, first, today }: Past): Call[] {
  const { subjects, rule } = duty
  // A grid of six doors is not called on by ten a day.
  const most = Math.min(rule.terms.times, subjects.length / (REST_DAYS + 5))
  const last = new Map<string, Day>()
  const calls: Call[] = []
  let next = dice.whole(0, subjects.length - 1)
  for (const day of duty.days(first, addDays(today, -1))) {
    const wanted = most * dice.between(0.75, 1.05)
    const count = Math.floor(wanted) + Number(dice.chance(wanted % 1))
    for (let n = 0; n < count; n++) {
      const of = subjects[next % subjects.length]
      const before = of && last.get(of.subject.id)
      if (!of || of.since > day || (before !== undefined && addDays(before, REST_DAYS) > day)) break
      next++
      last.set(of.subject.id, day)
      calls.push({ duty, of, turn: { periodFrom: day, nth: 1, from: day, by: addDays(day, REST_DAYS) }, days: [day] })
    }
  }
  return calls
}
