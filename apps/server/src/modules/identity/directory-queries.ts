import type { Permission } from '@linli/contract/permissions'
import { sql, type SqlBool } from 'kysely'
import type { Ctx } from '../../platform/command/ctx.ts'
import { newId } from '../../platform/crypto/id.ts'
import type { Db, Tx } from '../../platform/database/database.ts'
import type { Deps } from '../../platform/deps.ts'

/** A post `p` runs today by its county's (`c`) own day. */
export const runsToday = sql<SqlBool>`p.valid_from <= (now() AT TIME ZONE c.time_zone)::date
  AND (p.valid_to IS NULL OR p.valid_to > (now() AT TIME ZONE c.time_zone)::date)`

/** For a FROM clause: posts that run today, whose holder is here and whose role holds a permission. */
export const postsThatMay = (countyId: number, permission: Permission) => sql`(
  SELECT p.unit_id, p.staff_id, st.name FROM posts p
  JOIN counties c ON c.county_id = p.county_id
  JOIN staff st ON st.county_id = p.county_id AND st.id = p.staff_id AND st.disabled_at IS NULL
  JOIN roles r ON r.county_id = p.county_id AND r.id = p.role_id AND r.closed_at IS NULL
  WHERE p.county_id = ${countyId} AND ${permission} = any(r.permissions) AND ${runsToday})`

const namesOfStaff = new WeakMap<Deps, Map<string, string>>()

/**
 * Names of staff by id, those who left included: whoever did something is named. Kept in memory, since every list and
 * page asks for them, until somebody of the county changes.
 */
export async function staffNames(
  deps: Deps,
  countyId: number,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const known = namesOfStaff.get(deps) ?? keepNames(deps)
  const missing = ids.filter((id) => !known.has(id))
  for (const [id, name] of await namesIn(deps.db, 'staff', countyId, missing)) known.set(id, name)
  return known
}

function keepNames(deps: Deps): Map<string, string> {
  const known = new Map<string, string>()
  namesOfStaff.set(deps, known)
  deps.live.subscribe({
    countyId: null,
    filter: (event) => event.module === 'identity' && event.subjectKind === 'staff',
    send: (event) => void known.delete(event.subjectId),
  })
  return known
}

/** Names of units by id, closed ones included. */
export async function unitNames(
  db: Db,
  countyId: number,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  return namesIn(db, 'units', countyId, ids)
}

async function namesIn(db: Db, table: 'staff' | 'units', countyId: number, ids: readonly string[]) {
  if (ids.length === 0) return new Map<string, string>()
  const rows = await db
    .selectFrom(table)
    .select(['id', 'name'])
    .where('countyId', '=', countyId)
    .where('id', '=', sql<string>`any(${[...new Set(ids)]}::uuid[])`)
    .execute()
  return new Map(rows.map((row) => [row.id, row.name]))
}

/** Units in which each of these has a post now. */
export async function unitsOfStaff(
  db: Db,
  countyId: number,
  staffIds: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const { rows } = await sql<{ staffId: string; unitIds: string[] }>`
    SELECT p.staff_id, array_agg(DISTINCT p.unit_id) AS unit_ids
    FROM posts p JOIN counties c ON c.county_id = p.county_id
    WHERE p.county_id = ${countyId} AND p.staff_id = any(${[...staffIds]}::uuid[]) AND ${runsToday}
    GROUP BY p.staff_id`.execute(db)
  return new Map(rows.map(({ staffId, unitIds }) => [staffId, unitIds]))
}

export interface MemberOfUnit {
  readonly id: string
  readonly name: string
  /** Work phone. */
  readonly phone: string | null
  readonly title: string | null
}

/** People with a post in the unit today, all of them or those whose role there holds a permission. */
export async function staffOfUnit(
  db: Db,
  countyId: number,
  unitId: string,
  permission?: Permission,
): Promise<MemberOfUnit[]> {
  const { rows } = await sql<MemberOfUnit>`
    SELECT DISTINCT ON (st.login) st.id, st.name, st.phone, p.title
    FROM posts p
    JOIN counties c ON c.county_id = p.county_id
    JOIN staff st ON st.county_id = p.county_id AND st.id = p.staff_id AND st.disabled_at IS NULL
    LEFT JOIN roles r ON r.county_id = p.county_id AND r.id = p.role_id AND r.closed_at IS NULL
    WHERE p.county_id = ${countyId} AND p.unit_id = ${unitId}
      ${permission === undefined ? sql`` : sql`AND ${permission} = any(r.permissions)`} AND ${runsToday}
    ORDER BY st.login, p.valid_from`.execute(db)
  return rows
}

export interface ContactOfStaff {
  readonly id: string
  readonly name: string
  readonly phone: string | null
}

/** Name and work phone of one active person: for the card of "my grid worker", whose phone is public. */
export async function staffContact(db: Db, countyId: number, staffId: string): Promise<ContactOfStaff | undefined> {
  return db
    .selectFrom('staff')
    .select(['id', 'name', 'phone'])
    .where('countyId', '=', countyId)
    .where('id', '=', staffId)
    .where('disabledAt', 'is', null)
    .executeTakeFirst()
}

