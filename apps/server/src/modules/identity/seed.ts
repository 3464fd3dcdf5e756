import type { Locale, UnitKind } from '@linli/contract/identity'
import { sql } from 'kysely'
import { kindOfCounty } from '../../platform/county/county.ts'
import { newId } from '../../platform/crypto/id.ts'
import { hashPassword } from '../../platform/crypto/password-hash.ts'
import type { Tx } from '../../platform/database/database.ts'
import { Problem } from '../../platform/problem/problem.ts'
import { defaultRoles } from './default-roles.ts'
import { searchText } from './search.ts'

export interface SeedUnit {
  readonly id: string
  readonly parentId: string | null
  readonly kind: UnitKind
  readonly areaId: string | null
  readonly departmentCode?: string | null
  readonly name: string
  readonly nameEn?: string | null
  readonly phone?: string | null
  readonly duties?: string | null
}

export interface SeedStaff {
  readonly id: string
  readonly login: string
  readonly name: string
  readonly phone?: string | null
  readonly locale?: Locale
  readonly posts: readonly { readonly unitId: string; readonly roleCode: string; readonly title?: string | null }[]
}

export interface IdentitySeed {
  readonly countyId: number
  /** First day of every unit and post, `2025-01-01`. */
  readonly validFrom: string
  /** Parents before their children. */
  readonly units: readonly SeedUnit[]
  readonly staff: readonly SeedStaff[]
  /** One for all: hashed once, since four hundred hashes would take ten seconds. Null: nobody can sign in. */
  readonly password: string | null
}

/** Writes the default roles of a county that are not there yet; answers role ids by code. */
export async function seedRoles(tx: Tx, countyId: number): Promise<ReadonlyMap<string, string>> {
  const rows = defaultRoles.map(({ permissions, totpRequired, ...role }) => ({
    ...role,
    countyId,
    id: newId(),
    permissions: [...permissions],
    totpRequired: totpRequired ?? false,
  }))
  await tx
    .insertInto('roles')
    .values(rows)
    .onConflict((conflict) => conflict.columns(['countyId', 'code']).doNothing())
    .execute()
  const roles = await tx.selectFrom('roles').select(['id', 'code']).where('countyId', '=', countyId).execute()
  return new Map(roles.map((role) => [role.code, role.id]))
}

/** Adds units below those that exist; parents before their children. Publishes no events. */
export async function addUnits(
  tx: Tx,
  { countyId, validFrom, units }: Pick<IdentitySeed, 'countyId' | 'validFrom' | 'units'>,
): Promise<void> {
  const parents = await tx
    .selectFrom('units')
    .select(['id', 'path'])
    .where('countyId', '=', countyId)
    .where('validTo', 'is', null)
    .execute()
  const paths = new Map(parents.map(({ id, path }) => [id, path]))
  await insertAll(tx, 'units', unitRows(countyId, validFrom, units, paths))
}

/** Writes units, staff and posts of an empty county in a few statements. Publishes no events. */
export async function seedIdentity(tx: Tx, seed: IdentitySeed): Promise<void> {
  const { countyId, validFrom } = seed
  const roles = await seedRoles(tx, countyId)
  const passwordHash = seed.password === null ? null : await hashPassword(seed.password)
  await insertAll(tx, 'units', unitRows(countyId, validFrom, seed.units, new Map()))
  await insertAll(
    tx,
    'staff',
    seed.staff.map(({ id, login, name, phone, locale }) => ({
      county_id: countyId,
      id,
      login,
      name,
      name_search: searchText(name, login),
      phone: phone ?? null,
      password_hash: passwordHash,
      locale: locale ?? 'zh',
      created_at: `${validFrom}T00:00:00+08:00`,
      must_change_password: false,
    })),
  )
  const posts = seed.staff.flatMap((person) =>
    person.posts.map(({ unitId, roleCode, title }) => ({
      county_id: countyId,
      id: newId(),
      staff_id: person.id,
      unit_id: unitId,
      role_id: roleId(roles, roleCode),
      title: title ?? null,
      valid_from: validFrom,
    })),
  )
  await insertAll(tx, 'posts', posts)
}

export interface NewAccount {
  readonly countyId: number
  readonly login: string
  readonly name: string
  readonly password: string
  readonly roleCode: string
  /** The county centre when left out; made if the county has none yet. */
  readonly unitId?: string
  /** Today in the county, `2026-11-23`. */
  readonly today: string
}

/** Adds one person from the command line: how the first administrator of a new county comes to be. */
export async function addStaff(tx: Tx, account: NewAccount): Promise<{ staffId: string }> {
  const { countyId, login, name, today } = account
  const roles = await seedRoles(tx, countyId)
  const unitId = account.unitId ?? (await countyCentre(tx, countyId, today))
  const staffId = newId()
  await tx
    .insertInto('staff')
    .values({
      countyId,
      id: staffId,
      login,
      name,
      nameSearch: searchText(name, login),
      passwordHash: await hashPassword(account.password),
      // It stood on a terminal.
      mustChangePassword: true,
    })
    .execute()
  await tx
    .insertInto('posts')
    .values({ countyId, id: newId(), staffId, unitId, roleId: roleId(roles, account.roleCode), validFrom: today })
    .execute()
  return { staffId }
}

function roleId(roles: ReadonlyMap<string, string>, code: string): string {
  const id = roles.get(code)
  if (id === undefined) throw new Problem('role.not_found', { code })
  return id
}

/** The id of the county centre; made if the county has none yet. */
export async function countyCentre(tx: Tx, countyId: number, today: string): Promise<string> {
  const centre = await tx
    .selectFrom('units')
    .select('id')
    .where('countyId', '=', countyId)
    .where('kind', '=', 'county_centre')
    .where('validTo', 'is', null)
    .limit(1)
    .executeTakeFirst()
  if (centre) return centre.id
  const id = newId()
  await tx
    .insertInto('units')
    .values({
      countyId,
      id,
      path: [id],
      kind: 'county_centre',
      name: `${kindOfCounty(countyId)}社会治理中心`,
      nameEn: 'County governance centre',
      validFrom: today,
    })
    .execute()
  return id
}

/** @param paths of the units that are there; those of the new ones are added to it. */
function unitRows(countyId: number, validFrom: string, units: readonly SeedUnit[], paths: Map<string, string[]>) {
  return units.map((unit) => {
    const above = unit.parentId === null ? [] : paths.get(unit.parentId)
    if (!above) throw new Error(`unit ${unit.name} stands before its parent`)
    const path = [...above, unit.id]
    paths.set(unit.id, path)
    return {
      county_id: countyId,
      id: unit.id,
      parent_id: unit.parentId,
      path,
      kind: unit.kind,
      area_id: unit.areaId,
      department_code: unit.departmentCode ?? null,
      name: unit.name,
      name_en: unit.nameEn ?? null,
      phone: unit.phone ?? null,
      duties: unit.duties ?? null,
      valid_from: validFrom,
    }
  })
}

// One JSON parameter per table: a VALUES list of fifteen hundred units would pass the limit of parameters.
async function insertAll(
  tx: Tx,
  table: 'units' | 'staff' | 'posts',
  rows: readonly Record<string, unknown>[],
): Promise<void> {
  const [first] = rows
  if (!first) return
  const columns = sql.raw(Object.keys(first).join(', '))
  await sql`
    INSERT INTO ${sql.raw(table)} (${columns})
    SELECT ${columns} FROM jsonb_populate_recordset(NULL::${sql.raw(table)}, ${JSON.stringify(rows)}::jsonb)`.execute(
    tx,
  )
}
