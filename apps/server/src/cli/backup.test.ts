import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { createTestDatabase, onCluster, type TestDatabase } from '../../test/testkit-database.ts'
import { createDb, createPool, type Db } from '../platform/database/database.ts'
import { readFor } from '../platform/events/events.ts'
import { addEvents, countyId } from '../platform/testing.ts'

const cli = fileURLToPath(new URL('../cli.ts', import.meta.url))
const target = `restored_${process.pid}`
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
  const made = linli(['backup', backup], source.connectionString, 'old')
  expect(made).toMatchObject({ status: 0 })
})
afterAll(async () => {
  await source.drop()
  await onCluster(inject('clusterUrl'), `DROP DATABASE IF EXISTS ${target} WITH (FORCE)`)
  rmSync(folder, { recursive: true })
})

describe('backup and restore', () => {
  it('refuses a folder that holds something', () => {
    expect(linli(['backup', backup], source.connectionString, 'old')).toMatchObject({ status: 1 })
  })

  it('is readable by its owner only, and checked by sha256sum', () => {
    expect(statSync(backup).mode & 0o077).toBe(0)
    const checked = spawnSync('sha256sum', ['--check', '--quiet', 'SHA256SUMS'], { cwd: backup })
    if (!checked.error) expect(checked.status).toBe(0)
  })

  it.each(['tables/counties.csv.gz', 'files/ab/picture', 'manifest.json', 'secret', 'SHA256SUMS'])(
    'refuses a backup with one flipped bit in %s and touches nothing',
    (name) => {
      const damaged = join(folder, 'damaged')
      cpSync(backup, damaged, { recursive: true })
      const bytes = readFileSync(join(damaged, name))
      const middle = Math.floor(bytes.length / 2)
      bytes[middle] = (bytes[middle] ?? 0) ^ 1
      writeFileSync(join(damaged, name), bytes)
      const run = linli(['restore', damaged], targetUrl, 'new')
      rmSync(damaged, { recursive: true })
      expect(run).toMatchObject({ status: 1, said: expect.stringContaining('damaged') })
    },
  )

  it('refuses a backup that was not finished', () => {
    const unfinished = join(folder, 'unfinished')
    cpSync(backup, unfinished, { recursive: true, filter: (path) => !path.endsWith('SHA256SUMS') })
    expect(linli(['restore', unfinished], targetUrl, 'new')).toMatchObject({ status: 1, said: expect.stringContaining('finished') })
  })

  it('brings back every row, picture and number into an empty database', async () => {
    expect(linli(['restore', backup], targetUrl, 'new')).toMatchObject({ status: 0 })
    expect(await contents(targetUrl)).toEqual(await contents(source.connectionString))
    expect(readFileSync(join(folder, 'new', 'files', 'ab', 'picture'))).toEqual(Buffer.from([0, 255, 13, 10, 26]))
    expect(readFileSync(join(folder, 'new', 'secret'))).toEqual(readFileSync(join(folder, 'old', 'secret')))
    expect(await foreignKeys(targetUrl)).toEqual(await foreignKeys(source.connectionString))
  })

  it('lets each reader go on with the events that it had not read, and with new ones', async () => {
    await withDb(targetUrl, async (db) => {
      await addEvents(db, [{ kind: 'fresh' }])
      expect(await unread(db, 'behind')).toEqual(['second', 'third', 'fresh'])
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
    await ask(other.connectionString, 'ALTER TABLE areas DROP CONSTRAINT areas_parent_fk')
    await ask(other.connectionString, orphan)
    expect(linli(['backup', torn], other.connectionString, 'old')).toMatchObject({ status: 0 })
    await other.drop()
    expect(linli(['restore', torn, '--force'], targetUrl, 'new')).toMatchObject({ status: 1 })
    expect(await contents(targetUrl)).toEqual(before)
  })
})

function linli(args: string[], databaseUrl: string, dataDir: string) {
  const env = { ...process.env, DATABASE_URL: databaseUrl, LINLI_DATA: join(folder, dataDir) }
  const run = spawnSync(process.execPath, [cli, ...args], { encoding: 'utf8', env })
  return { status: run.status, said: `${run.stdout}${run.stderr}` }
}
