import { spawn, spawnSync } from 'node:child_process'
import { createServer } from 'node:http'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../test/testkit-database.ts'
import { keyContext } from '../modules/people/index.ts'
import { loadConfig } from '../platform/config/config.ts'
import { newId } from '../platform/crypto/id.ts'
import { masterKeyFile, masterKeyNames, openMasterKeys } from '../platform/crypto/master-keys.ts'
import { applicationRole } from '../platform/database/application-role.ts'
import { countyId } from '../platform/testing.ts'
import rotateKeys from './keys-rotate.ts'

const cli = fileURLToPath(new URL('../cli.ts', import.meta.url))
/** So many that a rotation takes long enough to be killed in the middle. */
const ROWS = 12_000
const ROUNDS = 5

let database: TestDatabase
let owner: pg.Client
let dataDir: string
let env: Record<string, string>
/** What each row must open to. */
const keyOf = new Map<string, Buffer>()
const personId = newId()

beforeAll(async () => {
  database = await createTestDatabase()
  dataDir = mkdtempSync(join(tmpdir(), 'linli-keys-'))
  env = { LINLI_DATA: dataDir, DATABASE_URL: database.connectionString, LINLI_SECRET: randomBytes(32).toString('hex') }
  owner = new pg.Client({ connectionString: database.connectionString })
  await owner.connect()
  await owner.query(`INSERT INTO counties (county_id, name, name_en) VALUES ($1, '松滋市', 'Songzi')`, [countyId])
  await owner.query(
    `INSERT INTO persons (county_id, id, name, name_full, name_initials) VALUES ($1, $2, '某人', 'mouren', 'mr')`,
    [countyId, personId],
  )
  const fresh = Array.from({ length: ROWS }, () => ({ id: newId(), key: randomBytes(32) }))
  for (const { id, key } of fresh) keyOf.set(id, key)
  await insert(
    fresh.map(({ id }) => id),
    await masters().wrap(fresh.map(({ id, key }) => ({ key, context: keyContext(countyId, personId, id) }))),
  )
})
afterAll(async () => {
  await owner.end()
  await database.drop()
  rmSync(dataDir, { recursive: true })
})

const masters = () => openMasterKeys(loadConfig(env))
const keyFile = () => masterKeyFile(loadConfig(env))

const insertKeys = `INSERT INTO vault.keys (county_id, id, person_id, master, wrapped)
  SELECT $1, n.id, $2, $3, n.wrapped FROM unnest($4::uuid[], $5::bytea[]) AS n(id, wrapped)`
const insert = (ids: string[], { master, wrapped }: { master: string; wrapped: Buffer[] }, by = owner) =>
  by.query(insertKeys, [countyId, personId, master, ids, wrapped])

/** Under which masters the rows lie, after every one of them was opened. */
async function opened(): Promise<Record<string, number>> {
  const { rows } = await owner.query<{ id: string; master: string; wrapped: Buffer }>(
    'SELECT id, master, wrapped FROM vault.keys',
  )
  expect(rows).toHaveLength(keyOf.size)
  const keys = await masters().unwrap(rows.map((row) => ({ ...row, context: keyContext(countyId, personId, row.id) })))
  expect(rows.every(({ id }, index) => keyOf.get(id)?.equals(keys[index] ?? Buffer.alloc(0)))).toBe(true)
  return Object.fromEntries([...Map.groupBy(rows, ({ master }) => master)].map(([name, own]) => [name, own.length]))
}

function linli(...args: string[]): string {
  const run = spawnSync(process.execPath, [cli, ...args], { encoding: 'utf8', env: { ...process.env, ...env } })
  return `${run.stdout}${run.stderr}`
}

/** Starts a rotation and kills it some time after its first batch. @returns whether it was still at work */
function killedRotation(afterMs: number): Promise<boolean> {
  const child = spawn(process.execPath, [cli, 'keys', 'rotate'], { env: { ...process.env, ...env } })
  return new Promise((resolve) => {
    child.stdout.on('data', (words) => {
      if (/^500$/m.test(String(words))) setTimeout(() => child.kill('SIGKILL'), afterMs)
    })
    child.on('exit', (_code, signal) => resolve(signal === 'SIGKILL'))
  })
}

