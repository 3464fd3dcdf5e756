import type { Area, areaRoutes } from '@linli/contract/areas'
import type { RouteParsed } from '@linli/contract/route'
import type { Ctx } from '../../platform/command/ctx.ts'
import { runCommand } from '../../platform/command/run-command.ts'
import { Problem } from '../../platform/problem/problem.ts'
import { announceArea, scopeOf } from './announce.ts'
import { areaPage } from './area-page.ts'
import { requireFitting } from './boundary-rules.ts'
import { todayIn } from './day.ts'
import { innerPoint, requireOutline } from './geometry/outline.ts'
import { gridCode, gridName, gridNameEn, takeGridNumbers } from './grid-numbers.ts'
import { findFacts } from './queries.ts'
import { lockArea, openAreas, setCodes } from './versions.ts'

export async function createGrid(ctx: Ctx, input: RouteParsed<typeof areaRoutes.createGrid>): Promise<Area> {
  const boundary = input.boundary ? requireOutline(input.boundary, input.datum) : null
  const from = input.from ?? (await todayIn(ctx.deps, ctx.countyId))
  return runCommand(ctx, input.commandId, async (tx) => {
    const { countyId } = ctx
    const village = await lockArea(tx.db, ctx, 'area.manage', input.villageId, from)
    if (village.level !== 'village') throw new Problem('area.wrong_state', { reason: 'not_a_village' })
    const { kind } = input
    if (boundary) {
      const drawn = { level: 'grid' as const, kind, parentId: village.id, boundary, exceptIds: [] }
      await requireFitting(tx.db, countyId, from, drawn, input.acceptOverlap)
    }
    const [gridNo = 1] = await takeGridNumbers(tx.db, countyId, from, village.id, [input.gridNo])
    const centre = boundary ? innerPoint(boundary) : null
    await openAreas(tx.db, countyId, from, [
      {
        id: input.id,
        level: 'grid',
        parentId: village.id,
        name: input.name ?? gridName(gridNo),
        nameEn: input.nameEn ?? (input.name === undefined ? gridNameEn(gridNo) : null),
        kind,
        gridNo,
        urbanRural: null,
        households: input.households ?? null,
        lon: centre?.lon ?? null,
        lat: centre?.lat ?? null,
        boundary,
        illustrative: false,
      },
    ])
    const facts = await findFacts(tx.db, countyId, from, village.id)
    await setCodes(tx.db, countyId, from, gridCode(input.id, facts?.code ?? null, gridNo))
    announceArea(ctx, tx, 'area.created', input.id, scopeOf(village.path, input.id), { from })
    return areaPage(ctx, tx.db, input.id)
  })
}
