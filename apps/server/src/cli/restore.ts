import { createReadStream, existsSync } from 'node:fs'
import { copyFile, mkdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { parseArgs } from 'node:util'
import { createGunzip } from 'node:zlib'
import pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import type { Config } from '../platform/config/config.ts'
import { indexKeyFile } from '../platform/crypto/index-keys.ts'
import { isFile } from '../platform/crypto/key-file.ts'
import { masterKeyFile, masterKeyNames } from '../platform/crypto/master-keys.ts'
import { migrate, migrationFiles } from '../platform/database/migrate.ts'
import { openDeps } from '../platform/process.ts'
import {
  appendToList,
  erasureListPath,
  type ListedErasure,
  readList,
  replayErasures,
} from '../platform/retention/index.ts'
import { registerRetention } from '../retention.ts'
import { ERASURE_LIST, fixFormats, identifierOf } from './backup.ts'
import { type Manifest, readBackup, tableFile } from './backup-folder.ts'
import { mastersInUse } from './keys-rotate.ts'
import { UsageError } from './usage-error.ts'
import { withDatabaseAlone } from './with-database.ts'

/**
 * Checks every byte of a backup, then replaces the database by it in one transaction: as it was, or as it is in the
 * backup. A backup of an earlier version is restored as that version's and brought up to date afterwards. Whoever was
 * erased since is erased again.
 */
export default async function restore(args: readonly string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { force: { type: 'boolean', default: false }, erasures: { type: 'string' } },
  })
  const [folder] = positionals
  if (!folder) throw new UsageError('restore FOLDER [--force] [--erasures FILE]')
  if (values.erasures !== undefined && !existsSync(values.erasures))
    throw new UsageError(`没有这个文件 · no such file: ${values.erasures}`)
  const { manifest, names } = await readBackup(folder)
  const schema = schemaOf(manifest)
  await withDatabaseAlone(async (config, connectionString) => {
    await migrate(connectionString)
    const client = new pg.Client({ connectionString })
    await client.connect()
    try {
      await refuseLoss(client, values.force)
      await gatherErasures(client, config, [values.erasures, join(folder, ERASURE_LIST)])
      // Before the rows that name them; more files than rows do no harm.
      await copyFiles(
        folder,
        names.filter((name) => name.startsWith('files/')),
        config,
      )
      await client.query('BEGIN')
      await fixFormats(client)
      await replaceSchema(client, schema)
      await fillTables(client, folder, manifest)
      await placeEvents(client)
      await placeRecords(client)
      await client.query('COMMIT')
      await client.query('ANALYZE')
    } finally {
      await client.end()
    }
    if (names.includes('secret')) await copyFile(join(folder, 'secret'), join(config.dataDir, 'secret'))
    const applied = await migrate(connectionString)
    console.log(
      `${Object.keys(manifest.tables).length} tables · ${manifest.at}${applied.map((name) => ` · ${name}`).join('')}`,
    )
    await eraseAgain(config, connectionString)
    await tellMissingKeys(config, connectionString, names.includes('secret'))
  })
}

/**
 * Whoever was erased since the backup was made is known to the database that is about to be replaced, and perhaps to a list
 * that was kept elsewhere. All of it goes into the list of this installation first: whatever happens from here on, the next
 * start finds it there.
 */
async function gatherErasures(
  client: pg.Client,
  config: Config,
  files: readonly (string | undefined)[],
): Promise<void> {
  const path = erasureListPath(config)
  const { rows: there } = await client.query<{ it: boolean }>("SELECT to_regclass('public.erasures') IS NOT NULL AS it")
  const { rows: known } = there[0]?.it
    ? await client.query<ListedErasure>(
        `SELECT county_id AS "countyId", subject_kind AS "subjectKind", subject_id AS "subjectId", part,
           to_char(erased_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "erasedAt", certificate FROM erasures`,
      )
    : { rows: [] }
  const keyOf = (one: ListedErasure) =>
    `${one.countyId} ${one.subjectKind} ${one.subjectId} ${one.part} ${one.erasedAt}`
  const listed = new Set(readList(path).erasures.map(keyOf))
  const others = files.flatMap((file) => (file === undefined ? [] : readList(file).erasures))
  const missing = [...known, ...others].filter((one) => !listed.has(keyOf(one)))
  if (missing.length > 0) appendToList(path, missing)
}

