import { sql } from 'kysely'
import { newId } from '../../../platform/crypto/id.ts'
import type { Tx } from '../../../platform/database/database.ts'
import type { Ended, Planned } from './plan-unit.ts'
import type { PlanWorld } from './world.ts'

/** Writes what differs from what stands; answers the grids whose plan has changed, and how many items are new. */
export async function writePlan(
  tx: Tx,
  world: PlanWorld,
  plan: { readonly planned: readonly Planned[]; readonly ended: readonly Ended[] },
  now: Date,
): Promise<{ grids: Set<string>; added: number }> {
  const changed = plan.planned.filter(differs)
  const fresh = changed.filter(({ standing }) => standing?.state !== 'open')
  const moved = changed.filter(({ standing }) => standing?.state === 'open')
  // What ends in one grid may go on in another: first ended, then opened again there.
  await endItems(tx, world, plan.ended, now)
  await insertItems(tx, world, fresh)
  await moveItems(tx, world, moved)
  const grids = new Set([
    ...changed.map(({ subject }) => subject.gridId),
    ...plan.ended.map(({ standing }) => standing.gridId),
  ])
  return { grids, added: fresh.length }
}

function differs({ standing, rule, subject, turn, plannedOn }: Planned): boolean {
  if (standing?.state !== 'open') return true
  return (
    standing.plannedOn !== plannedOn ||
    standing.ruleId !== rule.id ||
    standing.gridId !== subject.gridId ||
    standing.dueFrom !== turn.from ||
    standing.dueBy !== turn.by ||
    standing.title !== subject.title ||
    standing.householdId !== subject.householdId ||
    standing.lon !== subject.lon ||
    standing.lat !== subject.lat
  )
}

const rowOf = ({ standing, rule, subject, turn, plannedOn, why }: Planned) => ({
  id: standing?.id ?? newId(),
  code: rule.code,
  rule: rule.id,
  target: subject.target,
  subject: subject.id,
  household: subject.householdId,
  grid: subject.gridId,
  period: turn.periodFrom,
  nth: turn.nth,
  from: turn.from,
  on: plannedOn,
  by: turn.by,
  title: subject.title,
  lon: subject.lon,
  lat: subject.lat,
  why,
})

const columns = sql`id uuid, code text, rule uuid, target text, subject uuid, household uuid, grid uuid, period date, nth int,
  "from" date, "on" date, "by" date, title text, lon float8, lat float8, why jsonb`

async function insertItems(tx: Tx, world: PlanWorld, items: readonly Planned[]): Promise<void> {
  if (items.length === 0) return
  // Somebody who has moved here may have the turn already, from the grid that they left.
  await sql`
    INSERT INTO due_items (county_id, id, rule_code, rule_id, target, subject_id, household_id, town_id, village_id, grid_id,
      period_from, nth, due_from, planned_on, due_by, title, lon, lat, why)
    SELECT ${world.countyId}, n.id, n.code, n.rule, n.target, n.subject, n.household, g.town, g.village, n.grid,
      n.period, n.nth, n."from", n."on", n."by", n.title, n.lon, n.lat, n.why
    FROM json_to_recordset(${JSON.stringify(items.map(rowOf))}::json) AS n(${columns})
    JOIN ${gridsAsRows(world, items)} ON g.id = n.grid
    ON CONFLICT (county_id, subject_id, rule_code, period_from, nth) DO UPDATE SET
      state = 'open', visit_id = NULL, ended_at = NULL, xid = pg_current_xact_id(), rule_id = excluded.rule_id,
      household_id = excluded.household_id, town_id = excluded.town_id, village_id = excluded.village_id,
      grid_id = excluded.grid_id, due_from = excluded.due_from, planned_on = excluded.planned_on, due_by = excluded.due_by,
      title = excluded.title, lon = excluded.lon, lat = excluded.lat, why = excluded.why
    WHERE due_items.state = 'open' OR (due_items.state = 'cancelled' AND due_items.visit_id IS NULL)`.execute(tx)
}

async function moveItems(tx: Tx, world: PlanWorld, items: readonly Planned[]): Promise<void> {
  if (items.length === 0) return
  // Ended meanwhile by a visit: then it stays so.
  await sql`
    UPDATE due_items d SET
      xid = pg_current_xact_id(), rule_id = n.rule, household_id = n.household, town_id = g.town, village_id = g.village,
      grid_id = n.grid, due_from = n."from", planned_on = n."on", due_by = n."by", title = n.title, lon = n.lon, lat = n.lat,
      why = n.why
    FROM json_to_recordset(${JSON.stringify(items.map(rowOf))}::json) AS n(${columns})
    JOIN ${gridsAsRows(world, items)} ON g.id = n.grid
    WHERE d.county_id = ${world.countyId} AND d.id = n.id AND d.state = 'open'`.execute(tx)
}

function gridsAsRows(world: PlanWorld, items: readonly Planned[]) {
  const ids = [...new Set(items.map(({ subject }) => subject.gridId))]
  const places = ids.map((id) => ({ id, town: world.grids.get(id)?.townId, village: world.grids.get(id)?.villageId }))
  return sql`json_to_recordset(${JSON.stringify(places)}::json) AS g(id uuid, town uuid, village uuid)`
}

async function endItems(tx: Tx, world: PlanWorld, ended: readonly Ended[], now: Date): Promise<void> {
  if (ended.length === 0) return
  const rows = ended.map(({ standing, state }) => ({ id: standing.id, grid: standing.gridId, state }))
  await sql`
    UPDATE due_items d SET state = e.state, ended_at = ${now.toISOString()}::timestamptz, xid = pg_current_xact_id()
    FROM json_to_recordset(${JSON.stringify(rows)}::json) AS e(id uuid, grid uuid, state text)
    WHERE d.county_id = ${world.countyId} AND d.id = e.id AND d.grid_id = e.grid AND d.state = 'open'`.execute(tx)
}
