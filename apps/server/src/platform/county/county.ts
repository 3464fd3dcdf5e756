import { CountySettings } from '@linli/contract/county'
import { WorkCalendar } from '../calendar/index.ts'
import type { CommandTx } from '../command/run-command.ts'
import type { Db } from '../database/database.ts'
import type { Deps } from '../deps.ts'

export interface County {
  readonly countyId: number
  readonly name: string
  readonly nameEn: string
  readonly timeZone: string
  readonly settings: CountySettings
  readonly calendar: WorkCalendar
}

const counties = new WeakMap<Deps, Map<number, Promise<County>>>()

/** The county's rules, read once per process and again when they change. */
export function countyOf(deps: Deps, countyId: number): Promise<County> {
  let known = counties.get(deps)
  if (!known) {
    const fresh = new Map<number, Promise<County>>()
    counties.set(deps, fresh)
    deps.live.subscribe({
      countyId: null,
      filter: (event) => event.subjectKind === 'county',
      send: (event) => void fresh.delete(event.countyId),
    })
    known = fresh
  }
  let county = known.get(countyId)
  if (!county) {
    const read = readCounty(deps.db, countyId)
    county = read
    known.set(countyId, read)
    // Only its own: by the time it fails, somebody may have read anew.
    read.catch(() => known.get(countyId) === read && known.delete(countyId))
  }
  return county
}

/** The change's own process need not wait for the event to come round. */
export function forgetCounty(deps: Deps, countyId: number): void {
  counties.get(deps)?.delete(countyId)
}

/**
 * What a county calls itself and its bureaus, by its code: the last two digits are 01 to 20 for districts, 21 to 80 for
 * counties, 81 to 99 for county-level cities. Source: GB/T 2260. Banners are counties here.
 */
export function kindOfCounty(countyId: number): '区' | '县' | '市' {
  const last = countyId % 100
  return last <= 20 ? '区' : last <= 80 ? '县' : '市'
}

/** Makes sure that the county exists; one that is new is called by its code until its area is imported. */
export async function foundCounty(db: Db, countyId: number): Promise<void> {
  const code = String(countyId)
  await db
    .insertInto('counties')
    .values({ countyId, name: code, nameEn: code })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

/** Names a county that was founded by its code alone, after its area; one that has a name keeps it. */
export async function nameNewCounty(
  tx: CommandTx,
  countyId: number,
  area: { readonly id: string; readonly name: string; readonly nameEn: string | null },
): Promise<void> {
  const renamed = await tx.db
    .updateTable('counties')
    .set({ name: area.name, nameEn: area.nameEn ?? area.name })
    .where('countyId', '=', countyId)
    .where('name', '=', String(countyId))
    .executeTakeFirst()
  if (renamed.numUpdatedRows === 0n) return
  tx.publish({ module: 'platform', kind: 'county.named', subjectKind: 'county', subjectId: area.id, scope: [] })
}

export function calendarOf(county: County): WorkCalendar {
  return county.calendar
}

async function readCounty(db: Db, countyId: number): Promise<County> {
  const row = await db.selectFrom('counties').selectAll().where('countyId', '=', countyId).executeTakeFirstOrThrow()
  const settings = CountySettings.parse(row.settings)
  return {
    countyId,
    name: row.name,
    nameEn: row.nameEn,
    timeZone: row.timeZone,
    settings,
    calendar: new WorkCalendar({ timeZone: row.timeZone, ...settings }),
  }
}