/** Before anybody is served: people who were erased after the backup was made are in it again. */
async function eraseAgain(config: Config, connectionString: string): Promise<void> {
  registerRetention()
  const deps = await openDeps(config, connectionString)
  try {
    const { erasures } = readList(erasureListPath(config))
    const erased = await replayErasures(deps)
    console.log(
      `删除名录 ${erasures.length} 条，重新删除 ${erased} · erasure list of ${erasures.length}, ${erased} erased again`,
    )
  } finally {
    await deps.close()
  }
}

/** What is in no backup, and what happens without it. */
async function tellMissingKeys(config: Config, connectionString: string, broughtSecret: boolean): Promise<void> {
  if (broughtSecret === (process.env['LINLI_SECRET'] !== undefined))
    console.log(
      '请使用备份时的 LINLI_SECRET（或数据目录里的 secret 文件） · use the LINLI_SECRET, or the file secret in the data folder, of the installation that was backed up',
    )
  const client = new pg.Client({ connectionString })
  await client.connect()
  try {
    const held = config.kms === null ? masterKeyNames(masterKeyFile(config)) : null
    const missing = (await mastersInUse(client)).filter(({ master }) => held?.includes(master) === false)
    if (missing.length > 0)
      console.log(
        `缺少主密钥，封存的内容打不开，请从另存处放回 · master keys are missing and what they seal stays closed, put them back: ${masterKeyFile(config)} (${missing.map(({ master }) => master).join()})`,
      )
    const { rows } = await client.query('SELECT FROM register_index_marks WHERE county_id = $1', [config.countyId])
    if (rows.length > 0 && !isFile(indexKeyFile(config)))
      console.log(
        `缺少索引密钥，放回之前服务不会启动 · the keys of the index are missing; nothing starts before they are put back: ${indexKeyFile(config)}`,
      )
  } finally {
    await client.end()
  }
}

/** The migrations that the backup was made with. */
function schemaOf(manifest: Manifest): string[] {
  const files = migrationFiles()
  return manifest.migrations.map(({ name, checksum }) => {
    const file = files.find((one) => one.name === name && one.checksum === checksum)
    if (!file)
      throw new UsageError(
        `备份来自更新的或改动过的版本，请先换成该版本 · the backup is of another version: ${name} is unknown here`,
      )
    return file.sql
  })
}

async function refuseLoss(client: pg.Client, force: boolean): Promise<void> {
  const others = await client.query(
    "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'linli' LIMIT 1",
  )
  if (others.rowCount !== 0) throw new UsageError('请先停止服务 · stop the servers on this database first')
  const held = await client.query('SELECT 1 FROM counties LIMIT 1')
  if (held.rowCount !== 0 && !force)
    throw new UsageError(
      '数据库不是空的；确认要覆盖请加 --force · the database is not empty; add --force to replace everything in it',
    )
}

async function copyFiles(folder: string, names: readonly string[], config: Config): Promise<void> {
  for (const name of names) {
    const target = join(config.dataDir, name)
    await mkdir(dirname(target), { recursive: true })
    await copyFile(join(folder, name), target)
  }
}

async function replaceSchema(client: pg.Client, schema: readonly string[]): Promise<void> {
  // The list of migrations is made by `migrate`, not by one of them: it steps aside meanwhile.
  await client.query('CREATE SCHEMA restoring; ALTER TABLE migrations SET SCHEMA restoring')
  await client.query('DROP SCHEMA IF EXISTS vault CASCADE; DROP SCHEMA public CASCADE; CREATE SCHEMA public')
  for (const sql of schema) await client.query(sql)
  await client.query('ALTER TABLE restoring.migrations SET SCHEMA public; DROP SCHEMA restoring; TRUNCATE migrations')
}

