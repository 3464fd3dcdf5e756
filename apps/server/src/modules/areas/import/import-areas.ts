import type { AreaImportOptions, ImportFault, ImportReport, ImportRow } from '@linli/contract/areas'
import { sql } from 'kysely'
import type { Ctx } from '../../../platform/command/ctx.ts'
import { type CommandTx, runCommand } from '../../../platform/command/run-command.ts'
import { nameNewCounty } from '../../../platform/county/county.ts'
import { newId } from '../../../platform/crypto/id.ts'
import { Problem } from '../../../platform/problem/problem.ts'
import { announceArea } from '../announce.ts'
import { todayIn } from '../day.ts'
import { followHeirs } from '../heirs.ts'
import { applyPlan } from './apply.ts'
import { type CheckedList, checkRows } from './check-rows.ts'
import { countyCodeOf } from './codes.ts'
import { getImportRow } from './imports.ts'
import { boundsOf, knownAreas, nextDivision } from './known-areas.ts'
import { type KnownFacts, type Plan, planImport } from './plan.ts'
import { type AreaList, readGeoJson, readTableList } from './read-list.ts'
import { usualDay } from './usual-day.ts'

export interface AreaImport {
  readonly commandId: string
  readonly id: string
  readonly fileName: string
  readonly format: 'csv' | 'geojson'
  readonly file: Buffer
  readonly options: AreaImportOptions
  readonly dryRun: boolean
}

/** More would be read by nobody; the file of rejected rows holds as many. */
const MOST_FAULTS = 1_000

/**
 * Reads a list of areas, says what it would change, and unless it is a dry run changes it from a day on.
 * The same list twice changes nothing; a later list closes the old and opens the new, each successor knowing its predecessor.
 */
export async function importAreas(ctx: Ctx, input: AreaImport): Promise<ImportRow> {
  if (ctx.actor.reach('area.import') !== 'county')
    throw new Problem('permission.missing', { permission: 'area.import' })
  const { countyId } = ctx
  const list =
    input.format === 'csv' ? await readTableList(input.file) : readGeoJson(input.file, countyCodeOf(countyId))
  return runCommand(ctx, input.commandId, async (tx) => {
    // Two lists at once would each plan against a county that the other is changing.
    await sql`SELECT pg_advisory_xact_lock(hashtext('areas import'), ${countyId})`.execute(tx.db)
    const today = await todayIn(ctx.deps, countyId)
    const from = input.options.validFrom ?? (await usualDay(tx.db, countyId, input.format, today))
    const { codeScheme } = input.options
    const known = await knownAreas(tx.db, countyId, from, codeScheme)
    const checked = checkRows(list, input.options, countyId, boundsOf(known))
    refuseWrongCounty(checked, list, countyId)
    const plan = planImport({
      rows: checked.areas,
      known,
      from,
      codeScheme,
      complete: isComplete(input, checked),
      illustrative: input.options.illustrative,
      called: list.called,
      newId,
    })
    await refuseOutOfOrder(tx, countyId, from, plan)
    const faults = [...checked.faults, ...plan.faults].toSorted((a, b) => a.row - b.row)
    const refused = faults.length > 0 && input.options.mode === 'all_or_nothing'
    const state = input.dryRun ? 'checked' : refused ? 'refused' : 'applied'
    if (state === 'applied') {
      await applyPlan(tx.db, countyId, from, plan, known)
      await followHeirs(ctx, tx)
      const county = plan.open.find(({ level }) => level === 'county')
      if (county) await nameNewCounty(tx, countyId, county)
      announcePlan(ctx, tx, plan, input.id)
    }
    await tx.db
      .insertInto('imports')
      .values({
        countyId,
        id: input.id,
        kind: input.format === 'csv' ? 'areas_csv' : 'areas_geojson',
        state,
        fileName: input.fileName,
        options: JSON.stringify({ ...input.options, validFrom: from }),
        report: JSON.stringify(reportOf(list, plan, known, faults)),
        rejected: JSON.stringify(rejectedRows(list, faults)),
        byKind: ctx.actor.kind,
        byId: ctx.actor.id,
      })
      .execute()
    tx.subject('import', input.id)
    return getImportRow(ctx, input.id, tx.db)
  })
}

function isComplete({ options, format }: AreaImport, { areas, faults }: CheckedList): boolean {
  // A row that could not be read may be the very area that would be closed for not being named.
  if (faults.length > 0) return false
  if (options.extent !== undefined) return options.extent === 'complete'
  return format === 'csv' && areas.some(({ level }) => level === 'county')
}

function refuseWrongCounty({ areas, faults }: CheckedList, list: AreaList, countyId: number): void {
  const foreign = faults.filter(({ reason }) => reason === 'code_of_other_county')
  const [first] = foreign
  if (first && areas.length === 0 && foreign.length * 2 >= list.rows.length) {
    throw new Problem('import.wrong_county', { expected: String(countyId), found: first.value.slice(0, 6) })
  }
}

// A list of last year, read after this year's, would open what has long closed.
async function refuseOutOfOrder(tx: CommandTx, countyId: number, from: string, plan: Plan): Promise<void> {
  if (plan.open.every(({ level }) => level === 'grid') && plan.close.length === 0) return
  const next = await nextDivision(tx.db, countyId, from)
  if (next !== null) throw new Problem('area.wrong_state', { reason: 'later_change', on: next })
}

function announcePlan(ctx: Ctx, tx: CommandTx, { open, change, close }: Plan, importId: string): void {
  for (const { id } of open) announceArea(ctx, tx, 'area.created', id, [id], { importId })
  for (const { id } of change) announceArea(ctx, tx, 'area.changed', id, [id], { importId })
  for (const id of close) announceArea(ctx, tx, 'area.closed', id, [id], { importId })
}

function reportOf(
  list: AreaList,
  plan: Plan,
  known: readonly KnownFacts[],
  faults: readonly ImportFault[],
): ImportReport {
  const closing = new Set(plan.close)
  for (const { fromId } of plan.successions) closing.delete(fromId)
  return {
    rows: list.rows.length,
    created: plan.open.length,
    changed: new Set(plan.change.map(({ id }) => id)).size,
    closed: plan.close.length,
    unchanged: plan.unchanged,
    succeeded: plan.successions.length,
    withoutSuccessor: known.filter(({ id }) => closing.has(id)).map((area) => calledIn(area, known)),
    faults: faults.slice(0, MOST_FAULTS).map((fault) => ({
      ...fault,
      column: fault.column === null ? null : storable(fault.column),
      value: storable(fault.value),
    })),
    faultCount: faults.length,
    encoding: list.encoding,
  }
}

/** Every village has a first grid: a grid is named with its village. */
function calledIn({ level, parentId, name }: KnownFacts, known: readonly KnownFacts[]): string {
  const village = level === 'grid' ? known.find(({ id }) => id === parentId)?.name : undefined
  return `${village ?? ''}${name}`
}

/** What is said of a row must be kept, also where the row itself could not be. */
const storable = (cell: string) => cell.replaceAll('\u0000', '').toWellFormed()

function rejectedRows(list: AreaList, faults: readonly ImportFault[]): string[][] {
  const lines = new Set(faults.map(({ row }) => row))
  const rows = list.rows.filter(({ line }) => lines.has(line)).slice(0, MOST_FAULTS)
  return rows.length === 0
    ? []
    : [[...list.header], ...rows.map(({ line, raw }) => [String(line), ...raw].map(storable))]
}
