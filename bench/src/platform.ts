import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import { loadDemo } from '../../apps/server/src/demo/load.ts'
import { loadConfig } from '../../apps/server/src/platform/config/config.ts'
import { postgresAccount } from '../../apps/server/src/platform/database/account.ts'
import { freePort, startEmbedded } from '../../apps/server/src/platform/database/embedded.ts'
import { migrate } from '../../apps/server/src/platform/database/migrate.ts'
import type { Deps } from '../../apps/server/src/platform/deps.ts'
import { openDeps } from '../../apps/server/src/platform/process.ts'
import { preload } from './preload.ts'

const root = join(import.meta.dirname, '../..')

export interface Platform {
  readonly url: string
  /** Of the server's process. */
  readonly pid: number
  readonly connectionString: string
  readonly dataDir: string
  readonly env: Readonly<Record<string, string>>
  stop(): Promise<void>
}

export interface Filling {
  /** Puts in what a benchmark needs besides matters, before the server starts. */
  readonly fill?: (deps: Deps, connectionString: string) => Promise<void>
  /** So many of the past matters are still open. */
  readonly open?: number
}

/**
 * A database of its own with the demo county and `records` matters, durable as in life, and the server as a process of its
 * own beside it. All of it is gone afterwards, also after Ctrl-C.
 */
export async function startPlatform(records: number, { fill, open = 0 }: Filling = {}): Promise<Platform> {
  const dataDir = mkdtempSync(join(tmpdir(), 'linli-bench-'))
  const database = await startEmbedded({ dataDir })
  let server: ChildProcess | null = null
  const stop = async () => {
    process.off('SIGINT', interrupted)
    if (server) await ended(server)
    await database.stop()
    for (const folder of [postgresAccount(dataDir).home, dataDir]) rmSync(folder, { recursive: true, force: true })
  }
  const interrupted = () => void stop().finally(() => process.exit(130))
  process.once('SIGINT', interrupted)
  try {
    const { connectionString } = database
    await migrate(connectionString)
    const port = String(await freePort())
    const env = { LINLI_DATA: dataDir, PORT: port, HOST: '127.0.0.1', DATABASE_URL: connectionString, ...quiet }
    const deps = await openDeps(loadConfig(env), connectionString)
    // The size of the demo is not what is measured: records are what was asked for.
    await loadDemo(deps, { matters: Math.min(records, 2_000) })
    await fill?.(deps, connectionString)
    await deps.close()
    await withDatabase(connectionString, (client) => preload(client, records, open))
    server = startServer(env)
    const url = `http://127.0.0.1:${port}`
    await answering(url)
    const pid = server.pid ?? 0
    await calm(pid, connectionString)
    return { url, pid, connectionString, dataDir, env, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

const quiet = { RATE_LIMIT_PER_MINUTE: '100000000', LOG_LEVEL: 'error' }

/** The server as `npm start` starts it, without npm between. */
export function startServer(env: Readonly<Record<string, string>>): ChildProcess {
  // The file is the repository's own.
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: { start: string } }
  const [, ...args] = scripts.start.split(' ')
  return spawn(process.execPath, args, { cwd: root, env: { ...process.env, ...env }, stdio: 'ignore' })
}

export async function answering(url: string): Promise<void> {
  for (;;) {
    const answer = await fetch(`${url}/readyz`).catch(() => null)
    if (answer?.ok) return
    await wait(20)
  }
}

/** Jiffies of the kernel, in which it tells what a process has used. */
const TICKS_PER_SECOND = 100

/** Seconds of processor that a process has used. */
export function processorOf(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  const [, , , , , , , , , , , user, system] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return (Number(user) + Number(system)) / TICKS_PER_SECOND
}

const CALM_SECONDS = 3
/** Share of a core that a server uses which has nothing to do. */
const CALM_SHARE = 0.1

/**
 * Until the server has done what it does by itself after a start: the day's plan of duties for a million persons keeps both
 * it and the database busy for most of a minute, and nobody works while the first of a day is made.
 */
async function calm(pid: number, connectionString: string): Promise<void> {
  await withDatabase(connectionString, async (client) => {
    for (let calmFor = 0; calmFor < CALM_SECONDS;) {
      const before = processorOf(pid)
      await wait(1_000)
      const { rows } = await client.query(
        `SELECT FROM pg_stat_activity WHERE pid <> pg_backend_pid()
          AND (backend_type = 'autovacuum worker' OR backend_type = 'client backend' AND state <> 'idle')`,
      )
      calmFor = rows.length === 0 && processorOf(pid) - before < CALM_SHARE ? calmFor + 1 : 0
    }
  })
}

export async function withDatabase<T>(connectionString: string, run: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString })
  await client.connect()
  try {
    return await run(client)
  } finally {
    await client.end()
  }
}

function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return Promise.resolve()
  return new Promise((resolve) => {
    child.once('exit', () => resolve())
    child.kill('SIGTERM')
  })
}
