import { sql } from 'kysely'
import type { ClockRow } from '../../platform/clock/index.ts'
import type { Ctx } from '../../platform/command/ctx.ts'
import { fromJsonRows, type JsonRow, rowsAsJson } from '../../platform/database/json-rows.ts'

export interface Reporter {
  readonly name: string | null
  readonly phone: string | null
  readonly email: string | null
  readonly accountId: string | null
  readonly anonymous: boolean
  readonly notify: boolean
}

/** What a row of a list shows beside the matter's own columns. */
export interface RowCompanions {
  readonly clocks: readonly ClockRow[]
  readonly reporter: Reporter | undefined
}

export interface EntryRow {
  readonly id: string
  readonly at: string
  readonly capturedAt: string | null
  readonly kind: string
  readonly visibility: string
  readonly byKind: string
  readonly byName: string | null
  readonly byUnit: string | null
  readonly words: string | null
  readonly fromStatus: string | null
  readonly toStatus: string | null
  readonly changes: unknown
  readonly clock: unknown
  readonly pictures: readonly string[]
}

export interface ExtensionRow {
  readonly id: string
  readonly amount: number
  readonly unit: string
  readonly reason: string
  readonly requestedByName: string
  readonly requestedAt: string
  readonly granted: boolean | null
  readonly decidedByName: string | null
  readonly decidedAt: string | null
  readonly decisionReason: string | null
}

/** What the page of a matter shows beside its own columns. */
export interface PageCompanions extends RowCompanions {
  /** Newest first. */
  readonly entries: readonly EntryRow[]
  readonly extensions: readonly ExtensionRow[]
  readonly jointUnitIds: readonly string[]
}

const LONGEST_TIMELINE = 500

const clocksOf = (countyId: number, open: boolean) => sql`
  SELECT k.* FROM clocks k
  WHERE k.county_id = ${countyId} AND k.subject_kind = 'matter' AND k.subject_id = matters.id ${open ? sql`AND k.stopped_at IS NULL` : sql``}
  ORDER BY k.started_at, k.id`

const reporterOf = (countyId: number) => sql`
  SELECT r.name, r.phone, r.email, r.account_id, r.anonymous, r.notify FROM matter_reporters r
  WHERE r.county_id = ${countyId} AND r.matter_id = matters.id AND r.role = 'reporter'`

/**
 * Columns beside those of `matters`: a list or a page that asks table by table spends its time on the way.
 * Taken apart again by `rowCompanionsOf` and `pageCompanionsOf`.
 */
export const rowParts = (countyId: number) => [
  rowsAsJson(clocksOf(countyId, true)).as('clockRows'),
  rowsAsJson(reporterOf(countyId)).as('reporterRows'),
]
export interface RowParts {
  readonly clockRows: readonly JsonRow[]
  readonly reporterRows: readonly JsonRow[]
}

/** As `rowParts`, and the tables that only the page of a matter shows; every clock, not only the open ones. */
export function pageParts(countyId: number) {
  const own = sql`county_id = ${countyId} AND matter_id = matters.id`
  const entries = sql`
    SELECT id, at, captured_at, kind, visibility, by_kind, by_name, by_unit, words, from_status, to_status, changes,
      clock, pictures
    FROM matter_entries WHERE ${own} ORDER BY at DESC, id DESC LIMIT ${LONGEST_TIMELINE}`
  return [
    rowsAsJson(clocksOf(countyId, false)).as('clockRows'),
    rowsAsJson(reporterOf(countyId)).as('reporterRows'),
    rowsAsJson(entries).as('entryRows'),
    rowsAsJson(sql`SELECT * FROM matter_extensions WHERE ${own} ORDER BY requested_at DESC`).as('extensionRows'),
    sql<string[]>`ARRAY(SELECT unit_id FROM matter_units WHERE ${own})`.as('jointUnitIds'),
  ]
}
export interface PageParts extends RowParts {
  readonly entryRows: readonly JsonRow[]
  readonly extensionRows: readonly JsonRow[]
  readonly jointUnitIds: readonly string[]
}

export function rowCompanionsOf(parts: RowParts): RowCompanions {
  return {
    clocks: fromJsonRows<ClockRow>(parts.clockRows),
    reporter: fromJsonRows<Reporter>(parts.reporterRows)[0],
  }
}

export function pageCompanionsOf(parts: PageParts): PageCompanions {
  return {
    ...rowCompanionsOf(parts),
    entries: fromJsonRows<EntryRow>(parts.entryRows),
    extensions: fromJsonRows<ExtensionRow>(parts.extensionRows),
    jointUnitIds: parts.jointUnitIds,
  }
}

/**
 * For matters that were read without them, in the order asked: one statement whatever their number. As JSON, not as an
 * array: of an array PostgreSQL believes to know the length, and plans anew each time.
 */
export async function rowCompanions(ctx: Ctx, matterIds: readonly string[]): Promise<RowCompanions[]> {
  const parts = rowParts(ctx.countyId)
  const { rows } = await sql<RowParts>`
    SELECT ${sql.join(parts)}
    FROM json_array_elements_text(${JSON.stringify(matterIds)}::json) WITH ORDINALITY AS asked(text, place)
    CROSS JOIN LATERAL (SELECT asked.text::uuid AS id) matters
    ORDER BY asked.place`.execute(ctx.db)
  return rows.map(rowCompanionsOf)
}
