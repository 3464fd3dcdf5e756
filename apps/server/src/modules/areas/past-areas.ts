import type { Point } from '@linli/contract/common'
import { sql } from 'kysely'
import type { Deps } from '../../platform/deps.ts'
import { type CountyAreas, countyAreas } from './county-areas.ts'
import { Locator, type Placement } from './locator.ts'
import { openOn, outlinesWhere } from './queries.ts'

/** The county's areas on one day. */
export interface AreasOfDay {
  readonly locator: Locator
  /** By the code that was in use on the day. */
  readonly byCode: ReadonlyMap<string, { readonly id: string; readonly level: string }>
}

/** A list may tell of many days; all but a few lie between the same two reforms. */
const MOST_KEPT = 6

/** What is dated on a day gone by belongs to the areas of that day. Read once for each stretch between two changes. */
export async function areasOn(deps: Deps, countyId: number, day: string): Promise<AreasOfDay> {
  const today = await countyAreas(deps, countyId)
  if (day >= today.day) return of(today, 'today', async () => indexed([...today.open.values()], today.locator))
  const changes = await of(today, 'changes', () => changesOf(deps, countyId))
  // The last change up to the day stands for it: nothing differs until the next. Before the first list nobody knows of
  // others than its own.
  const since = changes.findLast((change) => change <= day) ?? changes[0] ?? day
  return of(today, `day ${since}`, async () => indexed(await outlinesWhere(deps.db, countyId, since, openOn(since))))
}

/** Town, village and grid of a WGS 84 point on a day, today if left out; null outside the county. */
export async function locate(deps: Deps, countyId: number, point: Point, day?: string): Promise<Placement | null> {
  const { locator } = day === undefined ? await countyAreas(deps, countyId) : await areasOn(deps, countyId, day)
  const placement = locator.locate(point.lon, point.lat)
  return placement.outcome === 'outside' ? null : placement
}

function indexed(areas: Parameters<typeof outlinesOf>[0], locator = new Locator(areas)): AreasOfDay {
  return { locator, byCode: outlinesOf(areas) }
}

const outlinesOf = (areas: Awaited<ReturnType<typeof outlinesWhere>>) =>
  new Map(areas.flatMap(({ code, id, level }) => (code === null ? [] : [[code, { id, level }]])))

/** Kept beside the state of today, and forgotten with it. */
function of<T>({ answers }: CountyAreas, key: string, work: () => Promise<T>): Promise<T> {
  // Under this key nothing else is ever kept.
  const kept = answers.get(key) as Promise<T> | undefined
  if (kept) return kept
  const days = [...answers.keys()].filter((one) => one.startsWith('day '))
  if (days.length >= MOST_KEPT && days[0] !== undefined) answers.delete(days[0])
  const made = work()
  answers.set(key, made)
  made.catch(() => answers.delete(key))
  return made
}

async function changesOf(deps: Deps, countyId: number): Promise<string[]> {
  const { rows } = await sql<{ day: string }>`
    SELECT valid_from::text AS day FROM area_versions WHERE county_id = ${countyId}
    UNION SELECT valid_to::text FROM area_versions WHERE county_id = ${countyId} AND valid_to IS NOT NULL
    UNION SELECT valid_from::text FROM area_codes WHERE county_id = ${countyId}
    ORDER BY day`.execute(deps.db)
  return rows.map(({ day }) => day)
}

interface AreaIds {
  readonly townId: string | null
  readonly villageId: string | null
  readonly gridId: string | null
}

/** The same areas, or of those that have ended the ones that carry them on: where units and people are today. */
export async function presentAreas(deps: Deps, countyId: number, ids: AreaIds): Promise<AreaIds> {
  const { heirs } = await countyAreas(deps, countyId)
  const present = (id: string | null) => (id === null ? null : (heirs.get(id) ?? id))
  return { townId: present(ids.townId), villageId: present(ids.villageId), gridId: present(ids.gridId) }
}
