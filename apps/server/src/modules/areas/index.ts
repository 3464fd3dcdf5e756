import type { Deps } from '../../platform/deps.ts'
import type { AreaSource } from '../identity/index.ts'
import { gridsAssignedTo } from './assignment-queries.ts'
import { descendantIds, findLineage } from './queries.ts'
import { todayIn } from './day.ts'
import type { Ctx } from '../../platform/command/ctx.ts'

export { type AreaSources, registerAreaRoutes } from './routes.ts'
export {
  areaNames,
  areasBelow,
  type CountyAreas,
  countyAreas,
  createLocator,
  forgetAreas,
  pathAbove,
} from './county-areas.ts'
export { type AreasOfDay, areasOn, locate, presentAreas } from './past-areas.ts'
export { Locator, type LocatorArea, type Placement } from './locator.ts'
export {
  type AreaFacts,
  type AreaPath,
  areaPath,
  countedAreas,
  descendantIds,
  lineageOf,
  type OutlinedFacts,
  pathsOf,
} from './queries.ts'
export { areaFinder } from './find.ts'
export { type GridPlace, gridHolders, heirsOfGrids, openGrids } from './grids.ts'
export { todayIn } from './day.ts'
export { toWgs84 } from './geometry/datum.ts'
export {
  contactsOfGrids,
  type GridWorker,
  gridsOfStaff,
  staffedGrids,
  workersOfGrid,
  workersOfGrids,
} from './assignment-queries.ts'
export type { KnownPlace, PlaceSource } from './address.ts'
export type { DecisionSource } from './grid-card.ts'
export { followAreaReforms } from './heirs.ts'
export { dutiesOf, type HeldDuty, mayAssign, passDuty, takeDutyBack } from './hand-over.ts'
export { endStandIn, standIn } from './stand-in.ts'
export { type AreaImport, importAreas } from './import/import-areas.ts'
export { spokenName } from './search-text.ts'
export { addStandardUnits, standardUnits } from './standard-units.ts'
export { type SeedArea, seedAreas } from './seed.ts'

/** The area and all below it today, and what they took over from. */
export async function areasWithin(ctx: Ctx, areaId: string): Promise<string[]> {
  return descendantIds(ctx.db, ctx.countyId, areaId, await todayIn(ctx.deps, ctx.countyId))
}

/** What the module identity asks about areas to know how far a post reaches. */
export function areaSource(deps: Deps): AreaSource {
  return {
    lineage: (countyId, areaId) => findLineage(deps.db, countyId, areaId),
    gridsAssignedTo: (countyId, staffId) => gridsAssignedTo(deps, countyId, staffId),
  }
}
