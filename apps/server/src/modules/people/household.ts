import type { AreaNames, Household, HouseholdRow, Member, Need, peopleRoutes } from '@linli/contract/people'
import type { RouteOutput, RouteParsed } from '@linli/contract/route'
import { type RawBuilder, sql, type SqlBool } from 'kysely'
import { accessInsert } from '../../platform/audit/access.ts'
import type { Ctx } from '../../platform/command/ctx.ts'
import { countyOf } from '../../platform/county/county.ts'
import { fromJsonRows, type JsonRow, rowsAsJson } from '../../platform/database/json-rows.ts'
import { decodeCursor, toPage } from '../../platform/http/cursor.ts'
import { mask } from '../../platform/mask.ts'
import { Problem } from '../../platform/problem/problem.ts'
import { areaNames, todayIn } from '../areas/index.ts'
import { areaFilter } from './area-filter.ts'
import { type Extra, ownFields } from './extra.ts'
import { needKind } from './fields.ts'
import { mayOn, notClosedTo, type Place, withinReach } from './policy.ts'
import { needHolds, stayFrom } from './queries.ts'

/** 张**户: how a household is called where nobody needs to know whose it is. */
export const householdTitle = (headName: string) => `${mask.name(headName)}户`

/** Names of areas for a page of rows, with one look-up. */
export async function namesOf(ctx: Ctx, rows: readonly Place[]): Promise<AreaNames[]> {
  const ids = new Set(rows.flatMap((row) => [row.townId, row.villageId, row.gridId]).filter((id) => id !== null))
  const names = await areaNames(ctx.deps, ctx.countyId, [...ids])
  const nameOf = (id: string | null) => (id === null ? null : (names.get(id) ?? null))
  return rows.map(({ townId, villageId, gridId }) => ({
    townId,
    villageId,
    gridId,
    townName: nameOf(townId),
    villageName: nameOf(villageId),
    gridName: nameOf(gridId),
  }))
}

interface NeedRow extends Omit<Need, 'names'> {}
/** A need with its name; one of a kind that the list no longer has is called by its code. */
export const asNeed = (need: NeedRow): Need => ({
  ...need,
  names: needKind(need.kind)?.names ?? { zh: need.kind, en: need.kind },
})

interface PageRow extends Place {
  readonly id: string
  readonly gridId: string
  readonly number: string | null
  readonly address: string
  readonly kind: 'family' | 'collective'
  readonly headName: string
  readonly visitsDeclined: boolean
  readonly extra: Extra
  readonly validFrom: string
  readonly validTo: string | null
  readonly version: number
  readonly updatedAt: string
  readonly dwellingId: string | null
  readonly buildingId: string | null
  readonly tenure: 'owned' | 'rented' | 'empty' | 'other' | 'unknown'
  readonly lon: number | null
  readonly lat: number | null
  readonly members: JsonRow[]
  readonly former: JsonRow[]
}

/**
 * A household with whoever belonged to it on a day, and before. Of whoever has moved beyond reach it tells no more than that
 * somebody was there. The reading is recorded in the same statement, before it leaves.
 */
