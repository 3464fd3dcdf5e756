import {
  type Incident,
  IncidentAction,
  type IncidentBroadcast,
  type IncidentLesson,
  type IncidentPlan,
  type PlanCheck,
} from '@linli/contract/incident-shapes'
import { sql } from 'kysely'
import type { Ctx } from '../../platform/command/ctx.ts'
import { countyAreas } from '../areas/index.ts'
import { staffNames, unitDirectory } from '../identity/index.ts'
import { briefMatters } from '../matters/index.ts'
import { leads } from './policy.ts'
import { type IncidentRow, readIncident } from './queries.ts'
import { rules } from './status.ts'
import { tasksWhere } from './tasks.ts'

/** A room as its page shows it to this actor. */
export async function getIncident(ctx: Ctx, { incidentId }: { incidentId: string }): Promise<Incident> {
  const row = await readIncident(ctx.db, ctx, 'incident.read', incidentId)
  const [areas, directory, unitIds, matterIds, tasks, plans, broadcasts, lessons] = await Promise.all([
    countyAreas(ctx.deps, ctx.countyId),
    unitDirectory(ctx.deps, ctx.countyId),
    idsOf(
      ctx,
      sql`SELECT unit_id AS id FROM incident_units WHERE county_id = ${ctx.countyId} AND incident_id = ${row.id}`,
    ),
    idsOf(
      ctx,
      sql`SELECT matter_id AS id FROM incident_matters WHERE county_id = ${ctx.countyId} AND incident_id = ${row.id}`,
    ),
    tasksWhere(ctx.db, ctx, sql`t.incident_id = ${row.id}`),
    plansOf(ctx, row.id),
    broadcastsOf(ctx, row.id),
    lessonsOf(ctx, row.id),
  ])
  const names = await staffNames(ctx.deps, ctx.countyId, [row.commanderId])
  const units = unitIds.flatMap((id) => {
    const unit = directory.find(id)
    return unit ? [{ id, name: unit.name }] : []
  })
  const { lon, lat, commanderId, areaIds, scope: _scope, reviewWell, reviewBadly, ...head } = row
  return {
    ...head,
    commander: { id: commanderId, name: names.get(commanderId) ?? '' },
    point: lon === null || lat === null ? null : { lon, lat },
    areas: areaIds.flatMap((areaId) => areas.names.get(areaId) ?? []),
    units: units.toSorted((a, b) => a.name.localeCompare(b.name, 'zh')),
    matters: await briefMatters(ctx, matterIds),
    tasks,
    plans,
    broadcasts,
    review: head.reviewedAt === null ? null : { well: reviewWell, badly: reviewBadly },
    lessons,
    available: availableTo(ctx, row, leads(ctx.actor, row, areas)),
  }
}

function availableTo(ctx: Ctx, row: IncidentRow, isLeader: boolean): IncidentAction[] {
  return IncidentAction.options.filter((action) => {
    const { states, permission } = rules[action]
    return states.includes(row.state) && (permission === 'incident.lead' ? isLeader : ctx.actor.may(permission))
  })
}

async function idsOf(ctx: Ctx, query: ReturnType<typeof sql<unknown>>): Promise<string[]> {
  const { rows } = await query.execute(ctx.db)
  // Each of the two queries selects one column of this name.
  return (rows as { id: string }[]).map(({ id }) => id)
}

async function plansOf(ctx: Ctx, incidentId: string): Promise<IncidentPlan[]> {
  const { rows } = await sql<IncidentPlan>`
    SELECT p.id, p.code, p.version, p.names, p.begun_at, (
      SELECT coalesce(jsonb_agg(jsonb_build_object('id', c.id, 'names', c.names, 'duty', c.duty, 'unitId', c.unit_id,
        'doneAt', c.done_at, 'doneById', c.done_by, 'withinMinutes', c.within_minutes) ORDER BY c.place), '[]')
      FROM incident_checks c WHERE c.county_id = p.county_id AND c.plan_id = p.id) AS checks
    FROM incident_plans p WHERE p.county_id = ${ctx.countyId} AND p.incident_id = ${incidentId}
    ORDER BY p.begun_at, p.id`.execute(ctx.db)
  const directory = await unitDirectory(ctx.deps, ctx.countyId)
  const raw = rows as unknown as (Omit<IncidentPlan, 'checks'> & {
    checks: (Omit<PlanCheck, 'unit' | 'doneBy'> & { unitId: string | null; doneById: string | null })[]
  })[]
  const names = await staffNames(
    ctx.deps,
    ctx.countyId,
    raw.flatMap(({ checks }) => checks.flatMap(({ doneById }) => doneById ?? [])),
  )
  return raw.map((plan) => ({
    ...plan,
    checks: plan.checks.map(({ unitId, doneById, doneAt, ...check }) => ({
      ...check,
      // Inside JSON it is PostgreSQL's text of an instant.
      doneAt: doneAt === null ? null : new Date(doneAt).toISOString(),
      unit: unitId === null ? null : { id: unitId, name: directory.find(unitId)?.name ?? '' },
      doneBy: doneById === null ? null : (names.get(doneById) ?? ''),
    })),
  }))
}

async function broadcastsOf(ctx: Ctx, incidentId: string): Promise<IncidentBroadcast[]> {
  const { rows } = await sql<Omit<IncidentBroadcast, 'by'> & { byId: string }>`
    SELECT b.id, b.words, b.sent_at AS at, b.by_id, b.sms, cardinality(b.area_ids) AS areas, r.told, r.read
    FROM incident_broadcasts b
    CROSS JOIN LATERAL (
      SELECT count(*)::int AS told, count(read_at)::int AS read FROM incident_readers
      WHERE county_id = b.county_id AND broadcast_id = b.id) r
    WHERE b.county_id = ${ctx.countyId} AND b.incident_id = ${incidentId}
    ORDER BY b.sent_at DESC, b.id`.execute(ctx.db)
  const names = await staffNames(
    ctx.deps,
    ctx.countyId,
    rows.map(({ byId }) => byId),
  )
  return rows.map(({ byId, ...row }) => ({ ...row, by: names.get(byId) ?? '' }))
}

async function lessonsOf(ctx: Ctx, incidentId: string): Promise<IncidentLesson[]> {
  const { rows } = await sql<Omit<IncidentLesson, 'unit'> & { unitId: string }>`
    SELECT id, words, unit_id, due_on, done_at, answer FROM incident_lessons
    WHERE county_id = ${ctx.countyId} AND incident_id = ${incidentId} ORDER BY due_on, id`.execute(ctx.db)
  const directory = await unitDirectory(ctx.deps, ctx.countyId)
  return rows.map(({ unitId, ...row }) => ({ ...row, unit: { id: unitId, name: directory.find(unitId)?.name ?? '' } }))
}
