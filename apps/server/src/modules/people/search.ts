import type { peopleRoutes, SearchHit } from '@linli/contract/people'
import { documentForm, normaliseDocument } from '@linli/contract/identity-document'
import { checkName, normaliseName } from '@linli/contract/person-name'
import { isPhone, normalisePhone } from '@linli/contract/phone'
import type { RouteOutput, RouteParsed } from '@linli/contract/route'
import { type RawBuilder, sql, type SqlBool } from 'kysely'
import { accessInsert } from '../../platform/audit/access.ts'
import type { Ctx } from '../../platform/command/ctx.ts'
import { askByOnePlan } from '../../platform/database/one-plan.ts'
import { mask } from '../../platform/mask.ts'
import { areaNamed, type AreaNamed, lyingIn } from './area-filter.ts'
import { householdTitle, namesOf } from './household.ts'
import { notClosedTo, type Place, withinReach } from './policy.ts'
import { blindIndex } from './vault.ts'

type Input = RouteParsed<typeof peopleRoutes.searchRegister>
type Kind = SearchHit['kind']
const LEAST_OF_AN_ADDRESS = 3

/** What somebody typed. Numbers are looked up whole or not at all: parts of them would tell who has which. */
export type Asked =
  /** `words` where it may as well be the number of a household or a part of an address. */
  | { readonly kind: 'number'; readonly keys: readonly NumberKey[]; readonly words?: string }
  | { readonly kind: 'pinyin'; readonly letters: string }
  | { readonly kind: 'name' | 'words'; readonly words: string }
interface NumberKey {
  readonly kind: 'document' | 'phone'
  readonly number: string
}

export function askedBy(typed: string): Asked {
  const q = normaliseName(typed.normalize('NFKC'))
  const { keys, sure } = numbersIn(q)
  if (keys.length > 0) return { kind: 'number', keys, ...(sure ? {} : { words: q }) }
  if (/^[A-Za-z][A-Za-z' ]*$/.test(q)) return { kind: 'pinyin', letters: q.replaceAll(/[' ]/g, '').toLowerCase() }
  return { kind: checkName(q) === null ? 'name' : 'words', words: q }
}

/** Every number that the register would have kept as this one: of a document, of a phone with or without its country. */
function numbersIn(q: string): { keys: NumberKey[]; sure: boolean } {
  const [document, phone] = [normaliseDocument(q), normalisePhone(q)]
  const form = documentForm(document)
  const phones = [phone, ...(/^[1-9]\d{7,14}$/.test(phone) ? [`+${phone}`] : [])].filter(isPhone)
  const isMobile = /^1[3-9]\d{9}$/.test(phone)
  return {
    keys: [
      ...(form === null || isMobile ? [] : [{ kind: 'document' as const, number: document }]),
      ...(isMobile ? [phone] : phones).map((number) => ({ kind: 'phone' as const, number })),
    ],
    sure: form === 'sure' || phones.includes(phone),
  }
}

