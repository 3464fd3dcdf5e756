import type { ChannelsByKind } from '@linli/contract/notice-kinds'
import type { MyNoticeRules, noticeRuleRoutes } from '@linli/contract/notice-rules'
import type { RouteParsed } from '@linli/contract/route'
import { sql } from 'kysely'
import type { Ctx } from '../command/ctx.ts'
import { runCommand } from '../command/run-command.ts'
import { countyOf } from '../county/county.ts'
import type { Db } from '../database/database.ts'
import { mask } from '../mask.ts'
import { listBrowsers } from './browsers.ts'
import { channelsOfCounty } from './channels.ts'
import type { StaffDirectory } from './forward.ts'
import { pushKeys } from './push-keys.ts'
import type { QuietHours } from './quiet.ts'

export interface OwnRules {
  readonly channels: ChannelsByKind
  readonly quiet: QuietHours | null
  readonly quietOnDaysOff: boolean
}

/** Of whoever has chosen nothing. */
export const noRules: OwnRules = { channels: {}, quiet: null, quietOnDaysOff: false }

export async function rulesOf(
  db: Db,
  countyId: number,
  staffIds: readonly string[],
): Promise<ReadonlyMap<string, OwnRules>> {
  const rows = await db
    .selectFrom('noticeRules')
    .select(['staffId', 'channels', 'quietFrom', 'quietTo', 'quietOnDaysOff'])
    .where('countyId', '=', countyId)
    .where('staffId', '=', sql<string>`any(${[...staffIds]}::uuid[])`)
    .execute()
  return new Map(
    rows.map(({ staffId, channels, quietFrom, quietTo, quietOnDaysOff }) => [
      staffId,
      {
        // Written by the command below, in the shape of the contract.
        channels: channels as ChannelsByKind,
        quiet: quietFrom === null || quietTo === null ? null : { from: hour(quietFrom), to: hour(quietTo) },
        quietOnDaysOff,
      },
    ]),
  )
}

/** `22:00:00` as people write it. */
const hour = (time: string) => time.slice(0, 5)

export function readingMyRules(directory: StaffDirectory) {
  return async (ctx: Ctx): Promise<MyNoticeRules> => {
    const id = ctx.actor.id ?? ''
    const [rules, contacts, { settings }, browsers] = await Promise.all([
      rulesOf(ctx.db, ctx.countyId, [id]),
      directory.contacts(ctx.db, ctx.countyId, [id]),
      countyOf(ctx.deps, ctx.countyId),
      listBrowsers(ctx.db, ctx.countyId, id),
    ])
    const { phone = null, email = null } = contacts.get(id) ?? {}
    const { secret, smsGateway, smtpUrl } = ctx.deps.config
    return {
      ...(rules.get(id) ?? noRules),
      countyChannels: channelsOfCounty(settings.noticeChannels),
      phone: phone && mask.phone(phone),
      email: email && mask.email(email),
      gateways: { sms: smsGateway !== null, email: smtpUrl !== undefined },
      pushKey: pushKeys(secret).publicKey.toString('base64url'),
      browsers,
    }
  }
}

export function changeMyNoticeRules(
  ctx: Ctx,
  input: RouteParsed<typeof noticeRuleRoutes.changeMyNoticeRules>,
): Promise<{ done: true }> {
  const staffId = ctx.actor.id ?? ''
  return runCommand(ctx, input.commandId, async (tx) => {
    const values = {
      channels: JSON.stringify(input.channels),
      quietFrom: input.quiet?.from ?? null,
      quietTo: input.quiet?.to ?? null,
      quietOnDaysOff: input.quietOnDaysOff,
      changedAt: ctx.deps.now().toISOString(),
    }
    await tx.db
      .insertInto('noticeRules')
      .values({ countyId: ctx.countyId, staffId, ...values })
      .onConflict((conflict) => conflict.columns(['countyId', 'staffId']).doUpdateSet(values))
      .execute()
    // What waits for the end of the old quiet hours is looked at by the new rules.
    await tx.db
      .updateTable('notices')
      .set({ forwardAt: sql<string>`'epoch'` })
      .where('countyId', '=', ctx.countyId)
      .where('recipient', '=', staffId)
      .where('forwardAt', 'is not', null)
      .execute()
    tx.subject('staff', staffId)
    return { done: true as const }
  })
}
