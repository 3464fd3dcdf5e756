import { sql } from 'kysely'
import type { ClockRow } from '../../platform/clock/index.ts'
import type { Ctx } from '../../platform/command/ctx.ts'
import { fromJsonRows, type JsonRow, rowsAsJson } from '../../platform/database/json-rows.ts'

export interface Reporter {
  readonly name: string | null
  readonly phone: string | null
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
  WHERE k.county_id = ${countyId} AND k.subject_kind = 'matter' AND k.subject_id = m.id ${open ? sql`AND k.stopped_at IS NULL` : sql``}
  ORDER BY k.started_at, k.id`

const reporterOf = (countyId: number) => sql`
  SELECT r.name, r.phone, r.anonymous, r.notify FROM matter_reporters r
  WHERE r.county_id = ${countyId} AND r.matter_id = m.id AND r.role = 'reporter'`

/**
 * For each matter of a list, in the order asked: one statement whatever its length. As JSON, not as an array: of an array
 * PostgreSQL believes to know the length, and plans anew each time.
 */
export async function rowCompanions(ctx: Ctx, matterIds: readonly string[]): Promise<RowCompanions[]> {
  const { rows } = await sql<{ clocks: JsonRow[]; reporter: JsonRow[] }>`
    SELECT ${rowsAsJson(clocksOf(ctx.countyId, true))} AS clocks, ${rowsAsJson(reporterOf(ctx.countyId))} AS reporter
    FROM json_array_elements_text(${JSON.stringify(matterIds)}::json) WITH ORDINALITY AS asked(text, place)
    CROSS JOIN LATERAL (SELECT asked.text::uuid AS id) m
    ORDER BY asked.place`.execute(ctx.db)
  return rows.map(toRowCompanions)
}

/** For one page, in one statement: a page that asks table by table spends its time on the way. */
export async function pageCompanions(ctx: Ctx, matterId: string): Promise<PageCompanions> {
  const own = sql`county_id = ${ctx.countyId} AND matter_id = m.id`
  const { rows } = await sql<{
    clocks: JsonRow[]
    reporter: JsonRow[]
    entries: JsonRow[]
    extensions: JsonRow[]
    jointUnitIds: string[]
  }>`
    SELECT ${rowsAsJson(clocksOf(ctx.countyId, false))} AS clocks, ${rowsAsJson(reporterOf(ctx.countyId))} AS reporter,
      ${rowsAsJson(sql`
        SELECT id, at, captured_at, kind, visibility, by_kind, by_name, by_unit, words, from_status, to_status, changes,
          clock, pictures
        FROM matter_entries WHERE ${own} ORDER BY at DESC, id DESC LIMIT ${LONGEST_TIMELINE}`)} AS entries,
      ${rowsAsJson(sql`SELECT * FROM matter_extensions WHERE ${own} ORDER BY requested_at DESC`)} AS extensions,
      ARRAY(SELECT unit_id FROM matter_units WHERE ${own}) AS joint_unit_ids
    FROM (SELECT ${matterId}::uuid AS id) m`.execute(ctx.db)
  // A row made of constants is there always.
  const [row] = rows as [(typeof rows)[number]]
  return {
    ...toRowCompanions(row),
    entries: fromJsonRows<EntryRow>(row.entries),
    extensions: fromJsonRows<ExtensionRow>(row.extensions),
    jointUnitIds: row.jointUnitIds,
  }
}

function toRowCompanions({ clocks, reporter }: { clocks: JsonRow[]; reporter: JsonRow[] }): RowCompanions {
  return { clocks: fromJsonRows<ClockRow>(clocks), reporter: fromJsonRows<Reporter>(reporter)[0] }
}
