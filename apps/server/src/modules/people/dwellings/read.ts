import type { AreaNames } from '@linli/contract/people'
import type { Dwelling, dwellingRoutes } from '@linli/contract/people-dwellings'
import type { RouteParsed } from '@linli/contract/route'
import { sql } from 'kysely'
import { accessInsert } from '../../../platform/audit/access.ts'
import type { Ctx } from '../../../platform/command/ctx.ts'
import { fromJsonRows, type JsonRow, rowsAsJson } from '../../../platform/database/json-rows.ts'
import { Problem } from '../../../platform/problem/problem.ts'
import { type Extra, ownFields } from '../extra.ts'
import { householdTitle, namesOf } from '../household.ts'
import { mayOn, type Place, withinReach } from '../policy.ts'

interface Row
  extends Place, Pick<Dwelling, 'id' | 'unitNo' | 'floor' | 'room' | 'address' | 'tenure' | 'closedAt' | 'version'> {
  readonly buildingId: string | null
  readonly buildingName: string | null
  readonly lon: number | null
  readonly lat: number | null
  readonly extra: Extra
  readonly households: JsonRow[]
  readonly tenures: JsonRow[]
}

/** A dwelling with how it was used and who keeps house there, masked; whom it shows is recorded in the same statement. */
export async function dwellingPage(
  ctx: Ctx,
  { dwellingId }: RouteParsed<typeof dwellingRoutes.getDwelling>,
): Promise<Dwelling> {
  const households = sql`
    SELECT h.id, h.head_name AS title, h.members FROM households h
    WHERE h.county_id = d.county_id AND h.dwelling_id = d.id AND h.valid_to IS NULL ORDER BY h.id`
  const tenures = sql`
    SELECT t.tenure, t.valid_from, t.known_how, t.recorded_at FROM dwelling_tenures t
    WHERE t.county_id = d.county_id AND t.dwelling_id = d.id
    ORDER BY t.valid_from DESC, t.recorded_at DESC, t.id DESC LIMIT 100`
  const { rows } = await sql<Row>`
    WITH page AS MATERIALIZED (
      SELECT d.*, b.name AS building_name, ${rowsAsJson(households)} AS households, ${rowsAsJson(tenures)} AS tenures
      FROM dwellings d LEFT JOIN buildings b ON b.county_id = d.county_id AND b.id = d.building_id
      WHERE d.id = ${dwellingId} AND ${withinReach(ctx.actor, 'register.read', 'd')}
    ), recorded AS (${accessInsert(
      ctx,
      { purpose: 'register.page', subjectKind: 'household', fieldGroup: 'masked' },
      sql`(SELECT array_agg((h ->> 'id')::uuid) FROM page, json_array_elements(page.households) h)`,
    )})
    SELECT * FROM page`.execute(ctx.db)
  const [row] = rows
  if (!row) throw new Problem('register.not_found')
  const [place] = await namesOf(ctx, [row])
  const { id, unitNo, floor, room, address, tenure, closedAt, version, buildingId, buildingName, lon, lat } = row
  return {
    id,
    unitNo,
    floor,
    room,
    address,
    tenure,
    closedAt,
    version,
    // One in, one out.
    place: place as AreaNames,
    building: buildingId === null ? null : { id: buildingId, name: buildingName ?? '' },
    point: lon === null || lat === null ? null : { lon, lat },
    households: fromJsonRows<Dwelling['households'][number]>(row.households).map((one) => ({
      ...one,
      title: householdTitle(one.title),
    })),
    tenures: fromJsonRows<Dwelling['tenures'][number]>(row.tenures),
    countyFields: await ownFields(ctx, 'dwelling', row.extra),
    changeable: closedAt === null && mayOn(ctx.actor, 'register.change', row),
  }
}
