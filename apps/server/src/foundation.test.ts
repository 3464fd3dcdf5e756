import { readFileSync } from 'node:fs'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../test/testkit-database.ts'
import { layFoundation } from './foundation.ts'
import { addStandardUnits, forgetAreas, importAreas, todayIn } from './modules/areas/index.ts'
import { addStaff, unitDirectory } from './modules/identity/index.ts'
import { currentCategories, reportMatter } from './modules/matters/index.ts'
import { systemCtx } from './platform/command/system-ctx.ts'
import { loadConfig } from './platform/config/config.ts'
import { countyOf } from './platform/county/county.ts'
import { newId } from './platform/crypto/id.ts'
import { openDeps, type ProcessDeps } from './platform/process.ts'

const countyId = 421087
const list = readFileSync(new URL('../../../data/songzi/areas-2016.csv', import.meta.url))

let database: TestDatabase
let deps: ProcessDeps
let ahead = 0
beforeAll(async () => {
  database = await createTestDatabase()
  const config = loadConfig({ LINLI_DEMO: '0', LINLI_SECRET: 'a county of its own, not the demo' })
  deps = await openDeps(config, database.connectionString, () => new Date(Date.now() + ahead))
})
afterAll(async () => {
  await deps.close()
  await database.drop()
})
const ctx = (audit: string) => systemCtx(deps, countyId, audit)

const reportAt = (areaId: string | undefined) =>
  reportMatter(ctx('matter.reported'), {
    commandId: newId(),
    channel: 'portal',
    description: '路灯不亮',
    categoryCode: '0501',
    photos: [],
    datum: 'gcj02',
    areaId,
    address: '言程路 12 号',
    reporter: { anonymous: true, notify: false },
  })

const deskOf = async (matterId: string) => {
  const matter = await deps.db
    .selectFrom('matters')
    .select('deskUnitId')
    .where('id', '=', matterId)
    .executeTakeFirstOrThrow()
  return (await unitDirectory(deps, countyId)).find(matter.deskUnitId)?.name
}

describe('a new county', () => {
  it('can take a report before it has areas or staff; of two starts at once one lays the foundation', async () => {
    await Promise.all([layFoundation(deps), layFoundation(deps)])
    await layFoundation(deps)
    expect((await currentCategories(deps, countyId)).length).toBeGreaterThanOrEqual(90)
    const units = await unitDirectory(deps, countyId)
    expect(units.ofKind('county_centre')).toHaveLength(1)
    expect(units.department('civil_affairs')?.name).toContain('民政')
    const { id, number } = await reportAt(undefined)
    expect(number).toMatch(/^\d{4}-\d{4}-0001$/)
    expect(await deskOf(id)).toBe('市社会治理中心')
  })

  it('is named by its areas, and gets the standard units of every town and village once', async () => {
    await importAreas(ctx('areas.imported'), {
      commandId: newId(),
      id: newId(),
      fileName: 'areas-2016.csv',
      format: 'csv',
      file: list,
      dryRun: false,
      options: {
        datum: 'gcj02',
        codeScheme: 'nbs',
        validFrom: '2016-07-31',
        mode: 'all_or_nothing',
        illustrative: false,
      },
    })
    forgetAreas(deps, countyId)
    const add = () => addStandardUnits(ctx('areas.standard_units_added'), { commandId: newId() })
    expect(await add()).toEqual({ added: 16 * 3 + 278 * 5 })
    expect(await add()).toEqual({ added: 0 })
    const { rows } = await sql<{ name: string }>`
      SELECT name FROM units WHERE kind LIKE 'village%' AND name ~ '委员会|居委会'`.execute(deps.db)
    expect(rows).toEqual([])
    const town = await deps.db
      .selectFrom('areaVersions')
      .select('areaId')
      .where('name', '=', '新江口镇')
      .executeTakeFirstOrThrow()
    expect(await deskOf((await reportAt(town.areaId)).id)).toBe('新江口镇网格所')
    expect((await countyOf(deps, countyId)).countyId).toBe(countyId)
  })

  it('gives a report to the nearest desk that has somebody, as posts are filled one after the other', async () => {
    const units = await unitDirectory(deps, countyId)
    const village = await deps.db
      .selectFrom('areaVersions')
      .select(['areaId', 'parentId'])
      .where('name', '=', '林园社区居委会')
      .executeTakeFirstOrThrow()
    const today = await todayIn(deps, countyId)
    const deskOfReport = async () => deskOf((await reportAt(village.areaId)).id)
    const appoint = (login: string, roleCode: string, unitId: string | undefined) =>
      deps.db.transaction().execute((tx) =>
        addStaff(tx, {
          countyId,
          login,
          name: login,
          password: 'first of all 2026',
          roleCode,
          today,
          ...(unitId ? { unitId } : {}),
        }),
      )
    const station = units.inArea(village.areaId, 'village_grid_station')
    expect(await deskOfReport()).toBe(station?.name)
    for (const [login, roleCode, unit] of [
      ['centre', 'centre_supervisor', undefined],
      ['office', 'town_dispatcher', units.inArea(village.parentId, 'town_grid_office')],
      ['station', 'station_clerk', station],
    ] as const) {
      await appoint(login, roleCode, unit?.id)
      ahead += 60_000
      expect(await deskOfReport()).toBe(unit?.name ?? '市社会治理中心')
    }
  })
})
