import { sql, type SqlBool } from 'kysely'
import type { Ctx } from '../../platform/command/ctx.ts'
import { placedWithin } from '../../platform/command/placed.ts'
import { decodeCursor, toPage } from '../../platform/http/cursor.ts'
import { areaNames } from '../areas/index.ts'
import { staffNames } from '../identity/index.ts'
import { areaFilter } from '../people/index.ts'

interface Asked {
  readonly cursor?: string | undefined
  readonly limit: number
  readonly areaId?: string | undefined
  readonly staffId?: string | undefined
}

/** Where deeds of workers stand, and what they are ordered by. */
const lists = { patrols: 'startedAt', responses: 'recordedAt' } as const

interface Deed {
  readonly id: string
  readonly staffId: string
  readonly gridId: string
}

/** What workers did in the grids of an area, newest first, with whose deed it was and where, by name. */
export async function readDeeds<Row extends Deed>(ctx: Ctx, table: keyof typeof lists, input: Asked) {
  const at = sql.ref(`d.${lists[table]}`)
  const after = input.cursor === undefined ? null : decodeCursor(input.cursor, ['instant', 'id'])
  const yes = sql<SqlBool>`true`
  const { rows } = await sql<Row & { key: string }>`
    SELECT d.*, ${at}::text AS key FROM ${sql.table(table)} d
    WHERE d.county_id = ${ctx.countyId} AND ${placedWithin(ctx.actor, 'fieldwork.read', 'd')}
      AND ${await areaFilter(ctx, 'd', input.areaId)}
      AND ${input.staffId === undefined ? yes : sql<SqlBool>`d.staff_id = ${input.staffId}`}
      AND ${after === null ? yes : sql<SqlBool>`(${at}, d.id) < (${after[0]}::timestamptz, ${after[1]}::uuid)`}
    ORDER BY ${at} DESC, d.id DESC LIMIT ${input.limit + 1}`.execute(ctx.db)
  const { items, next } = toPage(rows, input.limit, (row) => [row.key, row.id])
  const staff = await staffNames(ctx.deps, ctx.countyId, [...new Set(items.map(({ staffId }) => staffId))])
  const grids = await areaNames(ctx.deps, ctx.countyId, [...new Set(items.map(({ gridId }) => gridId))])
  return {
    items: items.map((row) => ({
      row,
      by: staff.get(row.staffId) ?? '',
      gridName: grids.get(row.gridId) ?? '',
    })),
    next,
  }
}
