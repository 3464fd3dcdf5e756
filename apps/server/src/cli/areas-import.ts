import { AreaImportOptions, importFaultText, type ImportRow } from '@linli/contract/areas'
import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { parseArgs } from 'node:util'
import { importAreas } from '../modules/areas/index.ts'
import { layFoundation } from '../foundation.ts'
import { systemCtx } from '../platform/command/system-ctx.ts'
import { newId } from '../platform/crypto/id.ts'
import { UsageError } from './usage-error.ts'
import { withDeps } from './with-database.ts'

/** Imports areas from a CSV or GeoJSON file and says row by row what was wrong. */
export default function importFile(args: readonly string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      datum: { type: 'string', default: 'gcj02' },
      from: { type: 'string' },
      'good-rows': { type: 'boolean', default: false },
      'dry-run': { type: 'boolean', default: false },
    },
  })
  const [path] = positionals
  if (!path)
    throw new UsageError('areas import FILE [--datum wgs84|gcj02|bd09] [--from 2023-01-01] [--good-rows] [--dry-run]')
  const options = optionsOf(values)
  const file = readFileSync(path)
  return withDeps(async (deps) => {
    const { countyId } = deps.config
    await layFoundation(deps)
    const done = await importAreas(systemCtx(deps, countyId, 'areas.imported', path), {
      commandId: newId(),
      id: newId(),
      fileName: basename(path),
      format: /\.(geo)?json$/.test(path) ? 'geojson' : 'csv',
      file,
      dryRun: values['dry-run'],
      options,
    })
    say(done)
    if (done.state === 'refused') process.exitCode = 1
  })
}

interface Values {
  readonly datum: string
  readonly from?: string | undefined
  readonly 'good-rows': boolean
}

function optionsOf({ datum, from, 'good-rows': goodRows }: Values): AreaImportOptions {
  const parsed = AreaImportOptions.safeParse({
    datum,
    ...(from === undefined ? {} : { validFrom: from }),
    mode: goodRows ? 'apply_good' : 'all_or_nothing',
  })
  if (parsed.success) return parsed.data
  const wrong =
    parsed.error.issues[0]?.path[0] === 'datum' ? `--datum ${datum}: wgs84, gcj02, bd09` : `--from ${from}: 2023-01-01`
  throw new UsageError(`参数不对，应像这样 · not an option: ${wrong}`)
}

const states = {
  applied: '已导入 · imported',
  checked: '试算，没有改动 · a trial, nothing was changed',
  refused: '有错误，没有导入；只导入正确的行请加 --good-rows · refused; --good-rows takes the others',
}

function say({ state, options, report }: ImportRow): void {
  for (const { row, column, value, reason } of report.faults)
    console.log(
      `第 ${row} 行 ${column ?? ''} “${value}”：${importFaultText[reason].zh} · row ${row}: ${importFaultText[reason].en}`,
    )
  const { rows, created, changed, closed, succeeded, unchanged, faultCount, withoutSuccessor } = report
  console.log(`${states[state]}，从 ${options.validFrom} 起有效 · true from ${options.validFrom}`)
  console.log(
    `${rows} 行：新增 ${created}，改动 ${changed}，撤销 ${closed}（${succeeded} 个有接替），不变 ${unchanged}，有误 ${faultCount} 处`,
  )
  console.log(
    `${rows} rows: ${created} opened, ${changed} changed, ${closed} closed (${succeeded} with an heir), ${unchanged} as before, ${faultCount} faults`,
  )
  if (withoutSuccessor.length > 0)
    console.log(`没有接替，请核对 · closed without an heir: ${withoutSuccessor.join('、')}`)
}
