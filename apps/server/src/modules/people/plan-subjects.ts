import { sql } from 'kysely'
import type { Db } from '../../platform/database/database.ts'

/** Where somebody is called on, for planning the way there. */
export interface PlanPlace {
  readonly id: string
  readonly gridId: string
  readonly address: string
  readonly buildingId: string | null
  readonly unitNo: number | null
  readonly floor: number | null
  readonly lon: number | null
  readonly lat: number | null
}
export interface HouseholdToVisit extends PlanPlace {
  readonly since: string
}
export interface PersonInNeed extends PlanPlace {
  readonly householdId: string
  readonly kinds: Readonly<Record<string, string>>
}
export interface PlaceToLookAt extends PlanPlace {
  readonly name: string
  readonly kind: string
  readonly since: string
}

export interface PlanSubjects {
  readonly households: readonly HouseholdToVisit[]
  readonly persons: readonly PersonInNeed[]
  readonly places: readonly PlaceToLookAt[]
}

/** What the plan of the field wants to know. Left out: not asked for. */
export interface PlanQuestion {
  readonly gridIds: readonly string[]
  readonly today: string
  readonly households: boolean
  readonly needKinds: readonly string[]
  readonly organisationKinds: readonly string[]
}

/**
 * Whom duty rules may be about in these grids: households in which somebody lives and that have not asked to be left alone,
 * people there with a need in force (`kinds`: each with the day it holds from), places by kind. For the platform's own
 * planner, which names nobody: ids, doors and positions leave, no names of people.
 */
export async function subjectsForPlan(db: Db, countyId: number, question: PlanQuestion): Promise<PlanSubjects> {
  const [households, persons, places] = await Promise.all([
    question.households ? householdsToVisit(db, countyId, question) : [],
    question.needKinds.length > 0 ? peopleInNeed(db, countyId, question) : [],
    question.organisationKinds.length > 0 ? placesToLookAt(db, countyId, question) : [],
  ])
  return { households, persons, places }
}

const position = sql`d.building_id, d.unit_no, d.floor, coalesce(d.lon, b.lon) AS lon, coalesce(d.lat, b.lat) AS lat`
const dwelling = sql`
  LEFT JOIN dwellings d ON d.county_id = h.county_id AND d.id = h.dwelling_id
  LEFT JOIN buildings b ON b.county_id = d.county_id AND b.id = d.building_id`

async function householdsToVisit(db: Db, countyId: number, { gridIds }: PlanQuestion): Promise<HouseholdToVisit[]> {
  const { rows } = await sql<HouseholdToVisit>`
    SELECT h.id, h.grid_id, h.address, h.valid_from AS since, ${position} FROM households h ${dwelling}
    WHERE h.county_id = ${countyId} AND h.grid_id = any(${[...gridIds]}::uuid[]) AND h.valid_to IS NULL AND NOT h.visits_declined
      AND EXISTS (SELECT FROM persons p WHERE p.county_id = h.county_id AND p.household_id = h.id AND p.state = 'present')`.execute(
    db,
  )
  return rows
}

async function peopleInNeed(db: Db, countyId: number, question: PlanQuestion): Promise<PersonInNeed[]> {
  const { gridIds, needKinds, today } = question
  const { rows } = await sql<PersonInNeed>`
    WITH needy AS (
      SELECT p.county_id, p.id, p.household_id, jsonb_object_agg(n.kind, n.valid_from ORDER BY n.valid_from DESC) AS kinds
      FROM persons p JOIN person_needs n ON n.county_id = p.county_id AND n.person_id = p.id
      WHERE p.county_id = ${countyId} AND p.grid_id = any(${[...gridIds]}::uuid[]) AND p.state = 'present'
        AND n.kind = any(${[...needKinds]}) AND n.ended_at IS NULL AND n.valid_from <= ${today}::date AND n.valid_to > ${today}::date
      GROUP BY p.county_id, p.id, p.household_id)
    SELECT y.id, y.household_id, y.kinds, h.grid_id, h.address, ${position}
    FROM needy y JOIN households h ON h.county_id = y.county_id AND h.id = y.household_id AND NOT h.visits_declined ${dwelling}`.execute(
    db,
  )
  return rows
}

async function placesToLookAt(db: Db, countyId: number, question: PlanQuestion): Promise<PlaceToLookAt[]> {
  const { gridIds, organisationKinds } = question
  const { rows } = await sql<PlaceToLookAt>`
    SELECT id, grid_id, name, kind, address, valid_from AS since, lon, lat,
      NULL::uuid AS building_id, NULL::int AS unit_no, NULL::int AS floor
    FROM organisations
    WHERE county_id = ${countyId} AND grid_id = any(${[...gridIds]}::uuid[]) AND valid_to IS NULL AND kind = any(${[...organisationKinds]})`.execute(
    db,
  )
  return rows
}
