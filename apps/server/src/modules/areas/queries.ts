import type { AreaLevel, AreaRef, GridKind, UrbanRural } from '@linli/contract/areas'
import type { AreaGeometry } from '@linli/contract/common'
import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../../platform/database/database.ts'

/** An area with what was true of it on a day, or last before, for one that has closed. */
export interface AreaFacts {
  readonly id: string
  readonly level: AreaLevel
  readonly openedOn: string
  readonly closedOn: string | null
  readonly validFrom: string
  readonly parentId: string | null
  readonly name: string
  readonly nameEn: string | null
  readonly kind: GridKind | null
  readonly gridNo: number | null
  readonly urbanRural: UrbanRural | null
  readonly households: number | null
  readonly lon: number | null
  readonly lat: number | null
  readonly illustrative: boolean
  readonly hasBoundary: boolean
  readonly code: string | null
}

export type OutlinedFacts = AreaFacts & { readonly boundary: AreaGeometry | null }

// The version in force on the day; of a closed area its last, of one still to open its first.
const versionAt = (countyId: number, day: string | undefined) => {
  const on = day === undefined ? todaySql(countyId) : sql`${day}::date`
  return sql`
  CROSS JOIN LATERAL (
    SELECT * FROM area_versions
    WHERE county_id = ${countyId} AND area_id = a.id
    ORDER BY (valid_from <= ${on}) DESC, (valid_to IS NULL OR valid_to > valid_from) DESC, abs(valid_from - ${on})
    LIMIT 1
  ) v`
}

const todaySql = (countyId: number) =>
  sql`(SELECT (now() AT TIME ZONE time_zone)::date FROM counties WHERE county_id = ${countyId})`

const factColumns = (countyId: number, day: string) => sql`
  a.id, a.level, a.valid_from AS opened_on, a.valid_to AS closed_on, v.valid_from, v.parent_id, v.name, v.name_en, v.kind,
  v.grid_no, v.urban_rural, v.households, v.lon, v.lat, v.illustrative, v.boundary IS NOT NULL AS has_boundary,
  ( SELECT code FROM area_codes c
    WHERE c.county_id = ${countyId} AND c.area_id = a.id
    ORDER BY (c.valid_from <= ${day}::date) DESC, (c.scheme IN ('nbs', 'grid')) DESC, c.valid_from DESC
    LIMIT 1 ) AS code`

/** True where `a` exists on the day. */
export const openOn = (day: string) =>
  sql`(a.valid_from <= ${day}::date AND (a.valid_to IS NULL OR a.valid_to > ${day}::date))`

/** Areas that fit a condition on `a` (the area) and `v` (its version on the day), by level, number and name. */
export async function factsWhere(
  db: Db,
  countyId: number,
  day: string,
  condition: RawBuilder<unknown>,
  limit = 100_000,
): Promise<AreaFacts[]> {
  const { rows } = await sql<AreaFacts>`
    SELECT ${factColumns(countyId, day)} FROM areas a ${versionAt(countyId, day)}
    WHERE a.county_id = ${countyId} AND (${condition})
    ORDER BY array_position(ARRAY['county', 'town', 'village', 'grid'], a.level), v.grid_no, code, v.name, a.id
    LIMIT ${limit}`.execute(db)
  return rows
}

/** As `factsWhere`, with the outlines. */
export async function outlinesWhere(
  db: Db,
  countyId: number,
  day: string,
  condition: RawBuilder<unknown>,
): Promise<OutlinedFacts[]> {
  const { rows } = await sql<OutlinedFacts>`
    SELECT ${factColumns(countyId, day)}, v.boundary FROM areas a ${versionAt(countyId, day)}
    WHERE a.county_id = ${countyId} AND (${condition})
    ORDER BY array_position(ARRAY['county', 'town', 'village', 'grid'], a.level), v.grid_no, code, v.name, a.id`.execute(
    db,
  )
  return rows
}

export async function findFacts(db: Db, countyId: number, day: string, id: string): Promise<OutlinedFacts | undefined> {
  return (await outlinesWhere(db, countyId, day, sql`a.id = ${id}`))[0]
}

/** How many areas lie directly below each of these on the day. */
export async function childCounts(
  db: Db,
  countyId: number,
  day: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const { rows } = await sql<{ parentId: string; count: number }>`
    SELECT parent_id, count(*) AS count FROM area_versions
    WHERE county_id = ${countyId} AND parent_id = any(${ids}::uuid[]) AND valid_from <= ${day}::date AND (valid_to IS NULL OR valid_to > ${day}::date)
    GROUP BY parent_id`.execute(db)
  return new Map(rows.map((row) => [row.parentId, row.count]))
}

