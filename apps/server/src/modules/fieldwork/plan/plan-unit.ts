import type { DueWhy } from '@linli/contract/fieldwork-shapes'
import type { Day } from './days.ts'
import type { RuleInForce } from '../rules/read-rules.ts'
import { type Desired, desiredOf } from './desired.ts'
import type { Turn } from './turns.ts'
import type { PlanInput, Standing, Subject } from './plan-input.ts'
import { placeAll } from './place.ts'
import { planQuota } from './quota.ts'

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
