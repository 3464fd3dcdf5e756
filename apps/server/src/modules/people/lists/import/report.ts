import {
  type LeftPerson,
  listFaultText,
  type ListFault,
  type ListMapping,
  type registerImportRoutes,
} from '@linli/contract/people-lists'
import type { RouteOutput } from '@linli/contract/route'
import { sql } from 'kysely'
import { recordAccess } from '../../../../platform/audit/access.ts'
import type { Ctx } from '../../../../platform/command/ctx.ts'
import { csvRow } from '../../../../platform/csv.ts'
import type { Tx } from '../../../../platform/database/database.ts'
import { decodeCursor, toPage } from '../../../../platform/http/cursor.ts'
import { mask } from '../../../../platform/mask.ts'
import { personsFor } from '../../policy.ts'
import { type RowFault, shownValue } from './check-row.ts'
import type { ListCells } from './columns.ts'
import { getImportRow, type ImportRow } from './imports.ts'
import { toldOf } from './matches.ts'
import { listRows } from './source.ts'
import type { Taken } from './take-batch.ts'

export interface BatchFault {
  readonly line: number
  readonly cells: ListCells
  readonly faults: readonly RowFault[]
}

/** Faulty rows in one file: a list of which more is wrong has other troubles. */
const MOST_REJECTED = 100_000

export async function storeReport(
  tx: Tx,
  list: ImportRow,
  faults: readonly BatchFault[],
  matches: Taken['matches'],
): Promise<void> {
  const flat = faults.flatMap(({ line, cells, faults: found }) =>
    found.map(({ column, reason }, place) => ({ line, place, column, reason, value: shownValue(column, cells) })),
  )
  if (flat.length > 0)
    await sql`
      INSERT INTO register_import_faults (county_id, import_id, line, place, list_column, value, reason)
      SELECT ${list.countyId}, ${list.id}, f.* FROM unnest(${flat.map((f) => f.line)}::int[], ${flat.map((f) => f.place)}::int[],
        ${flat.map((f) => f.column)}::text[], ${flat.map((f) => f.value)}::text[], ${flat.map((f) => f.reason)}::text[]) f`.execute(
      tx,
    )
  if (matches.length > 0)
    await tx
      .insertInto('registerImportMatches')
      .values(
        matches.map(({ row, match, differs, before }) => ({
          countyId: list.countyId,
          importId: list.id,
          line: row.line,
          personId: match.person.id,
          why: match.why,
          differs: [...differs],
          told: JSON.stringify(toldOf(row, differs)),
          before: JSON.stringify(before ?? {}),
        })),
      )
      .execute()
}

export interface PageInput {
  readonly importId: string
  readonly cursor?: string | undefined
  readonly limit: number
}

export async function listFaults(
  ctx: Ctx,
  { importId, cursor, limit, reason }: PageInput & { reason?: string | undefined },
) {
  const { header, mapping } = await getImportRow(ctx, importId)
  const [line, place] = cursor === undefined ? [0, -1] : decodeCursor(cursor, ['number', 'number'])
  const { rows } = await sql<ListFault & { place: number }>`
    SELECT line AS row, place, list_column AS column, value, reason FROM register_import_faults
    WHERE county_id = ${ctx.countyId} AND import_id = ${importId} AND (line, place) > (${line}, ${place})
      AND (${reason ?? null}::text IS NULL OR reason = ${reason ?? null})
    ORDER BY line, place LIMIT ${limit + 1}`.execute(ctx.db)
  const page = toPage(rows, limit, (row) => [row.row, row.place])
  return {
    items: page.items.map((fault) => ({ ...fault, column: headingOf(header, mapping, fault.column) })),
    next: page.next,
  }
}

