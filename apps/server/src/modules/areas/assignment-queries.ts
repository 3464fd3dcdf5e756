import type { Assignment, AssignmentKind } from '@linli/contract/areas'
import { sql } from 'kysely'
import type { Db } from '../../platform/database/database.ts'
import type { Deps } from '../../platform/deps.ts'
import { countyAreas, pathAbove } from './county-areas.ts'
import { todayIn } from './day.ts'
import { lineageOf } from './queries.ts'

interface Card {
  readonly id: string
  readonly areaId: string
  readonly kind: AssignmentKind
  readonly duties: string | null
  readonly validFrom: string
  readonly validTo: string | null
  readonly staffId: string | null
  readonly staffName: string | null
  readonly staffPhone: string | null
  readonly staffDisabledAt: string | null
  readonly unitId: string | null
  readonly unitName: string | null
  readonly unitPhone: string | null
  readonly outsideName: string | null
  readonly outsidePhone: string | null
}

function asAssignment(card: Card): Assignment {
  const { id, areaId, kind, duties, validFrom, validTo } = card
  const holder = (heldBy: string | null, name: string | null, phone: string | null) =>
    heldBy !== null && name !== null ? { id: heldBy, name, phone } : null
  return {
    id,
    areaId,
    kind,
    staff: holder(card.staffId, card.staffName, card.staffPhone),
    unit: holder(card.unitId, card.unitName, card.unitPhone),
    outside: card.outsideName === null ? null : { name: card.outsideName, phone: card.outsidePhone },
    duties,
    validFrom,
    validTo,
  }
}

/** All assignments an area ever had, latest first. */
export async function assignmentsOf(db: Db, countyId: number, areaId: string): Promise<Assignment[]> {
  const { rows } = await sql<Card>`
    SELECT * FROM assignment_cards WHERE county_id = ${countyId} AND area_id = ${areaId}
    ORDER BY valid_from DESC, kind, id`.execute(db)
  return rows.map(asAssignment)
}

export async function getAssignment(db: Db, countyId: number, id: string): Promise<Assignment> {
  const { rows } = await sql<Card>`SELECT * FROM assignment_cards WHERE county_id = ${countyId} AND id = ${id}`.execute(
    db,
  )
  const [card] = rows
  if (!card) throw new Error(`assignment ${id} is gone`)
  return asAssignment(card)
}

/** Those of some areas in force on a day whose holder still works. */
export async function currentAssignments(
  db: Db,
  countyId: number,
  areaIds: readonly string[],
  day: string,
): Promise<Assignment[]> {
  const { rows } = await sql<Card>`
    SELECT * FROM assignment_cards
    WHERE county_id = ${countyId} AND area_id = any(${[...areaIds]}::uuid[]) AND staff_disabled_at IS NULL
      AND valid_from <= ${day}::date AND (valid_to IS NULL OR valid_to > ${day}::date)
    ORDER BY array_position(ARRAY['worker', 'deputy'], kind), valid_from, id`.execute(db)
  return rows.map(asAssignment)
}

/** Who works in the grid today: the worker first, then deputies. People with an account only. */
export async function workersOfGrid(
  deps: Deps,
  countyId: number,
  gridId: string,
): Promise<{ id: string; name: string }[]> {
  const current = await currentAssignments(deps.db, countyId, [gridId], await todayIn(deps, countyId))
  return current.flatMap(({ kind, staff }) =>
    staff && (kind === 'worker' || kind === 'deputy') ? [{ id: staff.id, name: staff.name }] : [],
  )
}

interface Contact {
  readonly gridId: string
  readonly kind: AssignmentKind
  readonly name: string
  readonly phone: string | null
  readonly duties: string | null
}

/** Whom the worker of these grids may call: who else answers for a grid, and who answers for its village. */
export async function contactsOfGrids(
  deps: Deps,
  countyId: number,
  gridIds: readonly string[],
): Promise<readonly Contact[]> {
  const { day, open } = await countyAreas(deps, countyId)
  const villageOf = (gridId: string) => open.get(gridId)?.parentId ?? null
  const areaIds = [...new Set(gridIds.flatMap((gridId) => [gridId, villageOf(gridId)]))].filter((id) => id !== null)
  const byArea = Map.groupBy(await currentAssignments(deps.db, countyId, areaIds, day), ({ areaId }) => areaId)
  return gridIds.flatMap((gridId) =>
    [gridId, villageOf(gridId)]
      .flatMap((areaId) => (areaId === null ? [] : (byArea.get(areaId) ?? [])))
      .flatMap(({ kind, staff, unit, outside, duties }) => {
        const holder = staff ?? unit ?? outside
        return holder && kind !== 'worker' ? [{ gridId, kind, name: holder.name, phone: holder.phone, duties }] : []
      }),
  )
}

