import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { postgresAccount } from './account.ts'
import { runningEmbedded } from './running.ts'

/** A process that runs the embedded database, as the server does. */
interface Host {
  readonly process: ChildProcess
  readonly url: string
}

let dataDir: string
const hosts: Host[] = []
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'linli-embedded-'))
})
afterEach(async () => {
  for (const host of hosts.splice(0)) await end(host, 'SIGTERM')
  for (const folder of [postgresAccount(dataDir).home, dataDir]) rmSync(folder, { recursive: true, force: true })
})

describe('the embedded database', () => {
  it('keeps what was committed over a stop, and leaves no process behind', async () => {
    const first = await startHost()
    await ask(first.url, 'CREATE TABLE kept AS SELECT 1 AS it')
    const pid = await postmaster(first.url)
    await end(first, 'SIGTERM')
    expect(isAlive(pid)).toBe(false)
    expect(runningEmbedded(dataDir)).toBeNull()
    const second = await startHost()
    expect(await ask(second.url, 'SELECT it FROM kept')).toEqual([1])
  })

  it('is reached by a command beside the server', async () => {
    await startHost()
    expect(await ask(runningEmbedded(dataDir) ?? '', 'SELECT 1 AS it')).toEqual([1])
  })

  it('refuses whoever does not know the password', async () => {
    const { url } = await startHost()
    const wrong = Object.assign(new URL(url), { password: 'guessed' }).href
    await expect(ask(wrong, 'SELECT 1 AS it')).rejects.toThrow(/password/)
  })

  it('comes up again with everything committed after its server was killed', async () => {
    const first = await startHost()
    await ask(first.url, 'CREATE TABLE kept AS SELECT 2 AS it')
    await end(first, 'SIGKILL')
    const second = await startHost()
    expect(await ask(second.url, 'SELECT it FROM kept')).toEqual([2])
  })

  it('comes up again under the running server when it is killed itself', async () => {
    const { url } = await startHost()
    await ask(url, 'CREATE TABLE kept AS SELECT 3 AS it')
    for (let times = 0; times < 2; times++) {
      process.kill(await postmaster(url), 'SIGKILL')
      expect(await askUntilBack(url, 'SELECT it FROM kept')).toEqual([3])
    }
  })

  it('comes up again after server and database were killed at once', async () => {
    const first = await startHost()
    await ask(first.url, 'CREATE TABLE kept AS SELECT 4 AS it')
    const pid = await postmaster(first.url)
    first.process.kill('SIGKILL')
    process.kill(pid, 'SIGKILL')
    await once(first.process, 'exit')
    const second = await startHost()
    expect(await ask(second.url, 'SELECT it FROM kept')).toEqual([4])
  })
})

async function startHost(): Promise<Host> {
  const module = JSON.stringify(new URL('embedded.ts', import.meta.url).href)
  const script = `import(${module}).then(async ({ startEmbedded }) => {
    const database = await startEmbedded({ dataDir: ${JSON.stringify(dataDir)} })
    process.once('SIGTERM', () => database.stop())
    console.log(database.connectionString) })`
  const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] })
  for await (const url of createInterface({ input: child.stdout })) {
    const host = { process: child, url }
    hosts.push(host)
    return host
  }
  throw new Error('the database did not start')
}

async function end({ process: child }: Host, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = once(child, 'exit')
  child.kill(signal)
  await gone
}

async function ask(connectionString: string, query: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString })
  // A database that is killed breaks its connections.
  client.on('error', () => {})
  await client.connect()
  try {
    return (await client.query<{ it: unknown }>(query)).rows.map((row) => row.it)
  } finally {
    await client.end()
  }
}

async function askUntilBack(url: string, query: string): Promise<unknown[]> {
  for (let tries = 0; tries < 100; tries++) {
    try {
      return await ask(url, query)
    } catch {
      await wait(100)
    }
  }
  return ask(url, query)
}

async function postmaster(url: string): Promise<number> {
  const [folder] = await ask(url, "SELECT current_setting('data_directory') AS it")
  return Number(readFileSync(`${String(folder)}/postmaster.pid`, 'utf8').split('\n')[0])
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
