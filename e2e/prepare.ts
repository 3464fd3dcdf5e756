import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import type { TestProject } from 'vitest/node'
import { buildFaces } from '../apps/server/src/faces-build.ts'
import { startServer } from '../apps/server/src/main.ts'
import { postgresAccount } from '../apps/server/src/platform/database/account.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Data folder of a platform that has been started once and stopped: what each journey begins with a copy of. */
    startedDir: string
  }
}

const SETTLE_MS = 8_000

/** The faces and the demo county, made once for all journeys: each would take half a minute for the same. */
export default async function prepare(project: TestProject): Promise<() => void> {
  await buildFaces(() => {})
  const dataDir = mkdtempSync(join(tmpdir(), 'linli-started-'))
  const running = await startServer({ LINLI_DATA: dataDir, HOST: '127.0.0.1', LOG_LEVEL: 'error' }, () => {})
  // Limits that ran out while the demo was made are worked off before anybody counts.
  await wait(SETTLE_MS)
  await running.stop()
  project.provide('startedDir', dataDir)
  return () => {
    for (const folder of [postgresAccount(dataDir).home, dataDir]) rmSync(folder, { recursive: true, force: true })
  }
}
