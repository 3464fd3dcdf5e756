import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest'
import { createTestDatabase, onCluster, type TestDatabase } from '../../test/testkit-database.ts'
import { createDb, createPool, type Db } from '../platform/database/database.ts'
import { readEvents } from '../platform/events/events.ts'
import { addEvents, countyId } from '../platform/testing.ts'
import { readBackup } from './backup-folder.ts'

const cli = fileURLToPath(new URL('../cli.ts', import.meta.url))
const target = `restored_${process.pid}`
const keyFiles = ['secret', 'master-keys.json', 'index-keys.json']
let folder: string
let backup: string
let source: TestDatabase
let targetUrl: string

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'linli-backup-'))
  backup = join(folder, 'backup')
  source = await createTestDatabase()
  const cluster = inject('clusterUrl')
  await onCluster(cluster, `CREATE DATABASE ${target}`)
  targetUrl = Object.assign(new URL(cluster), { pathname: `/${target}` }).href
  await fill(source.connectionString)
  mkdirSync(join(folder, 'old', 'files', 'ab'), { recursive: true })
  writeFileSync(join(folder, 'old', 'files', 'ab', 'picture'), Buffer.from([0, 255, 13, 10, 26]))
  const list = join(folder, 'old', 'files', '421087', 'lists', 'a-list')
  mkdirSync(list, { recursive: true })
  writeFileSync(join(list, '0'), 'sealed people')
  for (const name of keyFiles) writeFileSync(join(folder, 'old', name), `key ${name} of the installation, long enough`)
  const made = linli(['backup', backup], source.connectionString, 'old')
  expect(made).toMatchObject({ status: 0 })
})
afterAll(async () => {
  await source.drop()
  await onCluster(inject('clusterUrl'), `DROP DATABASE IF EXISTS ${target} WITH (FORCE)`)
  rmSync(folder, { recursive: true })
})

