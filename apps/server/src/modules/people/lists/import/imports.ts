import type { ListCounts, ListImport, ListMapping, ListState, OnKnown } from '@linli/contract/people-lists'
import { sql } from 'kysely'
import type { Ctx, Reach } from '../../../../platform/command/ctx.ts'
import type { Db, Tx } from '../../../../platform/database/database.ts'
import { decodeCursor, toPage } from '../../../../platform/http/cursor.ts'
import { Problem } from '../../../../platform/problem/problem.ts'
import { staffNames } from '../../../identity/index.ts'
import type { ListEncoding } from './source.ts'

export interface ImportRow {
  readonly countyId: number
  readonly id: string
  readonly fileName: string
  readonly bytes: number
  readonly parts: number
  readonly received: number[]
  readonly encoding: ListEncoding | null
  readonly header: string[]
  readonly headerLine: number
  readonly mapping: ListMapping
  readonly onKnown: OnKnown
  readonly reach: Reach
  readonly state: ListState
  readonly total: number | null
  readonly done: number
  readonly line: number
  readonly counts: Partial<ListCounts>
  readonly failure: string | null
  readonly failureLine: number | null
  readonly byId: string
  readonly createdAt: string
  readonly finishedAt: string | null
  readonly undoUntil: string | null
  readonly fileGoneAt: string | null
}

export const noCounts: ListCounts = {
  rows: 0,
  faulty: 0,
  persons: 0,
  households: 0,
  dwellings: 0,
  needs: 0,
  unchanged: 0,
  skipped: 0,
  updated: 0,
  toClerk: 0,
  removed: 0,
  restored: 0,
  left: 0,
}

export const importColumns = sql`county_id, id, file_name, bytes, parts, received, encoding, header, header_line, mapping, on_known, reach, state,
  total, done, line, counts, failure, failure_line, by_id, created_at, finished_at, undo_until, file_gone_at`

// One's own; for whoever imports for the whole county, everybody's.
const visible = (ctx: Ctx) =>
  ctx.actor.reach('register.import') === 'county' ? sql`true` : sql`by_id = ${ctx.actor.id}::uuid`

/** A list of one's own. @throws Problem `import.not_found` */
export async function getImportRow(ctx: Ctx, id: string, db: Db = ctx.db): Promise<ImportRow> {
  const { rows } = await sql<ImportRow>`
    SELECT ${importColumns} FROM register_imports
    WHERE county_id = ${ctx.countyId} AND id = ${id} AND ${visible(ctx)}`.execute(db)
  if (!rows[0]) throw new Problem('import.not_found')
  return rows[0]
}

/** The list, locked, in one of these states. @throws Problem `list.wrong_state` */
export async function lockImport(tx: Tx, ctx: Ctx, id: string, states: readonly ListState[]): Promise<ImportRow> {
  const { rows } = await sql<ImportRow>`
    SELECT ${importColumns} FROM register_imports
    WHERE county_id = ${ctx.countyId} AND id = ${id} AND ${visible(ctx)} FOR UPDATE`.execute(tx)
  const [row] = rows
  if (!row) throw new Problem('import.not_found')
  if (!states.includes(row.state)) throw new Problem('list.wrong_state', { state: row.state })
  return row
}

export async function importPage(ctx: Ctx, id: string): Promise<ListImport> {
  const [named] = await withNames(ctx, [await getImportRow(ctx, id)])
  // One row in, one out.
  return named as ListImport
}

export async function listImports(ctx: Ctx, { cursor, limit }: { cursor?: string | undefined; limit: number }) {
  const [at, after] = cursor === undefined ? [] : decodeCursor(cursor, ['instant', 'id'])
  const { rows } = await sql<ImportRow>`
    SELECT ${importColumns} FROM register_imports
    WHERE county_id = ${ctx.countyId} AND ${visible(ctx)}
      AND (${at ?? null}::timestamptz IS NULL OR (date_trunc('milliseconds', created_at), id) < (${at ?? null}::timestamptz, ${after ?? null}::uuid))
    ORDER BY created_at DESC, id DESC LIMIT ${limit + 1}`.execute(ctx.db)
  const page = toPage(rows, limit, (row) => [row.createdAt, row.id])
  return { items: await withNames(ctx, page.items), next: page.next }
}

async function withNames(ctx: Ctx, rows: readonly ImportRow[]): Promise<ListImport[]> {
  const names = await staffNames(
    ctx.deps,
    ctx.countyId,
    rows.map((row) => row.byId),
  )
  const now = ctx.deps.now().toISOString()
  return rows.map((row) => ({
    id: row.id,
    fileName: row.fileName,
    bytes: row.bytes,
    parts: row.parts,
    received: row.received,
    state: row.state,
    encoding: row.encoding,
    header: row.header,
    mapping: row.mapping,
    onKnown: row.onKnown,
    total: row.total,
    done: row.done,
    counts: { ...noCounts, ...row.counts },
    failure: row.failure,
    failureLine: row.failureLine,
    by: names.has(row.byId) ? { id: row.byId, name: names.get(row.byId) ?? '' } : null,
    at: row.createdAt,
    finishedAt: row.finishedAt,
    undoUntil: row.undoUntil,
    may: mayDo(row, now),
  }))
}

export const checkable: readonly ListState[] = ['mapping', 'checked', 'failed']
export const cancellable: readonly ListState[] = ['uploading', 'mapping', 'checking', 'checked', 'running']
export const undoable: readonly ListState[] = ['done', 'cancelled', 'failed']

function mayDo(row: ImportRow, now: string): ListImport['may'] {
  const may: ListImport['may'] = []
  const hasFile = row.fileGoneAt === null && row.encoding !== null
  if (hasFile && row.undoUntil === null && checkable.includes(row.state)) may.push('check')
  if (row.state === 'checked') may.push('run')
  if (cancellable.includes(row.state)) may.push('cancel')
  if (undoable.includes(row.state) && row.undoUntil !== null && row.undoUntil > now) may.push('undo')
  return may
}
