import { sql } from 'kysely'
import { CountySettings } from '@linli/contract/county'
import { type County, countyOf } from '../platform/county/county.ts'
import { rebuildCounters } from '../platform/counters/index.ts'
import { WorkCalendar } from '../platform/calendar/index.ts'
import { newId } from '../platform/crypto/id.ts'
import { newToken } from '../platform/crypto/tokens.ts'
import type { Tx } from '../platform/database/database.ts'
import type { Deps } from '../platform/deps.ts'
import { registerMatterCounters } from '../modules/command/index.ts'
import { seedDuty } from '../modules/fieldwork/index.ts'
import { seedIdentity } from '../modules/identity/index.ts'
import { type CategoryVersion, seedCategories } from '../modules/matters/index.ts'
import { seedOrganisations } from '../modules/people/index.ts'
import { besideMiddle, type DemoAreas, demoAreas, FOUNDED_ON, insertAreas, spotIn } from './areas.ts'
import {
  type People,
  readCategories,
  readDepartments,
  readLandmarks,
  readPeople,
  readPlaces,
  readSayings,
  readScenes,
  readStories,
} from './files.ts'
import { tellAll, type Told } from './history.ts'
import { insertRows } from './insert.ts'
import { organise, type Organisation } from './organisation.ts'
import { createDice, type Dice } from './random.ts'
import { addDuplicates, inventReports, setScenes, type Sources } from './reports.ts'
import {
  clockRows,
  entryRows,
  eventRows,
  extensionRows,
  matterRows,
  reporterRows,
  sweep,
  workItemRows,
} from './rows.ts'
import { insertRosters } from './rosters.ts'
import { createSaid } from './sayings.ts'

/** The demo is Songzi's; other counties are founded by their administrator. */
export const DEMO_COUNTY = 421_087
const SEED = 421_087
const MATTERS = 6_000
/** Share of reports that a neighbour sends again. */
const DUPLICATES = 0.02
const TOKEN_LENGTH = 12

interface DemoOptions {
  /** How many matters besides the scenes set by hand. */
  readonly matters?: number
}

/**
 * Fills an empty county with the demo: areas, units, staff and nine weeks of matters up to now, in one transaction of bulk
 * inserts. Does nothing where the county has areas.
 * @returns whether it was loaded now.
 */
export async function loadDemo(deps: Deps, { matters = MATTERS }: DemoOptions = {}): Promise<boolean> {
  const loaded = await deps.db.transaction().execute(async (tx) => {
    const county = await foundCounty(tx)
    const area = await tx
      .selectFrom('areas')
      .select('id')
      .where('countyId', '=', DEMO_COUNTY)
      .limit(1)
      .executeTakeFirst()
    if (area) return false
    const dice = createDice(SEED)
    const people = readPeople()
    const areas = demoAreas(dice)
    const organisation = organise(areas, readDepartments(DEMO_COUNTY), people, dice)
    await insertAreas(tx, DEMO_COUNTY, areas)
    await insertOrganisation(tx, organisation, people)
    const categories = await insertCategories(tx)
    await seedDuty(tx, DEMO_COUNTY, FOUNDED_ON)
    await insertRosters(tx, organisation, { ...county, countyId: DEMO_COUNTY, now: deps.now().getTime() })
    await insertPlaces(tx, areas, dice)
    await insertLandmarks(tx, areas)
    const now = deps.now().getTime()
    const { calendar, timeZone } = county
    const sources: Sources = {
      areas,
      people,
      calendar,
      timeZone,
      dice,
      now,
      stories: readStories(),
      places: readPlaces(),
    }
    const invented = inventReports(matters, sources)
    const reports = [...invented, ...setScenes(readScenes(), sources)]
    const world = { organisation, dice, said: createSaid(readSayings(), dice) }
    const told = tellAll(reports, addDuplicates(invented, DUPLICATES, sources), { world, county, categories, now })
    for (const { ledger } of told) sweep(ledger, now)
    await insertMatters(tx, deps, told, organisation)
    await insertNumbering(tx, told)
    return true
  })
  // Filled in one go: without it the first queries would be planned for empty tables.
  if (!loaded) return false
  await sql`ANALYZE`.execute(deps.db)
  // Else the command screen would begin with noughts, and count up for half a minute.
  registerMatterCounters()
  await rebuildCounters(deps, DEMO_COUNTY, (await countyOf(deps, DEMO_COUNTY)).timeZone)
  return true
}

