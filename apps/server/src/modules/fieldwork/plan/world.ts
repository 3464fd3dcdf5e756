import { countyOf } from '../../../platform/county/county.ts'
import type { Db } from '../../../platform/database/database.ts'
import type { Deps } from '../../../platform/deps.ts'
import {
  countyAreas,
  gridHolders,
  type GridPlace,
  heirsOfGrids,
  type Locator,
  openGrids,
  todayIn,
} from '../../areas/index.ts'
import { isOnLeave, mondayOf, type Presence, presences } from '../roster/presence.ts'
import { type RuleInForce, rulesInForce } from '../rules/read-rules.ts'
import { addDays, type Day } from './days.ts'
import { DAYS_AHEAD, type Unit } from './plan-input.ts'
import { type Turn, turnsOf } from './turns.ts'

/** What one worker answers for, with the ids to ask the register for. */
export interface Beat extends Unit {
  /** Null: nobody. */
  readonly staffId: string | null
  readonly gridIds: readonly string[]
  /** With grids that have closed and whose households have not been moved on yet. */
  readonly readIds: readonly string[]
}

/** All that the plan of a county hangs on, besides the register and what stands in the plan. */
export interface PlanWorld {
  readonly countyId: number
  readonly timeZone: string
  readonly today: Day
  readonly rules: readonly RuleInForce[]
  readonly turns: ReadonlyMap<string, readonly Turn[]>
  readonly grids: ReadonlyMap<string, GridPlace>
  readonly beats: readonly Beat[]
  isWorkday(day: Day): boolean
  /** The open grid that a row belongs to, which may still name the one before. */
  gridOf(gridId: string, lon: number | null, lat: number | null): string | null
}

export async function planWorld(deps: Deps, countyId: number, db: Db = deps.db): Promise<PlanWorld> {
  const { calendar, timeZone } = await countyOf(deps, countyId)
  const today = await todayIn(deps, countyId)
  const grids = new Map((await openGrids(deps, countyId)).map((grid) => [grid.id, grid]))
  const heirs = await heirsOfGrids(deps, countyId)
  const rules = await rulesInForce(db, countyId)
  const isWorkday = (day: Day) => calendar.isWorkday(day)
  const { locator } = await countyAreas(deps, countyId)
  return {
    countyId,
    timeZone,
    today,
    rules,
    turns: new Map(rules.map((rule) => [rule.code, turnsFrom(rule, today, isWorkday)])),
    grids,
    beats: beatsOf(
      grids,
      heirs,
      await gridHolders(db, countyId, today),
      await presences(db, countyId, today),
      isWorkday,
    ),
    isWorkday,
    gridOf: (gridId, lon, lat) => heirAt(gridId, lon, lat, grids, heirs, locator),
  }
}

/** Turns that may matter now: back to where a first visit may still be open, ahead as far as is planned. */
export function turnsFrom({ terms }: RuleInForce, today: Day, isWorkday: (day: Day) => boolean): Turn[] {
  return turnsOf(terms, addDays(today, -(terms.firstWithinDays ?? 0)), addDays(today, DAYS_AHEAD), isWorkday)
}

function heirAt(
  gridId: string,
  lon: number | null,
  lat: number | null,
  grids: ReadonlyMap<string, GridPlace>,
  heirs: ReadonlyMap<string, readonly string[]>,
  locator: Locator,
): string | null {
  if (grids.has(gridId)) return gridId
  const after = heirs.get(gridId) ?? []
  if (after.length > 1 && lon !== null && lat !== null) {
    const located = locator.locate(lon, lat).gridId
    if (located !== null && after.includes(located)) return located
  }
  return after[0] ?? null
}

function beatsOf(
  grids: ReadonlyMap<string, GridPlace>,
  heirs: ReadonlyMap<string, readonly string[]>,
  holders: Awaited<ReturnType<typeof gridHolders>>,
  present: ReadonlyMap<string, Presence>,
  isWorkday: (day: Day) => boolean,
): Beat[] {
  const workers = new Map(
    holders.filter(({ kind }) => kind === 'worker').map(({ gridId, staffId }) => [gridId, staffId]),
  )
  const deputies = Map.groupBy(
    holders.filter(({ kind }) => kind === 'deputy'),
    ({ gridId }) => gridId,
  )
  const before = new Map<string, string[]>()
  for (const [from, after] of heirs) for (const id of after) before.set(id, [...(before.get(id) ?? []), from])
  // A grid that has nobody is planned by itself: its items wait for whoever comes.
  const groups = Map.groupBy(grids.keys(), (id) => workers.get(id) ?? `grid ${id}`)
  return [...groups].map(([holder, gridIds]): Beat => {
    const staffId = workers.get(gridIds[0] ?? '') ?? null
    const presence = present.get(holder)
    const others = gridIds
      .flatMap((id) => deputies.get(id) ?? [])
      .map(({ staffId: id }) => (id === null ? undefined : present.get(id)))
    const roster = presence?.roster
    return {
      staffId,
      gridIds,
      readIds: [...new Set([...gridIds, ...gridIds.flatMap((id) => before.get(id) ?? [])])],
      grids: gridIds.map((id) => ({ id, isUrban: grids.get(id)?.isUrban ?? false })),
      isWorkday: (day) => (roster?.weeks.has(mondayOf(day)) ? roster.days.has(day) : isWorkday(day)),
      isAway: (day) =>
        presence !== undefined &&
        isOnLeave(presence, day) &&
        !others.some((other) => other === undefined || !isOnLeave(other, day)),
    }
  })
}
