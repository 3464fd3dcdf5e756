import type { DueWhy } from '@linli/contract/fieldwork-shapes'
import type { RuleInForce } from '../rules/read-rules.ts'
import type { Day } from './days.ts'
import { type Desired, desiredOf } from './desired.ts'
import { placeAll } from './place.ts'
import { planQuota } from './quota.ts'
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

export interface Planned {
  /** Null: it is new. */
  readonly standing: Standing | null
  readonly rule: RuleInForce
  readonly subject: Subject
  readonly turn: Turn
  readonly plannedOn: Day
  readonly why: DueWhy
}

export interface Ended {
  readonly standing: Standing
  readonly state: 'missed' | 'cancelled'
}

/** The plan of one worker: what is due, on which day; and what has ended without a visit. Pure and deterministic. */
export function planUnit(input: PlanInput): { planned: Planned[]; ended: Ended[] } {
  const { today, rules, standing } = input
  const codes = new Set(rules.map(({ code }) => code))
  const open = standing.filter(({ state }) => state === 'open')
  const wanted = rules.filter(({ terms }) => terms.mode === 'each').flatMap((rule) => desiredOf(rule, input))
  const others = open.filter(
    ({ ruleCode, target }) => !codes.has(ruleCode) && input.turns.has(ruleCode) && target !== 'grid',
  )
  const placed = placeAll(wanted, others, input).map(({ one, day }) => asPlanned(one, day))
  const quotas = rules.filter(({ terms }) => terms.mode === 'quota').flatMap((rule) => planQuota(rule, input))
  const planned = [...placed, ...quotas.map((one) => asPlanned({ ...one, isFirst: false }, one.day))]
  const kept = new Set(planned.map((one) => one.standing?.id))
  const subjects = new Set(input.subjects.map(({ id }) => id))
  const ended = open
    // What follows a rule that is no more is in nobody's plan.
    .filter((item) => (codes.has(item.ruleCode) || !input.turns.has(item.ruleCode)) && !kept.has(item.id))
    .map((item): Ended => ({ standing: item, state: isMissed(item, today, subjects, input) ? 'missed' : 'cancelled' }))
  return { planned, ended }
}

/** What nobody came for in its time. What was only this day's share of a queue comes again and was not missed. */
function isMissed(item: Standing, today: Day, subjects: ReadonlySet<string>, { rules }: PlanInput): boolean {
  const rule = rules.find(({ code }) => code === item.ruleCode)
  return rule?.terms.mode === 'each' && item.dueBy < today && subjects.has(item.subjectId)
}

function asPlanned({ standing, rule, subject, turn, isFirst }: Desired, plannedOn: Day): Planned {
  return { standing, rule, subject, turn, plannedOn, why: whyOf(rule, subject, turn, isFirst) }
}

function whyOf({ terms }: RuleInForce, subject: Subject, turn: Turn, isFirst: boolean): DueWhy {
  const { per, times, mode } = terms
  // Which need it is for stands in the register, where its reading is recorded.
  return { lastOn: subject.lastOn, per, times, nth: turn.nth, mode, isFirst, needKinds: [] }
}
