import type { HoldGround, HoldSubject } from '@linli/contract/legal-holds'
import { sql } from 'kysely'
import type { Ctx } from '../command/ctx.ts'
import { newId } from '../crypto/id.ts'
import type { Tx } from '../database/database.ts'
import { takeGaplessNumber } from '../numbering/index.ts'
import { Problem } from '../problem/problem.ts'

type What = 'begin' | 'end'
const PERMISSION = 'register.approve'
/** Whoever was asked has so long; then it is asked anew. */
const DAYS_TO_DECIDE = 14
const DIGITS = 5

export interface NewHold {
  readonly subjectKind: HoldSubject
  readonly subjectId: string
  readonly ground: HoldGround
  readonly words: string
}

/** Asked for by one person; nothing is held before a second one agrees. */
export async function askForHold(tx: Tx, ctx: Ctx, hold: NewHold): Promise<{ id: string; number: string }> {
  const at = ctx.deps.now().toISOString()
  const year = at.slice(0, 4)
  const next = await takeGaplessNumber(tx, { countyId: ctx.countyId, kind: 'legal_hold', period: year })
  const [id, number] = [newId(), `BQ-${year}-${String(next).padStart(DIGITS, '0')}`]
  await tx
    .insertInto('legalHolds')
    .values({ countyId: ctx.countyId, id, number, ...hold, askedAt: at })
    .execute()
  await askSecond(tx, ctx, id, 'begin', hold.words)
  return { id, number }
}

/** @throws Problem `hold.wrong_state` unless it is in force and nobody asks already. */
export async function askForEnd(tx: Tx, ctx: Ctx, holdId: string, words: string): Promise<void> {
  const hold = await lockHold(tx, ctx, holdId)
  if (hold.state !== 'active') throw new Problem('hold.wrong_state')
  const waiting = await waitingOf(tx, ctx, holdId)
  if (waiting && waiting.expiresAt > ctx.deps.now().toISOString()) throw new Problem('hold.wrong_state')
  if (waiting) await settle(tx, ctx, waiting.id, { state: 'withdrawn' })
  await askSecond(tx, ctx, holdId, 'end', words)
}

/**
 * The second person's answer; the first one is told that there is nothing for them to decide.
 * @returns what it was about, and whether it came about.
 */
export async function decideHold(
  tx: Tx,
  ctx: Ctx,
  holdId: string,
  { accept, words }: { readonly accept: boolean; readonly words: string },
): Promise<What> {
  await lockHold(tx, ctx, holdId)
  const waiting = await waitingOf(tx, ctx, holdId)
  if (!waiting) throw new Problem('approval.wrong_state')
  if (waiting.byId === ctx.actor.id) throw new Problem('approval.not_found')
  const at = ctx.deps.now().toISOString()
  // Too late to agree to; that it is refused ends the matter.
  if (accept && waiting.expiresAt < at) throw new Problem('approval.wrong_state')
  await settle(tx, ctx, waiting.id, {
    state: accept ? 'accepted' : 'refused',
    decidedBy: ctx.actor.id,
    decidedAt: at,
    decidedWords: words,
  })
  const what: What = waiting.kind === 'hold.begin' ? 'begin' : 'end'
  const update = tx.updateTable('legalHolds').where('countyId', '=', ctx.countyId).where('id', '=', holdId)
  if (what === 'begin') await update.set(accept ? { state: 'active', beganAt: at } : { state: 'refused' }).execute()
  else if (accept) await update.set({ state: 'ended', endedAt: at }).execute()
  return what
}

async function askSecond(tx: Tx, ctx: Ctx, holdId: string, what: What, words: string): Promise<void> {
  const now = ctx.deps.now()
  await tx
    .insertInto('approvals')
    .values({
      countyId: ctx.countyId,
      id: newId(),
      kind: `hold.${what}`,
      permission: PERMISSION,
      subjectKind: 'legal_hold',
      subjectId: holdId,
      // Whose file it is stands in the file alone.
      title: '',
      words,
      // Only people of the staff ask.
      byId: ctx.actor.id ?? '',
      askedAt: now.toISOString(),
      expiresAt: new Date(now.getTime() + DAYS_TO_DECIDE * 86_400_000).toISOString(),
    })
    .execute()
}

/** Locked: two people do not begin and end it at once. */
async function lockHold(tx: Tx, ctx: Ctx, holdId: string): Promise<{ state: string }> {
  const hold = await tx
    .selectFrom('legalHolds')
    .select('state')
    .where('countyId', '=', ctx.countyId)
    .where('id', '=', holdId)
    .forUpdate()
    .executeTakeFirst()
  if (!hold) throw new Problem('hold.not_found')
  return hold
}

const waitingOf = (tx: Tx, ctx: Ctx, holdId: string) =>
  tx
    .selectFrom('approvals')
    .select(['id', 'kind', 'byId', 'expiresAt'])
    .where('countyId', '=', ctx.countyId)
    .where('subjectId', '=', holdId)
    .where('kind', 'in', ['hold.begin', 'hold.end'])
    .where('state', '=', 'waiting')
    .executeTakeFirst()

async function settle(
  tx: Tx,
  ctx: Ctx,
  approvalId: string,
  set: { state: string; decidedBy?: string | null; decidedAt?: string; decidedWords?: string },
): Promise<void> {
  await tx.updateTable('approvals').set(set).where('countyId', '=', ctx.countyId).where('id', '=', approvalId).execute()
}

export interface HoldRow {
  readonly id: string
  readonly number: string
  readonly subjectKind: HoldSubject
  readonly subjectId: string
  readonly ground: HoldGround
  readonly words: string
  readonly state: 'waiting' | 'active' | 'refused' | 'ended'
  readonly askedAt: string
  readonly beganAt: string | null
  readonly endedAt: string | null
  readonly key: string
}

/** Newest first. */
export async function readHolds(
  tx: Tx,
  ctx: Ctx,
  { open, after, limit }: { open: boolean; after: readonly [at: unknown, id: unknown] | null; limit: number },
): Promise<HoldRow[]> {
  const beyond = after === null ? sql`true` : sql`(asked_at, id) < (${after[0]}::timestamptz, ${after[1]}::uuid)`
  const { rows } = await sql<HoldRow>`
    SELECT id, number, subject_kind, subject_id, ground, words, state, asked_at, began_at, ended_at, asked_at::text AS key
    FROM legal_holds WHERE county_id = ${ctx.countyId} AND (state IN ('waiting', 'active')) = ${open} AND ${beyond}
    ORDER BY asked_at DESC, id DESC LIMIT ${limit}`.execute(tx)
  return rows
}

export interface HoldDecision {
  readonly subjectId: string
  readonly what: What
  readonly byId: string
  readonly words: string
  readonly askedAt: string
  readonly expiresAt: string
  readonly state: 'waiting' | 'accepted' | 'refused' | 'withdrawn'
  readonly decidedBy: string | null
  readonly decidedWords: string | null
}

/** Who asked and who answered, of these holds; newest first. */
export async function readHoldDecisions(tx: Tx, ctx: Ctx, holdIds: readonly string[]): Promise<HoldDecision[]> {
  const { rows } = await sql<HoldDecision>`
    SELECT subject_id, substr(kind, 6) AS what, by_id, words, asked_at, expires_at, state, decided_by, decided_words
    FROM approvals WHERE county_id = ${ctx.countyId} AND kind IN ('hold.begin', 'hold.end')
      AND subject_id = any(${[...holdIds]}::uuid[]) ORDER BY asked_at DESC`.execute(tx)
  return rows
}
