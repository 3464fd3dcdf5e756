import { DutyRuleTerms } from '@linli/contract/fieldwork-shapes'
import type { RuleInForce } from '../rules/read-rules.ts'
import { addDays, type Day, weekdayOf } from './days.ts'
import { DAYS_AHEAD, type PlanInput, type Standing, type Subject } from './plan-input.ts'
import type { Planned } from './plan-unit.ts'
import { turnsOf } from './turns.ts'

export const TODAY = '2026-11-23'
export const isWeekday = (day: Day) => weekdayOf(day) <= 5

/** A rule as the planner has it, with what it does not name taken from a plain one. */
export function ruleOf(code: string, terms: Partial<DutyRuleTerms>, since = '2025-01-01'): RuleInForce {
  const names = { zh: code, en: code }
  const plain = { names, target: 'household', per: 'half_year', times: 1, basis: '县办法' } as const
  return { id: `${code}-1`, code, terms: DutyRuleTerms.parse({ ...plain, ...terms }), since }
}

export const subjectOf = (n: number, changes: Partial<Subject> = {}): Subject => ({
  target: 'household',
  id: `h${String(n).padStart(4, '0')}`,
  householdId: `h${String(n).padStart(4, '0')}`,
  gridId: 'grid',
  title: `${n}号`,
  lon: 111.6,
  lat: 30.1,
  neighbourhood: `row ${Math.floor(n / 12)}`,
  rank: n,
  kinds: new Map(),
  since: '2020-01-01',
  lastOn: null,
  ...changes,
})

export const households = (count: number) => Array.from({ length: count }, (_, n) => subjectOf(n))

export function inputOf(
  rules: readonly RuleInForce[],
  subjects: readonly Subject[],
  changes: Partial<PlanInput> = {},
): PlanInput {
  const today = changes.today ?? TODAY
  const turns = new Map(
    rules.map((rule) => [rule.code, turnsOf(rule.terms, addDays(today, -60), addDays(today, DAYS_AHEAD), isWeekday)]),
  )
  const unit = { grids: [{ id: 'grid', isUrban: false }], isWorkday: isWeekday, isAway: () => false }
  return { today, rules, turns, isWorkday: isWeekday, unit, subjects, standing: [], ...changes }
}

/** The plan as it would stand in the database. */
export const standingOf = (planned: readonly Planned[]): Standing[] =>
  planned.map(({ standing, rule, subject, turn, plannedOn }) => ({
    id: standing?.id ?? `${rule.code} ${subject.id} ${turn.periodFrom} ${turn.nth}`,
    ruleCode: rule.code,
    ruleId: rule.id,
    target: subject.target,
    subjectId: subject.id,
    householdId: subject.householdId,
    gridId: subject.gridId,
    periodFrom: turn.periodFrom,
    nth: turn.nth,
    dueFrom: turn.from,
    plannedOn,
    dueBy: turn.by,
    state: 'open',
    tries: standing?.tries ?? 0,
    title: subject.title,
    lon: subject.lon,
    lat: subject.lat,
    endedOn: null,
    byVisit: false,
  }))

export function perDay(planned: readonly Planned[]): Map<Day, number> {
  const counts = new Map<Day, number>()
  for (const { plannedOn } of planned) counts.set(plannedOn, (counts.get(plannedOn) ?? 0) + 1)
  return counts
}
