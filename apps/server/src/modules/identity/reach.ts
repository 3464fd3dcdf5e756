import type { RoleReach } from '@linli/contract/identity'
import type { AreaReach, Reach } from '../../platform/command/ctx.ts'
import type { Deps } from '../../platform/deps.ts'

export type AreaLevel = 'county' | 'town' | 'village' | 'grid'

/**
 * What identity must know of the areas. Handed in by `app.ts`: the areas name units and staff, so they
 * import this module, and not the other way round.
 */
export interface AreaSource {
  /** The area's level, with its own id and those of the areas of that level it took over from. */
  lineage(countyId: number, areaId: string): Promise<{ level: AreaLevel; ids: readonly string[] } | null>
  /** Grids that the person works in today, as worker or deputy, with those they took over from. */
  gridsAssignedTo(countyId: number, staffId: string): Promise<readonly string[]>
}

/** What of a post decides how far it reaches. */
export interface ReachingPost {
  readonly staffId: string
  readonly unitId: string
  readonly unitKind: string
  readonly areaId: string | null
  readonly reach: RoleReach
  /** The unit and all below it; empty unless reach is by function. */
  readonly unitsBelow: readonly string[]
}

export const noReach: AreaReach = { townIds: [], villageIds: [], gridIds: [], unitIds: [] }

const levelField = { town: 'townIds', village: 'villageIds', grid: 'gridIds' } as const

/** How far one post reaches: the highest level only, never the hundreds of grids below it. */
export async function reachOfPost(deps: Deps, areas: AreaSource, countyId: number, post: ReachingPost): Promise<Reach> {
  switch (post.reach) {
    case 'function':
      return { ...noReach, unitIds: post.unitsBelow }
    case 'assignment':
      // Read anew each time: a grid taken from somebody is out of reach at once.
      return { ...noReach, gridIds: await areas.gridsAssignedTo(countyId, post.staffId) }
    case 'area':
      return reachOfArea(deps, areas, countyId, post)
  }
}

async function reachOfArea(deps: Deps, areas: AreaSource, countyId: number, post: ReachingPost): Promise<Reach> {
  const lineage = post.areaId === null ? null : await cachedLineage(deps, areas, countyId, post.areaId)
  // The centre serves the county even while no area has been imported yet.
  if (lineage?.level === 'county' || post.unitKind === 'county_centre') return 'county'
  const own = { ...noReach, unitIds: [post.unitId] }
  return lineage ? { ...own, [levelField[lineage.level]]: lineage.ids } : own
}

/** The union of several reaches. */
export function joinReach(reaches: readonly Reach[]): Reach {
  const areas: AreaReach[] = []
  for (const reach of reaches) {
    if (reach === 'county') return 'county'
    areas.push(reach)
  }
  const [only, ...others] = areas
  if (!only) return noReach
  if (others.length === 0) return only
  const all = (field: keyof AreaReach) => [...new Set(areas.flatMap((reach) => reach[field]))]
  return { townIds: all('townIds'), villageIds: all('villageIds'), gridIds: all('gridIds'), unitIds: all('unitIds') }
}

type Lineage = Awaited<ReturnType<AreaSource['lineage']>>
const lineages = new WeakMap<Deps, Map<string, Promise<Lineage>>>()

// Every request of a station clerk would ask the same; areas change a few times a year.
function cachedLineage(deps: Deps, areas: AreaSource, countyId: number, areaId: string): Promise<Lineage> {
  let known = lineages.get(deps)
  if (!known) {
    const fresh = new Map<string, Promise<Lineage>>()
    lineages.set(deps, fresh)
    deps.live.subscribe({ countyId: null, filter: (event) => event.module === 'areas', send: () => fresh.clear() })
    known = fresh
  }
  const key = `${countyId} ${areaId}`
  let lineage = known.get(key)
  if (!lineage) {
    lineage = areas.lineage(countyId, areaId)
    known.set(key, lineage)
    // A failed read must not be remembered.
    lineage.catch(() => known.delete(key))
  }
  return lineage
}
