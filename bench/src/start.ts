import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildFaces } from '../../apps/server/src/faces-build.ts'
import { postgresAccount } from '../../apps/server/src/platform/database/account.ts'
import { freePort } from '../../apps/server/src/platform/database/embedded.ts'
import { type Figures, type Result, round } from './figures.ts'
import { answering, startServer } from './platform.ts'

const LATER = 3

/** Seconds from the command to the first answered request: first start with the demo county, and later ones. */
export async function start(): Promise<Result> {
  const began = performance.now()
  await buildFaces(() => {}, true)
  const build = performance.now() - began
  const dataDir = mkdtempSync(join(tmpdir(), 'linli-bench-start-'))
  const port = String(await freePort())
  try {
    const first = await once(dataDir, port)
    const later: number[] = []
    for (let turn = 0; turn < LATER; turn++) later.push(await once(dataDir, port))
    const kinds: Record<string, Figures> = {
      build: { ms: round(build) },
      first: { ms: round(first) },
      firstWithBuild: { ms: round(first + build) },
      later: { ms: round(later.toSorted((a, b) => a - b)[Math.floor(LATER / 2)] ?? 0) },
    }
    return { name: 'start', errors: 0, kinds }
  } finally {
    for (const folder of [postgresAccount(dataDir).home, dataDir]) rmSync(folder, { recursive: true, force: true })
  }
}

async function once(dataDir: string, port: string): Promise<number> {
  const began = performance.now()
  const server = startServer({ LINLI_DATA: dataDir, PORT: port, HOST: '127.0.0.1', LOG_LEVEL: 'error' })
  const gone = new Promise((resolve) => server.once('exit', resolve))
  await answering(`http://127.0.0.1:${port}`)
  const took = performance.now() - began
  server.kill('SIGTERM')
  await gone
  return took
}