/** People, households, buildings and organisations within reach, by whatever somebody typed; masked. */
export async function searchRegister(ctx: Ctx, input: Input): Promise<RouteOutput<typeof peopleRoutes.searchRegister>> {
  const asked = askedBy(input.q)
  const kinds = new Set<Kind>(input.kinds ?? ['person', 'household', 'building', 'organisation'])
  const most = input.limit + 1
  const area = await areaNamed(ctx, input.areaId)
  const within = (alias: string) =>
    sql<SqlBool>`${withinReach(ctx.actor, 'register.read', alias)} AND ${lyingIn(alias, area)}`
  // The index of addresses knows letters by threes; two of them would have the whole county read.
  const typed = 'words' in asked ? asked.words : undefined
  const words = typed !== undefined && [...typed].length >= LEAST_OF_AN_ADDRESS ? typed : null
  const named = words ?? ('letters' in asked ? asked.letters : null)
  const parts: RawBuilder<unknown>[] = []
  if (kinds.has('person')) parts.push(persons(ctx, asked, within, isFew(ctx, area), most))
  if (kinds.has('household') && words !== null) parts.push(households(words, within('h'), most))
  if (kinds.has('building') && words !== null) parts.push(buildings(words, within('b'), most))
  if (kinds.has('organisation') && named !== null) parts.push(organisations(named, within('o'), most))
  if (parts.length === 0) return { items: [], more: false }
  // One statement, so that whom it shows is recorded before any of it leaves, and nobody whom it does not show.
  const search = sql<Row>`
    WITH found AS MATERIALIZED (
      SELECT *, row_number() OVER (ORDER BY kind_order)::int AS place_in_list
      FROM (${sql.join(parts, sql` UNION ALL `)}) all_parts ORDER BY kind_order LIMIT ${most}
    ), shown AS (SELECT * FROM found WHERE place_in_list <= ${input.limit}),
    people AS (${recorded(ctx, 'person')}), homes AS (${recorded(ctx, 'household')})
    SELECT f.kind, f.id, f.name, f.sex, extract(year FROM f.birth_on)::int AS birth_year, f.state,
      coalesce(f.address, h.address) AS address, f.household_id, f.town_id, f.village_id, f.grid_id
    FROM found f
    LEFT JOIN households h ON f.kind = 'person' AND h.county_id = ${ctx.countyId} AND h.id = f.household_id
    ORDER BY f.place_in_list`
  const rows = await askByOnePlan(ctx.deps.pool, search.compile(ctx.db))
  const shown = rows.slice(0, input.limit)
  const places = await namesOf(ctx, shown)
  return {
    items: shown.map(({ townId: _t, villageId: _v, gridId: _g, name, address, ...hit }, index) => ({
      ...hit,
      ...asShown(hit.kind, name, address),
      // As many as there are rows.
      place: places[index] as SearchHit['place'],
    })),
    more: rows.length > input.limit,
  }
}

interface Row extends Place {
  readonly kind: Kind
  readonly id: string
  readonly name: string
  readonly sex: SearchHit['sex']
  readonly birthYear: number | null
  readonly state: SearchHit['state']
  readonly address: string | null
  readonly householdId: string | null
}

function asShown(kind: Kind, name: string, address: string | null) {
  if (kind === 'person') return { title: mask.name(name), address: address === null ? null : withoutDoor(address) }
  return { title: kind === 'household' ? householdTitle(name) : name, address }
}

/** Whom the search shows, as a part of its statement. */
const recorded = (ctx: Ctx, subjectKind: 'person' | 'household') =>
  accessInsert(
    ctx,
    { purpose: 'register.search', subjectKind, fieldGroup: 'masked' },
    sql`(SELECT array_agg(shown.id) FROM shown WHERE shown.kind = ${subjectKind})`,
  )

/** A part of the answer: people come first, then where they live. `alias` is what `from` calls its table. */
const part = (order: number, kind: Kind, alias: string, own: RawBuilder<unknown>, from: RawBuilder<unknown>) => sql`(
  SELECT ${sql.lit(order)} AS kind_order, ${sql.lit(kind)} AS kind, ${own}, ${sql.ref(`${alias}.id`)},
    ${sql.ref(`${alias}.townId`)}, ${sql.ref(`${alias}.villageId`)}, ${sql.ref(`${alias}.gridId`)}
  FROM ${from})`
const nobody = sql`NULL::text AS sex, NULL::date AS birth_on, NULL::text AS state`

/** Reach or the page itself says that only this many grids or villages are looked through. */
const FEW = 3

// Of so few people every name is looked at faster, in the index that lists them, than all in the county who are called so.
function isFew(ctx: Ctx, area: AreaNamed): boolean {
  if (area && area.level !== 'town') return area.ids.length <= FEW
  const reach = ctx.actor.reach('register.read')
  if (reach === 'county' || reach.townIds.length > 0) return false
  const [villages, grids] = [reach.villageIds.length, reach.gridIds.length]
  return villages === 0 ? grids <= FEW : grids === 0 && villages <= FEW
}