/** Names and work phones of active people, by id. */
export async function staffContacts(
  db: Db,
  countyId: number,
  ids: readonly string[],
): Promise<ReadonlyMap<string, ContactOfStaff>> {
  if (ids.length === 0) return new Map()
  const rows = await db
    .selectFrom('staff')
    .select(['id', 'name', 'phone'])
    .where('countyId', '=', countyId)
    .where('id', '=', sql<string>`any(${[...new Set(ids)]}::uuid[])`)
    .where('disabledAt', 'is', null)
    .execute()
  return new Map(rows.map((row) => [row.id, row]))
}

/** The phone that the resident who asks has proved, in full: for finding their own reports. Null for anyone else. */
export async function residentPhone(db: Db, ctx: Ctx): Promise<string | null> {
  if (ctx.actor.kind !== 'resident') return null
  const resident = await db
    .selectFrom('residents')
    .select('phone')
    .where('countyId', '=', ctx.countyId)
    .where('id', '=', ctx.actor.id)
    .executeTakeFirst()
  return resident?.phone ?? null
}

export interface UnitsOfKind {
  readonly kind: string
  readonly areaId: string | null
  readonly units: number
  readonly staffed: number
  /** With a roster: of them it is known who is there at this moment. */
  readonly rostered: number
}

/**
 * By kind and area: how many units there are today, and how many of them have somebody: of units with a roster somebody on
 * shift, of the others somebody whose post runs.
 */
export async function staffedUnits(
  deps: Deps,
  countyId: number,
  rosters: { readonly rostered: readonly string[]; readonly here: readonly string[] },
): Promise<UnitsOfKind[]> {
  const { rows } = await sql<UnitsOfKind>`
    SELECT u.kind, u.area_id, count(*)::int AS units,
      count(*) FILTER (WHERE u.id = any(${[...rosters.rostered]}::uuid[]))::int AS rostered, count(*) FILTER (WHERE CASE WHEN u.id = any(${[...rosters.rostered]}::uuid[])
      THEN u.id = any(${[...rosters.here]}::uuid[]) ELSE EXISTS (
      SELECT FROM posts p
      JOIN staff st ON st.county_id = p.county_id AND st.id = p.staff_id AND st.disabled_at IS NULL
      WHERE p.county_id = u.county_id AND p.unit_id = u.id AND ${runsToday}) END)::int AS staffed
    FROM units u
    JOIN counties c ON c.county_id = u.county_id
    WHERE u.county_id = ${countyId} AND u.valid_to IS NULL
    GROUP BY u.kind, u.area_id`.execute(deps.db)
  return rows
}

/** Whoever signs in, or will sign in, with this phone. */
export async function residentOfPhone(tx: Tx, ctx: Ctx, phone: string): Promise<string> {
  const resident = await tx
    .insertInto('residents')
    .values({ countyId: ctx.countyId, id: newId(), phone })
    .onConflict((conflict) => conflict.columns(['countyId', 'phone']).doUpdateSet({ phone }))
    .returning('id')
    .executeTakeFirstOrThrow()
  return resident.id
}

export interface ResidentContact {
  readonly phone: string
  readonly locale: 'zh' | 'en'
}

/** How residents are reached, by id. */
export async function residentContacts(
  db: Db,
  countyId: number,
  ids: readonly string[],
): Promise<ReadonlyMap<string, ResidentContact>> {
  if (ids.length === 0) return new Map()
  const rows = await db
    .selectFrom('residents')
    .select(['id', 'phone', 'locale'])
    .where('countyId', '=', countyId)
    .where('id', 'in', [...ids])
    .execute()
  // The check constraint holds the locale to the two.
  return new Map(rows.map(({ id, phone, locale }) => [id, { phone, locale: locale as ResidentContact['locale'] }]))
}

/** Departments with the phone that colleagues call. */
export async function departmentContacts(
  deps: Deps,
  countyId: number,
): Promise<{ name: string; phone: string | null }[]> {
  return deps.db
    .selectFrom('units')
    .select(['name', 'phone'])
    .where('countyId', '=', countyId)
    .where('kind', '=', 'department')
    .where('validTo', 'is', null)
    .where('phone', 'is not', null)
    .orderBy('name')
    .execute()
}

/** Whether the account is there and open. */
/** Ids of accounts in use, by login; those that are not there are left out. */
export async function staffByLogin(
  db: Db,
  countyId: number,
  logins: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const rows = await db
    .selectFrom('staff')
    .select(['login', 'id'])
    .where('countyId', '=', countyId)
    .where('login', 'in', [...logins])
    .where('disabledAt', 'is', null)
    .execute()
  return new Map(rows.map(({ login, id }) => [login, id]))
}

export async function isActiveStaff(db: Db, countyId: number, staffId: string): Promise<boolean> {
  const row = await db
    .selectFrom('staff')
    .select('id')
    .where('countyId', '=', countyId)
    .where('id', '=', staffId)
    .where('disabledAt', 'is', null)
    .executeTakeFirst()
  return row !== undefined
}
