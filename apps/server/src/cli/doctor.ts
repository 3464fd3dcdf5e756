import { accessSync, constants, statfsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import type { Config } from '../platform/config/config.ts'
import { masterKeyFile, masterKeyNames } from '../platform/crypto/master-keys.ts'
import { workingConnection } from '../platform/database/application-role.ts'
import { migrationFiles } from '../platform/database/migrate.ts'
import { mastersInUse } from './keys-rotate.ts'
import { seals } from './doctor-seals.ts'
import { withDatabase } from './with-database.ts'

const LEAST_NODE = 26
const LEAST_POSTGRES = 150_000
const LEAST_FREE_MB = 2_000
const MOST_SKEW_S = 5
const MB = 1_048_576

export interface Finding {
  readonly fine: boolean
  readonly what: string
  readonly todo: string
}

/** Looks at what an installation needs and says what to do about what is missing. */
export default function doctor(): Promise<void> {
  return withDatabase(async (config, connectionString) => {
    const findings = [...machine(config), ...settings(config), ...(await database(config, connectionString))]
    for (const { fine, what, todo } of findings) console.log(fine ? `ok    ${what}` : `LOOK  ${what}\n      → ${todo}`)
    if (findings.some(({ fine }) => !fine)) process.exitCode = 1
  })
}

function machine(config: Config): Finding[] {
  const disk = statfsSync(config.dataDir)
  const freeMb = Math.round((disk.bavail * disk.bsize) / MB)
  return [
    {
      fine: Number.parseInt(process.versions.node) >= LEAST_NODE,
      what: `Node ${process.version}`,
      todo: '用 npm run 启动，它自带 Node · start through npm run, which brings its own Node',
    },
    {
      fine: freeMb >= LEAST_FREE_MB,
      what: `${config.dataDir} ${freeMb} MB free`,
      todo: '磁盘空间不足，请清理或扩容 · make room on this disk',
    },
    {
      fine: isWritable(config.dataDir),
      what: `${config.dataDir} writable`,
      todo: '数据目录要能由运行服务的账号写入 · let the account that runs the server write there',
    },
  ]
}

function isWritable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK)
    return true
  } catch {
    return false
  }
}

function settings(config: Config): Finding[] {
  const own = process.env['LINLI_SECRET'] !== undefined
  const file = statSync(join(config.dataDir, 'secret'), { throwIfNoEntry: false })
  return [
    {
      fine: own || config.databaseUrl === undefined,
      what: own ? 'secret from LINLI_SECRET' : 'secret from the data folder',
      todo: '多个进程须共用一个 LINLI_SECRET · several processes need one LINLI_SECRET',
    },
    {
      fine: file === undefined || process.platform === 'win32' || (file.mode & 0o077) === 0,
      what: 'secret readable by its owner only',
      todo: `chmod 600 ${join(config.dataDir, 'secret')}`,
    },
    {
      fine: config.publicUrl?.startsWith('https:') ?? config.demo,
      what: `PUBLIC_URL ${config.publicUrl ?? '(unset)'}`,
      todo: '设为居民使用的 https 地址：二维码和通知由它生成 · set the https address that residents use: QR codes and messages are made from it',
    },
  ]
}

async function database(config: Config, connectionString: string): Promise<Finding[]> {
  const client = new pg.Client({ connectionString })
  await client.connect()
  try {
    const { rows } = await client.query<{ version: number; now: number }>(
      "SELECT current_setting('server_version_num')::int AS version, extract(epoch FROM clock_timestamp())::float8 AS now",
    )
    const { version = 0, now = 0 } = rows[0] ?? {}
    const skew = now - Date.now() / 1000
    const applied = await names(client, 'SELECT name FROM migrations', 'migrations')
    const files = migrationFiles()
    const waiting = files.filter((file) => !applied.includes(file.name)).length
    const zones = await names(
      client,
      `SELECT time_zone AS name FROM counties WHERE county_id = ${config.countyId}`,
      'counties',
    )
    return [
      {
        fine: version >= LEAST_POSTGRES,
        what: `PostgreSQL ${Math.floor(version / 10_000)}.${version % 10_000}`,
        todo: '需要 15 或更新 · 15 or newer is needed',
      },
      ...(await vault(client, config)),
      ...(await workingRole(client, config, connectionString)),
      { fine: waiting === 0, what: `migrations ${files.length - waiting} of ${files.length}`, todo: 'npm run migrate' },
      {
        fine: Math.abs(skew) < MOST_SKEW_S,
        what: `clocks ${Math.abs(skew).toFixed(1)} s apart`,
        todo: '用 NTP 校准服务器与数据库的时间 · set both clocks right by NTP',
      },
      {
        fine: zones.length > 0 && zones.every(isTimeZone),
        what: `county ${config.countyId} ${zones.join()}`,
        todo: '县还没有建立或时区不对：npm run linli -- demo 或 areas import · the county is not founded, or its time zone is unknown',
      },
      ...(await seals(client, config)),
    ]
  } finally {
    await client.end()
  }
}

/** How many keys of persons lie under which master key; one that is missing closes what lies under it. */
async function vault(client: pg.Client, config: Config): Promise<Finding[]> {
  const there = await names(client, "SELECT 'vault' AS name", 'vault.keys')
  if (there.length === 0) return []
  const used = await mastersInUse(client)
  const held = config.kms === null && used.length > 0 ? masterKeyNames(masterKeyFile(config)) : null
  const missing = held === null ? [] : used.filter(({ master }) => !held.includes(master))
  return [
    {
      fine: missing.length === 0,
      what: `vault ${used.map(({ master, count }) => `${master}: ${count}`).join(', ') || 'empty'}`,
      todo: `密钥文件里缺少 ${missing.map(({ master }) => master).join()}，请从备份放回 · put these keys back from where they are kept: ${masterKeyFile(config)}`,
    },
  ]
}

/** Row security holds nobody who owns the tables. */
async function workingRole(client: pg.Client, config: Config, ownerUrl: string): Promise<Finding[]> {
  const there = await names(client, "SELECT 'vault' AS name", 'vault.keys')
  if (there.length === 0) return []
  const { url, held } = await workingConnection(config, ownerUrl)
  return [
    {
      fine: held,
      what: `works as ${new URL(url).username}${held ? '' : ', who owns the vault'}`,
      todo: '让 DATABASE_URL 的账号能建立角色，或用 APP_DATABASE_URL 指定不拥有任何表、属于 linli_application 的账号 · let the account of DATABASE_URL make roles, or name one in APP_DATABASE_URL that owns nothing and is in linli_application',
    },
  ]
}

/** Empty where the table is not there yet. */
async function names(client: pg.Client, query: string, table: string): Promise<string[]> {
  const { rows } = await client.query<{ there: boolean }>('SELECT to_regclass($1) IS NOT NULL AS there', [table])
  if (!rows[0]?.there) return []
  return (await client.query<{ name: string }>(query)).rows.map((row) => row.name)
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    return false
  }
}