/** Of each of these the areas above it, from the county down, itself not included. */
export async function pathsOf(
  db: Db,
  countyId: number,
  day: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, AreaRef[]>> {
  const { rows } = await sql<AreaRef & { start: string; depth: number }>`
    WITH RECURSIVE up AS (
      SELECT a.id AS start, a.id, a.level, v.name, v.name_en, v.parent_id, 0 AS depth
      FROM areas a ${versionAt(countyId, day)}
      WHERE a.county_id = ${countyId} AND a.id = any(${ids}::uuid[])
      UNION ALL
      SELECT up.start, a.id, a.level, v.name, v.name_en, v.parent_id, up.depth + 1
      FROM up JOIN areas a ON a.county_id = ${countyId} AND a.id = up.parent_id ${versionAt(countyId, day)}
      WHERE up.depth < 8
    )
    SELECT start, id, level, name, name_en, depth FROM up WHERE depth > 0 ORDER BY start, depth DESC`.execute(db)
  const paths = new Map<string, AreaRef[]>(ids.map((id) => [id, []]))
  for (const { start, id, level, name, nameEn } of rows) paths.get(start)?.push({ id, level, name, nameEn })
  return paths
}

/** The area and all that it took over from, near and far: who serves the new one still reaches the old one's matters. */
export async function lineageOf(db: Db, countyId: number, ids: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    WITH RECURSIVE line AS (
      SELECT unnest(${ids}::uuid[]) AS id
      UNION
      SELECT s.from_id FROM line JOIN area_successions s ON s.county_id = ${countyId} AND s.to_id = line.id
    )
    SELECT id FROM line`.execute(db)
  return rows.map((row) => row.id)
}

/**
 * Of each of these areas the ids that it counts for: its own and those it took over from. What several took over from
 * counts with the first of them alone, so that sums over areas count everything once.
 */
export async function countedAreas(
  db: Db,
  countyId: number,
  ids: readonly string[],
): Promise<{ areaId: string; id: string }[]> {
  const { rows } = await sql<{ areaId: string; id: string }>`
    WITH RECURSIVE line AS (
      SELECT a.id AS area_id, a.id FROM unnest(${ids}::uuid[]) a(id)
      UNION
      SELECT line.area_id, s.from_id FROM line JOIN area_successions s ON s.county_id = ${countyId} AND s.to_id = line.id
        AND NOT EXISTS (SELECT FROM area_successions o WHERE o.county_id = s.county_id AND o.from_id = s.from_id AND o.to_id < s.to_id)
    )
    SELECT area_id, id FROM line`.execute(db)
  return rows
}

/** Level of an area and the areas it stands for: its own and its predecessors' ids. */
export async function findLineage(
  db: Db,
  countyId: number,
  areaId: string,
): Promise<{ level: AreaLevel; ids: readonly string[] } | null> {
  const area = await db
    .selectFrom('areas')
    .select('level')
    .where('countyId', '=', countyId)
    .where('id', '=', areaId)
    .executeTakeFirst()
  // The check constraint holds the level to these words.
  return area ? { level: area.level as AreaLevel, ids: await lineageOf(db, countyId, [areaId]) } : null
}

/** The area, all below it on the day, all they took over from, and what lay below those. */
export async function descendantIds(db: Db, countyId: number, areaId: string, day: string): Promise<string[]> {
  // Walked in memory: a recursive query would read the county's thousand areas again at every step.
  const places = await sql<{ id: string; parentId: string | null }>`
    SELECT a.id, v.parent_id FROM areas a ${versionAt(countyId, day)} WHERE a.county_id = ${countyId}`.execute(db)
  const successions = await db
    .selectFrom('areaSuccessions')
    .select(['fromId', 'toId'])
    .where('countyId', '=', countyId)
    .execute()
  const below = Map.groupBy(places.rows, ({ parentId }) => parentId)
  const before = Map.groupBy(successions, ({ toId }) => toId)
  // A set is walked in the order in which it grows.
  const found = new Set([areaId])
  for (const id of found) {
    for (const child of below.get(id) ?? []) found.add(child.id)
    for (const { fromId } of before.get(id) ?? []) found.add(fromId)
  }
  return [...found]
}

export interface AreaPath {
  readonly countyId: string | null
  readonly townId: string | null
  readonly villageId: string | null
  readonly gridId: string | null
}

/** Where an area stands on a day (today if left out), itself included; null when there is no such area. */
export async function areaPath(db: Db, countyId: number, areaId: string, day?: string): Promise<AreaPath | null> {
  const { rows } = await sql<{ id: string; level: AreaLevel }>`
    WITH RECURSIVE up AS (
      SELECT a.id, a.level, v.parent_id FROM areas a ${versionAt(countyId, day)} WHERE a.county_id = ${countyId} AND a.id = ${areaId}
      UNION ALL
      SELECT a.id, a.level, v.parent_id FROM up JOIN areas a ON a.county_id = ${countyId} AND a.id = up.parent_id ${versionAt(countyId, day)}
    )
    SELECT id, level FROM up`.execute(db)
  if (rows.length === 0) return null
  const idOf = (level: AreaLevel) => rows.find((row) => row.level === level)?.id ?? null
  return { countyId: idOf('county'), townId: idOf('town'), villageId: idOf('village'), gridId: idOf('grid') }
}
