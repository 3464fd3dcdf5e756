import type { peopleRoutes, SearchHit } from '@linli/contract/people'
import type { RouteOutput, RouteParsed } from '@linli/contract/route'
import { sql, type SqlBool } from 'kysely'
import { recordAccess } from '../../platform/audit/access.ts'
import type { Ctx } from '../../platform/command/ctx.ts'
import { decodeCursor, toPage } from '../../platform/http/cursor.ts'
import { mask } from '../../platform/mask.ts'
import { namesOf } from './household.ts'
import { type Place, withinReach } from './policy.ts'

type Page = RouteOutput<typeof peopleRoutes.listDuplicates>

interface Row {
  readonly id: string
  readonly why: Page['items'][number]['why']
  readonly state: Page['items'][number]['state']
  readonly key: string
  readonly kept: Side
  readonly other: Side
}
interface Side {
  readonly id: string
  readonly name: string
  readonly sex: SearchHit['sex']
  readonly birth_year: number | null
  readonly state: SearchHit['state']
  readonly address: string | null
  readonly household_id: string | null
  readonly town_id: string | null
  readonly village_id: string | null
  readonly grid_id: string | null
}

const side = (
  alias: string,
) => sql`json_build_object('id', ${sql.ref(`${alias}.id`)}, 'name', ${sql.ref(`${alias}.name`)},
  'sex', ${sql.ref(`${alias}.sex`)}, 'birth_year', extract(year FROM ${sql.ref(`${alias}.birthOn`)}), 'state', ${sql.ref(`${alias}.state`)},
  'address', (SELECT h.address FROM households h WHERE h.county_id = d.county_id AND h.id = ${sql.ref(`${alias}.householdId`)}),
  'household_id', ${sql.ref(`${alias}.householdId`)}, 'town_id', ${sql.ref(`${alias}.townId`)},
  'village_id', ${sql.ref(`${alias}.villageId`)}, 'grid_id', ${sql.ref(`${alias}.gridId`)})`

/** What a pair of a double may say is said by a pair of the file that it went into. */
export const neitherMerged = sql<SqlBool>`(a.state <> 'merged' AND b.state <> 'merged')`

/** Pairs of files of which both lie within reach, oldest first. */
export async function listDuplicates(ctx: Ctx, input: RouteParsed<typeof peopleRoutes.listDuplicates>): Promise<Page> {
  const after = input.cursor === undefined ? null : decodeCursor(input.cursor, ['instant', 'id'])
  const beyond =
    after === null
      ? sql<SqlBool>`true`
      : sql<SqlBool>`(d.found_at, d.id) > (${after[0]}::timestamptz, ${after[1]}::uuid)`
  const { items, next } = await ctx.deps.db.transaction().execute(async (tx) => {
    const { rows } = await sql<Row>`
      SELECT d.id, d.why, d.state, d.found_at::text AS key, ${side('a')} AS kept, ${side('b')} AS other
      FROM duplicates d
      JOIN persons a ON a.county_id = d.county_id AND a.id = d.kept_id
      JOIN persons b ON b.county_id = d.county_id AND b.id = d.other_id
      WHERE d.county_id = ${ctx.countyId} AND d.state = ${input.state} AND (d.state <> 'open' OR ${neitherMerged})
        AND ${withinReach(ctx.actor, 'register.merge', 'a')} AND ${withinReach(ctx.actor, 'register.merge', 'b')} AND ${beyond}
      ORDER BY d.found_at, d.id LIMIT ${input.limit + 1}`.execute(tx)
    const page = toPage(rows, input.limit, (row) => [row.key, row.id])
    const subjectIds = page.items.flatMap(({ kept, other }) => [kept.id, other.id])
    await recordAccess(tx, ctx, { purpose: 'register.upkeep', subjectKind: 'person', subjectIds, fieldGroup: 'masked' })
    return page
  })
  const sides = items.flatMap(({ kept, other }) => [kept, other])
  const places = await namesOf(ctx, sides.map(placeOfSide))
  const hits = sides.map((one, index) => asHit(one, places[index] as SearchHit['place']))
  return {
    items: items.map(({ id, why, state }, index) => ({
      id,
      why,
      state,
      // Two sides to each pair.
      kept: hits[index * 2] as SearchHit,
      other: hits[index * 2 + 1] as SearchHit,
    })),
    next,
  }
}

const placeOfSide = (one: Side): Place => ({ townId: one.town_id, villageId: one.village_id, gridId: one.grid_id })

function asHit(one: Side, place: SearchHit['place']): SearchHit {
  const { id, name, sex, birth_year: birthYear, state, address, household_id: householdId } = one
  return { kind: 'person', id, title: mask.name(name), sex, birthYear, state, address, place, householdId }
}
