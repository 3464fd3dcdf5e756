import type { fieldworkRoutes } from '@linli/contract/fieldwork'
import type { RouteOutput, RouteParsed } from '@linli/contract/route'
import { type Selectable, sql, type SqlBool } from 'kysely'
import type { Ctx } from '../../../platform/command/ctx.ts'
import { placedWithin } from '../../../platform/command/placed.ts'
import type { Patrols } from '../../../platform/database/tables.generated.ts'
import { decodeCursor, toPage } from '../../../platform/http/cursor.ts'
import { areaNames } from '../../areas/index.ts'
import { staffNames } from '../../identity/index.ts'
import { areaFilter } from '../../people/index.ts'
import { asPatrol } from './patrol.ts'

type List = typeof fieldworkRoutes.listPatrols

/** Rounds through the grids of an area, newest first. */
export async function listPatrols(ctx: Ctx, input: RouteParsed<List>): Promise<RouteOutput<List>> {
  const after = input.cursor === undefined ? null : decodeCursor(input.cursor, ['instant', 'id'])
  const yes = sql<SqlBool>`true`
  const { rows } = await sql<Selectable<Patrols> & { key: string }>`
    SELECT p.*, p.started_at::text AS key FROM patrols p
    WHERE p.county_id = ${ctx.countyId} AND ${placedWithin(ctx.actor, 'fieldwork.read', 'p')}
      AND ${await areaFilter(ctx, 'p', input.areaId)}
      AND ${input.staffId === undefined ? yes : sql<SqlBool>`p.staff_id = ${input.staffId}`}
      AND ${after === null ? yes : sql<SqlBool>`(p.started_at, p.id) < (${after[0]}::timestamptz, ${after[1]}::uuid)`}
    ORDER BY p.started_at DESC, p.id DESC LIMIT ${input.limit + 1}`.execute(ctx.db)
  const { items, next } = toPage(rows, input.limit, (row) => [row.key, row.id])
  const staff = await staffNames(ctx.deps, ctx.countyId, [...new Set(items.map(({ staffId }) => staffId))])
  const grids = await areaNames(ctx.deps, ctx.countyId, [...new Set(items.map(({ gridId }) => gridId))])
  return {
    items: items.map((row) => ({
      ...asPatrol(row),
      by: staff.get(row.staffId) ?? '',
      gridName: grids.get(row.gridId) ?? '',
    })),
    next,
  }
}
