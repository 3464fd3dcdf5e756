import { createHash } from 'node:crypto'
import { cpSync, createWriteStream, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { UsageError } from './usage-error.ts'
import { withDatabase } from './with-database.ts'

export interface Manifest {
  readonly format: 1
  readonly at: string
  readonly migrations: readonly string[]
  readonly tables: readonly string[]
  /** SHA-256 of every file, by its name. */
  readonly files: Readonly<Record<string, string>>
}

const BATCH = 5_000

/** Writes every table as JSON lines, from one moment, and all pictures, with the checksum of each file. */
export default function backup([folder]: readonly string[]): Promise<void> {
  if (!folder) throw new UsageError('backup FOLDER')
  if (existsSync(folder) && readdirSync(folder).length > 0) throw new UsageError(`${folder} 不是空的 · is not empty`)
  return withDatabase(async (config, connectionString) => {
    mkdirSync(join(folder, 'tables'), { recursive: true })
    const client = new pg.Client({ connectionString })
    await client.connect()
    // One snapshot for all tables: what refers to each other stays together.
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY')
    const tables = await tableNames(client)
    for (const table of tables) await writeTable(client, table, join(folder, 'tables', `${table}.jsonl`))
    const migrations = (await client.query<{ name: string }>('SELECT name FROM migrations ORDER BY name')).rows.map(
      (row) => row.name,
    )
    await client.query('COMMIT')
    await client.end()
    if (existsSync(join(config.dataDir, 'files')))
      cpSync(join(config.dataDir, 'files'), join(folder, 'files'), { recursive: true })
    if (existsSync(join(config.dataDir, 'secret'))) cpSync(join(config.dataDir, 'secret'), join(folder, 'secret'))
    const manifest: Manifest = { format: 1, at: new Date().toISOString(), migrations, tables, files: checksums(folder) }
    writeFileSync(join(folder, 'manifest.json'), JSON.stringify(manifest, null, 1))
    console.log(`${tables.length} tables, ${Object.keys(manifest.files).length} files → ${folder}`)
  })
}

export async function tableNames(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE' AND table_name <> 'migrations' ORDER BY 1",
  )
  return rows.map((row) => row.name)
}

async function writeTable(client: pg.Client, table: string, path: string): Promise<void> {
  const out = createWriteStream(path)
  await client.query(`DECLARE rows CURSOR FOR SELECT to_jsonb(t)::text AS line FROM ${pg.escapeIdentifier(table)} t`)
  for (;;) {
    const { rows } = await client.query<{ line: string }>(`FETCH ${BATCH} FROM rows`)
    if (rows.length === 0) break
    if (!out.write(`${rows.map((row) => row.line).join('\n')}\n`))
      await new Promise((resolve) => out.once('drain', resolve))
  }
  await client.query('CLOSE rows')
  await new Promise<void>((resolve, reject) => out.end((error?: Error | null) => (error ? reject(error) : resolve())))
}

/** SHA-256 of every file below a folder but the manifest itself. */
export function checksums(folder: string): Record<string, string> {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name !== 'manifest.json')
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(folder.length)
        .replace(/^[/\\]/, ''),
    )
  return Object.fromEntries(
    names.toSorted().map((name) => [
      name,
      createHash('sha256')
        .update(readFileSync(join(folder, name)))
        .digest('hex'),
    ]),
  )
}
