import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type pg from 'pg'
import { listPartBytes, registerImportRoutes } from '@linli/contract/people-lists'
import { loadDemo } from '../../apps/server/src/demo/load.ts'
import { countyAreas } from '../../apps/server/src/modules/areas/index.ts'
import { syntheticHouseholds } from '../../apps/server/src/modules/people/index.ts'
import { registerImportHandlers } from '../../apps/server/src/modules/people/lists/import/routes.ts'
import { workOnLists } from '../../apps/server/src/modules/people/lists/import/work.ts'
import type { Ctx } from '../../apps/server/src/platform/command/ctx.ts'
import { systemCtx } from '../../apps/server/src/platform/command/system-ctx.ts'
import { loadConfig } from '../../apps/server/src/platform/config/config.ts'
import { newId } from '../../apps/server/src/platform/crypto/id.ts'
import { csvRow } from '../../apps/server/src/platform/csv.ts'
import { postgresAccount } from '../../apps/server/src/platform/database/account.ts'
import { startEmbedded } from '../../apps/server/src/platform/database/embedded.ts'
import { migrate } from '../../apps/server/src/platform/database/migrate.ts'
import type { Deps } from '../../apps/server/src/platform/deps.ts'
import { openDeps } from '../../apps/server/src/platform/process.ts'
import { type Result, round } from './figures.ts'
import { withDatabase } from './platform.ts'

const PER_HOUSEHOLD = 2.25
/** Whatever an import fills, in the order in which rows refer to each other. */
const tables = [
  'dwellings',
  'households',
  'persons',
  'person_records',
  'residences',
  'person_keys',
  'vault.keys',
  'vault.facts',
  'person_needs',
]

/**
 * A list of people through the import, as a clerk of the county sends it, and then the very rows that it made by bare COPY
 * into the same tables with the same indexes: the import is to have at least a quarter of that speed.
 */
export async function registerImport({ records }: { readonly records: number }): Promise<Result> {
  const dataDir = mkdtempSync(join(tmpdir(), 'linli-bench-import-'))
  const database = await startEmbedded({ dataDir })
  const { connectionString } = database
  try {
    await migrate(connectionString)
    const env = { LINLI_DATA: dataDir, DATABASE_URL: connectionString, LOG_LEVEL: 'error' }
    const deps = await openDeps(loadConfig(env), connectionString)
    try {
      await loadDemo(deps, { matters: 0 })
      return await withDatabase(connectionString, (client) => measure(deps, client, dataDir, records))
    } finally {
      await deps.close()
    }
  } finally {
    await database.stop()
    for (const folder of [postgresAccount(dataDir).home, dataDir]) rmSync(folder, { recursive: true, force: true })
  }
}

async function measure(deps: Deps, client: pg.Client, dataDir: string, records: number): Promise<Result> {
  // The database's own account can write there.
  const folder = postgresAccount(dataDir).home
  const { rows: staff } = await client.query<{ id: string }>('SELECT id FROM staff LIMIT 1')
  const ctx = clerkOf(deps, staff[0]?.id ?? '')
  const file = await listOf(deps, records)
  await client.query(`TRUNCATE ${tables.join(', ')} CASCADE`)
  const list = await send(ctx, file)
  const { importId } = list
  const check = await seconds(async () => {
    const { mapping } = await registerImportHandlers.getListImport(ctx, { importId })
    await registerImportHandlers.checkList(ctx, { commandId: newId(), importId, mapping, onKnown: 'skip' })
    await work(deps)
  })
  const run = await seconds(async () => {
    await registerImportHandlers.runList(ctx, { commandId: newId(), importId })
    await work(deps)
  })
  const { counts } = await registerImportHandlers.getListImport(ctx, { importId })
  const bytes = await seconds(() => copyOut(client, folder))
  await client.query(`TRUNCATE ${tables.join(', ')} CASCADE`)
  const copy = await seconds(() => copyIn(client, folder))
  return {
    name: 'register-import',
    megabytes: round(file.length / 1024 / 1024),
    persons: counts.persons,
    households: counts.households,
    errors: counts.faulty,
    ratio: round(copy / run),
    kinds: {
      check: { seconds: round(check), perSecond: Math.round(counts.rows / check) },
      import: { seconds: round(run), perSecond: Math.round(counts.persons / run) },
      copy: { seconds: round(copy), perSecond: Math.round(counts.persons / copy) },
      copyOut: { seconds: round(bytes) },
    },
  }
}

