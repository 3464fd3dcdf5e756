import { cpSync, createReadStream, existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import pg from 'pg'
import { migrate } from '../platform/database/migrate.ts'
import { checksums, type Manifest, tableNames } from './backup.ts'
import { UsageError } from './usage-error.ts'
import { withDatabase } from './with-database.ts'

const BATCH = 2_000

/** Checks every file of a backup first, then fills an empty database from it in one transaction. */
export default function restore(args: readonly string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { force: { type: 'boolean', default: false } },
  })
  const [folder] = positionals
  if (!folder || !existsSync(join(folder, 'manifest.json'))) throw new UsageError('restore FOLDER [--force]')
  // Written by `backup`; every file it names is checked below.
  const manifest = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as Manifest
  verify(folder, manifest)
  return withDatabase(async (config, connectionString) => {
    await migrate(connectionString)
    const client = new pg.Client({ connectionString })
    await client.connect()
    const held = await client.query('SELECT 1 FROM counties LIMIT 1')
    if ((held.rowCount ?? 0) > 0 && !values.force)
      throw new UsageError(
        '数据库不是空的；确认要覆盖请加 --force · the database is not empty; add --force to replace it',
      )
    await client.query('BEGIN')
    // Rows come table by table; references are checked when all are there.
    await client.query("SET LOCAL session_replication_role = 'replica'")
    const tables = await tableNames(client)
    await client.query(`TRUNCATE ${tables.map((table) => pg.escapeIdentifier(table)).join(', ')} CASCADE`)
    for (const table of manifest.tables.filter((name) => tables.includes(name)))
      await readTable(client, table, join(folder, 'tables', `${table}.jsonl`))
    await resetSequences(client, tables)
    await client.query('COMMIT')
    await client.end()
    if (existsSync(join(folder, 'files')))
      cpSync(join(folder, 'files'), join(config.dataDir, 'files'), { recursive: true })
    if (existsSync(join(folder, 'secret'))) cpSync(join(folder, 'secret'), join(config.dataDir, 'secret'))
    console.log(`${manifest.tables.length} tables · ${manifest.at}`)
  })
}

function verify(folder: string, manifest: Manifest): void {
  const found = checksums(folder)
  const wrong = Object.entries(manifest.files)
    .filter(([name, hash]) => found[name] !== hash)
    .map(([name]) => name)
  if (wrong.length > 0)
    throw new UsageError(
      `备份已损坏，没有改动任何数据 · the backup is damaged, nothing was touched:\n${wrong.join('\n')}`,
    )
}

async function readTable(client: pg.Client, table: string, path: string): Promise<void> {
  const name = pg.escapeIdentifier(table)
  const insert = (lines: readonly string[]) =>
    client.query(
      `INSERT INTO ${name} OVERRIDING SYSTEM VALUE SELECT * FROM jsonb_populate_recordset(NULL::${name}, $1::jsonb)`,
      [`[${lines.join(',')}]`],
    )
  let lines: string[] = []
  for await (const line of createInterface({ input: createReadStream(path) })) {
    lines.push(line)
    if (lines.length < BATCH) continue
    await insert(lines)
    lines = []
  }
  if (lines.length > 0) await insert(lines)
}

async function resetSequences(client: pg.Client, tables: readonly string[]): Promise<void> {
  for (const table of tables) {
    const { rows } = await client.query<{ column: string }>(
      "SELECT column_name AS column FROM information_schema.columns WHERE table_schema = 'public' AND table_name = $1 AND is_identity = 'YES'",
      [table],
    )
    for (const { column } of rows) {
      const name = pg.escapeIdentifier(table)
      await client.query(
        `SELECT setval(pg_get_serial_sequence($1, $2), greatest((SELECT max(${pg.escapeIdentifier(column)}) FROM ${name}), 1))`,
        [table, column],
      )
    }
  }
}