/** Grids that the person works in today, as worker or deputy, with those they took over from. */
export async function gridsAssignedTo(deps: Deps, countyId: number, staffId: string): Promise<string[]> {
  const day = await todayIn(deps, countyId)
  const { rows } = await sql<{ areaId: string }>`
    SELECT DISTINCT area_id FROM assignments
    WHERE county_id = ${countyId} AND staff_id = ${staffId} AND kind IN ('worker', 'deputy')
      AND valid_from <= ${day}::date AND (valid_to IS NULL OR valid_to > ${day}::date)`.execute(deps.db)
  return rows.length === 0
    ? []
    : lineageOf(
        deps.db,
        countyId,
        rows.map((row) => row.areaId),
      )
}

/** Grids that have a worker on the day. */
export async function gridsWithWorker(db: Db, countyId: number, day: string): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ areaId: string }>`
    SELECT DISTINCT area_id FROM assignments
    WHERE county_id = ${countyId} AND kind = 'worker' AND valid_from <= ${day}::date AND (valid_to IS NULL OR valid_to > ${day}::date)`.execute(
    db,
  )
  return new Set(rows.map((row) => row.areaId))
}

/**
 * Of every area: how many basic grids it has, and how many of them have somebody: in villages with a roster somebody on
 * shift, elsewhere a worker. Numbers, not people.
 */
export async function staffedGrids(
  deps: Deps,
  countyId: number,
  rosters: { readonly villages: ReadonlySet<string>; readonly grids: ReadonlySet<string> },
): Promise<ReadonlyMap<string, { readonly grids: number; readonly staffed: number }>> {
  const { day, open } = await countyAreas(deps, countyId)
  const withWorker = await gridsWithWorker(deps.db, countyId, day)
  const byArea = new Map<string, { grids: number; staffed: number }>()
  for (const grid of open.values()) {
    if (grid.level !== 'grid' || grid.kind === 'dedicated') continue
    const rostered = grid.parentId !== null && rosters.villages.has(grid.parentId)
    const isStaffed = (rostered ? rosters.grids : withWorker).has(grid.id)
    for (const { id } of [...pathAbove(open, grid), grid]) {
      const { grids, staffed } = byArea.get(id) ?? { grids: 0, staffed: 0 }
      byArea.set(id, { grids: grids + 1, staffed: staffed + (isStaffed ? 1 : 0) })
    }
  }
  return byArea
}

export interface GridWorker {
  readonly gridId: string
  readonly staffId: string
  readonly name: string
  readonly phone: string | null
}

/** Workers and deputies of these grids today, of all for null; somebody with two grids stands there twice. */
export async function workersOfGrids(
  deps: Deps,
  countyId: number,
  gridIds: readonly string[] | null,
): Promise<GridWorker[]> {
  const day = await todayIn(deps, countyId)
  const within = gridIds === null ? sql`true` : sql`area_id = any(${[...gridIds]}::uuid[])`
  const { rows } = await sql<GridWorker>`
    SELECT area_id AS grid_id, staff_id, staff_name AS name, staff_phone AS phone FROM assignment_cards
    WHERE county_id = ${countyId} AND ${within} AND kind IN ('worker', 'deputy') AND staff_id IS NOT NULL
      AND staff_disabled_at IS NULL AND valid_from <= ${day}::date AND (valid_to IS NULL OR valid_to > ${day}::date)
    ORDER BY array_position(ARRAY['worker', 'deputy'], kind), area_id, staff_id`.execute(deps.db)
  return rows
}

/** Grids of which each of these people is the worker or a deputy on a day. */
export async function gridsOfStaff(
  db: Db,
  countyId: number,
  staffIds: readonly string[],
  day: string,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const { rows } = await sql<{ staffId: string; gridIds: string[] }>`
    SELECT a.staff_id, array_agg(a.area_id) AS grid_ids FROM assignments a
    JOIN areas g ON g.county_id = a.county_id AND g.id = a.area_id AND g.level = 'grid'
    WHERE a.county_id = ${countyId} AND a.staff_id = any(${[...staffIds]}::uuid[]) AND a.kind IN ('worker', 'deputy')
      AND a.valid_from <= ${day}::date AND (a.valid_to IS NULL OR a.valid_to > ${day}::date)
    GROUP BY a.staff_id`.execute(db)
  return new Map(rows.map(({ staffId, gridIds }) => [staffId, gridIds]))
}
