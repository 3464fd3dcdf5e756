import type { RuleInForce } from '../rules/read-rules.ts'
import type { Day } from './days.ts'
import type { Turn } from './turns.ts'

/** How many days ahead of today every turn that has begun by then is planned: as long as a phone may be away. */
export const DAYS_AHEAD = 14

/** Who or what a rule may be about, where it lies in the walking order. */
export interface Subject {
  readonly target: 'grid' | 'household' | 'need' | 'organisation'
  readonly id: string
  readonly householdId: string | null
  readonly gridId: string
  readonly title: string
  readonly lon: number | null
  readonly lat: number | null
  readonly neighbourhood: string
  readonly rank: number
  /** Kinds of need, each with the day it holds from; for an organisation its own kind. */
  readonly kinds: ReadonlyMap<string, Day>
  /** In the register since; of a need see `kinds`. */
  readonly since: Day
  readonly lastOn: Day | null
}

/** An item that stands in the plan or has ended in the time that the rules look back to. */
export interface Standing {
  readonly id: string
  readonly ruleCode: string
  readonly ruleId: string
  readonly target: Subject['target']
  readonly subjectId: string
  readonly householdId: string | null
  readonly gridId: string
  readonly periodFrom: Day
  readonly nth: number
  readonly dueFrom: Day
  readonly plannedOn: Day
  readonly dueBy: Day
  readonly state: 'open' | 'done' | 'missed' | 'cancelled'
  readonly tries: number
  readonly title: string
  readonly lon: number | null
  readonly lat: number | null
  readonly endedOn: Day | null
  /** Ended by a visit, whatever came of it. */
  readonly byVisit: boolean
}

export interface UnitGrid {
  readonly id: string
  readonly isUrban: boolean
}

/** What one worker answers for, or a grid that has nobody. */
export interface Unit {
  readonly grids: readonly UnitGrid[]
  /** Days on which this worker works: the county's, or those of their roster. */
  isWorkday(day: Day): boolean
  /** On leave, with no deputy to go instead. */
  isAway(day: Day): boolean
}

export interface PlanInput {
  readonly today: Day
  readonly rules: readonly RuleInForce[]
  /** Turns of every rule in force, by its code; those planned now among them. The same for all units. */
  readonly turns: ReadonlyMap<string, readonly Turn[]>
  /** Working days of the county, whoever works: what a turn is does not hang on a roster. */
  isWorkday(day: Day): boolean
  readonly unit: Unit
  readonly subjects: readonly Subject[]
  /** In any order; those of rules that are not planned now stay as they are. */
  readonly standing: readonly Standing[]
}
