import type { MatterStatus } from '@linli/contract/matters'
import { sql } from 'kysely'
import type { Db } from '../../platform/database/database.ts'

/** The part of the county that figures are asked for. */
export interface FigureArea {
  readonly id: string
  readonly level: 'county' | 'town' | 'village' | 'grid'
}

const columnOf = { county: null, town: 'town_id', village: 'village_id', grid: 'grid_id' } as const
const childColumn = { county: 'town_id', town: 'village_id', village: 'grid_id', grid: 'grid_id' } as const

const within = (area: FigureArea) => {
  const column = columnOf[area.level]
  return column === null ? sql`true` : sql`m.${sql.ref(column)} = ${area.id}`
}

/** What is overdue at an instant, and open ones in danger, by area below. Reads only what is open: an index of some hundred rows. */
export async function countOverdue(db: Db, countyId: number, area: FigureArea, now: Date) {
  const { rows } = await sql<{ areaId: string | null; overdue: number; danger: number }>`
    SELECT m.${sql.ref(childColumn[area.level])} AS "areaId",
      count(*) FILTER (WHERE m.due_at < ${now.toISOString()})::int AS overdue,
      count(*) FILTER (WHERE m.danger)::int AS danger
    FROM matters m
    WHERE m.county_id = ${countyId} AND m.closed_at IS NULL AND ${within(area)}
    GROUP BY 1`.execute(db)
  const keyed = rows.filter((row): row is typeof row & { areaId: string } => row.areaId !== null)
  return {
    total: rows.reduce((sum, row) => sum + row.overdue, 0),
    byArea: new Map(keyed.map((row) => [row.areaId, row.overdue])),
    danger: new Map(keyed.map((row) => [row.areaId, row.danger])),
  }
}

/** Report and settlement of what was settled on each of these days. */
export async function settlementsOn(
  db: Db,
  countyId: number,
  area: FigureArea,
  days: readonly string[],
  timeZone: string,
): Promise<{ day: string; reportedAt: string; at: string }[]> {
  const { rows } = await sql<{ day: string; reportedAt: string; at: string }>`
    SELECT d.day::text AS day, m.reported_at AS "reportedAt", e.at
    FROM unnest(${days}::date[]) AS d(day)
    JOIN events e ON e.county_id = ${countyId} AND e.module = 'matters' AND e.kind IN ('matter.settle', 'matter.settle_on_spot')
      AND e.at >= d.day::timestamp AT TIME ZONE ${timeZone} AND e.at < (d.day + 1)::timestamp AT TIME ZONE ${timeZone}
    JOIN matters m ON m.county_id = e.county_id AND m.id = e.subject_id
    WHERE ${within(area)}`.execute(db)
  return rows
}

export interface RecentMatter {
  readonly id: string
  readonly number: string
  readonly title: string
  readonly status: MatterStatus
  readonly danger: boolean
  readonly confidential: boolean
  readonly dueAt: string | null
  readonly townId: string | null
  readonly gridId: string | null
  readonly at: string
  readonly categoryId: string
}

/** The newest matters of an area. Titles of confidential ones are the caller's to hide. */
export async function recentMatters(
  db: Db,
  countyId: number,
  area: FigureArea,
  limit: number,
): Promise<RecentMatter[]> {
  const { rows } = await sql<RecentMatter>`
    SELECT m.id, m.number, m.title, m.status, m.danger, m.confidential, m.due_at, m.town_id, m.grid_id,
      m.reported_at AS at, m.category_id
    FROM matters m
    WHERE m.county_id = ${countyId} AND ${within(area)}
    ORDER BY m.reported_at DESC, m.id DESC
    LIMIT ${limit}`.execute(db)
  return rows
}
