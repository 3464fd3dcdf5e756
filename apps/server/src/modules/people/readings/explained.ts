import { sql } from 'kysely'
import type { Tx } from '../../../platform/database/database.ts'
import type { Deps } from '../../../platform/deps.ts'
import { mannedUnits } from '../../identity/index.ts'
import { DAYS_AROUND, type Placed, type TaskSource } from './reading.ts'
import { tasksOfMatters } from './tasks-of-matters.ts'

/** Purposes that say themselves which piece of work they belong to; no other task makes them true. */
const OF_THEIR_OWN = new Set(['merge', 'rights', 'export', 'register.export', 'emergency'])

/** Those readings that some piece of work of the reader explains. */
export async function explainedOf(
  deps: Deps,
  tx: Tx,
  readings: readonly Placed[],
  sources: readonly TaskSource[],
): Promise<ReadonlySet<Placed>> {
  const explained = await byTheRegister(deps, tx, readings)
  const atWork = readings.filter((one) => !OF_THEIR_OWN.has(one.purpose) && !explained.has(one))
  // A source answers with some of what it was asked.
  for (const source of [tasksOfMatters, ...sources])
    for (const one of await source(tx, deps, atWork, DAYS_AROUND)) explained.add(one as Placed)
  return explained
}

/**
 * Whoever wrote into the file around then was at work on it, and so was whoever has its rights, its pair or its list in hand;
 * what somebody else has in hand explains nothing.
 */
async function byTheRegister(deps: Deps, tx: Tx, readings: readonly Placed[]): Promise<Set<Placed>> {
  if (readings.length === 0) return new Set()
  const { countyId } = deps.config
  const mayHandle = await staffWho(deps, 'rights.handle')
  const mayMerge = await staffWho(deps, 'register.merge')
  const given = readings.map((one, nr) => ({
    ...one,
    nr,
    handles: mayHandle.has(one.staffId),
    merges: mayMerge.has(one.staffId),
    number: one.reason?.split(' ')[0] ?? null,
  }))
  const around = (at: string) => sql`${sql.raw(at)} BETWEEN r.at - make_interval(days => ${DAYS_AROUND})
    AND r.at + make_interval(days => ${DAYS_AROUND})`
  const wrote = sql`w.county_id = ${countyId} AND w.by_id = r."staffId" AND ${around('w.recorded_at')}`
  const { rows } = await sql<{ nr: number }>`
    SELECT r.nr FROM jsonb_to_recordset(${JSON.stringify(given)}::jsonb)
      AS r(nr int, "staffId" uuid, "personId" uuid, "householdId" uuid, purpose text, number text, handles boolean, merges boolean,
        at timestamptz)
    CROSS JOIN LATERAL (SELECT
      EXISTS (SELECT FROM rights_requests q WHERE q.county_id = ${countyId} AND q.person_id = r."personId"
        AND (q.decided_by = r."staffId" AND ${around('q.decided_at')}
          OR q.state = 'open' AND (r.handles OR r.merges AND q.kind = 'correction'))
        AND NOT EXISTS (SELECT FROM access_log a
          WHERE a.county_id = q.county_id AND a.seq = q.reading_seq AND a.actor_id = r."staffId")) AS request,
      EXISTS (SELECT FROM duplicates d WHERE d.county_id = ${countyId} AND r."personId" IN (d.kept_id, d.other_id)
        AND (d.state = 'open' AND r.merges OR d.decided_by = r."staffId" AND ${around('d.decided_at')})) AS pair) has
    WHERE CASE
      WHEN r.purpose = 'merge' THEN has.pair
      WHEN r.purpose = 'rights' THEN has.request
      WHEN r.purpose IN ('export', 'register.export') THEN EXISTS (
        SELECT FROM register_exports e WHERE e.county_id = ${countyId} AND e.by_id = r."staffId" AND e.number = r.number)
      -- Each has a review of its own.
      WHEN r.purpose = 'emergency' THEN EXISTS (
        SELECT FROM break_glass b WHERE b.county_id = ${countyId} AND b.staff_id = r."staffId" AND b.person_id = r."personId"
          AND ${around('b.opened_at')})
      WHEN r.purpose = 'register.page' AND (has.pair OR EXISTS (
        SELECT FROM persons m JOIN person_records w ON w.person_id = m.id AND ${wrote}
        WHERE m.county_id = ${countyId} AND m.household_id = r."householdId")) THEN true
      ELSE has.request OR EXISTS (SELECT FROM person_records w WHERE w.person_id = r."personId" AND ${wrote}) END`.execute(
    tx,
  )
  return new Set(rows.flatMap(({ nr }) => readings[nr] ?? []))
}

async function staffWho(deps: Deps, permission: 'rights.handle' | 'register.merge'): Promise<ReadonlySet<string>> {
  const units = await mannedUnits(deps, deps.config.countyId, permission)
  return new Set([...units.values()].flatMap((staffIds) => [...staffIds]))
}
