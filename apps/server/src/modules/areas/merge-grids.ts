import type { Area, areaRoutes } from '@linli/contract/areas'
import type { RouteParsed } from '@linli/contract/route'
import type { Ctx } from '../../platform/command/ctx.ts'
import { runCommand } from '../../platform/command/run-command.ts'
import { Problem } from '../../platform/problem/problem.ts'
import { announceArea, scopeOf } from './announce.ts'
import { areaPage } from './area-page.ts'
import { carryAssignments } from './assignments.ts'
import { todayIn } from './day.ts'
import { hangTogether, unionOf } from './geometry/clip.ts'
import { innerPoint } from './geometry/outline.ts'
import { gridCode, gridName, gridNameEn, takeGridNumbers } from './grid-numbers.ts'
import { findFacts } from './queries.ts'
import { endAreas, type LockedArea, lockArea, openAreas, recordSuccessions, setCodes } from './versions.ts'

export async function mergeGrids(ctx: Ctx, input: RouteParsed<typeof areaRoutes.mergeGrids>): Promise<Area> {
  const from = input.from ?? (await todayIn(ctx.deps, ctx.countyId))
  return runCommand(ctx, input.commandId, async (tx) => {
    const { countyId } = ctx
    const ids = [...new Set(input.gridIds)]
    const locked = new Map<string, LockedArea>()
    // Locked in one order by everyone, so that two merges cannot wait for each other.
    for (const id of ids.toSorted()) locked.set(id, await lockArea(tx.db, ctx, 'area.manage', id, from))
    const grids = ids.flatMap((id) => locked.get(id) ?? [])
    const villageId = commonVillage(grids)
    await lockArea(tx.db, ctx, 'area.manage', villageId, from)
    const [gridNo = 1] = await takeGridNumbers(tx.db, countyId, from, villageId, [input.gridNo], ids)
    const boundary = mergedBoundary(grids)
    const centre = boundary ? innerPoint(boundary) : null
    const first = grids[0]?.latest
    await openAreas(tx.db, countyId, from, [
      {
        id: input.id,
        level: 'grid',
        parentId: villageId,
        name: input.name ?? gridName(gridNo),
        nameEn: input.name === undefined ? gridNameEn(gridNo) : null,
        kind: first?.kind ?? 'basic',
        gridNo,
        urbanRural: first?.urbanRural ?? null,
        households: input.households === undefined ? householdsOf(grids) : input.households,
        lon: centre?.lon ?? null,
        lat: centre?.lat ?? null,
        boundary,
        illustrative: grids.some(({ latest }) => latest.illustrative),
      },
    ])
    await carryAssignments(tx.db, countyId, ids, input.id, from)
    await endAreas(tx.db, countyId, ids, from)
    const villageCode = (await findFacts(tx.db, countyId, from, villageId))?.code ?? null
    await setCodes(tx.db, countyId, from, gridCode(input.id, villageCode, gridNo))
    await recordSuccessions(
      tx.db,
      countyId,
      from,
      ids.map((id) => ({ fromId: id, toId: input.id, kind: 'merge' })),
    )
    const path = grids[0]?.path
    announceArea(ctx, tx, 'area.merged', input.id, path ? scopeOf(path, ...ids, input.id) : ids, { from, of: ids })
    return areaPage(ctx, tx.db, input.id)
  })
}

function commonVillage(grids: readonly LockedArea[]): string {
  const [first, ...others] = grids
  const villageId = first?.latest.parentId
  if (!first || !villageId || others.length === 0 || grids.some(({ level }) => level !== 'grid')) {
    throw new Problem('area.wrong_state', { reason: 'not_grids' })
  }
  if (others.some(({ latest }) => latest.parentId !== villageId || latest.kind !== first.latest.kind)) {
    throw new Problem('area.wrong_state', { reason: 'not_alike' })
  }
  return villageId
}

function mergedBoundary(grids: readonly LockedArea[]) {
  const drawn = grids.flatMap(({ latest }) => latest.boundary ?? [])
  if (drawn.length === 0) return null
  // Half an outline would leave people outside every grid without a word.
  if (drawn.length < grids.length) throw new Problem('area.wrong_state', { reason: 'no_boundary' })
  // Two places with other people's land between them are no grid that anybody walks.
  if (!hangTogether(drawn)) throw new Problem('area.wrong_state', { reason: 'not_neighbours' })
  return unionOf(drawn)
}

function householdsOf(grids: readonly LockedArea[]): number | null {
  const counts = grids.flatMap(({ latest }) => latest.households ?? [])
  return counts.length === grids.length ? counts.reduce((sum, count) => sum + count, 0) : null
}
