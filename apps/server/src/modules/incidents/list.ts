import type { IncidentSummary } from '@linli/contract/incident-shapes'
import type { incidentRoutes } from '@linli/contract/incidents'
import type { RouteOutput, RouteParsed } from '@linli/contract/route'
import { sql, type SqlBool } from 'kysely'
import type { Ctx } from '../../platform/command/ctx.ts'
import { decodeCursor, toPage } from '../../platform/http/cursor.ts'
import { peopleWith, staffNames } from '../identity/index.ts'
import { incidentsFor } from './policy.ts'

interface Row extends Omit<IncidentSummary, 'commander'> {
  readonly commanderId: string
  readonly key: string
}

export async function listIncidents(
  ctx: Ctx,
  input: RouteParsed<typeof incidentRoutes.listIncidents>,
): Promise<RouteOutput<typeof incidentRoutes.listIncidents>> {
  const after = input.cursor === undefined ? null : decodeCursor(input.cursor, ['instant', 'id'])
  const beyond =
    after === null
      ? sql<SqlBool>`true`
      : sql<SqlBool>`(i.opened_at, i.id) < (${after[0]}::timestamptz, ${after[1]}::uuid)`
  const inState = input.state === undefined ? sql`true` : sql`i.state = any(${[...input.state]}::text[])`
  const { rows } = await sql<Row>`
    SELECT i.id, i.number, i.title, i.kind, i.severity, i.state, i.exercise, i.commander_id, i.opened_at, i.closed_at,
      cardinality(i.area_ids) AS areas, i.opened_at::text AS key,
      (SELECT count(*)::int FROM incident_tasks t
        WHERE t.county_id = i.county_id AND t.incident_id = i.id AND t.ended_at IS NULL) AS open_tasks
    FROM incidents i WHERE ${incidentsFor(ctx.actor, 'incident.read', 'i')} AND ${inState} AND ${beyond}
    ORDER BY i.opened_at DESC, i.id DESC LIMIT ${input.limit + 1}`.execute(ctx.db)
  const { items, next } = toPage(rows, input.limit, (row) => [row.key, row.id])
  const names = await staffNames(
    ctx.deps,
    ctx.countyId,
    items.map(({ commanderId }) => commanderId),
  )
  return {
    items: items.map(({ commanderId, ...row }) => ({
      ...row,
      commander: { id: commanderId, name: names.get(commanderId) ?? '' },
    })),
    next,
  }
}

export async function listCommanders(ctx: Ctx): Promise<RouteOutput<typeof incidentRoutes.listCommanders>> {
  return { items: await peopleWith(ctx.db, ctx.countyId, 'incident.lead') }
}
