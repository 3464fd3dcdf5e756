import type { CommandTx } from '../../platform/command/run-command.ts'
import type { Ctx } from '../../platform/command/ctx.ts'
import { forgetAreas } from './county-areas.ts'
import type { AreaPath } from './queries.ts'

export type AreaEvent = 'area.created' | 'area.changed' | 'area.closed' | 'area.split' | 'area.merged'
export type AssignmentEvent = 'assignment.set' | 'assignment.ended'

/** Ids of the areas above and the area itself: who hears of it. */
export function scopeOf(path: AreaPath, ...ids: readonly string[]): string[] {
  const above = [path.countyId, path.townId, path.villageId, path.gridId].filter((id) => id !== null)
  return [...new Set([...above, ...ids])]
}

/** Publishes that an area changed; every process then forgets what it kept of the county. */
export function announceArea(
  ctx: Ctx,
  tx: CommandTx,
  kind: AreaEvent | AssignmentEvent,
  areaId: string,
  scope: readonly string[],
  payload: Record<string, unknown> = {},
): void {
  tx.publish({ module: 'areas', kind, subjectKind: 'area', subjectId: areaId, scope, payload })
  tx.afterCommit(() => forgetAreas(ctx.deps, ctx.countyId))
}
