import type { Db } from '../../../platform/database/database.ts'
import type { Deps } from '../../../platform/deps.ts'
import type { GridPlace } from '../../areas/index.ts'
import type { RuleInForce } from '../rules/read-rules.ts'
import { addDays, type Day, laterOf } from './days.ts'
import { subjectsOf } from './desired.ts'
import type { Subject } from './plan-input.ts'
import { readBeats } from './read-beats.ts'
import { isDutyDay, type Turn, turnsOf } from './turns.ts'
import { planWorld } from './world.ts'

/** What a rule has asked of one worker up to now. */
export interface PastDuty {
  readonly staffId: string
  readonly rule: RuleInForce
  /** In walking order. */
  readonly subjects: readonly { readonly subject: Subject; readonly since: Day; readonly place: GridPlace }[]
  /** Turns that have begun, those of the days before `first` left out. */
  readonly turns: readonly Turn[]
  /** Days on which it is done, from one day to another, both counted. */
  days(from: Day, to: Day): Day[]
}

/** For a county that is to begin with a past: what the rules in force would have asked of those who work there today. */
export async function pastDuties(deps: Deps, db: Db, countyId: number, first: Day): Promise<PastDuty[]> {
  const world = await planWorld(deps, countyId, db)
  const beats = world.beats.filter(({ staffId }) => staffId !== null)
  const inputs = await readBeats(db, world, beats)
  return inputs.flatMap((input, at) =>
    world.rules.map((rule): PastDuty => {
      const days = (from: Day, to: Day) => {
        const found: Day[] = []
        for (let day = from; day <= to; day = addDays(day, 1))
          if (isDutyDay(rule.terms, day, world.isWorkday)) found.push(day)
        return found
      }
      const subjects = subjectsOf(rule, input).flatMap((one) => {
        const place = world.grids.get(one.subject.gridId)
        return place ? [{ ...one, place }] : []
      })
      const turns = turnsOf(rule.terms, laterOf(first, rule.since), addDays(world.today, -1), world.isWorkday)
      // Only beats with a worker are left.
      return { staffId: beats[at]?.staffId ?? '', rule, subjects, turns, days }
    }),
  )
}
