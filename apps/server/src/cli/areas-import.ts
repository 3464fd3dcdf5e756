import { importFaultText } from '@linli/contract/areas'
import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { parseArgs } from 'node:util'
import { importAreas, todayIn } from '../modules/areas/index.ts'
import { layFoundation } from '../foundation.ts'
import { systemCtx } from '../platform/command/system-ctx.ts'
import { newId } from '../platform/crypto/id.ts'
import { Problem } from '../platform/problem/problem.ts'
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
  const { datum } = values
  if (datum !== 'wgs84' && datum !== 'gcj02' && datum !== 'bd09')
    throw new UsageError(`--datum ${datum}: wgs84, gcj02 or bd09`)
  const file = readFileSync(path)
  return withDeps(async (deps) => {
    const { countyId } = deps.config
    await layFoundation(deps)
    try {
      const done = await importAreas(systemCtx(deps, countyId, 'areas.imported', path), {
        commandId: newId(),
        id: newId(),
        fileName: basename(path),
        format: /\.(geo)?json$/.test(path) ? 'geojson' : 'csv',
        file,
        dryRun: values['dry-run'],
        options: {
          datum,
          codeScheme: 'nbs',
          validFrom: values.from ?? (await todayIn(deps, countyId)),
          mode: values['good-rows'] ? 'apply_good' : 'all_or_nothing',
          illustrative: false,
        },
      })
      const { faults, ...counts } = done.report
      for (const fault of faults)
        console.log(
          `第 ${fault.row} 行 ${fault.column ?? ''} “${fault.value}”：${importFaultText[fault.reason].zh} · ${importFaultText[fault.reason].en}`,
        )
      console.log(JSON.stringify({ state: done.state, ...counts }))
    } catch (error) {
      if (error instanceof Problem)
        throw new UsageError(`${error.code} ${JSON.stringify(error.details ?? error.faults ?? '')}`)
      throw error
    }
  })
}
