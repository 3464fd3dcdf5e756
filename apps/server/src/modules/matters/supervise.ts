import type { Matter, matterRoutes } from '@linli/contract/matters'
import type { RouteParsed } from '@linli/contract/route'
import { recordAccess } from '../../platform/audit/access.ts'
import type { Ctx } from '../../platform/command/ctx.ts'
import { runCommand } from '../../platform/command/run-command.ts'
import { actOnMatter } from './act.ts'
import { lockMatter, reporterOf } from './queries.ts'
import { takeStep } from './transition.ts'

type Input<N extends keyof typeof matterRoutes> = RouteParsed<(typeof matterRoutes)[N]>

/** 督办: plain, yellow or red; `none` ends it. Everyone who has the matter sees it. */
export function superviseMatter(ctx: Ctx, input: Input<'superviseMatter'>): Promise<Matter> {
  return actOnMatter(ctx, 'supervise', input, (tx, matter) =>
    takeStep(tx, ctx, matter, {
      kind: 'supervise',
      renew: 'item',
      words: input.words,
      visibility: 'internal',
      changes: { supervision: [matter.supervision, input.level] },
      set: { supervision: input.level },
    }),
  )
}

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

/** Name and phone in full. The reading is recorded in the same transaction, before anything leaves. */
export async function revealReporter(
  ctx: Ctx,
  input: Input<'revealReporter'>,
): Promise<{ name: string | null; phone: string | null }> {
  const personId = await runCommand(ctx, input.commandId, async (tx) => {
    const matter = await lockMatter(tx.db, ctx.actor, 'matter.reveal', input.matterId)
    tx.subject('matter', matter.id)
    const reporter = await reporterOf(tx.db, ctx.countyId, matter.id)
    await recordAccess(tx.db, ctx, {
      purpose: 'matter.contact',
      reason: input.reason,
      subjectKind: 'matter',
      subjectIds: [matter.id],
      fieldGroup: 'contact',
    })
    await takeStep(tx, ctx, matter, { kind: 'reveal', words: input.reason, visibility: 'internal' })
    return reporter?.id ?? null
  })
  // The command's stored result must not hold the values themselves: they are read again after the record committed.
  const reporter = personId === null ? undefined : await reporterOf(ctx.db, ctx.countyId, input.matterId)
  return { name: reporter?.name ?? null, phone: reporter?.phone ?? null }
}
