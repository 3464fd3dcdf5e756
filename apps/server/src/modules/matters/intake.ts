import type { matterRoutes, MatterRow, Receipt } from '@linli/contract/matters'
import type { RouteOutput, RouteParsed } from '@linli/contract/route'
import { recordAccess } from '../../platform/audit/access.ts'
import type { Ctx } from '../../platform/command/ctx.ts'
import { Problem } from '../../platform/problem/problem.ts'
import { currentCategory } from './categories.ts'
import { mattersFor, type MatterPermission } from './policy.ts'
import type { MatterRecord } from './queries.ts'
import { reportMatter } from './report.ts'
import { matterRows } from './rows.ts'
import { settle } from './settle.ts'

type Input<N extends keyof typeof matterRoutes> = RouteParsed<(typeof matterRoutes)[N]>

/** From the portal or a scanned code; no registration, no name needed. */
export function reportFromPortal(ctx: Ctx, input: Input<'reportMatter'>): Promise<Receipt> {
  const { contact, anonymous, ...report } = input
  return reportMatter(ctx, {
    ...report,
    channel: input.placeToken === undefined ? 'portal' : 'qr',
    reporter: { name: contact?.name, phone: contact?.phone, anonymous, notify: contact?.notify ?? false },
  })
}

/** From the hotline desk, with the sentence that the operator reads back to the caller. */
export async function takeCall(ctx: Ctx, input: Input<'takeCall'>): Promise<RouteOutput<typeof matterRoutes.takeCall>> {
  const { callerName, callerPhone, anonymous, notify, ...report } = input
  const receipt = await reportMatter(ctx, {
    ...report,
    channel: 'hotline',
    reporter: { name: callerName, phone: callerPhone, anonymous, notify },
  })
  const { rules } = await currentCategory(ctx.deps, ctx.countyId, input.categoryCode)
  const place = [receipt.place.townName, receipt.place.villageName, receipt.place.gridName, input.address]
    .filter(Boolean)
    .join(' ')
  return {
    ...receipt,
    readBack: {
      zh: `您反映的是“${input.description}”，地点在${place || '待核实的地点'}，按“${rules.names.zh}”受理，编号 ${receipt.number}，查询码 ${receipt.code}。我说得对吗？`,
      en: `You told us: “${input.description}”, at ${place || 'a place still to be found'}, taken in as “${rules.names.en}”, number ${receipt.number}, code ${receipt.code}. Is that right?`,
    },
  }
}

/** Earlier matters of a caller; that they were looked up is recorded. */
export async function findEarlierCalls(ctx: Ctx, phone: string): Promise<MatterRow[]> {
  const records = await ctx.deps.db.transaction().execute(async (tx) => {
    const rows = await tx
      .selectFrom('matters')
      .innerJoin('matterReporters', (join) =>
        join
          .onRef('matterReporters.countyId', '=', 'matters.countyId')
          .onRef('matterReporters.matterId', '=', 'matters.id'),
      )
      .selectAll('matters')
      .where('matterReporters.phone', '=', phone)
      .where('matterReporters.countyId', '=', ctx.countyId)
      .where(mattersFor(ctx.actor, 'matter.read' satisfies MatterPermission))
      .orderBy('matters.reportedAt', 'desc')
      .limit(20)
      .execute()
    await recordAccess(tx, ctx, {
      purpose: 'hotline.earlier_calls',
      subjectKind: 'matter',
      subjectIds: rows.map((row) => row.id),
      fieldGroup: 'contact',
    })
    return rows
  })
  // The check constraints hold status and level to the contract's words.
  return matterRows(ctx, records as unknown as MatterRecord[])
}

/** From a phone in the field, offline perhaps hours ago; what was put right at once is settled in the same command. */
export function reportFromField(ctx: Ctx, input: Input<'reportFromField'>): Promise<Receipt> {
  const { onBehalfOf, settled, capturedAt, ...report } = input
  const reported = {
    ...report,
    seenAt: input.seenAt ?? capturedAt,
    channel: 'field' as const,
    reporter: {
      name: onBehalfOf?.name,
      phone: onBehalfOf?.phone,
      anonymous: false,
      notify: onBehalfOf?.phone !== undefined,
    },
  }
  if (!settled) return reportMatter(ctx, reported)
  return reportMatter(ctx, reported, async (tx, matter) => {
    if (!ctx.actor.may('matter.handle')) throw new Problem('permission.missing', { permission: 'matter.handle' })
    await settle(tx, ctx, matter, 'settle_on_spot', { ...settled, capturedAt })
  })
}
