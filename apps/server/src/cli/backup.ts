import { createReadStream, existsSync, readdirSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import type { Readable } from 'node:stream'
import { createGzip } from 'node:zlib'
import pg from 'pg'
import { to as copyTo } from 'pg-copy-streams'
import type { Config } from '../platform/config/config.ts'
import { erasureListPath } from '../platform/retention/index.ts'
import { type BackupWriter, tableFile, writeBackup } from './backup-folder.ts'
import { UsageError } from './usage-error.ts'
import { withDatabase } from './with-database.ts'

/** A copy of the list of erasures as it was then: an older backup that is put back needs the newest that there is. */
export const ERASURE_LIST = 'erasures.csv'

/**
 * Writes every table, from one moment, and all pictures into a folder, also while the server runs. No key goes with them:
 * whoever has the folder opens nothing sealed, and finds nobody by a number.
 */
export default function backup([folder]: readonly string[]): Promise<void> {
  if (!folder) throw new UsageError('backup FOLDER')
  if (existsSync(folder) && readdirSync(folder).length > 0) throw new UsageError(`${folder} 不是空的 · is not empty`)
  return withDatabase(async (config, connectionString) => {
    const client = new pg.Client({ connectionString })
    await client.connect()
    try {
      // One snapshot for all tables: what refers to each other stays together.
      await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY')
      await fixFormats(client)
      const writer = writeBackup(folder)
      const tables = await writeTables(client, writer)
      const files = await writeFiles(config, writer)
      writer.finish({
        format: 1,
        at: new Date().toISOString(),
        migrations: (await client.query('SELECT name, checksum FROM migrations ORDER BY name')).rows,
        tables,
        sequences: await sequences(client),
      })
      console.log(`${Object.keys(tables).length} tables, ${files} files → ${folder}`)
    } finally {
      await client.end()
    }
  })
}

/** What the text of dates, intervals and floats depends on, the same for writing and reading. */
export async function fixFormats(client: pg.Client): Promise<void> {
  await client.query("SET LOCAL datestyle = 'ISO'; SET LOCAL intervalstyle = 'postgres'; SET LOCAL timezone = 'UTC'")
  await client.query('SET LOCAL extra_float_digits = 1')
}

/** `vault.facts` names a table of another schema. */
export const identifierOf = (name: string) =>
  name
    .split('.')
    .map((part) => pg.escapeIdentifier(part))
    .join('.')

async function writeTables(client: pg.Client, writer: BackupWriter): Promise<Record<string, number>> {
  const { rows } = await client.query<{ name: string }>(
    // Tables of the vault by their whole name; what its migration puts there is in every database.
    `SELECT CASE schemaname WHEN 'public' THEN '' ELSE schemaname || '.' END || tablename AS name FROM pg_tables
     WHERE schemaname = 'public' OR (schemaname = 'vault' AND tablename IN ('keys', 'facts')) ORDER BY 1`,
  )
  const counts: Record<string, number> = {}
  for (const { name } of rows) {
    const copy = client.query(copyTo(`COPY ${identifierOf(name)} TO STDOUT (FORMAT csv, HEADER)`))
    const zip = createGzip()
    copy.on('error', (error) => zip.destroy(error))
    await writer.write(tableFile(name), copy.pipe(zip))
    counts[name] = copy.rowCount
  }
  return counts
}

async function writeFiles(config: Config, writer: BackupWriter): Promise<number> {
  const root = join(config.dataDir, 'files')
  let count = 0
  for (const entry of existsSync(root) ? readdirSync(root, { recursive: true, withFileTypes: true }) : []) {
    if (!entry.isFile()) continue
    const path = join(entry.parentPath, entry.name)
    if (isUploadedList(root, path)) continue
    const content = await opened(path)
    if (content === null) continue
    await writer.write(`files/${relative(root, path).split(sep).join('/')}`, content)
    count++
  }
  const list = await opened(erasureListPath(config))
  if (list !== null) await writer.write(ERASURE_LIST, list)
  return count
}

/** Of a list that waits to be worked on nothing is kept: it is whole files of people, and can be handed in again. */
const isUploadedList = (root: string, path: string) => relative(root, path).split(sep)[1] === 'lists'

/** Null for a file that is gone: the server may have cleared away an upload that nobody used. */
function opened(path: string): Promise<Readable | null> {
  return new Promise((resolve, reject) => {
    const content = createReadStream(path)
    content.once('open', () => resolve(content))
    content.once('error', (error: NodeJS.ErrnoException) => (error.code === 'ENOENT' ? resolve(null) : reject(error)))
  })
}

async function sequences(client: pg.Client): Promise<Record<string, string>> {
  const { rows } = await client.query<{ name: string; last: string }>(
    `SELECT sequencename AS name, last_value AS last FROM pg_sequences
     WHERE schemaname = 'public' AND last_value IS NOT NULL ORDER BY sequencename`,
  )
  return Object.fromEntries(rows.map(({ name, last }) => [name, last]))
}