// Each command is a process of its own.
describe('backup and restore', { timeout: 120_000 }, () => {
  it('refuses a folder that holds something', () => {
    expect(linli(['backup', backup], source.connectionString, 'old')).toMatchObject({ status: 1 })
  })

  it('is readable by its owner only, and checked by sha256sum', () => {
    expect(statSync(backup).mode & 0o077).toBe(0)
    const checked = spawnSync('sha256sum', ['--check', '--quiet', 'SHA256SUMS'], { cwd: backup })
    if (!checked.error) expect(checked.status).toBe(0)
  })

  it.each(['tables/counties.csv.gz', 'files/ab/picture', 'manifest.json', 'SHA256SUMS'])(
    'sees one flipped bit in %s',
    async (name) => {
      await withDamaged(name, (damaged) => expect(readBackup(damaged)).rejects.toThrow('damaged'))
    },
  )

  it('holds no key, and no list of people that waits to be worked on', () => {
    const names = readdirSync(backup, { recursive: true }).map(String)
    expect(names).toContain(join('files', 'ab', 'picture'))
    expect(names.filter((name) => keyFiles.includes(name) || name.includes('lists'))).toEqual([])
  })

  it('touches nothing where the backup is damaged', async () => {
    await withDamaged('tables/areas.csv.gz', (damaged) => {
      const run = linli(['restore', damaged], targetUrl, 'new')
      expect(run).toMatchObject({ status: 1, said: expect.stringContaining('tables/areas.csv.gz') })
    })
    expect(await contents(targetUrl)).toEqual({})
  })

  it('refuses a backup that was not finished', () => {
    const unfinished = join(folder, 'unfinished')
    cpSync(backup, unfinished, { recursive: true, filter: (path) => !path.endsWith('SHA256SUMS') })
    expect(linli(['restore', unfinished], targetUrl, 'new')).toMatchObject({
      status: 1,
      said: expect.stringContaining('finished'),
    })
  })

  it('brings back every row, picture and number into an empty database', async () => {
    const restored = linli(['restore', backup], targetUrl, 'new')
    expect(restored.status).toBe(0)
    for (const told of [
      'use the LINLI_SECRET',
      /master keys are missing.*\(k1-abcdef\)/,
      /keys of the index are missing/,
    ])
      expect(restored.said).toMatch(told)
    expect(await contents(targetUrl)).toEqual(await contents(source.connectionString))
    expect(readFileSync(join(folder, 'new', 'files', 'ab', 'picture'))).toEqual(Buffer.from([0, 255, 13, 10, 26]))
    expect(await foreignKeys(targetUrl)).toEqual(await foreignKeys(source.connectionString))
  })

  it('lets each reader go on with the events that it had not read, and with new ones', async () => {
    await withDb(targetUrl, async (db) => {
      await addEvents(db, [{ kind: 'fresh' }])
      // Other tests' transactions in the same cluster may still be open, and readers wait for those.
      await vi.waitFor(async () => expect(await unread(db, 'behind')).toEqual(['second', 'third', 'fresh']), 10_000)
      expect(await unread(db, 'ahead')).toEqual(['fresh'])
      expect(await unread(db, 'never-read')).toEqual(['first', 'second', 'third', 'fresh'])
    })
  })

  it('replaces a database that is not empty only by force', async () => {
    const refused = linli(['restore', backup], targetUrl, 'new')
    expect(refused).toMatchObject({ status: 1, said: expect.stringContaining('--force') })
    await ask(targetUrl, "INSERT INTO counties (county_id, name, name_en) VALUES (421099, '多', 'extra')")
    expect(linli(['restore', backup, '--force'], targetUrl, 'new')).toMatchObject({ status: 0 })
    expect(await contents(targetUrl)).toEqual(await contents(source.connectionString))
  })

  it('refuses while a server works on the database', async () => {
    await withDb(targetUrl, async (db) => {
      await db.selectFrom('counties').select('countyId').execute()
      const run = linli(['restore', backup, '--force'], targetUrl, 'new')
      expect(run).toMatchObject({ status: 1, said: expect.stringContaining('stop the servers') })
    })
  })

  it('leaves the database as it was where the rows do not fit together', async () => {
    const before = await contents(targetUrl)
    const torn = join(folder, 'torn')
    const other = await createTestDatabase()
    await ask(other.connectionString, 'ALTER TABLE area_codes DROP CONSTRAINT area_codes_area_fk')
    await ask(
      other.connectionString,
      "INSERT INTO area_codes (county_id, area_id, scheme, code, valid_from) VALUES (421087, gen_random_uuid(), 'nbs', '1', '2026-01-01')",
    )
    expect(linli(['backup', torn], other.connectionString, 'old')).toMatchObject({ status: 0 })
    await other.drop()
    expect(linli(['restore', torn, '--force'], targetUrl, 'new')).toMatchObject({ status: 1 })
    expect(await contents(targetUrl)).toEqual(before)
  })
})

async function withDamaged(name: string, run: (damaged: string) => unknown): Promise<void> {
  const damaged = join(folder, 'damaged')
  cpSync(backup, damaged, { recursive: true })
  const bytes = readFileSync(join(damaged, name))
  const middle = Math.floor(bytes.length / 2)
  bytes[middle] = (bytes[middle] ?? 0) ^ 1
  writeFileSync(join(damaged, name), bytes)
  await run(damaged)
  rmSync(damaged, { recursive: true })
}

function linli(args: string[], databaseUrl: string, dataDir: string) {
  const env = { ...process.env, DATABASE_URL: databaseUrl, LINLI_DATA: join(folder, dataDir) }
  const run = spawnSync(process.execPath, [cli, ...args], { encoding: 'utf8', env })
  return { status: run.status, said: `${run.stdout}${run.stderr}` }
}

