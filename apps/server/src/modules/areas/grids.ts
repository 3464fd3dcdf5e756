import { sql } from 'kysely'
import type { Db } from '../../platform/database/database.ts'
import type { Deps } from '../../platform/deps.ts'
import { countyAreas } from './county-areas.ts'

export interface GridPlace {
  readonly id: string
  readonly name: string
  readonly townId: string | null
  readonly villageId: string | null
  /** By the class of its village: 111, 112 and 121 are urban. */
  readonly isUrban: boolean
}

const HEIRS = 'heirs of grids'
const URBAN: ReadonlySet<string | null> = new Set(['111', '112', '121'])

/** The open grids, where they lie and of which class. */
export async function openGrids(deps: Deps, countyId: number): Promise<GridPlace[]> {
  const { open } = await countyAreas(deps, countyId)
  return [...open.values()]
    .filter(({ level }) => level === 'grid')
    .map(({ id, name, parentId, urbanRural }) => {
      const village = parentId === null ? undefined : open.get(parentId)
      const isUrban = URBAN.has(village?.urbanRural ?? urbanRural)
      return { id, name, villageId: village?.id ?? null, townId: village?.parentId ?? null, isUrban }
    })
}

/** Grids that have closed, each with the open ones that took over from it, near or far, in order of number. */
export async function heirsOfGrids(deps: Deps, countyId: number): Promise<ReadonlyMap<string, readonly string[]>> {
  const { open, answers } = await countyAreas(deps, countyId)
  // Put there by this function alone.
  const known = answers.get(HEIRS) as ReadonlyMap<string, readonly string[]> | undefined
  if (known) return known
  const { rows } = await sql<{ fromId: string; toId: string }>`
    SELECT s.from_id, s.to_id FROM area_successions s
    JOIN areas a ON a.county_id = s.county_id AND a.id = s.from_id AND a.level = 'grid'
    WHERE s.county_id = ${countyId} ORDER BY s.from_id, s.to_id`.execute(deps.db)
  const next = Map.groupBy(rows, ({ fromId }) => fromId)
  const heirs = new Map<string, string[]>()
  for (const from of next.keys()) {
    if (open.has(from)) continue
    // A set is walked in the order in which it grows.
    const seen = new Set([from])
    for (const id of seen) if (!open.has(id)) for (const { toId } of next.get(id) ?? []) seen.add(toId)
    const found = [...seen].filter((id) => open.has(id))
    heirs.set(
      from,
      found.toSorted((a, b) => (open.get(a)?.gridNo ?? 0) - (open.get(b)?.gridNo ?? 0)),
    )
  }
  return heirs
}

export interface GridHolder {
  readonly gridId: string
  readonly kind: 'worker' | 'deputy'
  /** Null for somebody without an account. */
  readonly staffId: string | null
}

/** Who works in which grid on a day; whoever has left the platform does not. */
export async function gridHolders(db: Db, countyId: number, day: string): Promise<GridHolder[]> {
  const { rows } = await sql<GridHolder>`
    SELECT area_id AS grid_id, kind, staff_id FROM assignment_cards
    WHERE county_id = ${countyId} AND kind IN ('worker', 'deputy') AND staff_disabled_at IS NULL
      AND valid_from <= ${day}::date AND (valid_to IS NULL OR valid_to > ${day}::date)
    ORDER BY area_id, kind, staff_id`.execute(db)
  return rows
}
