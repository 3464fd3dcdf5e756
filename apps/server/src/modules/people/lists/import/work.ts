import { type ListCounts, ListMapping } from '@linli/contract/people-lists'
import { sql } from 'kysely'
import type { Ctx } from '../../../../platform/command/ctx.ts'
import { recordWork } from '../../../../platform/command/run-command.ts'
import { systemCtx } from '../../../../platform/command/system-ctx.ts'
import { newId } from '../../../../platform/crypto/id.ts'
import type { Tx } from '../../../../platform/database/database.ts'
import { transact } from '../../../../platform/database/transact.ts'
import type { Deps } from '../../../../platform/deps.ts'
import { Problem } from '../../../../platform/problem/problem.ts'
import type { TableRow } from '../../../../platform/tables/read-table.ts'
import { todayIn } from '../../../areas/index.ts'
import { checkRow, type ListedPerson, type RowFault, type RowRules } from './check-row.ts'
import { cellsOf } from './columns.ts'
import { gridFinder } from './grids.ts'
import { type ImportRow, importColumns, noCounts } from './imports.ts'
import { type BatchFault, storeReport } from './report.ts'
import { listRows } from './source.ts'
import { Survey } from './survey.ts'
import { takeBatch } from './take-batch.ts'
import { undoBatch } from './undo.ts'

/** Persons per transaction: large enough to be fast, small enough that what a crash repeats is not noticed. */
export const BATCH = 2_000
/** How long one turn lasts: whoever stops the server waits no longer. */
const TURN_MS = 2_000
/** A process that has not reported for this long has died. */
const CLAIM = sql`interval '30 seconds'`
/** Rows that are checked before others get the processor. */
const BREATH = 250
/** Days in which an import may be undone, and after which its file is gone. */
export const UNDO_DAYS = 7

/** What a process remembers of a list between two turns; another process can always make it anew. */
interface Work {
  readonly importId: string
  readonly state: string
  /** Of this turn: a grid may close while a list is at work. */
  rules: RowRules
  readonly survey: Survey
  readonly rows: AsyncIterator<TableRow>
  /** Rows that were read and are not behind yet. */
  pending: TableRow[]
  line: number
  batch: number
  /** Households and dwellings that a trial has counted. */
  readonly counted: Set<string>
}

const processes = new WeakMap<Deps, { readonly id: string; work: Work | null }>()

function processOf(deps: Deps) {
  let own = processes.get(deps)
  if (!own) processes.set(deps, (own = { id: newId(), work: null }))
  return own
}

/** Whoever may not act any more: the list was cancelled, or another process has taken it over. */
class Lost extends Error {}

/** One turn of work on the oldest list that waits. @returns whether there was any. */
export async function workOnLists(deps: Deps, turnMs = TURN_MS, batch = BATCH): Promise<boolean> {
  const own = processOf(deps)
  const list = await claim(deps, own.id)
  if (!list) {
    own.work = null
    return false
  }
  const ctx = ctxOf(deps, list)
  try {
    if (list.state === 'undoing') await undoBatch(ctx, list, own.id, turnMs)
    else await goOn(ctx, list, own, turnMs, batch)
  } catch (error) {
    own.work = null
    if (error instanceof Lost) return true
    if (!(error instanceof Problem) || error.code !== 'import.unreadable') throw error
    const { reason, line } = error.details ?? {}
    await fail(deps, list, typeof reason === 'string' ? reason : 'csv', typeof line === 'number' ? line : null)
  }
  return true
}

async function claim(deps: Deps, process: string): Promise<ImportRow | undefined> {
  const { rows } = await sql<ImportRow>`
    UPDATE register_imports SET claimed_by = ${process}, claimed_until = now() + ${CLAIM}
    WHERE (county_id, id) IN (
      SELECT county_id, id FROM register_imports
      WHERE county_id = ${deps.config.countyId} AND state IN ('checking', 'running', 'undoing')
        AND (claimed_by = ${process} OR claimed_until IS NULL OR claimed_until < now())
      ORDER BY created_at LIMIT 1 FOR UPDATE SKIP LOCKED)
    RETURNING ${importColumns}`.execute(deps.db)
  return rows[0]
}

