import type { Incident } from '@linli/contract/incident-shapes'
import type { incidentRoutes } from '@linli/contract/incidents'
import type { RouteOutput, RouteParsed } from '@linli/contract/route'
import { sql, type SqlBool } from 'kysely'
import type { Ctx } from '../../platform/command/ctx.ts'
import { runCommand } from '../../platform/command/run-command.ts'
import { newId } from '../../platform/crypto/id.ts'
import { decodeCursor, toPage } from '../../platform/http/cursor.ts'
import { type NewNotice, sendNotices } from '../../platform/notices/index.ts'
import { Problem } from '../../platform/problem/problem.ts'
import { areaNames, countyAreas, workersOfGrids } from '../areas/index.ts'
import { staffPhones } from '../identity/index.ts'
import { lockFor, readIncident, writeEntry } from './queries.ts'
import { getIncident } from './room.ts'
import { gridsWithin, openAreas } from './scope.ts'

type Input<N extends keyof typeof incidentRoutes> = RouteParsed<(typeof incidentRoutes)[N]>

/** Tells the workers and deputies of all grids of the areas: once each, whatever the number of their grids. */
export async function broadcastIncident(ctx: Ctx, input: Input<'broadcastIncident'>): Promise<Incident> {
  await runCommand(ctx, input.commandId, async (tx) => {
    const row = await lockFor(tx, ctx, 'broadcast', input.incidentId)
    const areas = await countyAreas(ctx.deps, ctx.countyId)
    openAreas(areas, input.areaIds)
    const grids = gridsWithin(areas, input.areaIds)
    const workers = await workersOfGrids(
      ctx.deps,
      ctx.countyId,
      grids.map(({ id }) => id),
    )
    const receivers = [...new Map(workers.map((worker) => [worker.staffId, worker])).values()]
    if (receivers.length === 0) throw new Problem('incident.nobody_to_tell')
    const id = newId()
    const sentAt = ctx.deps.now().toISOString()
    const { words, sms } = input
    await tx.db
      .insertInto('incidentBroadcasts')
      .values({
        countyId: ctx.countyId,
        id,
        incidentId: row.id,
        words,
        sms,
        sentAt,
        areaIds: [...new Set(input.areaIds)],
        byId: ctx.actor.id ?? '',
      })
      .execute()
    await tx.db
      .insertInto('incidentReaders')
      .values(
        receivers.map(({ staffId, gridId }) => ({ countyId: ctx.countyId, broadcastId: id, staffId, gridId, sentAt })),
      )
      .execute()
    const notice = (channel: 'inapp' | 'sms', recipient: string): NewNotice => ({
      countyId: ctx.countyId,
      channel,
      recipient,
      template: 'incident_broadcast',
      locale: ctx.locale,
      params: { exercise: row.exercise ? '1' : '', number: row.number, title: row.title, words },
      subjectKind: 'incident',
      subjectId: row.id,
    })
    await sendNotices(
      tx.db,
      receivers.flatMap(({ staffId, phone }) => [
        { ...notice('inapp', staffId), toldBy: sms && phone !== null ? ['sms'] : [] },
        ...(sms && phone !== null ? [notice('sms', phone)] : []),
      ]),
    )
    await writeEntry(tx, ctx, row, {
      kind: 'broadcast',
      words,
      facts: { told: receivers.length, grids: grids.length, sms },
    })
    return { id: row.id }
  })
  return getIncident(ctx, input)
}

interface Reader {
  readonly staffId: string
  readonly gridId: string
  readonly readAt: string | null
}

export async function listBroadcastReaders(
  ctx: Ctx,
  input: Input<'listBroadcastReaders'>,
): Promise<RouteOutput<typeof incidentRoutes.listBroadcastReaders>> {
  const { id } = await readIncident(ctx.db, ctx, 'incident.read', input.incidentId)
  const after = input.cursor === undefined ? null : decodeCursor(input.cursor, ['flag', 'id'])
  const beyond =
    after === null
      ? sql<SqlBool>`true`
      : sql<SqlBool>`(r.read_at IS NOT NULL, r.staff_id) > (${after[0]}, ${after[1]}::uuid)`
  const { rows } = await sql<Reader>`
    SELECT r.staff_id, r.grid_id, r.read_at
    FROM incident_readers r JOIN incident_broadcasts b ON b.county_id = r.county_id AND b.id = r.broadcast_id
    WHERE r.county_id = ${ctx.countyId} AND b.incident_id = ${id} AND b.id = ${input.broadcastId} AND ${beyond}
    ORDER BY r.read_at IS NOT NULL, r.staff_id LIMIT ${input.limit + 1}`.execute(ctx.db)
  const { items, next } = toPage(rows, input.limit, (row) => [row.readAt !== null, row.staffId])
  const people = await staffPhones(
    ctx.db,
    ctx.countyId,
    items.map(({ staffId }) => staffId),
  )
  const { names, open } = await countyAreas(ctx.deps, ctx.countyId)
  const villages = await areaNames(
    ctx.deps,
    ctx.countyId,
    items.flatMap(({ gridId }) => open.get(gridId)?.parentId ?? []),
  )
  return {
    items: items.map(({ gridId, staffId, readAt }) => ({
      staffId,
      readAt,
      name: people.get(staffId)?.name ?? '',
      phone: people.get(staffId)?.phone ?? null,
      grid: [villages.get(open.get(gridId)?.parentId ?? ''), names.get(gridId)?.name].filter(Boolean).join(' '),
    })),
    next,
  }
}
