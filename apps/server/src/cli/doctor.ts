import { statfsSync } from 'node:fs'
import pg from 'pg'
import { migrationFiles } from '../platform/database/migrate.ts'
import { withDatabase } from './with-database.ts'

const LEAST_FREE_MB = 2_000
const OLDEST_POSTGRES = 150_000

/** Looks at what an installation needs and says what to do about what is missing. */
export default function doctor(): Promise<void> {
  return withDatabase(async (config, connectionString) => {
    const client = new pg.Client({ connectionString })
    await client.connect()
    const version = Number(
      (await client.query<{ v: string }>("SELECT current_setting('server_version_num') AS v")).rows[0]?.v,
    )
    const known = await client.query<{ name: string }>('SELECT name FROM migrations').catch(() => ({ rows: [] }))
    const skew =
      Number((await client.query<{ s: string }>('SELECT extract(epoch FROM now()) AS s')).rows[0]?.s) -
      Date.now() / 1000
    await client.end()
    const disk = statfsSync(config.dataDir)
    const freeMb = Math.round((disk.bavail * disk.bsize) / 1_048_576)
    const missing = migrationFiles().filter((file) => !known.rows.some((row) => row.name === file.name))
    const findings: [boolean, string, string][] = [
      [
        Number(process.versions.node.split('.')[0]) >= 26,
        `node ${process.version}`,
        '用 npm run 启动 · start through npm run',
      ],
      [version >= OLDEST_POSTGRES, `PostgreSQL ${version / 10_000}`, '需要 15 或更新 · 15 or newer is needed'],
      [
        missing.length === 0,
        `migrations ${migrationFiles().length - missing.length}/${migrationFiles().length}`,
        'npm run migrate',
      ],
      [freeMb >= LEAST_FREE_MB, `disk ${freeMb} MB free`, '磁盘空间不足 · make room'],
      [Math.abs(skew) < 5, `clock ${skew.toFixed(1)} s apart`, '校准时间 · set the clocks right (NTP)'],
      [
        config.databaseUrl === undefined || process.env['LINLI_SECRET'] !== undefined,
        'LINLI_SECRET',
        '多进程须共用一个密钥 · several processes need one secret',
      ],
      [
        config.publicUrl !== undefined || config.demo,
        'PUBLIC_URL',
        '二维码和通知里的地址由它而来 · addresses in QR codes come from it',
      ],
    ]
    for (const [fine, what, todo] of findings)
      console.log(`${fine ? 'ok  ' : 'LOOK'} ${what}${fine ? '' : `  → ${todo}`}`)
    if (findings.some(([fine]) => !fine)) process.exitCode = 1
  })
}
