import type { MatterStatus } from '@linli/contract/matters'
import type { Answer } from '@linli/contract/questions'
import { sql } from 'kysely'
import type { Db } from '../../platform/database/database.ts'
import { openStatuses } from './status.ts'

export interface PublicFilter {
  readonly categoryCodes: readonly string[]
  readonly numbers?: readonly string[]
  /** Instants of the report, both inclusive. */
  readonly from?: string
  readonly to?: string
  readonly ended?: boolean
  readonly limit: number
  readonly offset: number
}

export interface PublicMatter {
  readonly id: string
  readonly number: string
  readonly status: MatterStatus
  readonly description: string
  readonly categoryId: string
  readonly categoryCode: string
  readonly address: string | null
  readonly mediaUrls: readonly string[]
  readonly answers: readonly Answer[] | null
  readonly lon: number | null
  readonly lat: number | null
  readonly reportedAt: string
  readonly dueAt: string | null
  /** Last entry of the timeline that everyone may see. */
  readonly changedAt: string | null
}

/** Matters that anyone may see, newest first: never confidential ones, never who asked. */
export async function listPublicMatters(db: Db, countyId: number, filter: PublicFilter): Promise<PublicMatter[]> {
  const { rows } = await sql<PublicMatter>`
    SELECT m.id, m.number, m.status, m.description, m.category_id, m.category_code, m.address, m.media_urls, m.answers, m.lon, m.lat,
      m.reported_at, m.due_at, e.changed_at
    FROM matters m
    LEFT JOIN LATERAL (
      SELECT max(at) AS changed_at FROM matter_entries
      WHERE county_id = m.county_id AND matter_id = m.id AND visibility = 'public'
    ) e ON true
    WHERE m.county_id = ${countyId} AND NOT m.confidential AND m.category_code = any(${filter.categoryCodes}::text[])
      ${filter.numbers ? sql`AND m.number = any(${filter.numbers}::text[])` : sql``}
      ${filter.from === undefined ? sql`` : sql`AND m.reported_at >= ${filter.from}`}
      ${filter.to === undefined ? sql`` : sql`AND m.reported_at <= ${filter.to}`}
      ${filter.ended === undefined ? sql`` : sql`AND (m.status = any(${openStatuses}::text[])) = ${!filter.ended}`}
    ORDER BY m.reported_at DESC, m.id DESC
    LIMIT ${filter.limit} OFFSET ${filter.offset}`.execute(db)
  return rows
}

/** What everyone may see of their course: each change of status, oldest first. */
export async function publicSteps(db: Db, countyId: number, matterIds: readonly string[]) {
  const { rows } = await sql<{ matterId: string; at: string; toStatus: MatterStatus }>`
    SELECT matter_id, at, to_status FROM matter_entries
    WHERE county_id = ${countyId} AND matter_id = any(${matterIds}::uuid[]) AND visibility = 'public'
      AND to_status IS NOT NULL
    ORDER BY matter_id, at, id`.execute(db)
  return Map.groupBy(rows, (row) => row.matterId)
}
