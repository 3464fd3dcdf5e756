import type { LogEntry } from '@linli/contract/incident-shapes'
import type { incidentRoutes } from '@linli/contract/incidents'
import type { RouteOutput, RouteParsed } from '@linli/contract/route'
import { sql, type SqlBool } from 'kysely'
import type { Ctx } from '../../platform/command/ctx.ts'
import { runCommand } from '../../platform/command/run-command.ts'
import { decodeCursor, toPage } from '../../platform/http/cursor.ts'
import { Problem } from '../../platform/problem/problem.ts'
import { isActiveStaff, staffNames } from '../identity/index.ts'
import { lockFor, readIncident, writeEntry } from './queries.ts'

/** Writes into the log. What is wrong there is put right by an entry that names it; nothing is ever changed. */
export function logIncident(ctx: Ctx, input: RouteParsed<typeof incidentRoutes.logIncident>): Promise<LogEntry> {
  const { kind, words, corrects } = input
  return runCommand(ctx, input.commandId, async (tx) => {
    const row = await lockFor(tx, ctx, 'log', input.incidentId)
    if (corrects !== undefined) {
      const wrong = await tx.db
        .selectFrom('incidentEntries')
        .select('seq')
        .where('countyId', '=', ctx.countyId)
        .where('incidentId', '=', row.id)
        .where('seq', '=', corrects)
        .executeTakeFirst()
      if (!wrong) throw new Problem('incident.entry_not_found')
    }
    const facts = await factsOfCall(ctx, input)
    const now = ctx.deps.now().toISOString()
    // What has not happened yet is not written down as if it had.
    const at = input.happenedAt === undefined || Date.parse(input.happenedAt) > Date.parse(now) ? now : input.happenedAt
    const entry = { kind, words, facts, happenedAt: at, ...(corrects === undefined ? {} : { corrects }) }
    const { id, seq, recordedAt } = await writeEntry(tx, ctx, row, entry)
    return { id, seq, kind, at, recordedAt, by: ctx.actor.name, words, facts, corrects: corrects ?? null }
  })
}

async function factsOfCall(ctx: Ctx, { kind, call }: RouteParsed<typeof incidentRoutes.logIncident>) {
  if (kind !== 'call' || call === undefined) return {}
  if (!(await isActiveStaff(ctx.db, ctx.countyId, call.staffId))) throw new Problem('staff.not_found')
  const names = await staffNames(ctx.deps, ctx.countyId, [call.staffId])
  return { staffId: call.staffId, name: names.get(call.staffId) ?? '', reached: call.reached }
}

interface Row extends Omit<LogEntry, 'by'> {
  readonly byId: string | null
}

export async function listIncidentLog(
  ctx: Ctx,
  input: RouteParsed<typeof incidentRoutes.listIncidentLog>,
): Promise<RouteOutput<typeof incidentRoutes.listIncidentLog>> {
  const { id } = await readIncident(ctx.db, ctx, 'incident.read', input.incidentId)
  const before =
    input.cursor === undefined ? sql<SqlBool>`true` : sql<SqlBool>`seq < ${decodeCursor(input.cursor, ['number'])[0]}`
  const { rows } = await sql<Row>`
    SELECT id, seq, kind, happened_at AS at, recorded_at, by_id, words, facts, corrects FROM incident_entries
    WHERE county_id = ${ctx.countyId} AND incident_id = ${id} AND ${before}
    ORDER BY seq DESC LIMIT ${input.limit + 1}`.execute(ctx.db)
  const { items, next } = toPage(rows, input.limit, ({ seq }) => [seq])
  const names = await staffNames(
    ctx.deps,
    ctx.countyId,
    items.flatMap(({ byId }) => byId ?? []),
  )
  return { items: items.map(({ byId, ...entry }) => ({ ...entry, by: names.get(byId ?? '') ?? '' })), next }
}
