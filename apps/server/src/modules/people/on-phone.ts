import type { HouseholdOnPhone, OrganisationOnPhone, PersonOnPhone } from '@linli/contract/field-sync'
import { sql, type SqlBool } from 'kysely'
import { accessInsert } from '../../platform/audit/access.ts'
import type { Ctx } from '../../platform/command/ctx.ts'
import { fromJsonRows, type JsonRow, rowsAsJson } from '../../platform/database/json-rows.ts'
import type { Tx } from '../../platform/database/database.ts'
import { todayIn } from '../areas/index.ts'
import { notClosedTo, withinReach } from './policy.ts'

/** A household as a phone keeps it, but for its visits, which are another module's. */
export type HouseholdCopy = Omit<HouseholdOnPhone, 'lastVisitOn' | 'lastAnswers'>

interface Row extends Omit<HouseholdCopy, 'building' | 'point' | 'members'> {
  readonly buildingId: string | null
  readonly buildingName: string | null
  readonly unitNo: number | null
  readonly floor: number | null
  readonly room: string | null
  readonly lon: number | null
  readonly lat: number | null
  readonly memberRows: JsonRow[]
}

/** Of a grid the households after an id, in the order of ids; or the ones named that still are in it. */
export type WantedHouseholds = { readonly after: string; readonly limit: number } | { readonly ids: readonly string[] }

/**
 * Households of a grid with their members, for the phone of whoever works there. Whose they are is recorded in the
 * statement that reads them.
 */
export async function householdsOnPhone(
  tx: Tx,
  ctx: Ctx,
  gridId: string,
  wanted: WantedHouseholds,
): Promise<HouseholdCopy[]> {
  const which =
    'ids' in wanted
      ? sql<SqlBool>`h.id = any(${[...wanted.ids]}::uuid[])`
      : sql<SqlBool>`h.id > ${wanted.after}::uuid ORDER BY h.id LIMIT ${wanted.limit}`
  const today = await todayIn(ctx.deps, ctx.countyId)
  const members = sql`
    SELECT p.id, p.name, p.name_full, p.name_initials, p.sex, extract(year FROM p.birth_on)::int AS birth_year, r.relation,
      r.kind AS residence_kind, r.lives_here, p.phone_masked, p.version,
      (SELECT coalesce(json_agg(DISTINCT n.kind), '[]') FROM person_needs n
        WHERE n.county_id = p.county_id AND n.person_id = p.id AND n.ended_at IS NULL
          AND n.valid_from <= ${today}::date AND n.valid_to > ${today}::date) AS needs
    FROM residences r JOIN persons p ON p.county_id = r.county_id AND p.id = r.person_id
    WHERE r.county_id = h.county_id AND r.household_id = h.id AND r.valid_to IS NULL
      AND ${notClosedTo(ctx.countyId, null, 'p')}
    ORDER BY r.relation <> 'head', r.relation <> 'spouse', p.birth_on NULLS LAST, p.id`
  const { rows } = await sql<Row>`
    WITH page AS MATERIALIZED (
      SELECT h.*, ${rowsAsJson(members)} AS member_rows
      FROM households h
      WHERE h.county_id = ${ctx.countyId} AND h.grid_id = ${gridId} AND h.valid_to IS NULL
        AND ${withinReach(ctx.actor, 'register.read', 'h')} AND ${which}
    ), recorded AS (${accessInsert(
      ctx,
      { purpose: 'visit.phone', subjectKind: 'person', fieldGroup: 'basic' },
      sql`(SELECT array_agg((m ->> 'id')::uuid) FROM page, json_array_elements(page.member_rows) m)`,
    )})
    SELECT page.id, page.grid_id, page.address, page.visits_declined, page.version, page.member_rows,
      coalesce(d.tenure, 'unknown') AS tenure, d.lon, d.lat, d.building_id, b.name AS building_name, d.unit_no, d.floor, d.room
    FROM page
    LEFT JOIN dwellings d ON d.county_id = page.county_id AND d.id = page.dwelling_id
    LEFT JOIN buildings b ON b.county_id = d.county_id AND b.id = d.building_id
    ORDER BY page.id`.execute(tx)
  return rows.map(asCopy)
}

function asCopy(row: Row): HouseholdCopy {
  const { buildingId, buildingName, unitNo, floor, room, lon, lat, memberRows, ...household } = row
  const members = fromJsonRows<PersonOnPhone & { nameFull: string; nameInitials: string }>(memberRows)
  return {
    ...household,
    building: buildingId === null ? null : { id: buildingId, name: buildingName ?? '', unitNo, floor, room },
    point: lon === null || lat === null ? null : { lon, lat },
    members: members.map(({ nameFull, nameInitials, ...member }) => ({
      ...member,
      search: `${nameFull} ${nameInitials}`,
    })),
  }
}

/** Households of the grid to which these people belong or lately belonged: those that a change to a person touches. */
export async function householdsOfPeople(
  tx: Tx,
  ctx: Ctx,
  gridId: string,
  personIds: readonly string[],
): Promise<string[]> {
  if (personIds.length === 0) return []
  const { rows } = await sql<{ householdId: string }>`
    SELECT DISTINCT household_id FROM residences
    WHERE county_id = ${ctx.countyId} AND person_id = any(${[...personIds]}::uuid[]) AND grid_id = ${gridId}`.execute(
    tx,
  )
  return rows.map(({ householdId }) => householdId)
}

/** Organisations and places of a grid; all of them, or the ones named. */
export async function organisationsOnPhone(
  tx: Tx,
  ctx: Ctx,
  gridId: string,
  ids: readonly string[] | null,
): Promise<OrganisationOnPhone[]> {
  const { rows } = await sql<Omit<OrganisationOnPhone, 'point'> & { lon: number | null; lat: number | null }>`
    SELECT o.id, o.grid_id, o.name, o.kind, o.address, o.lon, o.lat FROM organisations o
    WHERE o.county_id = ${ctx.countyId} AND o.grid_id = ${gridId} AND o.valid_to IS NULL
      AND ${withinReach(ctx.actor, 'register.read', 'o')}
      AND ${ids === null ? sql<SqlBool>`true` : sql<SqlBool>`o.id = any(${[...ids]}::uuid[])`}
    ORDER BY o.id`.execute(tx)
  return rows.map(({ lon, lat, ...row }) => ({ ...row, point: lon === null || lat === null ? null : { lon, lat } }))
}

/** Whether one of these lists brought or changed anybody of the grid. */
export async function listsReached(tx: Tx, ctx: Ctx, gridId: string, importIds: readonly string[]): Promise<boolean> {
  if (importIds.length === 0) return false
  const { rows } = await sql<{ reached: boolean }>`
    SELECT EXISTS (SELECT FROM person_records r JOIN persons p ON p.county_id = r.county_id AND p.id = r.person_id
      WHERE r.county_id = ${ctx.countyId} AND r.import_id = any(${[...importIds]}::uuid[]) AND p.grid_id = ${gridId}) AS reached`.execute(
    tx,
  )
  return rows[0]?.reached ?? false
}