/** The clerk who asked for it, with the reach that they had then. */
function ctxOf(deps: Deps, list: ImportRow): Ctx {
  const actor = {
    kind: 'staff' as const,
    id: list.byId,
    name: '',
    countyId: list.countyId,
    posts: [],
    may: () => true,
    reach: () => list.reach,
  }
  return { ...systemCtx(deps, list.countyId, 'register.list_worked'), actor }
}

async function goOn(ctx: Ctx, list: ImportRow, own: ReturnType<typeof processOf>, turnMs: number, batch: number) {
  const ends = performance.now() + turnMs
  let { work } = own
  if (work?.importId !== list.id || work.state !== list.state || work.line !== list.line) {
    own.work = null
    work = await begin(ctx, list, own.id, batch)
    own.work = work
  } else work.rules = await rulesFor(ctx, list)
  let counts: ListCounts = { ...noCounts, ...list.counts }
  do {
    const rows = await nextRows(work)
    if (rows.length === 0) {
      await finish(ctx, list, own.id)
      own.work = null
      return
    }
    try {
      counts = await oneBatch(ctx, list, own.id, work, rows, counts)
      work.pending = work.pending.slice(rows.length)
      work.line = rows.at(-1)?.line ?? work.line
      work.batch = Math.min(batch, work.batch * 2)
    } catch (error) {
      if (!isRefusedByData(error)) throw error
      // One row in a hundred thousand that the checks let pass and the database does not: it is found by halving.
      if (rows.length === 1) {
        counts = await oneBatch(ctx, list, own.id, work, rows, counts, true)
        work.pending = work.pending.slice(1)
        work.line = rows[0]?.line ?? work.line
      } else work.batch = Math.max(1, Math.floor(rows.length / 2))
    }
  } while (performance.now() < ends)
}

async function rulesFor({ deps, countyId }: Ctx, list: ImportRow): Promise<RowRules> {
  return { today: await todayIn(deps, countyId), findGrid: await gridFinder(deps, countyId, list.reach) }
}

/** Reads the list once as a whole, then stands behind the last row that is in. */
async function begin(ctx: Ctx, list: ImportRow, process: string, batch: number): Promise<Work> {
  const { deps } = ctx
  // The check made sure of it before the work was asked for.
  const encoding = list.encoding ?? 'utf-8'
  const mapping = ListMapping.parse(list.mapping)
  const rules = await rulesFor(ctx, list)
  const survey = new Survey()
  for await (const row of listRows(deps, list, encoding)) {
    survey.rows++
    const checked = checkLine(row, mapping, rules)
    if (Array.isArray(checked)) survey.addFaulty(checked)
    else survey.add(checked)
    if (survey.rows % BREATH === 0) await breath()
    // The survey of the largest list takes longer than a claim lasts.
    if (survey.rows % 20_000 === 0) await renew(deps, list, process, list.total)
  }
  await renew(deps, list, process, survey.rows)
  const rows = listRows(deps, list, encoding)
  const work: Work = {
    importId: list.id,
    state: list.state,
    rules,
    survey,
    rows,
    pending: [],
    line: list.line,
    batch,
    counted: new Set(),
  }
  while (list.line > 0) {
    const { value, done } = await rows.next()
    if (done) break
    if (value.line > list.line) {
      work.pending.push(value)
      break
    }
  }
  return work
}

/** Of a row whose cells run into each other nothing else is said. */
const checkLine = ({ line, cells, isBroken }: TableRow, mapping: ListMapping, rules: RowRules) =>
  isBroken ? [{ column: null, reason: 'quote_open' } as const] : checkRow(line, cellsOf(mapping, cells), rules)

async function nextRows(work: Work): Promise<TableRow[]> {
  while (work.pending.length < work.batch) {
    const { value, done } = await work.rows.next()
    if (done) break
    work.pending.push(value)
  }
  return work.pending.slice(0, work.batch)
}

