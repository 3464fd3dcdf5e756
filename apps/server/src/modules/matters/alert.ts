import type { Ctx } from '../../platform/command/ctx.ts'
import type { CommandTx } from '../../platform/command/run-command.ts'
import { sendNotice } from '../../platform/notices/index.ts'
import { staffOfUnit } from '../identity/index.ts'
import type { MatterRecord } from './queries.ts'
import { holdings } from './status.ts'

export type UnitNotice = 'matter_warned' | 'matter_overdue' | 'matter_danger' | 'matter_assigned'

/** In-app word to whoever has the matter: its handler, else everyone of the unit. */
export async function tellUnit(tx: CommandTx, ctx: Ctx, matter: MatterRecord, template: UnitNotice): Promise<void> {
  const holder =
    holdings[matter.status].item?.holder === 'lead' ? (matter.leadUnitId ?? matter.deskUnitId) : matter.deskUnitId
  const staffIds =
    matter.handlerId !== null && holdings[matter.status].item?.holder === 'lead'
      ? [matter.handlerId]
      : (await staffOfUnit(tx.db, ctx.countyId, holder)).map((one) => one.id)
  for (const staffId of staffIds) {
    await sendNotice(tx.db, {
      countyId: ctx.countyId,
      channel: 'inapp',
      recipient: staffId,
      template,
      params: { number: matter.number, title: matter.title },
      subjectKind: 'matter',
      subjectId: matter.id,
      locale: 'zh',
    })
  }
}
