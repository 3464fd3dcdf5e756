import type { Ctx } from '../../../platform/command/ctx.ts'
import type { CommandTx } from '../../../platform/command/run-command.ts'
import { sendNotice } from '../../../platform/notices/index.ts'
import { gridHolders, todayIn } from '../../areas/index.ts'
import { findStation } from './station.ts'

/** What the plan and the screen follow: somebody of the unit works at other times than was known. */
export async function announceRoster(
  ctx: Ctx,
  tx: CommandTx,
  unitId: string,
  staffIds: readonly string[],
): Promise<void> {
  const holders = await gridHolders(tx.db, ctx.countyId, await todayIn(ctx.deps, ctx.countyId))
  const grids = holders.flatMap(({ gridId, staffId }) => (staffId && staffIds.includes(staffId) ? [gridId] : []))
  const place = (await findStation(ctx, unitId))?.place
  const above = [place?.townId, place?.villageId].filter((id) => id !== null && id !== undefined)
  tx.publish({
    module: 'fieldwork',
    kind: 'roster.changed',
    subjectKind: 'unit',
    subjectId: unitId,
    scope: [...new Set([...above, unitId, ...grids])],
  })
}

type Template = Extract<
  Parameters<typeof sendNotice>[1]['template'],
  `roster_${string}` | `leave_${string}` | `swap_${string}` | `stand_in${string}` | `handover_${string}`
>

/** In-app word to somebody about their duty. */
export function tellAboutDuty(
  tx: CommandTx,
  ctx: Ctx,
  recipient: string,
  template: Template,
  params: Readonly<Record<string, string>>,
): Promise<void> {
  return sendNotice(tx.db, {
    countyId: ctx.countyId,
    channel: 'inapp',
    recipient,
    template,
    params,
    locale: 'zh',
    subjectKind: 'roster',
  })
}
