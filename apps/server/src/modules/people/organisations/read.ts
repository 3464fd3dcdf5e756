import type { AreaNames } from '@linli/contract/people'
import type { Organisation, OrganisationRow, organisationRoutes } from '@linli/contract/people-organisations'
import type { RouteOutput, RouteParsed } from '@linli/contract/route'
import { sql, type SqlBool } from 'kysely'
import type { Ctx } from '../../../platform/command/ctx.ts'
import { decodeCursor, toPage } from '../../../platform/http/cursor.ts'
import { Problem } from '../../../platform/problem/problem.ts'
import { areaFilter } from '../area-filter.ts'
import { type Extra, ownFields } from '../extra.ts'
import { namesOf } from '../household.ts'
import { mayOn, type Place, withinReach } from '../policy.ts'

type Routes = typeof organisationRoutes

interface Row extends Place, Omit<OrganisationRow, 'place'> {
  readonly creditCode: string | null
  readonly phone: string | null
  readonly lon: number | null
  readonly lat: number | null
  readonly extra: Extra
  readonly validFrom: string
  readonly validTo: string | null
  readonly version: number
}

/** By name; those that are still there. */
export async function listOrganisations(
  ctx: Ctx,
  input: RouteParsed<Routes['listOrganisations']>,
): Promise<RouteOutput<Routes['listOrganisations']>> {
  const after = input.cursor === undefined ? null : decodeCursor(input.cursor, ['text', 'id'])
  const yes = sql<SqlBool>`true`
  const q = input.q ? `%${input.q.toLowerCase().replaceAll(/[\\%_]/g, '\\$&')}%` : null
  const { rows } = await sql<Row>`
    SELECT o.* FROM organisations o
    WHERE ${withinReach(ctx.actor, 'register.read', 'o')} AND o.valid_to IS NULL
      AND ${await areaFilter(ctx, 'o', input.areaId)}
      AND ${input.kinds ? sql<SqlBool>`o.kind = any(${input.kinds}::text[])` : yes}
      AND ${input.hazard ? sql<SqlBool>`${input.hazard} = any(o.hazards)` : yes}
      AND ${q === null ? yes : sql<SqlBool>`(o.name_search LIKE ${q} OR o.address LIKE ${q})`}
      AND ${after === null ? yes : sql<SqlBool>`(o.name, o.id) > (${after[0]}, ${after[1]}::uuid)`}
    ORDER BY o.name, o.id LIMIT ${input.limit + 1}`.execute(ctx.db)
  const { items, next } = toPage(rows, input.limit, (row) => [row.name, row.id])
  const places = await namesOf(ctx, items)
  return { items: items.map((row, index) => ({ ...row, place: places[index] as AreaNames })), next }
}

export async function organisationPage(
  ctx: Ctx,
  { organisationId }: RouteParsed<Routes['getOrganisation']>,
): Promise<Organisation> {
  const { rows } = await sql<Row>`
    SELECT o.* FROM organisations o
    WHERE o.id = ${organisationId} AND ${withinReach(ctx.actor, 'register.read', 'o')}`.execute(ctx.db)
  const [row] = rows
  if (!row) throw new Problem('register.not_found')
  const [place] = await namesOf(ctx, [row])
  const { lon, lat, extra, ...rest } = row
  return {
    ...rest,
    countyFields: await ownFields(ctx, 'organisation', extra),
    // One in, one out.
    place: place as AreaNames,
    point: lon === null || lat === null ? null : { lon, lat },
    changeable: row.validTo === null && mayOn(ctx.actor, 'register.change', row),
  }
}