// Prefixes by range, not LIKE: a b-tree answers them for a county of a million as for a grid, and a prepared statement
// knows it. What has two ways of being found is asked twice and stops twice: with OR every person whose name begins with z
// would be gathered first.
function persons(
  ctx: Ctx,
  asked: Asked,
  within: (alias: string) => RawBuilder<SqlBool>,
  few: boolean,
  most: number,
): RawBuilder<unknown> {
  const own = sql`p.name, p.sex, p.birth_on, p.state, NULL::text AS address, p.household_id`
  const person = (from: RawBuilder<unknown>) => part(1, 'person', 'p', own, from)
  const there = sql`${within('p')} AND p.county_id = ${ctx.countyId} AND p.state <> 'merged'
    AND ${notClosedTo(ctx.countyId, ctx.actor.id, 'p')}`
  const those = (match: RawBuilder<unknown>) => person(sql`persons p WHERE ${there} AND ${match} LIMIT ${most}`)
  const among = (match: RawBuilder<unknown>) =>
    person(sql`persons p WHERE p.county_id = ${ctx.countyId} AND p.id = any(array(
      SELECT p.id FROM persons p WHERE ${there} AND ${match} LIMIT ${most}))`)
  const [name, full, initials] = [sql.ref('p.name'), sql.ref('p.name_full'), sql.ref('p.name_initials')]
  switch (asked.kind) {
    case 'number': {
      const key = ({ kind, number }: NumberKey) =>
        sql`k.kind = ${kind} AND k.digest = ${blindIndex(ctx.deps, kind, number)}`
      return those(sql`p.id IN (SELECT k.person_id FROM person_keys k
        WHERE k.county_id = ${ctx.countyId} AND (${sql.join(asked.keys.map(key), sql` OR `)}))`)
    }
    case 'pinyin': {
      const { letters } = asked
      if (few) return among(sql`(${startsWith(full, letters)} OR ${startsWith(initials, letters)})`)
      const [byFull, byInitials] = [inRange(full, letters), inRange(initials, letters)]
      return sql`${those(byFull)} UNION ALL ${those(sql`${byInitials} AND NOT (${byFull})`)}`
    }
    case 'name':
      return few ? among(startsWith(name, asked.words)) : those(inRange(name, asked.words))
    case 'words':
      return those(sql`p.name = ${asked.words}`)
  }
}

/** Sorts behind whatever goes on after a prefix. */
const LAST = '\u{10FFFF}'
const inRange = (column: RawBuilder<unknown>, prefix: string) =>
  sql`${column} ~>=~ ${prefix} AND ${column} ~<~ ${prefix + LAST}`
/** The same where no index is to be chosen by it. */
const startsWith = (column: RawBuilder<unknown>, prefix: string) =>
  sql`left(${column}, ${[...prefix].length}::int) = ${prefix}`

const containing = (words: string) => `%${words.replaceAll(/[\\%_]/g, '\\$&').replaceAll(/\s+/g, '%')}%`

/** Letters of an address that the index is asked for: every three of them cost a list, and the first tell the estate. */
const ASKED_OF_INDEX = 12

// The beginning through the index, all of it on what that finds.
function households(words: string, within: RawBuilder<SqlBool>, most: number): RawBuilder<unknown> {
  const those = (match: RawBuilder<unknown>) =>
    part(
      2,
      'household',
      'h',
      sql`h.head_name AS name, ${nobody}, h.address, h.id AS household_id`,
      sql`households h WHERE ${within} AND h.valid_to IS NULL AND ${match} LIMIT ${most}`,
    )
  const beginning = [...words].slice(0, ASKED_OF_INDEX).join('')
  const byAddress = sql`h.address LIKE ${containing(beginning)} AND h.address || '' LIKE ${containing(words)}
    AND h.number IS DISTINCT FROM ${words}`
  return sql`${those(sql`h.number = ${words}`)} UNION ALL ${those(byAddress)}`
}

const buildings = (words: string, within: RawBuilder<SqlBool>, most: number) =>
  part(
    3,
    'building',
    'b',
    sql`b.name, ${nobody}, b.address, NULL::uuid AS household_id`,
    sql`buildings b WHERE ${within} AND b.closed_at IS NULL AND (b.address || b.name) LIKE ${containing(words)} LIMIT ${most}`,
  )

const organisations = (words: string, within: RawBuilder<SqlBool>, most: number) =>
  part(
    4,
    'organisation',
    'o',
    sql`o.name, ${nobody}, o.address, NULL::uuid AS household_id`,
    sql`organisations o WHERE ${within} AND o.valid_to IS NULL AND o.name_search LIKE ${containing(words.toLowerCase())} LIMIT ${most}`,
  )

/** The building is enough to tell two people apart; which door is on the page. */
export function withoutDoor(address: string): string {
  return address.replace(/(?:\d+单元)?\d{2,5}室?$|\d+号$/u, '')
}
