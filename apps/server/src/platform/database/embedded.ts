import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chownSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { totalmem } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import { type Account, postgresAccount } from './account.ts'
import { postgresBinaries } from './binaries.ts'

export interface Embedded {
  readonly connectionString: string
  stop(): Promise<void>
}

interface Options {
  /** Holds `postgres/` (the cluster) and its password. */
  readonly dataDir: string
  /** For throw-away clusters of tests and benchmarks: faster, and worthless after a power cut. */
  readonly volatile?: boolean
  readonly say?: (line: string) => void
}

const USER = 'linli'
const START_TRIES = 120
const TRY_MS = 100
/** Between deaths of the database under a running server, before it is started again. */
const RESTART_MS = 300
/** Bytes of a folder that leave room for the name of the socket file in the 103 that macOS allows. */
const LONGEST_SOCKET_FOLDER = 80

const MEGABYTE = 1024 * 1024
/** Of the machine, or of the container that we are in. */
const memory = Math.min(totalmem(), process.constrainedMemory() || Infinity)
/** Pages of a million matters' indexes that the next matter goes to; what is over serves as the system's cache. */
const buffers = Math.round(Math.min(1024, Math.max(128, memory / 8 / MEGABYTE)))

// Tuned for two cores beside the server itself. Durability is PostgreSQL's default: fsync and synchronous_commit on.
const settings = {
  shared_buffers: `${buffers}MB`,
  max_connections: '100',
  effective_cache_size: '2GB',
  random_page_cost: '1.1',
  wal_compression: 'on',
  max_wal_size: '2GB',
  checkpoint_completion_target: '0.9',
  jit: 'off',
  timezone: 'UTC',
}

/**
 * Starts the database that ships with the platform, in a folder of its own, reachable on this machine only, with a
 * password. Takes over what a killed predecessor left running, and starts it again should it die.
 */