export async function householdPage(
  ctx: Ctx,
  input: RouteParsed<typeof peopleRoutes.getHousehold>,
): Promise<Household> {
  const today = await todayIn(ctx.deps, ctx.countyId)
  const on = input.on ?? today
  const { countyId } = ctx
  const { timeZone } = await countyOf(ctx.deps, countyId)
  // Whoever still belongs to the household is seen with it, wherever they live.
  const opens = sql`(r.valid_to IS NULL OR r.valid_to > ${today}::date OR ${withinReach(ctx.actor, 'register.read', 'p')}) AS opens`
  const members = sql`
    SELECT p.id, ${opens}, p.name, p.sex, p.birth_on, r.relation, r.kind AS residence_kind, r.lives_here, ${stayFrom('r')} AS since,
      p.document_kind, p.phone_masked, p.version,
      (SELECT coalesce(json_agg(json_build_object('id', n.id, 'kind', n.kind, 'basis', n.basis, 'validFrom', n.valid_from,
          'validTo', n.valid_to, 'knownHow', n.known_how) ORDER BY n.valid_from), '[]')
        FROM person_needs n
        WHERE n.county_id = p.county_id AND n.person_id = p.id AND ${needHolds('n', on, timeZone)}) AS needs,
      EXISTS (SELECT FROM person_records c
        WHERE c.county_id = p.county_id AND c.person_id = p.id AND c.standing = 'contested') AS contested
    FROM residences r JOIN persons p ON p.county_id = r.county_id AND p.id = r.person_id
    WHERE r.county_id = ${countyId} AND r.household_id = h.id AND r.valid_from <= ${on}::date
      AND (r.valid_to IS NULL OR r.valid_to > ${on}::date) AND ${notClosedTo(countyId, ctx.actor.id, 'p')}
    ORDER BY r.relation <> 'head', r.relation <> 'spouse', p.birth_on NULLS LAST, p.id`
  const former = sql`
    SELECT r.person_id, p.name, ${opens}, r.relation, ${stayFrom('r')} AS "from", r.valid_to AS "to", r.ended_by
    FROM residences r JOIN persons p ON p.county_id = r.county_id AND p.id = r.person_id
    WHERE r.county_id = ${countyId} AND r.household_id = h.id AND r.valid_to <= ${on}::date
      AND ${notClosedTo(countyId, ctx.actor.id, 'p')} AND r.ended_by <> 'changed'
    ORDER BY r.valid_to DESC LIMIT 100`
  const recorded = (
    purpose: 'register.page' | 'register.former',
    fieldGroup: 'basic' | 'masked',
    which: RawBuilder<unknown>,
  ) =>
    accessInsert(
      ctx,
      // The work that the page was opened for concerns those who are there.
      { purpose, caseId: purpose === 'register.page' ? input.caseId : undefined, subjectKind: 'person', fieldGroup },
      sql`ARRAY(SELECT DISTINCT id FROM shown WHERE ${which})`,
    )
  const { rows } = await sql<PageRow>`
    WITH page AS MATERIALIZED (
      SELECT h.*, d.building_id, coalesce(d.tenure, 'unknown') AS tenure, d.lon, d.lat,
        ${rowsAsJson(members)} AS member_rows, ${rowsAsJson(former)} AS former
      FROM households h LEFT JOIN dwellings d ON d.county_id = h.county_id AND d.id = h.dwelling_id
      WHERE h.id = ${input.householdId} AND ${withinReach(ctx.actor, 'register.read', 'h')}
    ), shown AS (
      SELECT (m ->> 'id')::uuid AS id, (m ->> 'opens')::boolean AS opens, false AS former FROM page, json_array_elements(member_rows) m
      UNION SELECT (f ->> 'person_id')::uuid, (f ->> 'opens')::boolean, true FROM page, json_array_elements(page.former) f
    ), members AS (${recorded('register.page', 'basic', sql`opens AND NOT former`)}),
    gone AS (${recorded('register.former', 'basic', sql`opens AND former`)}),
    beyond AS (${recorded('register.former', 'masked', sql`NOT opens`)})
    SELECT id, town_id, village_id, grid_id, number, address, kind, head_name, visits_declined, extra, valid_from, valid_to,
      version, updated_at, dwelling_id, building_id, tenure, lon, lat, member_rows AS members, former FROM page`.execute(
    ctx.db,
  )
  const [row] = rows
  if (!row) throw new Problem('register.not_found')
  const [place] = await namesOf(ctx, [row])
  const people = fromJsonRows<Omit<Member, 'needs'> & { needs: NeedRow[] }>(row.members)
  const { dwellingId, buildingId, tenure, lon, lat } = row
  return {
    id: row.id,
    number: row.number,
    address: row.address,
    kind: row.kind,
    headName: row.headName,
    visitsDeclined: row.visitsDeclined,
    // One in, one out.
    place: place as AreaNames,
    dwelling:
      dwellingId === null
        ? null
        : { id: dwellingId, buildingId, tenure, point: lon === null || lat === null ? null : { lon, lat } },
    members: people.map((member) =>
      member.opens ? { ...member, needs: member.needs.map(asNeed) } : beyondReach(member),
    ),
    former: fromJsonRows<Household['former'][number]>(row.former).map((one) =>
      one.opens ? one : { ...one, name: mask.name(one.name) },
    ),
    validFrom: row.validFrom,
    validTo: row.validTo,
    countyFields: await ownFields(ctx, 'household', row.extra),
    on,
    version: row.version,
    updatedAt: row.updatedAt,
    changeable: on === today && mayOn(ctx.actor, 'register.change', row),
  }
}

