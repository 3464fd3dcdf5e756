import { type ChildProcess, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildFaces } from '../apps/server/src/faces-build.ts'
import { postgresAccount } from '../apps/server/src/platform/database/account.ts'
import { freePort } from '../apps/server/src/platform/database/embedded.ts'
import { runningEmbedded } from '../apps/server/src/platform/database/running.ts'

/** Every fifth is the database's. `KILLS=25` for twenty of the server's and five of the database's. */
const KILLS = Number(process.env['KILLS'] ?? 5)
const CLIENTS = 6
const cli = join(import.meta.dirname, '../apps/server/src/cli.ts')

let dataDir: string
let port: number
let server: ChildProcess
let url: string
let cookie = ''
let unitId = ''

beforeAll(async () => {
  await buildFaces(() => {})
  dataDir = mkdtempSync(join(tmpdir(), 'linli-crash-'))
  port = await freePort()
  url = `http://localhost:${port}`
  server = start()
  // With the faces to build and the demo county to make, beside other tests.
  await ready(200_000)
  const login = await fetch(`${url}/api/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ login: 'hefang', password: 'linli-demo' }),
  })
  cookie = login.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ')
  const me = (await (await fetch(`${url}/api/me`, { headers: { cookie } })).json()) as {
    posts: { unit: { id: string } }[]
  }
  unitId = me.posts[0]?.unit.id ?? ''
}, 240_000)
afterAll(async () => {
  server.kill('SIGTERM')
  await new Promise((resolve) => (server.exitCode === null ? server.once('exit', resolve) : resolve(null)))
  for (const folder of [postgresAccount(dataDir).home, dataDir]) rmSync(folder, { recursive: true, force: true })
})

function start(): ChildProcess {
  return spawn(process.execPath, [cli, 'start'], {
    env: {
      ...process.env,
      LINLI_DATA: dataDir,
      PORT: String(port),
      HOST: '127.0.0.1',
      RATE_LIMIT_PER_MINUTE: '1000000',
      LOG_LEVEL: 'silent',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
}

/** Until the server answers that it works; how long that may take after a kill is what the test is about. */
async function ready(within = 60_000): Promise<void> {
  const until = Date.now() + within
  while (Date.now() < until) {
    const answer = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(2_000) }).catch(() => null)
    if (answer?.ok) return
    await wait(50)
  }
  throw new Error('the server does not come back')
}

/** One lifecycle of which every step was answered. */
interface Acknowledged {
  readonly matterId: string
  readonly number: string
}

interface Load {
  readonly journal: Acknowledged[]
  /** Answers that a client cannot live with: neither done nor "try again". */
  readonly wrong: string[]
  retries: number
  going: boolean
}

/** Sends a command until it is answered, always under the same id, as a phone does. */
async function command(load: Load, path: string, body: object): Promise<{ id: string; number: string }> {
  const commandId = randomUUID()
  for (;;) {
    const answer = await fetch(`${url}/api${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', cookie },
      body: JSON.stringify({ ...body, commandId }),
      signal: AbortSignal.timeout(20_000),
    })
      .then(async (response) => ({
        status: response.status,
        body: (await response.json()) as { id: string; number: string },
      }))
      .catch(() => null)
    if (answer?.status === 200) return answer.body
    if (answer && answer.status !== 503) {
      load.wrong.push(`${path} ${answer.status} ${JSON.stringify(answer.body)}`)
      load.going = false
      throw new Error(load.wrong.at(-1))
    }
    load.retries++
    await wait(40)
  }
}

/** Report, dispatch, receive and settle, again and again, until told to stop; what was begun is ended. */
async function client(load: Load): Promise<void> {
  while (load.going) {
    const reported = await command(load, '/public/reports', {
      description: '医保卡办理，想问要带什么材料',
      categoryCode: '0106',
      address: '林园小区北门',
      point: { lon: 111.7838, lat: 30.1721 },
      datum: 'wgs84',
    })
    const at = `/matters/${reported.id}`
    await command(load, `${at}/dispatch`, { unitId })
    await command(load, `${at}/receive`, {})
    await command(load, `${at}/settle`, { words: '已告知材料清单' })
    load.journal.push({ matterId: reported.id, number: reported.number })
  }
}

