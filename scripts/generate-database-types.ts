import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startEmbedded } from '../apps/server/src/platform/database/embedded.ts'
import { migrate } from '../apps/server/src/platform/database/migrate.ts'

// What pg's parsers in platform/database/database.ts make of each type.
const mapping = { timestamptz: 'string', int8: 'number', xid8: 'string', jsonb: 'unknown' }
const target = 'apps/server/src/platform/database/tables.generated.ts'

/** Writes the table types from a freshly migrated database. */
const dataDir = mkdtempSync(join(tmpdir(), 'linli-types-'))
const database = await startEmbedded({ dataDir, volatile: true })
try {
  await migrate(database.connectionString)
  const args = [
    '--camel-case',
    '--date-parser',
    'string',
    '--numeric-parser',
    'number',
    '--type-mapping',
    JSON.stringify(mapping),
  ]
  const run = spawnSync(
    'kysely-codegen',
    [...args, '--exclude-pattern', 'migrations', '--url', database.connectionString, '--out-file', target],
    { stdio: 'inherit' },
  )
  process.exitCode = run.status ?? 1
} finally {
  await database.stop()
  rmSync(dataDir, { recursive: true, force: true })
}
