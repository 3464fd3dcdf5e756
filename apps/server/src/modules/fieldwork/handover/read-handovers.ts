import type { Handover, HandoverProtocol, handoverRoutes, HandoverThing } from '@linli/contract/duty-handover'
import type { RouteOutput, RouteParsed } from '@linli/contract/route'
import { type RawBuilder, sql, type SqlBool } from 'kysely'
import type { Ctx } from '../../../platform/command/ctx.ts'
import type { CommandTx } from '../../../platform/command/run-command.ts'
import type { Db } from '../../../platform/database/database.ts'
import { decodeCursor, toPage } from '../../../platform/http/cursor.ts'
import { Problem } from '../../../platform/problem/problem.ts'
import { areaNames } from '../../areas/index.ts'
import { staffNames, unitNames } from '../../identity/index.ts'
import { ofMyStations } from '../roster/decide-leave.ts'

type Routes = typeof handoverRoutes

interface AreaRow {
  readonly handoverId: string
  readonly assignmentId: string
  readonly areaId: string
  readonly kind: string
  readonly toId: string
  readonly madeId: string
  readonly validTo: string | null
}

interface Row extends Pick<Handover, 'id' | 'number' | 'onDay' | 'leaves' | 'state' | 'words' | 'madeAt' | 'doneAt'> {
  readonly unitId: string
  readonly fromId: string
  readonly toId: string
  readonly madeBy: string
  readonly things: HandoverThing[]
  readonly protocol: HandoverProtocol | null
  readonly key: string
}

/** Hand-overs that fit a condition on `h`, newest first, with their grids. */
async function handoversWhere(
  ctx: Ctx,
  db: Db,
  condition: RawBuilder<SqlBool>,
  limit: number,
): Promise<{ handover: Handover; areas: AreaRow[]; key: string }[]> {
  const { countyId, deps } = ctx
  const { rows } = await sql<Row>`
    SELECT h.id, h.number, h.unit_id, h.from_id, h.to_id, h.on_day, h.leaves, h.state, h.things, h.protocol, h.words, h.made_by,
      h.made_at, h.done_at, h.made_at::text AS key
    FROM handovers h WHERE h.county_id = ${countyId} AND ${condition} ORDER BY h.made_at DESC, h.id DESC LIMIT ${limit}`.execute(
    db,
  )
  const { rows: areas } = await sql<AreaRow>`
    SELECT handover_id, assignment_id, area_id, kind, to_id, made_id, valid_to FROM handover_areas
    WHERE county_id = ${countyId} AND handover_id = any(${rows.map(({ id }) => id)}::uuid[])
    ORDER BY handover_id, kind DESC, area_id`.execute(db)
  const people = [
    ...rows.flatMap(({ fromId, toId, madeBy }) => [fromId, toId, madeBy]),
    ...areas.map(({ toId }) => toId),
  ]
  const names = await staffNames(deps, countyId, [...new Set(people)])
  const grids = await areaNames(deps, countyId, [...new Set(areas.map(({ areaId }) => areaId))])
  const units = await unitNames(db, countyId, [...new Set(rows.map(({ unitId }) => unitId))])
  const person = (id: string) => ({ id, name: names.get(id) ?? '' })
  const byHandover = Map.groupBy(areas, ({ handoverId }) => handoverId)
  return rows.map(({ unitId, fromId, toId, madeBy, key, ...row }) => {
    const own = byHandover.get(row.id) ?? []
    return {
      key,
      areas: own,
      handover: {
        ...row,
        unit: { id: unitId, name: units.get(unitId) ?? '' },
        from: person(fromId),
        to: person(toId),
        madeBy: names.get(madeBy) ?? '',
        grids: own.map(({ areaId, kind, toId: successor }) => ({
          areaId,
          areaName: grids.get(areaId) ?? '',
          kind,
          to: person(successor),
        })),
      },
    }
  })
}

export async function listHandovers(
  ctx: Ctx,
  input: RouteParsed<Routes['listHandovers']>,
): Promise<RouteOutput<Routes['listHandovers']>> {
  const after = input.cursor === undefined ? null : decodeCursor(input.cursor, ['instant', 'id'])
  const beyond =
    after === null
      ? sql<SqlBool>`true`
      : sql<SqlBool>`(h.made_at, h.id) < (${after[0]}::timestamptz, ${after[1]}::uuid)`
  const within = sql<SqlBool>`${await ofMyStations(ctx, 'h')} AND ${beyond}`
  const found = await handoversWhere(ctx, ctx.db, within, input.limit + 1)
  const { items, next } = toPage(found, input.limit, ({ key, handover }) => [key, handover.id])
  return { items: items.map(({ handover }) => handover), next }
}

export async function getHandover(ctx: Ctx, { handoverId }: RouteParsed<Routes['getHandover']>): Promise<Handover> {
  const within = sql<SqlBool>`${await ofMyStations(ctx, 'h')} AND h.id = ${handoverId}`
  const [found] = await handoversWhere(ctx, ctx.db, within, 1)
  if (!found) throw new Problem('handover.not_found')
  return found.handover
}

/** One that the caller has just written or locked. */
export async function getHandoverRecord(ctx: Ctx, db: Db, handoverId: string): Promise<Handover> {
  const [found] = await handoversWhere(ctx, db, sql<SqlBool>`h.id = ${handoverId}`, 1)
  if (!found) throw new Problem('handover.not_found')
  return found.handover
}

/** Within reach, for update. @throws Problem `handover.not_found` */
export async function lockHandover(
  tx: CommandTx,
  ctx: Ctx,
  handoverId: string,
): Promise<{ handover: Handover; areas: AreaRow[] }> {
  await sql`SELECT FROM handovers WHERE county_id = ${ctx.countyId} AND id = ${handoverId} FOR UPDATE`.execute(tx.db)
  const within = sql<SqlBool>`${await ofMyStations(ctx, 'h')} AND h.id = ${handoverId}`
  const [found] = await handoversWhere(ctx, tx.db, within, 1)
  if (!found) throw new Problem('handover.not_found')
  return found
}