async function killServer(): Promise<void> {
  const gone = new Promise((resolve) => server.once('exit', resolve))
  server.kill('SIGKILL')
  await gone
  server = start()
  await ready()
}

/** The database alone; the server lives on and must find it again by itself. */
async function killDatabase(): Promise<void> {
  const mark = join(postgresAccount(dataDir).home, 'postgres', 'postmaster.pid')
  process.kill(Number(readFileSync(mark, 'utf8').split('\n')[0]), 'SIGKILL')
  await wait(200)
  await ready()
}

describe('the platform under kill -9', { timeout: 60_000 }, () => {
  it(`loses nothing that it acknowledged and does nothing twice (${KILLS} times)`, { timeout: 400_000 }, async () => {
    const load: Load = { journal: [], wrong: [], retries: 0, going: true }
    const clients = Array.from({ length: CLIENTS }, () => client(load))
    const kills = Array.from({ length: KILLS }, (_, turn) => turn % 5 === 4)
    try {
      for (const database of kills) {
        // Long enough for a fresh process to get into its stride, short enough to die in the middle of it.
        await wait(600 + Math.random() * 1_400)
        await (database ? killDatabase() : killServer())
      }
    } finally {
      load.going = false
    }
    await Promise.all(clients)
    expect(load.wrong).toEqual([])
    expect(load.retries).toBeGreaterThan(0)
    expect(load.journal.length).toBeGreaterThan(CLIENTS)

    const found = await contents()
    expect(new Set(load.journal.map(({ number }) => number)).size).toBe(load.journal.length)
    expect(found).toEqual(
      new Map(
        load.journal.map(({ matterId, number }) => [
          matterId,
          `${number} settled dispatch:1 receive:1 report:1 settle:1`,
        ]),
      ),
    )
  })

  it('says so when it is started a second time on the same data, and harms nothing', async () => {
    const second = start()
    let said = ''
    second.stdout?.on('data', (chunk) => (said += String(chunk)))
    second.stderr?.on('data', (chunk) => (said += String(chunk)))
    const code = await new Promise((resolve) => second.once('exit', resolve))
    expect(code).toBe(1)
    expect(said).toContain(dataDir)
    expect(said).not.toContain('    at ')
    await ready()
  })

  it('stops everything on Ctrl-C', async () => {
    const mark = join(postgresAccount(dataDir).home, 'postgres', 'postmaster.pid')
    const postmaster = Number(readFileSync(mark, 'utf8').split('\n')[0])
    const gone = new Promise((resolve) => server.once('exit', resolve))
    server.kill('SIGINT')
    expect(await gone).toBe(0)
    expect(() => process.kill(postmaster, 0)).toThrow('ESRCH')
  })
})

/** What the database holds of the load: number, state and how often each step stands in the timeline. */
async function contents(): Promise<Map<string, string>> {
  const database = new pg.Client({ connectionString: runningEmbedded(dataDir) ?? '' })
  await database.connect()
  try {
    const { rows } = await database.query<{ id: string; found: string }>(`
    SELECT m.id, m.number || ' ' || m.status || ' ' || string_agg(e.kind || ':' || e.times, ' ' ORDER BY e.kind) AS found
    FROM matters m
    JOIN (
      SELECT matter_id, kind, count(*) AS times FROM matter_entries
      WHERE kind IN ('report', 'dispatch', 'receive', 'settle') GROUP BY 1, 2
    ) e ON e.matter_id = m.id
    WHERE m.description = '医保卡办理，想问要带什么材料'
    GROUP BY m.id, m.number, m.status`)
    return new Map(rows.map((row) => [row.id, row.found]))
  } finally {
    await database.end()
  }
}