/** Somebody who imports for the whole county. */
function clerkOf(deps: Deps, id: string): Ctx {
  const { countyId } = deps.config
  const actor = {
    kind: 'staff' as const,
    id,
    name: '',
    countyId,
    posts: [],
    may: () => true,
    reach: () => 'county' as const,
  }
  return { ...systemCtx(deps, countyId, registerImportRoutes.beginListImport.audit ?? ''), actor }
}

const header =
  '网格编码,地址,户号,姓名,性别,出生日期,证件类型,证件号码,电话,与户主关系,人口类型,是否在住,入住日期,来自/去向,需要类别,需要依据,需要到期'
const yesNo = (flag: boolean) => (flag ? '是' : '否')

/** A list as a county's office would keep it, with about this many people. */
async function listOf(deps: Deps, records: number): Promise<Buffer> {
  const { open } = await countyAreas(deps, deps.config.countyId)
  const codes = new Map(
    [...open.values()].flatMap((area) => (area.level === 'grid' && area.code ? [[area.id, area.code]] : [])),
  )
  const grids = [...codes.keys()].map((id) => {
    const grid = open.get(id)
    const village = open.get(grid?.parentId ?? '')
    return {
      id,
      villageId: village?.id ?? null,
      townId: village?.parentId ?? null,
      // An address is one place: two grids of a village do not share it.
      villageName: `${village?.name ?? ''}${grid?.name ?? ''}`,
      isUrban: village?.urbanRural?.startsWith('1') ?? false,
      point: null,
    }
  })
  const perGrid = Math.max(1, Math.ceil(records / PER_HOUSEHOLD / grids.length))
  const lines = [`${header}\r\n`]
  let number = 0
  for (const { grid, address, members } of syntheticHouseholds(7, grids, perGrid)) {
    if (lines.length > records) break
    number++
    for (const one of members) {
      const document = one.document === null ? ['不详', ''] : ['身份证', one.document]
      const need = one.need === null ? ['', '', ''] : [one.need.kind, one.need.basis, '2027-03-31']
      lines.push(
        csvRow([
          codes.get(grid.id) ?? '',
          address,
          `H${number}`,
          one.name,
          one.sex,
          one.birthOn,
          ...document,
          one.phone,
          one.relation,
          one.kind,
          yesNo(one.livesHere),
          one.since,
          one.otherPlace,
          ...need,
        ]),
      )
    }
  }
  return Buffer.from(lines.join(''))
}

async function send(ctx: Ctx, file: Buffer): Promise<{ importId: string }> {
  const importId = newId()
  const { parts } = await registerImportHandlers.beginListImport(ctx, {
    commandId: newId(),
    importId,
    fileName: 'list.csv',
    bytes: file.length,
  })
  for (let part = 0; part < parts; part++) {
    const data = file.subarray(part * listPartBytes, (part + 1) * listPartBytes).toString('base64')
    await registerImportHandlers.sendListPart(ctx, { commandId: newId(), importId, part, data })
  }
  return { importId }
}

async function work(deps: Deps): Promise<void> {
  while (await workOnLists(deps));
}

async function seconds(run: () => Promise<unknown>): Promise<number> {
  const began = performance.now()
  await run()
  return (performance.now() - began) / 1000
}

// Written and read by the database itself: nothing of ours takes part in the bare copy.
const fileOf = (folder: string, table: string) => `'${join(folder, `${table}.copy`)}'`

async function copyOut(client: pg.Client, folder: string): Promise<void> {
  for (const table of tables) await client.query(`COPY ${table} TO ${fileOf(folder, table)}`)
}

async function copyIn(client: pg.Client, folder: string): Promise<void> {
  for (const table of tables) {
    await client.query(`COPY ${table} FROM ${fileOf(folder, table)}`)
    // The next table's foreign keys would else be checked by a plan for an empty one, which reads all of it for each row.
    await client.query(`ANALYZE ${table}`)
  }
}
