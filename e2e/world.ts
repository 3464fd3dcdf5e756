import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inject } from 'vitest'
import { startServer } from '../apps/server/src/main.ts'
import { postgresAccount } from '../apps/server/src/platform/database/account.ts'
import { freePort } from '../apps/server/src/platform/database/embedded.ts'

export interface Platform {
  readonly url: string
  stop(): Promise<void>
}

/**
 * The whole platform with the demo county, as `npm start` makes it, on a port and data of its own. It begins with a copy of
 * one that has been started before; null: from nothing.
 */
export async function startPlatform(started: string | null = inject('startedDir')): Promise<Platform> {
  const dataDir = mkdtempSync(join(tmpdir(), 'linli-journey-'))
  const { home } = postgresAccount(dataDir)
  if (started !== null) copyStarted(started, dataDir)
  const port = await freePort()
  const running = await startServer(
    { LINLI_DATA: dataDir, PORT: String(port), HOST: '127.0.0.1', RATE_LIMIT_PER_MINUTE: '100000', LOG_LEVEL: 'error' },
    () => {},
  )
  return {
    url: running.url,
    async stop() {
      await running.stop()
      for (const folder of [home, dataDir]) rmSync(folder, { recursive: true, force: true })
    },
  }
}

function copyStarted(started: string, dataDir: string): void {
  copy(started, dataDir)
  // Started by root, the database lies in a folder of its own account.
  const { home } = postgresAccount(started)
  if (home !== started && !home.startsWith(`${started}/`)) copy(home, postgresAccount(dataDir).home)
}

// With its owners and rights: PostgreSQL starts on no other files.
function copy(from: string, to: string): void {
  const { status, stderr } = spawnSync('cp', ['-a', `${from}/.`, to])
  if (status !== 0) throw new Error(`cp ${from}: ${stderr.toString()}`)
}
