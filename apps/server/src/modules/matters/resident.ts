import type { Receipt, matterRoutes, TrackedMatter } from '@linli/contract/matters'
import type { RouteParsed } from '@linli/contract/route'
import { sql } from 'kysely'
import { residentPhone } from '../identity/index.ts'
import type { Ctx } from '../../platform/command/ctx.ts'
import { type CommandTx, runCommand } from '../../platform/command/run-command.ts'
import { newId } from '../../platform/crypto/id.ts'
import type { Db } from '../../platform/database/database.ts'
import { Problem } from '../../platform/problem/problem.ts'
import { categoryById } from './categories.ts'
import { placeNames } from './place.ts'
import { getMatterRecordById, lockMatterById, type MatterRecord, updateMatter } from './queries.ts'
import { isOpen, mayFollow } from './status.ts'
import { trackedMatter } from './tracked.ts'
import { newTrackingCode, trackingCodeHash } from './tracking-code.ts'
import { takeStep } from './transition.ts'
import { closeAfter, refuseLateReopening, reopen } from './verify.ts'

type Input<N extends keyof typeof matterRoutes> = RouteParsed<(typeof matterRoutes)[N]>
interface Key {
  readonly number: string
  readonly code?: string | undefined
}

/** Progress for whoever holds the number and code, or is signed in with the phone that reported it. */
export async function trackReport(ctx: Ctx, input: Input<'trackReport'>): Promise<TrackedMatter> {
  return trackedMatter(ctx, await getMatterRecordById(ctx.db, ctx.countyId, await ownedMatterId(ctx.db, ctx, input)))
}

/** The person who asked is content. */
export function confirmReport(ctx: Ctx, input: Input<'confirmReport'>): Promise<TrackedMatter> {
  return asReporter(ctx, input, 'confirm', (tx, matter) =>
    closeAfter(tx, ctx, matter, { kind: 'confirm', words: input.words || null, rating: input.rating }),
  )
}

/** The person who asked is not: it opens again, within the county's window. */
export function rejectReport(ctx: Ctx, input: Input<'rejectReport'>): Promise<TrackedMatter> {
  return asReporter(ctx, input, 'reject', (tx, matter) => {
    refuseLateReopening(ctx, matter)
    return reopen(tx, ctx, matter, { kind: 'reject', words: input.words, rating: input.rating, photos: input.photos })
  })
}

/** More words or pictures. What was paused for exactly that runs on. */
export function supplementReport(ctx: Ctx, input: Input<'supplementReport'>): Promise<TrackedMatter> {
  return asReporter(ctx, input, null, async (tx, matter) => {
    if (!isOpen(matter.status)) throw new Problem('matter.wrong_state', { status: matter.status, action: 'supplement' })
    const step = { kind: 'supplement', words: input.words, photos: { ids: input.photos, role: 'note' } } as const
    await takeStep(tx, ctx, matter, matter.status === 'paused' ? { ...step, to: 'handling' } : step)
  })
}

/** Joins an open report instead of sending the same again; gets a code of one's own. */
export function followReport(ctx: Ctx, input: Input<'followReport'>): Promise<Receipt> {
  return runCommand(ctx, input.commandId, async (tx) => {
    const matter = await lockMatterById(tx.db, ctx.countyId, input.matterId)
    const { rules } = await categoryById(ctx.deps, ctx.countyId, matter.categoryId)
    // Only what neighbours are shown can be joined; anything else must not be found by guessing.
    if (!rules.publicNearby || matter.confidential || !isOpen(matter.status)) throw new Problem('matter.not_found')
    const code = newTrackingCode()
    await tx.db
      .insertInto('matterReporters')
      .values({
        countyId: ctx.countyId,
        id: newId(),
        matterId: matter.id,
        role: 'follower',
        phone: input.phone ?? null,
        codeHash: trackingCodeHash(ctx.deps, matter.id, code),
      })
      .execute()
    await updateMatter(tx.db, ctx.countyId, matter.id, { followers: sql<number>`followers + 1` })
    await takeStep(tx, ctx, matter, { kind: 'follow', words: input.words || null, visibility: 'internal' })
    return {
      id: matter.id,
      number: matter.number,
      code,
      promised: { acceptBy: matter.reportedAt, settleBy: matter.dueAt ?? matter.reportedAt },
      place: await placeNames(ctx, matter),
      danger: matter.danger,
    }
  })
}

async function asReporter(
  ctx: Ctx,
  input: Key & { commandId: string },
  action: 'confirm' | 'reject' | null,
  run: (tx: CommandTx, matter: MatterRecord) => Promise<unknown>,
): Promise<TrackedMatter> {
  const matterId = await runCommand(ctx, input.commandId, async (tx) => {
    const matter = await lockMatterById(tx.db, ctx.countyId, await ownedMatterId(tx.db, ctx, input))
    tx.subject('matter', matter.id)
    if (action !== null && !mayFollow(action, matter.status))
      throw new Problem('matter.wrong_state', { status: matter.status, action })
    await run(tx, matter)
    return matter.id
  })
  return trackedMatter(ctx, await getMatterRecordById(ctx.db, ctx.countyId, matterId))
}

/** Absent, wrong code and somebody else's are one answer. */
async function ownedMatterId(db: Db, ctx: Ctx, key: Key): Promise<string> {
  const people = await db
    .selectFrom('matters')
    .innerJoin('matterReporters', (join) =>
      join
        .onRef('matterReporters.countyId', '=', 'matters.countyId')
        .onRef('matterReporters.matterId', '=', 'matters.id'),
    )
    .select(['matters.id', 'matterReporters.codeHash', 'matterReporters.phone'])
    .where('matters.countyId', '=', ctx.countyId)
    .where('matters.number', '=', key.number)
    .execute()
  const phone = ctx.actor.kind === 'resident' ? await residentPhone(db, ctx) : null
  const own = people.find(
    (person) =>
      (phone !== null && person.phone === phone) ||
      (key.code !== undefined && person.codeHash?.equals(trackingCodeHash(ctx.deps, person.id, key.code)) === true),
  )
  if (!own) throw new Problem('matter.not_found')
  return own.id
}
