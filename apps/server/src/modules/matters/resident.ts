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
import { getMatterRecordById, lockMatterById, type MatterRecord, updateMatter } from './queries.ts'
import { receiptOf } from './report.ts'
import { isOpen, mayFollow } from './status.ts'
import { type ReporterRole, trackedMatter } from './tracked.ts'
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
  const { id, role } = await findByKey(ctx.db, ctx, input)
  return trackedMatter(ctx, await getMatterRecordById(ctx.db, ctx.countyId, id), role)
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
  return asReporter(ctx, input, null, async (tx, matter, role) => {
    if (!isOpen(matter.status)) throw new Problem('matter.wrong_state', { status: matter.status, action: 'supplement' })
    const step = { kind: 'supplement', words: input.words, photos: { ids: input.photos, role: 'note' } } as const
    // What is waited for is the word of whoever reported it, not of anyone who joined.
    const answers = matter.status === 'paused' && role === 'reporter'
    await takeStep(tx, ctx, matter, answers ? { ...step, to: 'handling' } : step)
  })
}

/** Joins an open report instead of sending the same again; gets a code of one's own. */
export function followReport(ctx: Ctx, input: Input<'followReport'>): Promise<Receipt> {
  return runCommand(ctx, input.commandId, async (tx) => {
    const matter = await lockMatterById(tx.db, ctx.countyId, input.matterId)
    const { rules } = await categoryById(ctx.deps, ctx.countyId, matter.categoryId)
    // Only what neighbours are shown can be joined; anything else must not be found by guessing.
    if (!rules.publicNearby || matter.confidential || !isOpen(matter.status)) throw new Problem('matter.not_found')
    tx.subject('matter', matter.id)
    const counted = input.phone === undefined || !(await hasPhone(tx.db, matter, input.phone))
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
    // The same household that joins again, or joins its own, is one household.
    if (counted) await updateMatter(tx.db, ctx.countyId, matter.id, { followers: sql<number>`followers + 1` })
    await takeStep(tx, ctx, matter, { kind: 'follow', words: input.words || null, visibility: 'internal' })
    const promised = { acceptBy: matter.reportedAt, settleBy: matter.dueAt ?? matter.reportedAt }
    return receiptOf(ctx, matter, { code, promised })
  })
}

async function asReporter(
  ctx: Ctx,
  input: Key & { commandId: string },
  action: 'confirm' | 'reject' | null,
  run: (tx: CommandTx, matter: MatterRecord, role: ReporterRole) => Promise<unknown>,
): Promise<TrackedMatter> {
  const found = await runCommand(ctx, input.commandId, async (tx) => {
    const { id, role } = await findByKey(tx.db, ctx, input)
    // Joining is open to anyone near by: the judgement stays with whoever reported it.
    if (action !== null && role !== 'reporter') throw new Problem('matter.not_found')
    const matter = await lockMatterById(tx.db, ctx.countyId, id)
    tx.subject('matter', matter.id)
    if (action !== null && !mayFollow(action, matter.status))
      throw new Problem('matter.wrong_state', { status: matter.status, action })
    await run(tx, matter, role)
    return { id, role }
  })
  return trackedMatter(ctx, await getMatterRecordById(ctx.db, ctx.countyId, found.id), found.role)
}

/** The matter and as whom; absent, wrong code and somebody else's are one answer. */
async function findByKey(db: Db, ctx: Ctx, key: Key): Promise<{ id: string; role: ReporterRole }> {
  const people = await db
    .selectFrom('matters')
    .innerJoin('matterReporters', (join) =>
      join
        .onRef('matterReporters.countyId', '=', 'matters.countyId')
        .onRef('matterReporters.matterId', '=', 'matters.id'),
    )
    .select(['matters.id', 'matterReporters.role', 'matterReporters.codeHash', 'matterReporters.phone'])
    .where('matters.countyId', '=', ctx.countyId)
    .where('matters.number', '=', key.number)
    .execute()
  const phone = ctx.actor.kind === 'resident' ? await residentPhone(db, ctx) : null
  const own = people.filter(
    (person) =>
      (phone !== null && person.phone === phone) ||
      (key.code !== undefined && person.codeHash?.equals(trackingCodeHash(ctx.deps, person.id, key.code)) === true),
  )
  const [first] = own
  if (!first) throw new Problem('matter.not_found')
  return { id: first.id, role: own.some((person) => person.role === 'reporter') ? 'reporter' : 'follower' }
}

async function hasPhone(db: Db, matter: MatterRecord, phone: string): Promise<boolean> {
  const known = await db
    .selectFrom('matterReporters')
    .select('id')
    .where('countyId', '=', matter.countyId)
    .where('matterId', '=', matter.id)
    .where('phone', '=', phone)
    .executeTakeFirst()
  return known !== undefined
}
