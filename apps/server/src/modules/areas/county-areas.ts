import type { AreaRef } from '@linli/contract/areas'
import { sql } from 'kysely'
import type { Db } from '../../platform/database/database.ts'
import type { Deps } from '../../platform/deps.ts'
import { endOfToday, todayIn } from './day.ts'
import { heirsOn } from './heirs.ts'
import { Locator } from './locator.ts'
import { type AreaFacts, factsWhere, openOn, type OutlinedFacts, outlinesWhere } from './queries.ts'

/** All areas of a county as they are today, in memory: some thousand, read often and changed a few times a year. */
export interface CountyAreas {
  readonly day: string
  readonly until: number
  readonly open: ReadonlyMap<string, OutlinedFacts>
  /** By parent, in order of number and code. The county itself is under null. */
  readonly children: ReadonlyMap<string | null, readonly OutlinedFacts[]>
  readonly locator: Locator
  /** Ended areas, each with the one that carries it on today. */
  readonly heirs: ReadonlyMap<string, string>
  /** Names of all areas, closed ones included: a matter of last year names the village of last year. */
  readonly names: ReadonlyMap<string, AreaRef>
  /** Answers worked out from this state, kept as long as it is. */
  readonly answers: Map<string, unknown>
}

const counties = new WeakMap<Deps, Map<number, Promise<CountyAreas>>>()

export async function countyAreas(deps: Deps, countyId: number): Promise<CountyAreas> {
  let known = counties.get(deps)
  if (!known) {
    const fresh = new Map<number, Promise<CountyAreas>>()
    counties.set(deps, fresh)
    deps.live.subscribe({
      countyId: null,
      filter: (event) => event.module === 'areas',
      send: (event) => void fresh.delete(event.countyId),
    })
    known = fresh
  }
  const kept = await known.get(countyId)
  // Periods are whole days: at midnight another version may be the one in force.
  if (kept && deps.now().getTime() < kept.until) return kept
  const read = readCountyAreas(deps, countyId)
  known.set(countyId, read)
  // A failed read must not be remembered.
  read.catch(() => known.delete(countyId))
  return read
}

/** The change's own process need not wait for the event to come round. */
export function forgetAreas(deps: Deps, countyId: number): void {
  counties.get(deps)?.delete(countyId)
}

async function readCountyAreas(deps: Deps, countyId: number): Promise<CountyAreas> {
  const day = await todayIn(deps, countyId)
  const until = await endOfToday(deps, countyId)
  const areas = await outlinesWhere(deps.db, countyId, day, openOn(day))
  const all = await factsWhere(deps.db, countyId, day, sql`true`)
  const heirs = await heirsOn(deps.db, countyId, day)
  return {
    day,
    until,
    open: new Map(areas.map((area) => [area.id, area])),
    children: Map.groupBy(areas, (area) => area.parentId),
    locator: new Locator(areas),
    heirs,
    names: new Map(all.map(({ id, level, name, nameEn }) => [id, { id, level, name, nameEn }])),
    answers: new Map(),
  }
}

/** A locator for any day, read anew: for imports and tests. What serves requests is kept in `countyAreas`. */
export async function createLocator(db: Db, countyId: number, day: string): Promise<Locator> {
  return new Locator(await outlinesWhere(db, countyId, day, openOn(day)))
}

/** Names by id, of areas that have closed too. */
export async function areaNames(
  deps: Deps,
  countyId: number,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const { names } = await countyAreas(deps, countyId)
  const found = new Map<string, string>()
  for (const id of ids) {
    const area = names.get(id)
    if (area) found.set(id, area.name)
  }
  return found
}

/** The open areas directly below one (the county itself for null), with outlines, as maps and screens draw them. */
export async function areasBelow(
  deps: Deps,
  countyId: number,
  parentId: string | null,
): Promise<readonly OutlinedFacts[]> {
  return (await countyAreas(deps, countyId)).children.get(parentId) ?? []
}

/** The open areas above one, from the county down. */
export function pathAbove<T extends AreaFacts>(open: ReadonlyMap<string, T>, area: AreaFacts): T[] {
  const path: T[] = []
  let above = area.parentId === null ? undefined : open.get(area.parentId)
  while (above) {
    path.unshift(above)
    above = above.parentId === null ? undefined : open.get(above.parentId)
  }
  return path
}
