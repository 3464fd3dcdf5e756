import { importFaultText, type ImportRow } from '@linli/contract/areas'
import { sql } from 'kysely'
import type { Ctx } from '../../../platform/command/ctx.ts'
import { csvRow } from '../../../platform/csv.ts'
import type { Db } from '../../../platform/database/database.ts'
import { decodeCursor, toPage } from '../../../platform/http/cursor.ts'
import { Problem } from '../../../platform/problem/problem.ts'
import { staffNames } from '../../identity/index.ts'

const columns = ['id', 'kind', 'state', 'fileName', 'options', 'report', 'byId', 'at'] as const
type Row = Omit<ImportRow, 'by'> & { byId: string | null }

export async function getImportRow(ctx: Ctx, id: string, db: Db = ctx.db): Promise<ImportRow> {
  const row = await db
    .selectFrom('imports')
    .select(columns)
    .where('countyId', '=', ctx.countyId)
    .where('id', '=', id)
    .executeTakeFirst()
  if (!row) throw new Problem('import.not_found')
  // Options and report are written by this module only.
  const [named] = await withNames(ctx, [row as Row])
  return named as ImportRow
}

export async function listImports(ctx: Ctx, { cursor, limit }: { cursor?: string | undefined; limit: number }) {
  let rows = ctx.db
    .selectFrom('imports')
    .select(columns)
    .where('countyId', '=', ctx.countyId)
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit + 1)
  if (cursor !== undefined) {
    const [at, id] = decodeCursor(cursor, ['instant', 'id'])
    rows = rows.where(sql<boolean>`(date_trunc('milliseconds', at), id) < (${at}::timestamptz, ${id}::uuid)`)
  }
  const page = toPage((await rows.execute()) as Row[], limit, (row) => [row.at, row.id])
  return { items: await withNames(ctx, page.items), next: page.next }
}

async function withNames(ctx: Ctx, rows: readonly Row[]): Promise<ImportRow[]> {
  const names = await staffNames(
    ctx.deps,
    ctx.countyId,
    rows.flatMap(({ byId }) => byId ?? []),
  )
  return rows.map(({ byId, ...row }) => {
    const name = byId === null ? undefined : names.get(byId)
    return { ...row, by: byId !== null && name !== undefined ? { id: byId, name } : null }
  })
}

/** The rows at fault as they stood, with what is wrong with each, in a form that may be corrected and sent again. */
export async function getRejectedRows(ctx: Ctx, importId: string): Promise<{ filename: string; csv: string }> {
  const { report, fileName } = await getImportRow(ctx, importId)
  const { rejected } = await ctx.db
    .selectFrom('imports')
    .select('rejected')
    .where('countyId', '=', ctx.countyId)
    .where('id', '=', importId)
    .executeTakeFirstOrThrow()
  // Written by this module: the header, then rows that begin with their line number.
  const [header = [], ...rows] = rejected as string[][]
  const en = ctx.locale === 'en'
  const reasonsOf = (line: string) =>
    report.faults
      .filter(({ row }) => String(row) === line)
      .map(({ column, reason }) => `${column ? `${column}: ` : ''}${importFaultText[reason][en ? 'en' : 'zh']}`)
      .join('; ')
  const lines = rows.map(([line = '', ...cells]) =>
    csvRow([...header.map((_, index) => cells[index] ?? ''), line, reasonsOf(line)]),
  )
  // The mark lets spreadsheets on Chinese Windows read UTF-8.
  const csv = `\ufeff${csvRow([...header, en ? 'row' : '行', en ? 'reason' : '原因'])}${lines.join('')}`
  return { filename: `${fileName.replace(/\.[^.]*$/, '')}-${en ? 'rejected' : '待更正'}.csv`, csv }
}
