import type { Area, areaRoutes } from '@linli/contract/areas'
import type { RouteParsed } from '@linli/contract/route'
import type { Ctx } from '../../platform/command/ctx.ts'
import { runCommand } from '../../platform/command/run-command.ts'
import { Problem } from '../../platform/problem/problem.ts'
import { announceArea, scopeOf } from './announce.ts'
import { areaPage } from './area-page.ts'
import { todayIn } from './day.ts'
import { followHeirs } from './heirs.ts'
import { childCounts } from './queries.ts'
import { endAreas, lockArea, recordSuccessions } from './versions.ts'

export async function closeArea(ctx: Ctx, input: RouteParsed<typeof areaRoutes.closeArea>): Promise<Area> {
  const from = input.from ?? (await todayIn(ctx.deps, ctx.countyId))
  return runCommand(ctx, input.commandId, async (tx) => {
    const area = await lockArea(tx.db, ctx, 'area.manage', input.areaId, from)
    const children = (await childCounts(tx.db, ctx.countyId, from, [area.id])).get(area.id) ?? 0
    if (children > 0) throw new Problem('area.wrong_state', { reason: 'has_children', count: children })
    if (input.successorId !== undefined) {
      const successor = await lockArea(tx.db, ctx, 'area.manage', input.successorId, from)
      if (successor.id === area.id || successor.level !== area.level)
        throw new Problem('area.wrong_state', { reason: 'not_alike' })
      await recordSuccessions(tx.db, ctx.countyId, from, [{ fromId: area.id, toId: successor.id, kind: 'replace' }])
    }
    await endAreas(tx.db, ctx.countyId, [area.id], from)
    await followHeirs(ctx, tx)
    announceArea(ctx, tx, 'area.closed', area.id, scopeOf(area.path), { from })
    return areaPage(ctx, tx.db, area.id)
  })
}
