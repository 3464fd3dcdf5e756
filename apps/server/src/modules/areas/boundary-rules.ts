import type { AreaLevel, GridKind } from '@linli/contract/areas'
import type { AreaGeometry } from '@linli/contract/common'
import { sql } from 'kysely'
import type { Tx } from '../../platform/database/database.ts'
import { Problem } from '../../platform/problem/problem.ts'
import { outsideOf, sharedBy } from './geometry/clip.ts'
import { polygonSquareMetres, type PolygonRings } from './geometry/plane.ts'
import { openOn, outlinesWhere, pathsOf } from './queries.ts'

interface Drawn {
  readonly level: AreaLevel
  readonly kind: GridKind | null
  readonly parentId: string | null
  readonly boundary: AreaGeometry
  /** Areas that give way on the same day: the area itself, the grid it is split from. */
  readonly exceptIds: readonly string[]
}

const surface = (pieces: readonly PolygonRings[]) =>
  Math.round(pieces.reduce((sum, rings) => sum + polygonSquareMetres(rings), 0))

/** Refuses an outline that leaves the area above it, or lies over a neighbour that nobody has accepted. */
export async function requireFitting(
  tx: Tx,
  countyId: number,
  day: string,
  drawn: Drawn,
  acceptOverlap: boolean,
): Promise<void> {
  await requireWithinParent(tx, countyId, day, drawn)
  if (!acceptOverlap && drawn.kind !== 'dedicated') await requireFree(tx, countyId, day, drawn)
}

// The nearest area above that is drawn decides: many counties have drawn towns but no villages.
async function requireWithinParent(
  tx: Tx,
  countyId: number,
  day: string,
  { parentId, boundary }: Drawn,
): Promise<void> {
  if (parentId === null) return
  const above = (await pathsOf(tx, countyId, day, [parentId])).get(parentId) ?? []
  const ids = [parentId, ...above.map(({ id }) => id).toReversed()]
  const outlines = await outlinesWhere(tx, countyId, day, sql`a.id = any(${ids}::uuid[]) AND v.boundary IS NOT NULL`)
  const parent = ids.map((id) => outlines.find((outline) => outline.id === id)).find((outline) => outline !== undefined)
  if (!parent?.boundary) return
  const beyond = outsideOf(boundary, [parent.boundary])
  if (beyond.length > 0) {
    throw new Problem('area.outside_parent', {
      parent: { id: parent.id, name: parent.name },
      squareMetres: surface(beyond),
    })
  }
}

async function requireFree(
  tx: Tx,
  countyId: number,
  day: string,
  { level, boundary, exceptIds }: Drawn,
): Promise<void> {
  const neighbours = await outlinesWhere(
    tx,
    countyId,
    day,
    sql`a.level = ${level} AND ${openOn(day)} AND v.kind IS DISTINCT FROM 'dedicated' AND v.boundary IS NOT NULL AND NOT a.id = any(${exceptIds}::uuid[])`,
  )
  const overlaps = neighbours
    .map(({ id, name, boundary: other }) => ({
      id,
      name,
      squareMetres: other ? surface(sharedBy(boundary, other)) : 0,
    }))
    .filter(({ squareMetres }) => squareMetres > 0)
  if (overlaps.length > 0) throw new Problem('area.overlap', { areas: overlaps.slice(0, 10) })
}