export async function startEmbedded({ dataDir, volatile = false, say = () => {} }: Options): Promise<Embedded> {
  mkdirSync(dataDir, { recursive: true })
  const account = postgresAccount(dataDir)
  const bin = postgresBinaries(account, dataDir)
  const cluster = join(account.home, 'postgres')
  const password = readPassword(dataDir)
  if (!existsSync(join(cluster, 'PG_VERSION'))) initialise(bin, cluster, password, account)
  stopLeftOver(cluster)

  const port = await freePort()
  const flags = {
    ...settings,
    ...(volatile ? { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', shared_buffers: '128MB' } : {}),
  }
  const socket = socketFolder(cluster)
  const args = ['-D', cluster, '-p', String(port), '-c', 'listen_addresses=127.0.0.1']
  args.push('-c', `unix_socket_directories=${socket ?? ''}`)
  for (const [name, value] of Object.entries(flags)) args.push('-c', `${name}=${value}`)

  let stopping = false
  let child = launch()
  // Whoever ends without stopping it (a test that is broken off) leaves nothing behind all the same.
  const onExit = () => child.kill('SIGINT')
  process.once('exit', onExit)
  function launch(): ChildProcess {
    const [command, ...before] = account.wrap(join(bin, 'postgres'))
    const process_ = spawn(command, [...before, ...args], {
      stdio: ['ignore', 'ignore', 'pipe'],
      // A session of its own: Ctrl-C in the terminal is for the server, which ends its work before it stops the database.
      detached: true,
      ...account.spawn,
    })
    const tail: string[] = []
    process_.stderr?.on('data', (chunk: Buffer) => {
      tail.push(chunk.toString())
      if (tail.length > 40) tail.shift()
    })
    process_.on('exit', (code) => {
      if (stopping) return
      say(`database ended (${code ?? 'killed'}), starting it again\n${tail.slice(-3).join('')}`)
      stopLeftOver(cluster)
      setTimeout(() => {
        if (!stopping) child = launch()
      }, RESTART_MS)
    })
    return process_
  }

  const host = socket === null ? '' : `?host=${encodeURIComponent(socket)}`
  const connectionString = `postgres://${USER}:${password}@127.0.0.1:${port}/linli${host}`
  await ready(`postgres://${USER}:${password}@127.0.0.1:${port}/postgres`)
  await createDatabase(`postgres://${USER}:${password}@127.0.0.1:${port}/postgres`)
  return {
    connectionString,
    async stop() {
      stopping = true
      process.off('exit', onExit)
      if (child.exitCode !== null || child.signalCode !== null) return
      const gone = new Promise((resolve) => child.once('exit', resolve))
      // SIGINT is PostgreSQL's fast shutdown: open transactions are rolled back, everything committed is kept.
      child.kill('SIGINT')
      await gone
    },
  }
}

/**
 * A socket file costs a third less per statement than a port. It lies in the cluster's own folder, which others may not
 * enter; null where the path is longer than the system allows for one, or there are no socket files.
 */
function socketFolder(cluster: string): string | null {
  if (process.platform === 'win32' || Buffer.byteLength(cluster) > LONGEST_SOCKET_FOLDER) return null
  // Those of killed predecessors, one per port that they had.
  for (const name of readdirSync(cluster)) if (name.startsWith('.s.PGSQL.')) rmSync(join(cluster, name))
  return cluster
}

function initialise(bin: string, cluster: string, password: string, account: Account): void {
  // A first start that was cut off leaves half a cluster; nothing was ever committed to it.
  rmSync(cluster, { recursive: true, force: true })
  mkdirSync(cluster, { recursive: true, mode: 0o700 })
  const passwordFile = join(account.home, '.pw')
  writeFileSync(passwordFile, password, { mode: 0o600 })
  if (account.spawn.uid !== undefined) {
    chownSync(cluster, account.spawn.uid, account.spawn.gid ?? account.spawn.uid)
    chownSync(passwordFile, account.spawn.uid, account.spawn.gid ?? account.spawn.uid)
  }
  const [command, ...before] = account.wrap(join(bin, 'initdb'))
  const options = [
    '-D',
    cluster,
    '-U',
    USER,
    '--pwfile',
    passwordFile,
    '-A',
    'scram-sha-256',
    '-E',
    'UTF8',
    '--locale=C.UTF-8',
    '--data-checksums',
  ]
  const made = spawnSync(command, [...before, ...options], { encoding: 'utf8', ...account.spawn })
  rmSync(passwordFile, { force: true })
  if (made.status !== 0)
    throw new Error(`the database could not be set up in ${cluster}:\n${made.stderr || String(made.error)}`)
}

// A killed server leaves its database running; it holds the cluster, so it goes before a new one comes.
function stopLeftOver(cluster: string): void {
  const pidFile = join(cluster, 'postmaster.pid')
  if (!existsSync(pidFile)) return
  const pid = Number(readFileSync(pidFile, 'utf8').split('\n')[0])
  if (Number.isInteger(pid) && pid > 1 && isPostgres(pid, cluster)) {
    process.kill(pid, 'SIGINT')
    for (let tries = 0; tries < START_TRIES && isPostgres(pid, cluster); tries++)
      spawnSync('sleep', [String(TRY_MS / 1000)])
    if (isPostgres(pid, cluster))
      throw new Error(`another database (process ${pid}) holds ${cluster} and does not stop`)
  }
  rmSync(pidFile, { force: true })
}

// A pid alone may long belong to somebody else.
function isPostgres(pid: number, cluster: string): boolean {
  try {
    process.kill(pid, 0)
  } catch {
    return false
  }
  const commandLine = `/proc/${pid}/cmdline`
  return existsSync(commandLine) ? readFileSync(commandLine, 'utf8').includes(cluster) : process.platform !== 'linux'
}

function readPassword(dataDir: string): string {
  const file = join(dataDir, 'database-password')
  if (!existsSync(file)) writeFileSync(file, randomBytes(24).toString('base64url'), { mode: 0o600 })
  return readFileSync(file, 'utf8').trim()
}

async function ready(connectionString: string): Promise<void> {
  let last: unknown
  for (let tries = 0; tries < START_TRIES; tries++) {
    const client = new pg.Client({ connectionString, connectionTimeoutMillis: 2000 })
    try {
      await client.connect()
      await client.end()
      return
    } catch (error) {
      last = error
      await wait(TRY_MS)
    }
  }
  throw new Error('the database did not come up', { cause: last })
}

async function createDatabase(connectionString: string): Promise<void> {
  const client = new pg.Client({ connectionString })
  await client.connect()
  const { rowCount } = await client.query("SELECT 1 FROM pg_database WHERE datname = 'linli'")
  if (rowCount === 0) await client.query('CREATE DATABASE linli')
  await client.end()
}

export function freePort(wanted = 0): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(wanted, '127.0.0.1', () => {
      const address = server.address()
      server.close(() =>
        address && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port')),
      )
    })
  })
}