/** Checks and, when it runs, writes these rows; what they brought and how far the list has come commit together. */
async function oneBatch(
  ctx: Ctx,
  list: ImportRow,
  process: string,
  work: Work,
  rows: readonly TableRow[],
  counts: ListCounts,
  refused = false,
): Promise<ListCounts> {
  const mapping = ListMapping.parse(list.mapping)
  const good: ListedPerson[] = []
  const faults: BatchFault[] = []
  for (const [index, row] of rows.entries()) {
    if (index % BREATH === BREATH - 1) await breath()
    const { line } = row
    const cells = cellsOf(mapping, row.cells)
    const checked = checkLine(row, mapping, work.rules)
    const found: RowFault[] = Array.isArray(checked) ? checked : work.survey.faultsOf(checked)
    if (found.length > 0 || Array.isArray(checked)) faults.push({ line, cells, faults: found })
    else if (refused) faults.push({ line, cells, faults: [{ column: 'name', reason: 'not_taken' }] })
    else good.push(checked)
  }
  const line = rows.at(-1)?.line ?? work.line
  return transact(ctx.deps.pool, async (tx) => {
    const taken = await takeBatch(tx, ctx, list, good, work.rules.today, work.counted)
    faults.push(...taken.faults)
    await storeReport(tx, list, faults, taken.matches)
    const sum: ListCounts = { ...counts }
    for (const key of Object.keys(taken.counts) as (keyof ListCounts)[]) sum[key] += taken.counts[key] ?? 0
    sum.rows += rows.length
    sum.faulty += faults.length
    await advance(tx, list, process, { from: work.line, line, counts: sum })
    return { value: sum, last: null }
  })
}

async function advance(
  tx: Tx,
  list: ImportRow,
  process: string,
  { from, line, counts }: { from: number; line: number; counts: ListCounts },
): Promise<void> {
  const { rows } = await sql`
    UPDATE register_imports SET line = ${line}, done = ${counts.rows}, counts = ${JSON.stringify(counts)}::jsonb, claimed_until = now() + ${CLAIM}
    WHERE county_id = ${list.countyId} AND id = ${list.id} AND claimed_by = ${process} AND state = ${list.state} AND line = ${from}
    RETURNING id`.execute(tx)
  if (rows.length === 0) throw new Lost()
}

async function renew(deps: Deps, list: ImportRow, process: string, total: number | null): Promise<void> {
  const { rows } = await sql`
    UPDATE register_imports SET total = ${total}, claimed_until = now() + ${CLAIM}
    WHERE county_id = ${list.countyId} AND id = ${list.id} AND claimed_by = ${process} AND state = ${list.state} RETURNING id`.execute(
    deps.db,
  )
  if (rows.length === 0) throw new Lost()
}

async function finish(ctx: Ctx, list: ImportRow, process: string): Promise<void> {
  const now = ctx.deps.now().toISOString()
  const tried = list.state === 'checking'
  const announce = await ctx.db.transaction().execute((tx) =>
    recordWork(tx, ctx, async (work) => {
      work.subject('register_import', list.id)
      const { rows } = await sql`
        UPDATE register_imports SET state = ${tried ? 'checked' : 'done'}, claimed_by = NULL, claimed_until = NULL,
          finished_at = ${tried ? null : now}::timestamptz
        WHERE county_id = ${list.countyId} AND id = ${list.id} AND claimed_by = ${process} AND state = ${list.state} RETURNING id`.execute(
        tx,
      )
      if (rows.length === 0) throw new Lost()
      if (tried) return
      work.publish({
        module: 'people',
        kind: 'list.imported',
        subjectKind: 'register_import',
        subjectId: list.id,
        scope: [],
      })
    }),
  )
  announce()
}

async function fail(deps: Deps, list: ImportRow, reason: string, line: number | null): Promise<void> {
  await sql`
    UPDATE register_imports SET state = 'failed', failure = ${reason}, failure_line = ${line}, claimed_by = NULL, claimed_until = NULL
    WHERE county_id = ${list.countyId} AND id = ${list.id} AND state = ${list.state}`.execute(deps.db)
}

/** SQLSTATE of data exceptions and of broken constraints: sending the same again changes nothing. */
const isRefusedByData = (error: unknown) =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' && /^2[23]/.test(error.code)

const breath = () => new Promise<void>((resolve) => setImmediate(resolve))
