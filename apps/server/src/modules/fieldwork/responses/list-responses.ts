import { type fieldworkRoutes, type ResponseKind, responseSteps } from '@linli/contract/fieldwork'
import type { RouteOutput, RouteParsed } from '@linli/contract/route'
import { type Selectable, sql, type SqlBool } from 'kysely'
import type { Ctx } from '../../../platform/command/ctx.ts'
import { placedWithin } from '../../../platform/command/placed.ts'
import type { Responses } from '../../../platform/database/tables.generated.ts'
import { decodeCursor, toPage } from '../../../platform/http/cursor.ts'
import { areaNames } from '../../areas/index.ts'
import { staffNames } from '../../identity/index.ts'
import { areaFilter } from '../../people/index.ts'

type List = typeof fieldworkRoutes.listResponses
type Row = Selectable<Responses> & { readonly kind: ResponseKind }

/** Who went to help in the grids of an area, newest first. */
export async function listResponses(ctx: Ctx, input: RouteParsed<List>): Promise<RouteOutput<List>> {
  const after = input.cursor === undefined ? null : decodeCursor(input.cursor, ['instant', 'id'])
  const yes = sql<SqlBool>`true`
  const { rows } = await sql<Row & { key: string }>`
    SELECT r.*, r.recorded_at::text AS key FROM responses r
    WHERE r.county_id = ${ctx.countyId} AND ${placedWithin(ctx.actor, 'fieldwork.read', 'r')}
      AND ${await areaFilter(ctx, 'r', input.areaId)}
      AND ${input.staffId === undefined ? yes : sql<SqlBool>`r.staff_id = ${input.staffId}`}
      AND ${after === null ? yes : sql<SqlBool>`(r.recorded_at, r.id) < (${after[0]}::timestamptz, ${after[1]}::uuid)`}
    ORDER BY r.recorded_at DESC, r.id DESC LIMIT ${input.limit + 1}`.execute(ctx.db)
  const { items, next } = toPage(rows, input.limit, (row) => [row.key, row.id])
  const staff = await staffNames(ctx.deps, ctx.countyId, [...new Set(items.map(({ staffId }) => staffId))])
  const grids = await areaNames(ctx.deps, ctx.countyId, [...new Set(items.map(({ gridId }) => gridId))])
  return {
    items: items.map((row) => ({
      id: row.id,
      gridId: row.gridId,
      kind: row.kind,
      matterId: row.matterId,
      words: row.words,
      steps: stepsOf(row),
      recordedAt: row.recordedAt,
      by: staff.get(row.staffId) ?? '',
      gridName: grids.get(row.gridId) ?? '',
    })),
    next,
  }
}

function stepsOf({ onTheWayAt, arrivedAt, helpedAt, notNeededAt }: Row) {
  const times = { on_the_way: onTheWayAt, arrived: arrivedAt, helped: helpedAt, not_needed: notNeededAt }
  return responseSteps.flatMap((step) => (times[step] === null ? [] : [{ step, at: times[step] }]))
}
