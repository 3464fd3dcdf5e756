import { randomBytes } from 'node:crypto'
import { parseArgs } from 'node:util'
import pg from 'pg'
import { keyContext } from '../modules/people/index.ts'
import type { Config } from '../platform/config/config.ts'
import {
  addMasterKey,
  masterKeyFile,
  masterKeyNames,
  type MasterKeys,
  openMasterKeys,
  retireMasterKeys,
} from '../platform/crypto/master-keys.ts'
import { migrate } from '../platform/database/migrate.ts'
import { UsageError } from './usage-error.ts'
import { withDatabase } from './with-database.ts'

/** Rows of one transaction: some ten milliseconds, so that nobody waits for a lock. */
const BATCH = 500

interface Wrapped {
  readonly county_id: number
  readonly id: string
  readonly person_id: string
  readonly master: string
  readonly wrapped: Buffer
}

/**
 * Makes a new master key and wraps every person's key under it. What was sealed stays as it is: only the keys around it
 * change. Works beside running servers, which read the key file again when it changes. A rotation that was cut off is
 * taken up again: as long as rows lie under an earlier key, no newer one is made.
 */
export default async function rotateKeys(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({ args: [...args], options: { retire: { type: 'boolean', default: false } } })
  await withDatabase(async (config, connectionString) => {
    await migrate(connectionString)
    // As the owner of the tables: the platform's own role can put keys in and change none.
    const client = new pg.Client({ connectionString })
    await client.connect()
    try {
      await rotate(client, config, values.retire)
    } finally {
      await client.end()
    }
  })
}

async function rotate(client: pg.Client, config: Config, retire: boolean): Promise<void> {
  // One rotation at a time: of two, the second finds its work done.
  await client.query("SELECT pg_advisory_lock(hashtext('linli master keys'))")
  const keys = openMasterKeys(config)
  const before = await wrapsNow(keys)
  const unfinished = (await mastersInUse(client)).some(({ master }) => master !== before)
  // The key of a service is changed there and named in the settings; retiring alone wants no new one.
  if (!unfinished && !retire && config.kms === null) addMasterKey(masterKeyFile(config))
  const current = await wrapsNow(keys)
  console.log(`主密钥 · master key ${current}`)
  let done = 0
  let last: Wrapped | undefined
  do {
    const rows = await rewrapBatch(client, keys, current, last)
    last = rows.at(-1)
    done += rows.length
    if (last) console.log(`${done}`)
  } while (last)
  if (retire) await retireEarlier(client, config, keys)
}

/** The name that rows get from now on; a key service names its keys itself, whatever it is asked by. */
async function wrapsNow(keys: MasterKeys): Promise<string> {
  return (await keys.wrap([{ key: randomBytes(32), context: 'keys rotate' }])).master
}

/** Which master keys wrap how many rows. */
export async function mastersInUse(client: pg.Client): Promise<{ master: string; count: number }[]> {
  const { rows } = await client.query<{ master: string; count: number }>(
    'SELECT master, count(*)::int AS count FROM vault.keys GROUP BY master ORDER BY master',
  )
  return rows
}

/** A row carries the name of its key, so a batch is done or was never begun; by id, each row comes once. */
async function rewrapBatch(
  client: pg.Client,
  keys: MasterKeys,
  current: string,
  after: Wrapped | undefined,
): Promise<Wrapped[]> {
  await client.query('BEGIN')
  const { rows } = await client.query<Wrapped>(
    `SELECT county_id, id, person_id, master, wrapped FROM vault.keys
     WHERE master <> $1 AND (county_id, id) > ($2, $3) ORDER BY county_id, id LIMIT $4 FOR UPDATE`,
    [current, after?.county_id ?? 0, after?.id ?? '00000000-0000-0000-0000-000000000000', BATCH],
  )
  if (rows.length > 0) {
    const contexts = rows.map((row) => keyContext(row.county_id, row.person_id, row.id))
    // The arrays run alongside each other.
    const opened = await keys.unwrap(rows.map((row, index) => ({ ...row, context: contexts[index] as string })))
    const { master, wrapped } = await keys.wrap(
      opened.map((key, index) => ({ key, context: contexts[index] as string })),
    )
    await client.query(
      `UPDATE vault.keys k SET master = $1, wrapped = n.wrapped
       FROM unnest($2::int[], $3::uuid[], $4::bytea[]) AS n(county_id, id, wrapped)
       WHERE k.county_id = n.county_id AND k.id = n.id`,
      [master, rows.map((row) => row.county_id), rows.map((row) => row.id), wrapped],
    )
  }
  await client.query('COMMIT')
  return rows
}

/**
 * Forgets every earlier key. The database refuses it from then on, and says so only after whoever was just writing under
 * it has ended: a server that still had it in memory cannot seal what nobody would ever open.
 */
async function retireEarlier(client: pg.Client, config: Config, keys: MasterKeys): Promise<void> {
  if (config.kms !== null)
    throw new UsageError('密钥服务中的旧密钥请在密钥服务中停用 · retire the keys of a key service there')
  const path = masterKeyFile(config)
  const { current } = keys
  const earlier = masterKeyNames(path).filter((name) => name !== current)
  await client.query('BEGIN')
  await client.query('LOCK TABLE vault.keys IN SHARE ROW EXCLUSIVE MODE')
  const used = (await mastersInUse(client)).filter(({ master }) => master !== current)
  if (used.length > 0) {
    await client.query('ROLLBACK')
    throw new UsageError(
      `仍有内容在旧密钥下，请再运行一次 · rows still lie under an earlier key, run it again: ${used.map(({ master }) => master).join()}`,
    )
  }
  await client.query(
    'INSERT INTO vault.retired_masters (master) SELECT unnest($1::text[]) ON CONFLICT (master) DO NOTHING',
    [earlier],
  )
  await client.query('COMMIT')
  retireMasterKeys(path, earlier)
  console.log(`已停用 · retired ${earlier.join() || '—'}`)
}
