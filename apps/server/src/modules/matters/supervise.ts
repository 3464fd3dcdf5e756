import type { Matter, matterRoutes } from '@linli/contract/matters'
import type { RouteOutput, RouteParsed } from '@linli/contract/route'
import { recordAccess } from '../../platform/audit/access.ts'
import type { Ctx } from '../../platform/command/ctx.ts'
import { runCommand } from '../../platform/command/run-command.ts'
import { actOnMatter } from './act.ts'
import { tellUnit } from './alert.ts'
import { lockMatter, reporterOf } from './queries.ts'
import { takeStep } from './transition.ts'

type Input<N extends keyof typeof matterRoutes> = RouteParsed<(typeof matterRoutes)[N]>

/** 督办: plain, yellow or red; `none` ends it. Everyone who has the matter sees it. */
export function superviseMatter(ctx: Ctx, input: Input<'superviseMatter'>): Promise<Matter> {
  return actOnMatter(ctx, 'supervise', input, async (tx, matter) => {
    const after = await takeStep(tx, ctx, matter, {
      kind: 'supervise',
      renew: 'item',
      words: input.words,
      visibility: 'internal',
      changes: { supervision: [matter.supervision, input.level] },
      set: { supervision: input.level },
    })
    if (input.level === 'none') return
    const [level, levelEn] = levelNames[input.level]
    await tellUnit(tx, ctx, after, 'matter_supervised', { level, levelEn })
  })
}

const levelNames = { plain: ['普通', 'plain'], yellow: ['黄牌', 'yellow'], red: ['红牌', 'red'] } as const

/** A note for the units that work on it, or public words for the person who asked. */
export function commentMatter(ctx: Ctx, input: Input<'commentMatter'>): Promise<Matter> {
  return actOnMatter(ctx, 'comment', input, (tx, matter) =>
    takeStep(tx, ctx, matter, {
      kind: 'comment',
      words: input.words,
      visibility: input.visibility,
      photos: { ids: input.photos, role: 'note' },
    }),
  )
}

/** The whole contact. Each reading is recorded in the transaction that reads, before anything leaves. */
export async function revealReporter(
  ctx: Ctx,
  input: Input<'revealReporter'>,
): Promise<RouteOutput<typeof matterRoutes.revealReporter>> {
  const { matterId, reason } = input
  await runCommand(ctx, input.commandId, async (tx) => {
    const matter = await lockMatter(tx.db, ctx.actor, 'matter.reveal', matterId)
    tx.subject('matter', matter.id)
    await takeStep(tx, ctx, matter, { kind: 'reveal', words: reason, visibility: 'internal' })
    return { done: true }
  })
  // Outside the command, whose stored result must not hold the values: asked again, it is another reading.
  return ctx.deps.db.transaction().execute(async (tx) => {
    const subject = { subjectKind: 'matter', subjectIds: [matterId] }
    await recordAccess(tx, ctx, { ...subject, purpose: 'matter.contact', reason, fieldGroup: 'contact' })
    const reporter = await reporterOf(tx, ctx.countyId, matterId)
    const { name = null, phone = null, email = null, accountId = null } = reporter ?? {}
    return { name, phone, email, accountId }
  })
}
