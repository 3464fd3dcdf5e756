import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import pg from 'pg'

const folder = fileURLToPath(new URL('../../../migrations/', import.meta.url))
/** Any number that nothing else locks; two starts at once migrate one after the other. */
const LOCK = 421_087_001

/**
 * Brings a database up to date: numbered SQL files, forward only, each in a transaction of its own, so that a crash
 * leaves whole steps. Waits at most two seconds for a lock: a running server is never stalled by a migration.
 * @returns the names applied now.
 * @throws when a file that was applied has been edited since.
 */
export async function migrate(connectionString: string): Promise<string[]> {
  const client = new pg.Client({ connectionString })
  await client.connect()
  try {
    await client.query('SELECT pg_advisory_lock($1)', [LOCK])
    await client.query(
      'CREATE TABLE IF NOT EXISTS migrations (name text PRIMARY KEY, checksum text NOT NULL, at timestamptz NOT NULL DEFAULT now())',
    )
    const { rows } = await client.query<{ name: string; checksum: string }>('SELECT name, checksum FROM migrations')
    const applied = new Map(rows.map((row) => [row.name, row.checksum]))
    const now: string[] = []
    for (const { name, sql, checksum } of migrationFiles()) {
      const earlier = applied.get(name)
      if (earlier === checksum) continue
      if (earlier !== undefined)
        throw new Error(`migration ${name} was edited after it had been applied; write a new one instead`)
      await applyOne(client, name, sql, checksum)
      now.push(name)
    }
    return now
  } finally {
    await client.end()
  }
}

async function applyOne(client: pg.Client, name: string, sql: string, checksum: string): Promise<void> {
  await client.query('BEGIN')
  try {
    await client.query("SET LOCAL lock_timeout = '2s'")
    await client.query(sql)
    await client.query('INSERT INTO migrations (name, checksum) VALUES ($1, $2)', [name, checksum])
    await client.query('COMMIT')
  } catch (error) {
    await client.query('ROLLBACK')
    throw new Error(`migration ${name} failed`, { cause: error })
  }
}

/** The files in order, with what recognises an edited one. */
export function migrationFiles(): { name: string; sql: string; checksum: string }[] {
  return readdirSync(folder)
    .filter((name) => /^\d{4}_.+\.sql$/.test(name))
    .toSorted()
    .map((name) => {
      const sql = readFileSync(`${folder}${name}`, 'utf8')
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') }
    })
}
