import type { peopleRoutes, SearchHit } from '@linli/contract/people'
import { normaliseName } from '@linli/contract/person-name'
import type { RouteOutput, RouteParsed } from '@linli/contract/route'
import { type RawBuilder, sql, type SqlBool } from 'kysely'
import { accessInsert } from '../../platform/audit/access.ts'
import type { Ctx } from '../../platform/command/ctx.ts'
import { mask } from '../../platform/mask.ts'
import { areaFilter } from './area-filter.ts'
import { householdTitle, namesOf } from './household.ts'
import { type Place, withinReach } from './policy.ts'
import { blindIndex } from './vault.ts'

type Input = RouteParsed<typeof peopleRoutes.searchRegister>
type Kind = SearchHit['kind']
const LEAST_OF_AN_ADDRESS = 3

interface Found extends Omit<SearchHit, 'place'>, Place {}

/** What somebody typed. Numbers are looked up whole or not at all: parts of them would tell who has which. */
export type Asked =
  | { readonly kind: 'document' | 'phone'; readonly number: string }
  | { readonly kind: 'pinyin'; readonly letters: string }
  | { readonly kind: 'name' | 'words'; readonly words: string }

export function askedBy(typed: string): Asked {
  const q = normaliseName(typed.normalize('NFKC'))
  const packed = q.replaceAll(/[\s-]/g, '').toUpperCase()
  if (/^(?:\d{17}[\dX]|[A-Z]{1,3}\d{6,12}|\d{8}|\d{15})$/.test(packed)) return { kind: 'document', number: packed }
  if (/^(?:1[3-9]\d{9}|0\d{9,11})$/.test(packed)) return { kind: 'phone', number: packed }
  if (/^[A-Za-z][A-Za-z' ]*$/.test(q)) return { kind: 'pinyin', letters: q.replaceAll(/[' ]/g, '').toLowerCase() }
  if (/^[\p{Script=Han}·]{1,8}$/u.test(q)) return { kind: 'name', words: q }
  return { kind: 'words', words: q }
}

/** People, households, buildings and organisations within reach, by whatever somebody typed; masked. */
export async function searchRegister(ctx: Ctx, input: Input): Promise<RouteOutput<typeof peopleRoutes.searchRegister>> {
  const asked = askedBy(input.q)
  const kinds = new Set<Kind>(input.kinds ?? ['person', 'household', 'building', 'organisation'])
  const most = input.limit + 1
  const within = async (alias: string): Promise<RawBuilder<SqlBool>> =>
    sql<SqlBool>`${withinReach(ctx.actor, 'register.read', alias)} AND ${await areaFilter(ctx, alias, input.areaId)}`
  // The index of addresses knows letters by threes; two of them would have the whole county read.
  const words = 'words' in asked && [...asked.words].length >= LEAST_OF_AN_ADDRESS ? asked.words : null
  const named = words ?? ('letters' in asked ? asked.letters : null)
  const found = (
    await Promise.all([
      kinds.has('person') ? findPersons(ctx, asked, await within('p'), most) : [],
      kinds.has('household') && words !== null ? findHouseholds(ctx, words, await within('h'), most) : [],
      kinds.has('building') && words !== null ? findBuildings(ctx, words, await within('b'), most) : [],
      kinds.has('organisation') && named !== null ? findOrganisations(ctx, named, await within('o'), most) : [],
    ])
  ).flat()
  const shown = found.slice(0, input.limit)
  const places = await namesOf(ctx, shown)
  return {
    items: shown.map(({ townId: _t, villageId: _v, gridId: _g, ...hit }, index) => ({
      ...hit,
      // As many as there are rows.
      place: places[index] as SearchHit['place'],
    })),
    more: found.length > input.limit,
  }
}

/** Whom a search shows is recorded in the same statement, before it leaves. */
const recorded = (ctx: Ctx, subjectKind: 'person' | 'household') =>
  accessInsert(
    ctx,
    { purpose: 'register.search', subjectKind, fieldGroup: 'masked' },
    sql`(SELECT array_agg(found.id) FROM found)`,
  )

interface PersonHit extends Place {
  readonly id: string
  readonly name: string
  readonly sex: SearchHit['sex']
  readonly birthYear: number | null
  readonly state: SearchHit['state']
  readonly address: string | null
  readonly householdId: string | null
}

