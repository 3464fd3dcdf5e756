import { listPartBytes, type ListImport, ListMapping, type registerImportRoutes } from '@linli/contract/people-lists'
import type { RouteParsed } from '@linli/contract/route'
import { sql } from 'kysely'
import type { Ctx } from '../../../../platform/command/ctx.ts'
import { type CommandTx, runCommand } from '../../../../platform/command/run-command.ts'
import type { Deps } from '../../../../platform/deps.ts'
import { Problem } from '../../../../platform/problem/problem.ts'
import type { TableRow } from '../../../../platform/tables/workbook-rows.ts'
import { headingsAmong, headingsKey } from './columns.ts'
import {
  cancellable,
  checkable,
  getImportRow,
  type ImportRow,
  importPage,
  lockImport,
  noCounts,
  undoable,
} from './imports.ts'
import { encodingOf, keepPart, partsOf, readList } from './source.ts'
import { UNDO_DAYS } from './work.ts'

/** Rows that may stand above those of the people: a title, who made the list, the headings. */
const MOST_ABOVE = 10

type Input<N extends keyof typeof registerImportRoutes> = RouteParsed<(typeof registerImportRoutes)[N]>

/** Announces a file, or finds the upload of the same file that was broken off. */
export async function beginImport(ctx: Ctx, input: Input<'beginListImport'>): Promise<ListImport> {
  const { commandId, importId, fileName, bytes, digest = null } = input
  const { id } = await runCommand(ctx, commandId, async (tx) => {
    const { rows } = await sql<{ id: string }>`
      SELECT id FROM register_imports
      WHERE county_id = ${ctx.countyId} AND by_id = ${ctx.actor.id}::uuid AND state = 'uploading' AND file_gone_at IS NULL
        AND file_name = ${fileName} AND bytes = ${bytes} AND digest = ${digest}
      ORDER BY created_at DESC LIMIT 1`.execute(tx.db)
    const begun = rows[0]?.id ?? importId
    tx.subject('register_import', begun)
    if (!rows[0])
      await sql`
        INSERT INTO register_imports (county_id, id, file_name, bytes, parts, digest, reach, by_id, created_at)
        VALUES (${ctx.countyId}, ${importId}, ${fileName}, ${bytes}, ${partsOf(bytes)}, ${digest}, ${reachOf(ctx)}::jsonb, ${ctx.actor.id}::uuid, ${ctx.deps.now().toISOString()})`.execute(
        tx.db,
      )
    return { id: begun }
  })
  return importPage(ctx, id)
}

/** Keeps one part of the file. With the last one it is looked at: its encoding, its headings, what they meant before. */
export async function takePart(
  ctx: Ctx,
  { commandId, importId, part, data }: Input<'sendListPart'>,
): Promise<ListImport> {
  const list = await getImportRow(ctx, importId)
  if (list.state !== 'uploading') return importPage(ctx, importId)
  const bytes = Buffer.from(data, 'base64')
  const expected = part < list.parts - 1 ? listPartBytes : list.bytes - (list.parts - 1) * listPartBytes
  if (part >= list.parts || bytes.length !== expected) throw new Problem('import.unreadable', { reason: 'too_large' })
  await keepPart(ctx.deps, list, part, bytes)
  const received = await runCommand(ctx, commandId, async (tx) => {
    tx.subject('register_import', importId)
    const now = await lockImport(tx.db, ctx, importId, ['uploading', 'mapping'])
    const parts = [...new Set([...now.received, part])].toSorted((a, b) => a - b)
    await sql`
      UPDATE register_imports SET received = ${parts}::int[]
      WHERE county_id = ${ctx.countyId} AND id = ${importId}`.execute(tx.db)
    return parts
  })
  if (received.length === list.parts) await lookAt(ctx, list)
  return importPage(ctx, importId)
}

async function lookAt(ctx: Ctx, list: ImportRow): Promise<void> {
  const encoding = await encodingOf(ctx.deps, list)
  const first: TableRow[] = []
  for await (const row of readList(ctx.deps, list, encoding)) if (first.push(row) > MOST_ABOVE) break
  if (first.length < 2) throw new Problem('import.unreadable', { reason: 'empty' })
  // With at least one row behind them.
  const headers = first
    .slice(0, -1)
    .map(({ line, cells }) => ({ line, header: cells.map((cell) => cell.trim().slice(0, 100)) }))
  const remembered = await ctx.db
    .selectFrom('registerListHeadings')
    .select(['headings', 'mapping'])
    .where('countyId', '=', ctx.countyId)
    .where(
      'headings',
      'in',
      headers.map(({ header }) => headingsKey(header)),
    )
    .execute()
  const known = new Map(remembered.map(({ headings, mapping }) => [headings, ListMapping.parse(mapping)]))
  const { line, header, mapping } = headingsAmong(headers, (one) => known.get(headingsKey(one)))
  await sql`
    UPDATE register_imports SET state = 'mapping', encoding = ${encoding}, header = ${header}::text[], header_line = ${line},
      mapping = ${JSON.stringify(mapping)}::jsonb
    WHERE county_id = ${ctx.countyId} AND id = ${list.id} AND state = 'uploading'`.execute(ctx.db)
}

