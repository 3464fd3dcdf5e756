import type { Permission } from '@linli/contract/permissions'
import { sql } from 'kysely'
import type { Db } from '../../platform/database/database.ts'
import type { Contact } from '../../platform/notices/index.ts'
import { type MemberOfUnit, postsThatMay, runsToday } from './directory-queries.ts'

/** People whose post today carries a permission, the county centre's first; all of them, or one to see whether they do. */
export async function peopleWith(
  db: Db,
  countyId: number,
  permission: Permission,
  staffId?: string,
): Promise<{ id: string; name: string; unit: string }[]> {
  const { rows } = await sql<{ id: string; name: string; unit: string }>`
    SELECT id, name, unit FROM (
      SELECT DISTINCT ON (post.staff_id) post.staff_id AS id, post.name, u.name AS unit, cardinality(u.path) AS depth
      FROM ${postsThatMay(countyId, permission)} post
      JOIN units u ON u.county_id = ${countyId} AND u.id = post.unit_id
      ${staffId === undefined ? sql`` : sql`WHERE post.staff_id = ${staffId}`}
      ORDER BY post.staff_id, cardinality(u.path)
    ) found ORDER BY depth, unit, name, id LIMIT 300`.execute(db)
  return rows
}

/** As `staffOfUnit`, for several units at once. */
export async function staffOfUnits(
  db: Db,
  countyId: number,
  unitIds: readonly string[],
): Promise<(MemberOfUnit & { unitId: string; unit: string })[]> {
  if (unitIds.length === 0) return []
  const { rows } = await sql<MemberOfUnit & { unitId: string; unit: string }>`
    SELECT DISTINCT ON (cardinality(u.path), u.name, u.id, st.login) st.id, st.name, st.phone, p.title, u.id AS unit_id, u.name AS unit
    FROM posts p
    JOIN counties c ON c.county_id = p.county_id
    JOIN staff st ON st.county_id = p.county_id AND st.id = p.staff_id AND st.disabled_at IS NULL
    JOIN units u ON u.county_id = p.county_id AND u.id = p.unit_id
    WHERE p.county_id = ${countyId} AND p.unit_id = any(${[...unitIds]}::uuid[])
      AND ${runsToday}
    ORDER BY cardinality(u.path), u.name, u.id, st.login, p.valid_from LIMIT 1000`.execute(db)
  return rows
}

/** Name and work phone by id. */
export async function staffPhones(
  db: Db,
  countyId: number,
  ids: readonly string[],
): Promise<ReadonlyMap<string, { name: string; phone: string | null }>> {
  if (ids.length === 0) return new Map()
  const rows = await db
    .selectFrom('staff')
    .select(['id', 'name', 'phone'])
    .where('countyId', '=', countyId)
    .where('id', '=', sql<string>`any(${[...new Set(ids)]}::uuid[])`)
    .execute()
  return new Map(rows.map(({ id, name, phone }) => [id, { name, phone }]))
}

/** Where messages to people go, by id; whose account is closed hears nothing any more. */
export async function noticeContacts(
  db: Db,
  countyId: number,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Contact>> {
  const rows = await db
    .selectFrom('staff')
    .select(['id', 'phone', 'email', 'locale'])
    .where('countyId', '=', countyId)
    .where('id', '=', sql<string>`any(${[...ids]}::uuid[])`)
    .where('disabledAt', 'is', null)
    .execute()
  // The check constraint holds the locale to the two.
  return new Map(rows.map(({ id, locale, ...ways }) => [id, { ...ways, locale: locale as Contact['locale'] }]))
}
