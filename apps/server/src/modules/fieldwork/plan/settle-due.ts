import type { DutyRuleTerms, VisitResult } from '@linli/contract/fieldwork-shapes'
import { sql } from 'kysely'
import { dayIn } from '../../../platform/calendar/day-in.ts'
import type { WorkCalendar } from '../../../platform/calendar/index.ts'
import type { Ctx } from '../../../platform/command/ctx.ts'
import { countyOf } from '../../../platform/county/county.ts'
import type { Tx } from '../../../platform/database/database.ts'
import { termsOf } from '../rules/read-rules.ts'
import { addDays } from './days.ts'

export interface Settling {
  readonly visitId: string
  readonly subject: { readonly kind: 'grid' | 'household' | 'person' | 'organisation'; readonly id: string }
  readonly householdId: string | null
  readonly gridId: string
  /** Named by the worker. */
  readonly dueItemIds: readonly string[]
  readonly result: VisitResult
  readonly capturedAt: string
}

interface Candidate {
  readonly id: string
  readonly ruleCode: string
  readonly terms: unknown
  readonly subjectId: string
  readonly plannedOn: string
  readonly dueBy: string
  readonly tries: number
  readonly named: boolean
}

interface Change {
  readonly id: string
  readonly state: 'open' | 'done' | 'cancelled'
  readonly plannedOn: string
  readonly dueBy: string
  readonly tries: number
}

/**
 * Ends what a visit served: the items named, those of the same subject whose time has come, and those of the same
 * household that were due that day, once per rule. A visit that comes late from a phone still serves what was missed
 * meanwhile. Nobody at home: tried again as the rule says. Answers the codes of the rules.
 */
export async function settleDue(tx: Tx, ctx: Ctx, visit: Settling): Promise<string[]> {
  const { timeZone, calendar } = await countyOf(ctx.deps, ctx.countyId)
  const day = dayIn(timeZone, new Date(visit.capturedAt))
  const candidates = await lockCandidates(tx, ctx.countyId, visit, day)
  const served = onePerTurn(candidates.filter((item) => isServed(item, visit, day)))
  const changes = served.map((item) => changeOf(item, visit.result, day, calendar))
  if (changes.length === 0) return []
  await sql`
    UPDATE due_items d
    SET state = c.state, planned_on = c."plannedOn", due_by = c."dueBy", tries = c.tries, xid = pg_current_xact_id(),
      visit_id = CASE WHEN c.state = 'open' THEN NULL ELSE ${visit.visitId}::uuid END,
      ended_at = CASE WHEN c.state = 'open' THEN NULL ELSE ${visit.capturedAt}::timestamptz END
    FROM jsonb_to_recordset(${JSON.stringify(changes)}::jsonb)
      AS c(id uuid, state text, "plannedOn" date, "dueBy" date, tries int)
    WHERE d.county_id = ${ctx.countyId} AND d.id = c.id`.execute(tx)
  return [...new Set(served.map(({ ruleCode }) => ruleCode))].toSorted()
}

async function lockCandidates(tx: Tx, countyId: number, visit: Settling, day: string): Promise<Candidate[]> {
  const { subject, householdId, gridId, dueItemIds } = visit
  const named = sql`d.id = any(${[...dueItemIds]}::uuid[])`
  // Each part finds its own index: one condition with OR would read the grid's whole past.
  const { rows } = await sql<Candidate>`
    SELECT d.id, d.rule_code, r.terms, d.subject_id, d.planned_on, d.due_by, d.tries, ${named} AS named
    FROM due_items d JOIN duty_rules r ON r.county_id = d.county_id AND r.id = d.rule_id
    WHERE d.county_id = ${countyId} AND d.state IN ('open', 'missed') AND d.due_from <= ${day}::date
      AND (d.state = 'open' OR d.due_by >= ${day}::date)
      AND d.id IN (
        SELECT n.id FROM due_items n WHERE n.county_id = ${countyId} AND n.id = any(${[...dueItemIds]}::uuid[])
          AND (n.grid_id = ${gridId} OR n.household_id = ${householdId}::uuid OR n.subject_id = ${subject.id})
        UNION ALL SELECT s.id FROM due_items s WHERE s.county_id = ${countyId} AND s.subject_id = ${subject.id}
        UNION ALL SELECT h.id FROM due_items h
          WHERE h.county_id = ${countyId} AND h.household_id = ${householdId}::uuid AND h.state = 'open')
    ORDER BY d.period_from, d.nth, d.id FOR UPDATE OF d`.execute(tx)
  return rows
}

function isServed(item: Candidate, { subject, result }: Settling, day: string): boolean {
  if (item.named) return true
  const wasDue = item.plannedOn <= day
  // In vain, only what somebody came for; a household that has gone leaves nothing to come for.
  if (result === 'not_at_home') return wasDue
  if (result === 'moved_away' && subject.kind === 'household') return true
  return item.subjectId === subject.id || wasDue
}

/** Of several turns of one rule for one subject the earliest: one visit is one visit. */
function onePerTurn(items: readonly Candidate[]): Candidate[] {
  const first = new Map<string, Candidate>()
  for (const item of items) {
    const key = `${item.ruleCode} ${item.subjectId}`
    const known = first.get(key)
    if (known === undefined || (item.named && !known.named)) first.set(key, item)
  }
  return [...first.values()]
}

function changeOf(item: Candidate, result: VisitResult, day: string, calendar: WorkCalendar): Change {
  const { id, plannedOn, dueBy, tries } = item
  const ends = (state: Change['state']) => ({ id, state, plannedOn, dueBy, tries })
  switch (result) {
    case 'found':
    case 'declined':
      return ends('done')
    case 'moved_away':
      return ends('cancelled')
    case 'not_at_home':
      return triedAgain(item, termsOf(item), day, calendar)
  }
}

function triedAgain(item: Candidate, terms: DutyRuleTerms, day: string, calendar: WorkCalendar): Change {
  const { id, dueBy } = item
  const tries = item.tries + 1
  // Somebody came often enough: it is done, without success.
  if (tries >= terms.mostTries) return { id, state: 'done', plannedOn: item.plannedOn, dueBy, tries }
  const wanted = nextWorkday(addDays(day, terms.retryAfterDays), calendar)
  // As late as its time allows; where that is over today, its time is longer by the wait.
  const plannedOn = wanted <= dueBy || dueBy <= day ? wanted : dueBy
  return { id, state: 'open', plannedOn, dueBy: plannedOn > dueBy ? plannedOn : dueBy, tries }
}

/** A county that works on no day at all is visited on any. */
function nextWorkday(day: string, calendar: WorkCalendar): string {
  for (let ahead = 0; ahead < 31; ahead++) {
    const next = addDays(day, ahead)
    if (calendar.isWorkday(next)) return next
  }
  return day
}