/** How often each thing is wrong, the commonest first. */
export async function countFaults(
  ctx: Ctx,
  { importId }: { readonly importId: string },
): Promise<RouteOutput<typeof registerImportRoutes.countListFaults>> {
  const { header, mapping } = await getImportRow(ctx, importId)
  const { rows } = await sql<RouteOutput<typeof registerImportRoutes.countListFaults>['items'][number]>`
    SELECT list_column AS column, reason, count(DISTINCT line)::int AS rows FROM register_import_faults
    WHERE county_id = ${ctx.countyId} AND import_id = ${importId}
    GROUP BY list_column, reason ORDER BY rows DESC, reason, list_column`.execute(ctx.db)
  return { items: rows.map((row) => ({ ...row, column: headingOf(header, mapping, row.column) })) }
}

/** By the file's own heading, where it has the column. */
function headingOf(header: readonly string[], mapping: ListMapping, column: string | null): string | null {
  // What was stored is a ListColumn; the file may lack it.
  const at = mapping[column as keyof ListMapping]
  return at === undefined ? column : (header[at] ?? column)
}

export async function listLeft(ctx: Ctx, { importId, cursor, limit }: PageInput) {
  await getImportRow(ctx, importId)
  const [after] = cursor === undefined ? [null] : decodeCursor(cursor, ['id'])
  return ctx.db.transaction().execute(async (tx) => {
    const { rows } = await sql<Omit<LeftPerson, 'title'> & { name: string }>`
      SELECT l.person_id, l.reason, persons.name, persons.household_id
      FROM register_import_left l
      JOIN persons ON persons.county_id = l.county_id AND persons.id = l.person_id AND ${personsFor(ctx.actor, 'register.import')}
      WHERE l.county_id = ${ctx.countyId} AND l.import_id = ${importId} AND (${after}::uuid IS NULL OR l.person_id > ${after}::uuid)
      ORDER BY l.person_id LIMIT ${limit + 1}`.execute(tx)
    const page = toPage(rows, limit, (row) => [row.personId])
    await recordAccess(tx, ctx, {
      purpose: 'register.import',
      subjectKind: 'person',
      subjectIds: page.items.map((row) => row.personId),
      fieldGroup: 'basic',
    })
    return { items: page.items.map(({ name, ...row }) => ({ ...row, title: mask.name(name) })), next: page.next }
  })
}

/** The rows at fault as they stood, with what is wrong with each, in a form that may be corrected and sent again. */
export async function getRejected(
  ctx: Ctx,
  importId: string,
): Promise<RouteOutput<typeof registerImportRoutes.getListRejected>> {
  const list = await getImportRow(ctx, importId)
  const { rows } = await sql<{ line: number; column: string | null; reason: keyof typeof listFaultText }>`
    SELECT line, list_column AS column, reason FROM register_import_faults
    WHERE county_id = ${ctx.countyId} AND import_id = ${importId}
      AND line <= coalesce((SELECT line FROM (
        SELECT DISTINCT line FROM register_import_faults WHERE county_id = ${ctx.countyId} AND import_id = ${importId}) d
        ORDER BY line OFFSET ${MOST_REJECTED} LIMIT 1), 2147483647)
    ORDER BY line, place`.execute(ctx.db)
  const byLine = Map.groupBy(rows, (row) => row.line)
  const en = ctx.locale === 'en'
  const lines: string[] = []
  if (list.encoding !== null && list.fileGoneAt === null && byLine.size > 0) {
    for await (const { line, cells } of listRows(ctx.deps, list, list.encoding)) {
      const found = byLine.get(line)
      if (!found) continue
      const reasons = found.map(({ column, reason }) => {
        const heading = headingOf(list.header, list.mapping, column)
        return `${heading === null ? '' : `${heading}: `}${listFaultText[reason][en ? 'en' : 'zh']}`
      })
      lines.push(csvRow([...list.header.map((_, index) => cells[index] ?? ''), reasons.join('; ')]))
    }
  }
  return {
    filename: `${list.fileName.replace(/\.[^.]*$/, '')}-${en ? 'rejected' : '待更正'}.csv`,
    // The mark lets spreadsheets on Chinese Windows read UTF-8.
    csv: `\ufeff${csvRow([...list.header, en ? 'reason' : '原因'])}${lines.join('')}`,
    rows: lines.length,
    more: list.counts.faulty !== undefined && list.counts.faulty > lines.length,
  }
}