describe('the rotation of master keys', { timeout: 180_000 }, () => {
  it('loses nothing when it is killed in the middle, and goes on where it was', async () => {
    let caught = 0
    let unfinished: string | null = null
    for (let round = 0; round < ROUNDS; round++) {
      if (await killedRotation(Math.random() * 60)) caught += 1
      const { current } = masters()
      // As long as rows lie under an earlier key, no newer one is made.
      if (unfinished !== null) expect(current).toBe(unfinished)
      unfinished = (await opened())[current] === ROWS ? null : current
    }
    expect(caught).toBeGreaterThan(1)
    linli('keys', 'rotate')
    expect(await opened()).toEqual({ [masters().current]: ROWS })
  })

  it('retires what wraps nothing, and the database refuses it from then on', async () => {
    const earlier = masterKeyNames(keyFile()).filter((name) => name !== masters().current)
    expect(earlier.length).toBeGreaterThan(0)
    expect(linli('keys', 'rotate', '--retire')).toContain(`retired ${earlier.join()}`)
    expect(masterKeyNames(keyFile())).toEqual([masters().current])
    expect(await opened()).toEqual({ [masters().current]: ROWS })
    // A server that still held it in memory.
    const application = new pg.Client({ connectionString: applicationRole(database.connectionString).url })
    await application.connect()
    const late = insert([newId()], { master: earlier[0] ?? '', wrapped: [randomBytes(60)] }, application)
    await expect(late).rejects.toThrow(/retired/)
    await application.end()
  })

  it('is seen by a process that runs already', async () => {
    const running = masters()
    const before = running.current
    linli('keys', 'rotate')
    expect(running.current).not.toBe(before)
    const id = newId()
    const { master } = await running.wrap([{ key: randomBytes(32), context: keyContext(countyId, personId, id) }])
    expect(master).toBe(running.current)
  })

  it('is told by the doctor: how many rows under which key, and which key is missing', async () => {
    const { current } = masters()
    expect(linli('doctor')).toContain(`ok    vault ${current}: ${ROWS}`)
    const file = readFileSync(keyFile(), 'utf8')
    rmSync(keyFile())
    expect(linli('doctor')).toContain(`LOOK  vault ${current}: ${ROWS}`)
    expect(file).toContain(current)
  })
})

describe('a rotation with a key service', { timeout: 60_000 }, () => {
  it('ends where the service calls its keys by another name than it is asked by', async () => {
    const service = await keyService()
    const own = await createTestDatabase()
    const client = new pg.Client({ connectionString: own.connectionString })
    await client.connect()
    const settings = { ...env, DATABASE_URL: own.connectionString, KMS_URL: service.url }
    try {
      await client.query(`INSERT INTO counties (county_id, name, name_en) VALUES ($1, '松滋市', 'Songzi')`, [countyId])
      await client.query(
        `INSERT INTO persons (county_id, id, name, name_full, name_initials) VALUES ($1, $2, '某人', 'mouren', 'mr')`,
        [countyId, personId],
      )
      const keys = openMasterKeys(loadConfig(settings))
      const fresh = Array.from({ length: 700 }, () => ({ id: newId(), key: randomBytes(32) }))
      const contextOf = (id: string) => keyContext(countyId, personId, id)
      const wrapped = await keys.wrap(fresh.map(({ id, key }) => ({ key, context: contextOf(id) })))
      expect(wrapped.master).toBe('hsm:linli/1')
      await insert(
        fresh.map(({ id }) => id),
        wrapped,
        client,
      )
      service.version = 2
      expect(await rotatedHere(settings)).toMatch(/hsm:linli\/2\n500\n700$/)
      // Nothing is left to do.
      expect(await rotatedHere(settings)).toMatch(/hsm:linli\/2$/)
      const { rows } = await client.query<{ id: string; master: string; wrapped: Buffer }>(
        'SELECT id, master, wrapped FROM vault.keys',
      )
      expect(new Set(rows.map(({ master }) => master))).toEqual(new Set(['hsm:linli/2']))
      const opened = await keys.unwrap(rows.map((row) => ({ ...row, context: contextOf(row.id) })))
      const keysById = new Map(fresh.map(({ id, key }) => [id, key]))
      expect(rows.every(({ id }, index) => keysById.get(id)?.equals(opened[index] ?? Buffer.alloc(0)))).toBe(true)
    } finally {
      await client.end()
      await own.drop()
      service.close()
    }
  })
})

/** In this process, which answers as the key service, too. @returns what it says */
async function rotatedHere(settings: Record<string, string>): Promise<string> {
  for (const [name, value] of Object.entries(settings)) vi.stubEnv(name, value)
  const log = vi.spyOn(console, 'log').mockReturnValue()
  try {
    await rotateKeys([])
    return log.mock.calls.map(String).join('\n')
  } finally {
    log.mockRestore()
    vi.unstubAllEnvs()
  }
}

/** Names its keys by version, and opens what it has wrapped under an earlier one. */
async function keyService() {
  const kept = new Map<string, string>()
  const service = createServer((request, response) => {
    let body = ''
    request.on('data', (part) => (body += String(part)))
    request.on('end', () => {
      const asked = JSON.parse(body) as { key: string; keys?: string[]; wrapped?: string[] }
      const wrapped = asked.keys?.map((key) => {
        const sealed = randomBytes(40).toString('base64')
        kept.set(sealed, key)
        return sealed
      })
      const answer = wrapped
        ? { master: `hsm:${asked.key}/${own.version}`, wrapped }
        : { keys: asked.wrapped?.map((one) => kept.get(one) ?? '') }
      response.setHeader('content-type', 'application/json')
      response.end(JSON.stringify(answer))
    })
  })
  await new Promise<void>((resolve) => service.listen(0, '127.0.0.1', resolve))
  const address = service.address()
  const own = {
    version: 1,
    url: typeof address === 'object' && address ? `http://127.0.0.1:${address.port}/` : '',
    close: () => service.close(),
  }
  return own
}
