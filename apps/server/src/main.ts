import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { createApp } from './app.ts'
import { startBackground } from './background.ts'
import { loadDemoDuty } from './demo/duty.ts'
import { DEMO_COUNTY, loadDemo } from './demo/load.ts'
import { loadDemoRegister } from './demo/register.ts'
import { layFoundation } from './foundation.ts'
import { settleIndexKeys } from './modules/people/index.ts'
import { type Config, loadConfig } from './platform/config/config.ts'
import { freePort, startEmbedded } from './platform/database/embedded.ts'
import { migrate } from './platform/database/migrate.ts'
import { holdDataDir } from './platform/database/hold.ts'
import { openDeps } from './platform/process.ts'
import { replayErasures } from './platform/retention/index.ts'
import { registerRetention } from './retention.ts'

export interface Running {
  readonly url: string
  /** Nobody can sign in yet. */
  readonly isNew: boolean
  stop(): Promise<void>
}

const FIRST_PORT = 8080
const MOST_PORTS = 50

/** Starts the whole platform: database, migrations, demo county on first start, API and faces on one port. */
export async function startServer(env: NodeJS.ProcessEnv, say: (line: string) => void): Promise<Running> {
  const config = loadConfig(env)
  mkdirSync(config.dataDir, { recursive: true })
  const release = holdDataDir(config.dataDir)
  const closing: (() => Promise<unknown> | void)[] = [release]
  const stop = async () => {
    for (const close of closing.splice(0).toReversed()) await close()
  }
  try {
    const connectionString = await openDatabase(config, closing, say)
    const applied = await migrate(connectionString)
    if (applied.length > 0) say(`数据库已更新 ${applied.length} 步 · database brought up to date`)
    const deps = await openDeps(config, connectionString)
    closing.push(() => deps.close())
    if (config.demo && (await loadDemo(deps))) say('已装入演示县 · demo county loaded')
    await layFoundation(deps)
    await settleIndexKeys(deps)
    if (config.demo && config.countyId === DEMO_COUNTY) {
      await loadDemoRegister(deps, connectionString)
      await loadDemoDuty(deps)
    }
    registerRetention()
    // What an older database brought back is erased before anybody can ask for it.
    const replayed = await replayErasures(deps)
    if (replayed > 0) say(`已重新删除 ${replayed} 份档案 · erased ${replayed} files again`)
    const app = await createApp(deps)
    closing.push(startBackground(deps))
    closing.push(() => app.close())
    const port = await listen(app, config, say)
    const someone = await deps.db.selectFrom('staff').select('id').limit(1).executeTakeFirst()
    return { url: config.publicUrl ?? `http://localhost:${port}`, isNew: !someone, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

async function openDatabase(
  config: Config,
  closing: (() => Promise<unknown> | void)[],
  say: (line: string) => void,
): Promise<string> {
  if (config.databaseUrl !== undefined) return config.databaseUrl
  if (!existsSync(join(config.dataDir, 'database-password')))
    say('首次启动：建立数据库 · first start: setting up the database')
  const embedded = await startEmbedded({ dataDir: config.dataDir, say })
  closing.push(() => embedded.stop())
  return embedded.connectionString
}

type App = Awaited<ReturnType<typeof createApp>>

async function listen(app: App, config: Config, say: (line: string) => void): Promise<number> {
  if (config.port !== undefined) {
    await app.listen({ port: config.port, host: config.host })
    return config.port
  }
  for (let port = FIRST_PORT; port < FIRST_PORT + MOST_PORTS; port++) {
    try {
      await app.listen({ port, host: config.host })
      if (port !== FIRST_PORT)
        say(`端口 ${FIRST_PORT} 已被占用，改用 ${port} · port ${FIRST_PORT} is taken, using ${port}`)
      return port
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')) throw error
    }
  }
  const port = await freePort()
  await app.listen({ port, host: config.host })
  return port
}