const beyondReach = ({ name, ...member }: Omit<Member, 'needs'>): Member => ({
  ...member,
  name: mask.name(name),
  sex: 'unknown',
  birthOn: null,
  documentKind: 'unknown',
  phoneMasked: null,
  needs: [],
  contested: false,
})

interface ListRow extends Place {
  readonly id: string
  readonly address: string
  readonly kind: 'family' | 'collective'
  readonly headName: string
  readonly members: number
  readonly visitsDeclined: boolean
  readonly updatedAt: string
}

/** Households of an area by address; masked, so that a list names nobody. */
export async function listHouseholds(
  ctx: Ctx,
  input: RouteParsed<typeof peopleRoutes.listHouseholds>,
): Promise<RouteOutput<typeof peopleRoutes.listHouseholds>> {
  const { countyId } = ctx
  const after = input.cursor === undefined ? null : decodeCursor(input.cursor, ['text', 'id'])
  const beyond =
    after === null ? sql<SqlBool>`true` : sql<SqlBool>`(h.address, h.id) > (${after[0]}, ${after[1]}::uuid)`
  const needy =
    input.need === undefined
      ? sql<SqlBool>`true`
      : sql<SqlBool>`EXISTS (SELECT FROM persons p JOIN person_needs n ON n.county_id = p.county_id AND n.person_id = p.id
          WHERE p.county_id = h.county_id AND p.household_id = h.id AND p.state IN ('present', 'away')
            AND n.kind = ${input.need} AND n.ended_at IS NULL AND n.valid_to > ${await todayIn(ctx.deps, countyId)}::date)`
  const { rows } = await sql<ListRow>`
    WITH page AS MATERIALIZED (
      SELECT h.id, h.address, h.kind, h.head_name, h.members, h.visits_declined, h.updated_at, h.town_id, h.village_id, h.grid_id
      FROM households h
      WHERE ${withinReach(ctx.actor, 'register.read', 'h')} AND h.county_id = ${countyId} AND h.valid_to IS NULL
        AND ${await areaFilter(ctx, 'h', input.areaId)} AND ${beyond} AND ${needy}
      ORDER BY h.address, h.id LIMIT ${input.limit + 1}
    ), recorded AS (${accessInsert(
      ctx,
      // That somebody of theirs has a need is more than where they live.
      { purpose: 'register.list', subjectKind: 'household', fieldGroup: input.need ? ['masked', 'basic'] : 'masked' },
      sql`ARRAY(SELECT id FROM page ORDER BY address, id LIMIT ${input.limit})`,
    )})
    SELECT * FROM page ORDER BY address, id`.execute(ctx.db)
  const { items, next } = toPage(rows, input.limit, (row) => [row.address, row.id])
  const places = await namesOf(ctx, items)
  return {
    items: items.map(({ townId: _t, villageId: _v, gridId: _g, headName, ...row }, index): HouseholdRow => ({
      ...row,
      title: householdTitle(headName),
      place: places[index] as AreaNames,
    })),
    next,
  }
}
