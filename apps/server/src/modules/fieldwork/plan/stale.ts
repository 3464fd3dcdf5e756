import { sql } from 'kysely'
import type { Db, Tx } from '../../../platform/database/database.ts'
import type { Deps } from '../../../platform/deps.ts'
import { beginHere, catchUp, type LiveEvent } from '../../../platform/events/events.ts'
import { countyAreas, heirsOfGrids, openGrids } from '../../areas/index.ts'

const READER = 'duty plan'
const REGISTERED = 'grids with a plan'

/** Every open grid has a plan, and none that has closed; looked at once for each state of the areas. */
export async function registerGrids(deps: Deps, countyId: number): Promise<void> {
  const { answers } = await countyAreas(deps, countyId)
  if (answers.has(REGISTERED)) return
  const ids = (await openGrids(deps, countyId)).map(({ id }) => id)
  await sql`
    WITH gone AS (DELETE FROM plan_grids WHERE county_id = ${countyId} AND grid_id <> all(${ids}::uuid[]))
    INSERT INTO plan_grids (county_id, grid_id) SELECT ${countyId}, unnest(${ids}::uuid[])
    ON CONFLICT DO NOTHING`.execute(deps.db)
  answers.set(REGISTERED, true)
}

/** Follows what happened: grids that it concerns are planned anew. */
export async function markStale(deps: Deps, countyId: number): Promise<void> {
  // Before its first plan every grid is stale anyway.
  if (await beginHere(deps, READER, countyId)) return
  const [heirs, grids] = [await heirsOfGrids(deps, countyId), await openGrids(deps, countyId)]
  const below = (areaId: string) =>
    grids.filter(({ villageId, townId }) => villageId === areaId || townId === areaId).map(({ id }) => id)
  await catchUp(deps, READER, countyId, async (tx, events) => {
    const reaches = events.map((event) => reachOf(event, below))
    if (reaches.includes('county')) return staleGrids(tx, countyId, null)
    const ids = new Set(reaches.flatMap((reach) => (reach === 'county' || reach === null ? [] : reach)))
    await staleGrids(
      tx,
      countyId,
      [...ids].flatMap((id) => [id, ...(heirs.get(id) ?? [])]),
    )
  })
}

/** Kinds of the register's events that change who or what is called on. */
const FOLLOWED = /^(household|person|need|organisation|duplicate)\./

/** Areas that an event bears upon: of a scope the grids are found in the table; null: none. */
function reachOf(
  { module, kind, subjectId, scope }: LiveEvent,
  below: (areaId: string) => string[],
): 'county' | readonly string[] | null {
  switch (module) {
    case 'people':
      // A list tells of its people only as a whole.
      if (kind.startsWith('list.')) return 'county'
      return FOLLOWED.test(kind) ? scope : null
    case 'areas':
      // A village of another class makes other rules hold in its grids.
      return [...scope, ...below(subjectId)]
    case 'fieldwork':
      if (kind === 'rule.changed') return 'county'
      return kind === 'roster.changed' ? scope : null
    case 'platform':
      return kind === 'county.configured' ? 'county' : null
    default:
      return null
  }
}

/** Marks grids among these ids, or all of the county, to be planned at the next turn. */
export async function staleGrids(db: Db | Tx, countyId: number, ids: readonly string[] | null): Promise<void> {
  if (ids?.length === 0) return
  let update = db
    .updateTable('planGrids')
    .set({ stale: true })
    .where('countyId', '=', countyId)
    .where('stale', '=', false)
  if (ids !== null) update = update.where('gridId', '=', sql<string>`any(${[...ids]}::uuid[])`)
  await update.execute()
}
