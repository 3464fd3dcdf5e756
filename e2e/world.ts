import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildFaces } from '../apps/server/src/faces-build.ts'
import { startServer } from '../apps/server/src/main.ts'
import { freePort } from '../apps/server/src/platform/database/embedded.ts'

export interface Platform {
  readonly url: string
  stop(): Promise<void>
}

/** The whole platform with the demo county, as `npm start` makes it, on a port and data of its own. */
export async function startPlatform(): Promise<Platform> {
  await buildFaces(() => {})
  const dataDir = mkdtempSync(join(tmpdir(), 'linli-journey-'))
  const port = await freePort()
  const running = await startServer(
    { LINLI_DATA: dataDir, PORT: String(port), HOST: '127.0.0.1', RATE_LIMIT_PER_MINUTE: '100000', LOG_LEVEL: 'error' },
    () => {},
  )
  return {
    url: running.url,
    async stop() {
      await running.stop()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}