/** The county's row, locked: of two starts at once the second waits here and then finds the areas. */
async function foundCounty(tx: Tx): Promise<County> {
  await tx
    .insertInto('counties')
    .values({ countyId: DEMO_COUNTY, name: '松滋市', nameEn: 'Songzi' })
    .onConflict((conflict) => conflict.column('countyId').doNothing())
    .execute()
  const row = await tx
    .selectFrom('counties')
    .selectAll()
    .where('countyId', '=', DEMO_COUNTY)
    .forUpdate()
    .executeTakeFirstOrThrow()
  const settings = CountySettings.parse(row.settings)
  return { ...row, settings, calendar: new WorkCalendar({ timeZone: row.timeZone, ...settings }) }
}

async function insertOrganisation(tx: Tx, { units, staff, assignments }: Organisation, people: People): Promise<void> {
  await seedIdentity(tx, { countyId: DEMO_COUNTY, validFrom: FOUNDED_ON, units, staff, password: people.password })
  await insertRows(
    tx,
    'assignments',
    assignments.map(({ area, kind, staffId, unitId, outside, duties }) => ({
      countyId: DEMO_COUNTY,
      id: newId(),
      areaId: area.id,
      kind,
      staffId: staffId ?? null,
      unitId: unitId ?? null,
      outsideName: outside?.name ?? null,
      outsidePhone: outside?.phone ?? null,
      duties: duties ?? null,
      validFrom: FOUNDED_ON,
    })),
  )
}

async function insertCategories(tx: Tx): Promise<Map<string, CategoryVersion>> {
  const versions = await seedCategories(tx, DEMO_COUNTY, readCategories(), FOUNDED_ON)
  return new Map(versions.map((version) => [version.code, version]))
}

async function insertPlaces(tx: Tx, areas: DemoAreas, dice: Dice): Promise<void> {
  const rows = readPlaces().qr.map(({ gridCode, name, address }) => {
    const grid = areas.get(gridCode)
    return {
      countyId: DEMO_COUNTY,
      id: newId(),
      token: newToken().slice(0, TOKEN_LENGTH),
      name,
      address,
      ...spotIn(grid, dice),
      gridId: grid.id,
      createdAt: FOUNDED_ON,
    }
  })
  await insertRows(tx, 'places', rows)
}

/** Dams, hospitals, stations, shelters, and the shops and sites of the streets where the demo's people work. */
async function insertLandmarks(tx: Tx, areas: DemoAreas): Promise<void> {
  const organisations = readLandmarks().map(({ gridCode, offset, ...said }) => {
    const grid = areas.get(gridCode)
    const spot = besideMiddle(grid, offset)
    return {
      ...said,
      ...spot,
      gridId: grid.id,
      villageId: grid.parent?.id ?? null,
      townId: grid.parent?.parent?.id ?? null,
    }
  })
  await seedOrganisations(tx, DEMO_COUNTY, FOUNDED_ON, organisations)
}

async function insertMatters(tx: Tx, deps: Deps, told: readonly Told[], organisation: Organisation): Promise<void> {
  await insertRows(tx, 'matters', matterRows(DEMO_COUNTY, told))
  await insertRows(tx, 'matterReporters', reporterRows(deps, DEMO_COUNTY, told))
  await insertRows(tx, 'matterEntries', entryRows(DEMO_COUNTY, told))
  await insertRows(tx, 'matterExtensions', extensionRows(DEMO_COUNTY, told))
  await insertRows(tx, 'clocks', clockRows(DEMO_COUNTY, told))
  await insertRows(tx, 'workItems', workItemRows(DEMO_COUNTY, told, organisation))
  await insertRows(tx, 'events', eventRows(DEMO_COUNTY, told))
}

/** The next report of a day goes on where the demo's numbers end. */
async function insertNumbering(tx: Tx, told: readonly Told[]): Promise<void> {
  const last = new Map<string, number>()
  for (const { ledger } of told) {
    const [year = '', day = '', serial = ''] = ledger.row.number.split('-')
    last.set(`${year}${day}`, Math.max(last.get(`${year}${day}`) ?? 0, Number(serial)))
  }
  const rows = [...last].map(([period, serial]) => ({ countyId: DEMO_COUNTY, kind: 'matter', period, last: serial }))
  await insertRows(tx, 'numbering', rows)
}