/** The columns are settled and remembered; the background tries every row. */
export async function checkList(ctx: Ctx, input: Input<'checkList'>): Promise<ListImport> {
  const { commandId, importId, mapping, onKnown } = input
  await runCommand(ctx, commandId, async (tx) => {
    tx.subject('register_import', importId)
    const list = await lockImport(tx.db, ctx, importId, checkable)
    if (list.encoding === null || list.fileGoneAt !== null || list.undoUntil !== null)
      throw new Problem('list.wrong_state', { state: list.state })
    for (const needed of ['name', 'address'] as const) {
      if (mapping[needed] === undefined)
        throw new Problem('import.unreadable', { reason: 'missing_column', column: needed })
    }
    if (mapping.gridCode === undefined && (mapping.gridName === undefined || mapping.villageName === undefined))
      throw new Problem('import.unreadable', { reason: 'missing_column', column: 'gridCode' })
    await tx.db
      .insertInto('registerListHeadings')
      .values({ countyId: ctx.countyId, headings: headingsKey(list.header), mapping: JSON.stringify(mapping) })
      .onConflict((conflict) =>
        conflict
          .columns(['countyId', 'headings'])
          .doUpdateSet({ mapping: JSON.stringify(mapping), usedAt: sql`now()` }),
      )
      .execute()
    await startOver(tx, ctx, importId, 'checking')
    await sql`
      UPDATE register_imports SET mapping = ${JSON.stringify(mapping)}::jsonb, on_known = ${onKnown}
      WHERE county_id = ${ctx.countyId} AND id = ${importId}`.execute(tx.db)
    return { done: true }
  })
  return importPage(ctx, importId)
}

export async function runList(ctx: Ctx, { commandId, importId }: Input<'runList'>): Promise<ListImport> {
  await runCommand(ctx, commandId, async (tx) => {
    tx.subject('register_import', importId)
    await lockImport(tx.db, ctx, importId, ['checked'])
    await startOver(tx, ctx, importId, 'running')
    await sql`
      UPDATE register_imports SET undo_until = ${daysOn(ctx.deps, UNDO_DAYS)}
      WHERE county_id = ${ctx.countyId} AND id = ${importId}`.execute(tx.db)
    return { done: true }
  })
  return importPage(ctx, importId)
}

/** From the first row, with an empty report, as far as the clerk reaches now. */
async function startOver(tx: CommandTx, ctx: Ctx, importId: string, state: 'checking' | 'running'): Promise<void> {
  for (const table of ['register_import_faults', 'register_import_matches']) {
    await sql`DELETE FROM ${sql.table(table)} WHERE county_id = ${ctx.countyId} AND import_id = ${importId}`.execute(
      tx.db,
    )
  }
  await sql`
    UPDATE register_imports SET state = ${state}, reach = ${reachOf(ctx)}::jsonb, line = 0, done = 0, counts = ${JSON.stringify(noCounts)}::jsonb,
      failure = NULL, failure_line = NULL, finished_at = NULL, claimed_by = NULL, claimed_until = NULL
    WHERE county_id = ${ctx.countyId} AND id = ${importId}`.execute(tx.db)
}

export async function cancelList(ctx: Ctx, { commandId, importId }: Input<'cancelList'>): Promise<ListImport> {
  await runCommand(ctx, commandId, async (tx) => {
    tx.subject('register_import', importId)
    await lockImport(tx.db, ctx, importId, cancellable)
    await sql`
      UPDATE register_imports SET state = 'cancelled', finished_at = ${ctx.deps.now().toISOString()}, claimed_by = NULL, claimed_until = NULL
      WHERE county_id = ${ctx.countyId} AND id = ${importId}`.execute(tx.db)
    return { done: true }
  })
  return importPage(ctx, importId)
}

export async function undoList(ctx: Ctx, { commandId, importId }: Input<'undoList'>): Promise<ListImport> {
  await runCommand(ctx, commandId, async (tx) => {
    tx.subject('register_import', importId)
    const list = await lockImport(tx.db, ctx, importId, undoable)
    if (list.undoUntil === null || list.undoUntil <= ctx.deps.now().toISOString())
      throw new Problem('list.wrong_state', { state: list.state })
    await sql`
      UPDATE register_imports SET state = 'undoing', claimed_by = NULL, claimed_until = NULL
      WHERE county_id = ${ctx.countyId} AND id = ${importId}`.execute(tx.db)
    return { done: true }
  })
  return importPage(ctx, importId)
}

const reachOf = (ctx: Ctx) => JSON.stringify(ctx.actor.reach('register.import'))
const daysOn = (deps: Deps, days: number) => new Date(deps.now().getTime() + days * 86_400_000).toISOString()
