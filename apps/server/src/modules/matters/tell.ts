import type { Ctx } from '../../platform/command/ctx.ts'
import type { CommandTx } from '../../platform/command/run-command.ts'
import { mask } from '../../platform/mask.ts'
import { sendNotice } from '../../platform/notices/index.ts'
import { type MatterRecord, peopleToNotify } from './queries.ts'

export type ReporterNotice =
  | 'matter_received'
  | 'matter_settled'
  | 'matter_reopened'
  | 'matter_paused'
  | 'matter_declined'
  | 'matter_closed'

/** Tells the person who asked, and whoever joined, in the words of the template; by phone, else by mail; nobody who left neither. */
export async function tellReporters(
  tx: CommandTx,
  ctx: Ctx,
  matter: MatterRecord,
  template: ReporterNotice,
  params: Record<string, string> = {},
): Promise<void> {
  for (const person of await peopleToNotify(tx.db, ctx.countyId, matter.id)) {
    await sendNotice(tx.db, {
      countyId: ctx.countyId,
      channel: person.recipient.includes('@') ? 'email' : 'sms',
      recipient: person.recipient,
      template,
      params: { number: person.number, title: mask.numbers(person.title), ...params },
      subjectKind: 'matter',
      subjectId: matter.id,
      locale: ctx.locale,
    })
  }
}