async function findPersons(ctx: Ctx, asked: Asked, within: RawBuilder<SqlBool>, most: number): Promise<Found[]> {
  const { rows } = await sql<PersonHit>`
    WITH found AS MATERIALIZED (
      SELECT * FROM (${personMatches(ctx, asked, sql`${within} AND p.county_id = ${ctx.countyId} AND p.state <> 'merged'`, most)}) p LIMIT ${most}
    ), recorded AS (${recorded(ctx, 'person')})
    SELECT p.id, p.name, p.sex, extract(year FROM p.birth_on)::int AS birth_year, p.state, h.address, p.household_id,
      p.town_id, p.village_id, p.grid_id
    FROM found p LEFT JOIN households h ON h.county_id = p.county_id AND h.id = p.household_id`.execute(ctx.db)
  return rows.map(({ name, address, ...row }) => ({
    ...row,
    kind: 'person' as const,
    title: mask.name(name),
    address: address === null ? null : withoutDoor(address),
  }))
}

// Prefixes by range, not LIKE: a b-tree answers them for a county of a million as for a grid. What has two ways of being
// found is asked twice and stops twice: with OR every person whose name begins with z would be gathered first.
function personMatches(ctx: Ctx, asked: Asked, within: RawBuilder<unknown>, most: number): RawBuilder<unknown> {
  const those = (match: RawBuilder<unknown>) =>
    sql`(SELECT p.* FROM persons p WHERE ${within} AND ${match} LIMIT ${most})`
  switch (asked.kind) {
    case 'document':
    case 'phone':
      return those(sql`p.id IN (SELECT k.person_id FROM person_keys k
        WHERE k.county_id = ${ctx.countyId} AND k.kind = ${asked.kind} AND k.digest = ${blindIndex(ctx.deps, asked.kind, asked.number)})`)
    case 'pinyin': {
      const [full, initials] = [sql`p.name_full ^@ ${asked.letters}`, sql`p.name_initials ^@ ${asked.letters}`]
      return sql`${those(full)} UNION ALL ${those(sql`${initials} AND NOT ${full}`)}`
    }
    case 'name':
      return those(sql`p.name ^@ ${asked.words}`)
    case 'words':
      return those(sql`p.name = ${asked.words}`)
  }
}

const containing = (words: string) => `%${words.replaceAll(/[\\%_]/g, '\\$&').replaceAll(/\s+/g, '%')}%`

async function findHouseholds(ctx: Ctx, words: string, within: RawBuilder<SqlBool>, most: number): Promise<Found[]> {
  const those = (match: RawBuilder<unknown>) => sql`(
    SELECT h.id, h.head_name, h.address, h.town_id, h.village_id, h.grid_id FROM households h
    WHERE ${within} AND h.valid_to IS NULL AND ${match} LIMIT ${most})`
  const byAddress = sql`h.address LIKE ${containing(words)} AND h.number IS DISTINCT FROM ${words}`
  const { rows } = await sql<Place & { id: string; headName: string; address: string }>`
    WITH found AS MATERIALIZED (
      SELECT * FROM (${those(sql`h.number = ${words}`)} UNION ALL ${those(byAddress)}) h LIMIT ${most}
    ), recorded AS (${recorded(ctx, 'household')})
    SELECT * FROM found`.execute(ctx.db)
  return rows.map(({ headName, address, ...row }) => ({
    ...row,
    ...nobody,
    kind: 'household' as const,
    title: householdTitle(headName),
    address,
    householdId: row.id,
  }))
}

async function findBuildings(ctx: Ctx, words: string, within: RawBuilder<SqlBool>, most: number): Promise<Found[]> {
  const { rows } = await sql<Place & { id: string; name: string; address: string }>`
    SELECT b.id, b.name, b.address, b.town_id, b.village_id, b.grid_id FROM buildings b
    WHERE ${within} AND b.closed_at IS NULL AND (b.address || b.name) LIKE ${containing(words)} LIMIT ${most}`.execute(
    ctx.db,
  )
  return rows.map(({ name, ...row }) => ({
    ...row,
    ...nobody,
    kind: 'building' as const,
    title: name,
    householdId: null,
  }))
}

async function findOrganisations(ctx: Ctx, words: string, within: RawBuilder<SqlBool>, most: number): Promise<Found[]> {
  const { rows } = await sql<Place & { id: string; name: string; address: string }>`
    SELECT o.id, o.name, o.address, o.town_id, o.village_id, o.grid_id FROM organisations o
    WHERE ${within} AND o.valid_to IS NULL AND o.name_search LIKE ${containing(words.toLowerCase())} LIMIT ${most}`.execute(
    ctx.db,
  )
  return rows.map(({ name, ...row }) => ({
    ...row,
    ...nobody,
    kind: 'organisation' as const,
    title: name,
    householdId: null,
  }))
}

const nobody = { sex: null, birthYear: null, state: null } as const

/** The building is enough to tell two people apart; which door is on the page. */
export function withoutDoor(address: string): string {
  return address.replace(/(?:\d+单元)?\d{2,5}室?$|\d+号$/u, '')
}