async function fillTables(client: pg.Client, folder: string, manifest: Manifest): Promise<void> {
  // References are taken off while rows come table by table, and checked when they are put back.
  const { rows: references } = await client.query<{ table: string; name: string; definition: string }>(
    `SELECT conrelid::regclass::text AS table, quote_ident(conname) AS name, pg_get_constraintdef(oid) AS definition
     FROM pg_constraint WHERE contype = 'f' AND connamespace IN ('public'::regnamespace, to_regnamespace('vault'))`,
  )
  for (const { table, name } of references) await client.query(`ALTER TABLE ${table} DROP CONSTRAINT ${name}`)
  const sealed = Object.keys(manifest.tables).filter((table) => table.startsWith('vault.'))
  // An owner who is no superuser is held by the policies too, and rows cannot be copied in past them.
  for (const table of sealed) await client.query(`ALTER TABLE ${identifierOf(table)} NO FORCE ROW LEVEL SECURITY`)
  for (const [table, count] of Object.entries(manifest.tables)) {
    const copy = client.query(copyFrom(`COPY ${identifierOf(table)} FROM STDIN (FORMAT csv, HEADER MATCH)`))
    await pipeline(createReadStream(join(folder, tableFile(table))), createGunzip(), copy)
    if (copy.rowCount !== count) throw new Error(`${table}: ${copy.rowCount} rows came of ${count}`)
  }
  for (const table of sealed) await client.query(`ALTER TABLE ${identifierOf(table)} FORCE ROW LEVEL SECURITY`)
  for (const { table, name, definition } of references)
    await client.query(`ALTER TABLE ${table} ADD CONSTRAINT ${name} ${definition}`)
  for (const [name, last] of Object.entries(manifest.sequences))
    await client.query('SELECT setval(quote_ident($1)::regclass, $2)', [name, last])
}

/**
 * Events are read in the order of their transactions, whose numbers belong to the database they were made in; in a new
 * one they would lie in the future. They get small numbers that keep what each reader has read and has not: the count
 * of readers that stood before an event, plus one.
 */
async function placeEvents(client: pg.Client): Promise<void> {
  await client.query(`
    CREATE TEMP TABLE places ON COMMIT DROP AS
      SELECT county_id, xid, seq, row_number() OVER (PARTITION BY county_id ORDER BY xid, seq) AS rank
      FROM (SELECT DISTINCT county_id, xid, seq FROM event_readers) positions`)
  await client.query(`
    UPDATE events e SET xid = (SELECT count(*) + 1 FROM places p
      WHERE p.county_id = e.county_id AND (p.xid, p.seq) < (e.xid, e.seq))::text::xid8`)
  await client.query(`
    UPDATE event_readers r SET xid = p.rank::text::xid8, seq = coalesce((SELECT max(seq) FROM events), 0)
    FROM places p WHERE (p.county_id, p.xid, p.seq) = (r.county_id, r.xid, r.seq)`)
}

/**
 * Records are sealed in the order of their transactions, too: what is sealed comes first, then what still waits. Their
 * own content, which the seals hold, knows nothing of these numbers. A backup from before the seals has only one log
 * that numbers its transactions.
 */
async function placeRecords(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ sealed: boolean }>("SELECT to_regclass('audit_leaves') IS NOT NULL AS sealed")
  if (!rows[0]?.sealed) {
    await client.query("UPDATE access_log SET xid = '4'")
    return
  }
  for (const log of ['access_log', 'audit_log']) {
    await client.query(`
      UPDATE ${log} t SET xid = CASE WHEN EXISTS (SELECT FROM audit_leaves l
        WHERE l.county_id = t.county_id AND l.log = '${log}' AND l.seq = t.seq) THEN '3' ELSE '4' END::xid8`)
    await client.query(
      `UPDATE audit_checkpoints SET xid = '3', seq = (SELECT coalesce(max(seq), 0) FROM ${log}) WHERE log = '${log}'`,
    )
  }
}