// Values that a careless format loses: empty beside null, JSON's null, rare characters, breaks, bytes, long floats.
async function fill(url: string): Promise<void> {
  await ask(url, `INSERT INTO counties (county_id, name, name_en) VALUES (421087, '松滋𠮷', 'a "b", c\n\\.\n')`)
  await ask(
    url,
    "INSERT INTO areas (county_id, id, level, valid_from) VALUES (421087, gen_random_uuid(), 'town', '1949-10-01')",
  )
  await ask(
    url,
    `INSERT INTO area_versions (county_id, area_id, valid_from, valid_to, name, name_en, name_search, lon, lat, boundary)
     SELECT 421087, id, v, v + 1, 'x', n, '', 111.1::float8 / 3, 0.1::float8 + 0.2::float8, b::jsonb
     FROM areas, (VALUES (date '2000-01-01', null, 'null'), ('2001-01-01', '', null)) AS given (v, n, b)`,
  )
  await ask(
    url,
    "INSERT INTO commands (county_id, id, actor, audit, input_hash, result) VALUES (421087, gen_random_uuid(), '', 'x', '\\x00ff0a', 'null')",
  )
  await ask(
    url,
    "INSERT INTO register_index_marks (county_id, kind, mark) VALUES (421087, 'document', '\\x00'), (421087, 'phone', '\\x00')",
  )
  await ask(
    url,
    `WITH one AS (INSERT INTO persons (county_id, id, name, name_full, name_initials) VALUES (421087, gen_random_uuid(), '某人', 'mouren', 'mr') RETURNING id)
     INSERT INTO vault.keys (county_id, id, person_id, master, wrapped) SELECT 421087, id, id, 'k1-abcdef', '\\x00' FROM one`,
  )
  await withDb(url, async (db) => {
    for (const kind of ['first', 'second', 'third']) await addEvents(db, [{ kind, payload: { text: '一\n"二"' } }])
  })
  // Numbers as of a database that has seen far more transactions than the one that this is restored into.
  await ask(url, 'UPDATE events SET xid = (1000000000000 + seq)::text::xid8')
  await ask(
    url,
    `INSERT INTO event_readers (county_id, name, xid, seq)
     SELECT county_id, CASE kind WHEN 'first' THEN 'behind' ELSE 'ahead' END, xid, seq FROM events WHERE kind <> 'second'`,
  )
}

async function unread(db: Db, reader: string): Promise<string[]> {
  const place = await db
    .selectFrom('eventReaders')
    .select(['xid', 'seq'])
    .where('countyId', '=', countyId)
    .where('name', '=', reader)
    .executeTakeFirst()
  return (await readEvents(db, place ?? { xid: '0', seq: 0 }, 10, countyId)).map((event) => event.kind)
}

/** Every row of every table as text, but for what is the database's own: an event's transaction, a version that rises. */
const notBackedUp: Readonly<Record<string, string>> = { events: 'xid', counties: 'rights_version' }

async function contents(url: string): Promise<Record<string, unknown[]>> {
  const tables = await ask(
    url,
    "SELECT tablename AS it FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'event_readers' ORDER BY 1",
  )
  const found: Record<string, unknown[]> = {}
  for (const table of tables.map(String)) {
    const row = table in notBackedUp ? `to_jsonb(t) - '${notBackedUp[table]}'` : 't'
    found[table] = await ask(url, `SELECT (${row})::text AS it FROM ${table} t ORDER BY 1`)
  }
  return found
}

function foreignKeys(url: string): Promise<unknown[]> {
  return ask(url, "SELECT conname || pg_get_constraintdef(oid) AS it FROM pg_constraint WHERE contype = 'f' ORDER BY 1")
}

async function ask(connectionString: string, query: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString })
  await client.connect()
  try {
    return (await client.query<{ it: unknown }>(query)).rows.map((row) => row.it)
  } finally {
    await client.end()
  }
}

async function withDb(url: string, run: (db: Db) => Promise<void>): Promise<void> {
  const db = createDb(createPool(url, 1))
  try {
    await run(db)
  } finally {
    await db.destroy()
  }
}
