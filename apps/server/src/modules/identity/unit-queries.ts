import type { Unit, UnitKind, UnitNode, UnitRow } from '@linli/contract/identity'
import { sql } from 'kysely'
import type { Ctx } from '../../platform/command/ctx.ts'
import { decodeCursor, toPage } from '../../platform/http/cursor.ts'
import { Problem } from '../../platform/problem/problem.ts'
import { countyToday } from './accounts.ts'
import { unitsWithin } from './policy.ts'
import { containing } from './search.ts'

interface UnitFilter {
  readonly kind?: UnitKind | undefined
  readonly areaId?: string | undefined
  readonly q?: string | undefined
  readonly closed: boolean
  readonly cursor?: string | undefined
  readonly limit: number
}

const columns = sql`u.id, u.kind, u.name, u.name_en, u.parent_id, u.area_id, u.department_code, u.phone, u.valid_from, u.valid_to`

function staffCount(ctx: Ctx) {
  return sql`(SELECT count(DISTINCT p.staff_id) FROM posts p
    WHERE p.county_id = u.county_id AND p.unit_id = u.id AND p.valid_from <= ${countyToday(ctx)}
      AND (p.valid_to IS NULL OR p.valid_to > ${countyToday(ctx)})) AS staff_count`
}

/** Units by name; the whole county's, since which bodies there are is no secret. */
export async function listUnits(ctx: Ctx, filter: UnitFilter) {
  const after = filter.cursor === undefined ? null : decodeCursor(filter.cursor, ['text', 'id'])
  const { rows } = await sql<UnitRow>`
    SELECT ${columns}, ${staffCount(ctx)}
    FROM units u
    WHERE u.county_id = ${ctx.countyId}
      AND (u.valid_to IS NULL OR u.valid_to > ${countyToday(ctx)}) = ${!filter.closed}
      ${filter.kind === undefined ? sql`` : sql`AND u.kind = ${filter.kind}`}
      ${filter.areaId === undefined ? sql`` : sql`AND u.area_id = ${filter.areaId}`}
      ${filter.q === undefined ? sql`` : sql`AND (u.name ILIKE ${containing(filter.q)} OR u.name_en ILIKE ${containing(filter.q)})`}
      ${after === null ? sql`` : sql`AND (u.name, u.id) > (${after[0]}::text, ${after[1]}::uuid)`}
    ORDER BY u.name, u.id
    LIMIT ${filter.limit + 1}`.execute(ctx.db)
  return toPage(rows, filter.limit, (row) => [row.name, row.id])
}

/** The open units directly below one, or the roots. */
export async function listUnitChildren(ctx: Ctx, parentId: string | undefined): Promise<{ items: UnitNode[] }> {
  const { rows } = await sql<UnitNode>`
    SELECT ${columns}, ${staffCount(ctx)},
      (SELECT count(*) FROM units b WHERE b.county_id = u.county_id AND b.parent_id = u.id
        AND (b.valid_to IS NULL OR b.valid_to > ${countyToday(ctx)})) AS child_count
    FROM units u
    WHERE u.county_id = ${ctx.countyId} AND u.parent_id IS NOT DISTINCT FROM ${parentId ?? null}::uuid
      AND (u.valid_to IS NULL OR u.valid_to > ${countyToday(ctx)})
    ORDER BY u.kind, u.name, u.id`.execute(ctx.db)
  return { items: rows }
}

/** One unit with its people, whether or not it is closed. */
export async function getUnit(ctx: Ctx, unitId: string): Promise<Unit> {
  const mayManage = ctx.actor.may('unit.manage') ? unitsWithin(ctx.actor, 'unit.manage', 'u.path') : sql`false`
  const { rows } = await sql<Unit>`
    SELECT ${columns}, u.duties, ${mayManage} AS manageable, ${staffCount(ctx)},
      coalesce((SELECT jsonb_agg(jsonb_build_object('id', a.id, 'name', a.name) ORDER BY cardinality(a.path))
        FROM units a WHERE a.county_id = u.county_id AND a.id = ANY(u.path) AND a.id <> u.id), '[]') AS parents,
      coalesce((SELECT jsonb_agg(jsonb_build_object('postId', p.id, 'staffId', st.id, 'name', st.name,
          'title', p.card -> 'title', 'role', p.card -> 'role') ORDER BY st.login)
        FROM post_cards p JOIN staff st ON st.county_id = p.county_id AND st.id = p.staff_id AND st.disabled_at IS NULL
        WHERE p.county_id = u.county_id AND p.unit_id = u.id AND p.valid_from <= ${countyToday(ctx)}
          AND (p.valid_to IS NULL OR p.valid_to > ${countyToday(ctx)})), '[]') AS people
    FROM units u
    WHERE u.county_id = ${ctx.countyId} AND u.id = ${unitId}`.execute(ctx.db)
  const [unit] = rows
  if (!unit) throw new Problem('unit.not_found')
  return unit
}
