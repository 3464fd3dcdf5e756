import type { peopleRoutes } from '@linli/contract/people'
import type { RouteOutput, RouteParsed } from '@linli/contract/route'
import type { Ctx } from '../../platform/command/ctx.ts'
import { Problem } from '../../platform/problem/problem.ts'
import { countyAreas } from '../areas/index.ts'
import { figuresOf, SUPPRESS_BELOW } from './figures.ts'
import { shownKinds } from './statistics/suppress.ts'

/** Figures of an area within reach; needs and kinds of fewer than ten persons are not told above the grid. */
export async function registerSummary(
  ctx: Ctx,
  { areaId }: RouteParsed<typeof peopleRoutes.getRegisterSummary>,
): Promise<RouteOutput<typeof peopleRoutes.getRegisterSummary>> {
  const level = (await countyAreas(ctx.deps, ctx.countyId)).names.get(areaId)?.level
  const figures = level && (await figuresOf(ctx, level, [areaId])).get(areaId)
  if (!figures) throw new Problem('register.not_found')
  const { byKind, needs, organisations } = figures
  return {
    ...figures,
    byKind: shownKinds(byKind, level),
    needs: Object.entries(needs)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([kind, persons]) => ({ kind, persons: level === 'grid' || persons >= SUPPRESS_BELOW ? persons : null })),
    organisations: Object.values(organisations).reduce((sum, count) => sum + count, 0),
  }
}
