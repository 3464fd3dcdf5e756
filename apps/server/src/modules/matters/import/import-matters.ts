import {
  type MatterFault,
  matterFaultText,
  type MatterImportResult,
  type matterImportRoutes,
  mostImportRows,
} from '@linli/contract/matter-import'
import type { RouteParsed } from '@linli/contract/route'
import { createHash } from 'node:crypto'
import { dayIn } from '../../../platform/calendar/index.ts'
import type { Ctx } from '../../../platform/command/ctx.ts'
import { partId } from '../../../platform/command/part-id.ts'
import { doneCommands } from '../../../platform/command/run-command.ts'
import { countyOf } from '../../../platform/county/county.ts'
import { csvRow } from '../../../platform/csv.ts'
import { Problem } from '../../../platform/problem/problem.ts'
import { readTable } from '../../../platform/tables/read-table.ts'
import { type AreasOfDay, areasOn, toWgs84 } from '../../areas/index.ts'
import { currentCategories } from '../categories.ts'
import { knownSourceNumbers } from '../queries.ts'
import { reportMatter } from '../report.ts'
import { checkRow, daysIn, type GoodRow, type Knowledge } from './check-row.ts'
import { type MatterList, readColumns } from './columns.ts'

type Input = RouteParsed<typeof matterImportRoutes.importMatters>

/**
 * Takes a list of matters in. Every row is checked before the first is written; then each is a command of its own whose id
 * follows from the import's: a server that dies midway, asked again, goes on where it stopped.
 */
export async function importMatters(ctx: Ctx, input: Input): Promise<MatterImportResult> {
  const list = readColumns(await readTable(Buffer.from(input.data, 'base64')))
  if (list.rows.length > mostImportRows) {
    throw new Problem('import.unreadable', { reason: 'too_many_rows', limit: mostImportRows })
  }
  const { good, faults } = check(list, await knowledgeFor(ctx, input, list))
  const refused = faults.length > 0 && input.mode === 'all_or_nothing'
  const created: MatterImportResult['created'] = []
  if (!input.dryRun && !refused) {
    for (const row of good) {
      const taken = await takeRow(ctx, input, row)
      if (taken) created.push({ row: row.line, ...taken })
      else faults.push({ row: row.line, column: null, value: '', reason: 'not_taken' })
    }
  }
  return {
    state: input.dryRun ? 'checked' : refused ? 'refused' : 'applied',
    rows: list.rows.length,
    columns: [...list.columns],
    created,
    faults,
    rejected: faults.length === 0 ? null : rejectedRows(ctx, list, faults),
  }
}

function check(list: MatterList, known: Knowledge): { good: GoodRow[]; faults: MatterFault[] } {
  const good: GoodRow[] = []
  const faults: MatterFault[] = []
  const headingOf = new Map(list.columns.map(({ column, heading }) => [column, heading]))
  for (const row of list.rows) {
    const checked = checkRow(row, known)
    if (!Array.isArray(checked)) good.push(checked)
    else {
      for (const { column, reason } of checked) {
        const heading = headingOf.get(column) ?? column
        faults.push({ row: row.line, column: heading, value: (row.cells[column] ?? '').slice(0, 100), reason })
      }
    }
  }
  return { good, faults }
}

async function knowledgeFor(ctx: Ctx, input: Input, list: MatterList): Promise<Knowledge> {
  const { deps, countyId } = ctx
  const [categories, county] = await Promise.all([currentCategories(deps, countyId), countyOf(deps, countyId)])
  const clock = { timeZone: county.timeZone, now: deps.now() }
  const today = dayIn(clock.timeZone, clock.now)
  const areas = new Map<string, AreasOfDay>()
  for (const day of daysIn(list.rows, clock).add(today)) areas.set(day, await areasOn(deps, countyId, day))
  const areasOf = (day: string | null) => areas.get(day ?? today)
  // Rows that this very import took before it was cut off are no repetitions: their command answers again.
  const done = await doneCommands(
    ctx,
    list.rows.map((row) => partId(input.commandId, row.line)),
  )
  const numbers = list.rows
    .filter((row) => !done.has(partId(input.commandId, row.line)))
    .map((row) => row.cells.sourceNumber || row.fingerprint)
  return {
    categories: new Map(
      categories.flatMap(({ code, rules }) => [rules.names.en, rules.names.zh, code].map((name) => [name, code])),
    ),
    ...clock,
    areaOf: (code, day) => {
      // Another system may tell of old times by the codes of today.
      const found = [areasOf(day), areasOf(null)].map((one) => one?.byCode.get(code)).find((area) => area !== undefined)
      return found?.level === 'village' || found?.level === 'grid' ? found.id : undefined
    },
    inCounty: (point, day) => {
      const { lon, lat } = toWgs84(point, input.datum)
      return areasOf(day)?.locator.locate(lon, lat).outcome !== 'outside'
    },
    known: await knownSourceNumbers(ctx.db, countyId, input.channel, numbers),
    seen: new Set(),
  }
}

async function takeRow(ctx: Ctx, input: Input, row: GoodRow): Promise<{ id: string; number: string } | null> {
  const { name, phone, sourceNumber, line, ...report } = row
  const rowCtx = { ...ctx, inputHash: createHash('sha256').update(JSON.stringify(row)).digest() }
  try {
    const { id, number } = await reportMatter(rowCtx, {
      ...report,
      commandId: partId(input.commandId, line),
      channel: input.channel,
      datum: input.datum,
      photos: [],
      sourceNumber,
      reporter: { name, phone, anonymous: false, notify: input.notify && phone !== undefined },
    })
    return { id, number }
  } catch (error) {
    // What another hand changed meanwhile (a category retired, a number imported) concerns this row alone.
    if (error instanceof Problem && error.status < 500 && error.code !== 'command.reused') return null
    throw error
  }
}

function rejectedRows(ctx: Ctx, list: MatterList, faults: readonly MatterFault[]): string {
  const byRow = Map.groupBy(faults, (fault) => fault.row)
  const lines = list.rows
    .filter((row) => byRow.has(row.line))
    .map((row) => {
      const reasons = (byRow.get(row.line) ?? []).map(
        ({ column, reason }) => `${column === null ? '' : `${column}: `}${matterFaultText[reason][ctx.locale]}`,
      )
      return csvRow([...list.header.map((_, index) => row.raw[index] ?? ''), reasons.join('; ')])
    })
  return `\ufeff${csvRow([...list.header, ctx.locale === 'zh' ? '原因' : 'reason'])}${lines.join('')}`
}
