import type { MatterStatus } from '@linli/contract/matters'
import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../../platform/database/database.ts'

/** The part of the county that figures are asked for. */
export interface FigureArea {
  readonly id: string
  readonly level: 'county' | 'town' | 'village' | 'grid'
}

/** What the command screen knows of a matter. The title of a confidential one is the caller's to hide. */
export interface ScreenMatter {
  readonly id: string
  readonly number: string
  readonly title: string
  readonly status: MatterStatus
  readonly danger: boolean
  readonly confidential: boolean
  readonly dueAt: string | null
  readonly closedAt: string | null
  readonly lon: number | null
  readonly lat: number | null
  readonly townId: string | null
  readonly villageId: string | null
  readonly gridId: string | null
  readonly at: string
  readonly categoryId: string
}

const columnOf = { county: null, town: 'town_id', village: 'village_id', grid: 'grid_id' } as const

const within = (area: FigureArea) => {
  const column = columnOf[area.level]
  return column === null ? sql`true` : sql`m.${sql.ref(column)} = ${area.id}`
}

async function screenMatters(db: Db, countyId: number, rest: RawBuilder<unknown>): Promise<ScreenMatter[]> {
  const { rows } = await sql<ScreenMatter>`
    SELECT m.id, m.number, m.title, m.status, m.danger, m.confidential, m.due_at, m.closed_at, m.lon, m.lat,
      m.town_id, m.village_id, m.grid_id, m.reported_at AS at, m.category_id
    FROM matters m
    WHERE m.county_id = ${countyId} AND ${rest}`.execute(db)
  return rows
}

/** Everything open; the partial index of the open ones holds no others. */
export function openMatters(db: Db, countyId: number): Promise<ScreenMatter[]> {
  return screenMatters(db, countyId, sql`m.closed_at IS NULL`)
}

/** These matters as they are now, open or not. */
export function mattersById(db: Db, countyId: number, ids: readonly string[]): Promise<ScreenMatter[]> {
  return screenMatters(db, countyId, sql`m.id = any(${[...ids]}::uuid[])`)
}

/** The newest matters of an area. */
export function recentMatters(db: Db, countyId: number, area: FigureArea, limit: number): Promise<ScreenMatter[]> {
  return screenMatters(
    db,
    countyId,
    sql`${within(area)} AND m.status <> 'merged' ORDER BY m.reported_at DESC, m.id DESC LIMIT ${limit}`,
  )
}

/** A settlement as its event tells it: when, after how much working time, and in which town, village and grid. */
export interface Settlement {
  /** Of its event. */
  readonly seq: number
  readonly at: string
  readonly tookMinutes: number
  readonly areas: readonly (string | null)[]
}

/** What was settled from a day on, of the whole county. */
export async function settlementsSince(db: Db, countyId: number, day: string, timeZone: string): Promise<Settlement[]> {
  // Stated as the index events_settled has it, so that only settlements are looked through.
  const { rows } = await sql<Settlement>`
    SELECT e.seq, e.at, (e.payload ->> 'tookMinutes')::int AS took_minutes, e.payload -> 'areas' AS areas
    FROM events e
    WHERE e.county_id = ${countyId} AND e.kind IN ('matter.settle', 'matter.settle_on_spot')
      AND e.at >= ${day}::date::timestamp AT TIME ZONE ${timeZone} AND e.payload ? 'tookMinutes'`.execute(db)
  return rows
}
