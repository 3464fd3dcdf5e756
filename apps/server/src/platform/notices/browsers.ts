import type { noticeRuleRoutes, PushBrowser } from '@linli/contract/notice-rules'
import type { RouteParsed } from '@linli/contract/route'
import { sql } from 'kysely'
import { createECDH } from 'node:crypto'
import type { Ctx } from '../command/ctx.ts'
import { type CommandTx, runCommand } from '../command/run-command.ts'
import { newId } from '../crypto/id.ts'
import type { Db } from '../database/database.ts'
import type { Deps } from '../deps.ts'
import { isOutward, mayReachInward } from '../outward/addresses.ts'
import { Problem } from '../problem/problem.ts'
import { sendNotice } from './send-notice.ts'

type Input<N extends keyof typeof noticeRuleRoutes> = RouteParsed<(typeof noticeRuleRoutes)[N]>

const MOST_BROWSERS = 10
const USER_AGENT_LENGTH = 200

/** Ids of the browsers that show each person's messages. */
export async function browsersOf(
  db: Db,
  countyId: number,
  staffIds: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const rows = await db
    .selectFrom('pushBrowsers')
    .select(['id', 'staffId'])
    .where('countyId', '=', countyId)
    .where('staffId', '=', sql<string>`any(${[...staffIds]}::uuid[])`)
    .execute()
  const byPerson = Map.groupBy(rows, ({ staffId }) => staffId)
  return new Map([...byPerson].map(([staffId, own]) => [staffId, own.map(({ id }) => id)]))
}

export async function listBrowsers(db: Db, countyId: number, staffId: string): Promise<PushBrowser[]> {
  const rows = await db
    .selectFrom('pushBrowsers')
    .select(['id', 'face', 'userAgent', 'addedAt', 'lastSentAt'])
    .where('countyId', '=', countyId)
    .where('staffId', '=', staffId)
    .orderBy('addedAt')
    .orderBy('id')
    .execute()
  // The check constraint holds the face.
  return rows.map(({ face, ...row }) => ({ ...row, face: face as PushBrowser['face'] }))
}

/** Whether messages may be posted there: a push service lies outside, and behind TLS. */
export async function mayPushTo(deps: Deps, endpoint: string): Promise<boolean> {
  return mayReachInward(deps, endpoint) || (endpoint.startsWith('https:') && (await isOutward(endpoint)))
}

export async function addPushBrowser(ctx: Ctx, input: Input<'addPushBrowser'>): Promise<{ id: string }> {
  const { endpoint, face } = input
  const [publicKey, auth] = [input.keys.p256dh, input.keys.auth].map((text) => Buffer.from(text, 'base64url')) as Two
  if (!isPoint(publicKey)) throw new Problem('input.invalid', undefined, [{ path: 'keys.p256dh', rule: 'push_key' }])
  if (!(await mayPushTo(ctx.deps, endpoint))) throw new Problem('push.endpoint_refused')
  const staffId = ctx.actor.id ?? ''
  return runCommand(ctx, input.commandId, async (tx) => {
    const known = await tx.db
      .selectFrom('pushBrowsers')
      .select(['id', 'staffId', 'publicKey', 'auth'])
      .where('countyId', '=', ctx.countyId)
      .where('endpoint', '=', endpoint)
      .forUpdate()
      .executeTakeFirst()
    // Of somebody else at this computer, it is proved by what only the browser itself knows.
    if (known && known.staffId !== staffId && !(known.auth.equals(auth) && known.publicKey.equals(publicKey)))
      throw new Problem('push.endpoint_taken')
    const again = known?.staffId === staffId
    if (!again) await refuseTooMany(tx, ctx, staffId)
    // Another person gets another id: what still waits for the one before is never shown to the one after.
    const id = again ? known.id : newId()
    if (known)
      await tx.db.deleteFrom('pushBrowsers').where('countyId', '=', ctx.countyId).where('id', '=', known.id).execute()
    await tx.db
      .insertInto('pushBrowsers')
      .values({
        countyId: ctx.countyId,
        id,
        staffId,
        face,
        endpoint,
        publicKey,
        auth,
        userAgent: (ctx.http?.userAgent ?? '').slice(0, USER_AGENT_LENGTH),
        addedAt: ctx.deps.now().toISOString(),
      })
      .execute()
    tx.subject('push_browser', id)
    return { id }
  })
}
type Two = [Buffer, Buffer]

export function removePushBrowser(ctx: Ctx, input: Input<'removePushBrowser'>): Promise<{ done: true }> {
  return runCommand(ctx, input.commandId, async (tx) => {
    const gone = await tx.db
      .deleteFrom('pushBrowsers')
      .where('countyId', '=', ctx.countyId)
      .where('staffId', '=', ctx.actor.id ?? '')
      .where('id', '=', input.browserId)
      .executeTakeFirst()
    if (gone.numDeletedRows === 0n) throw new Problem('push.not_found')
    tx.subject('push_browser', input.browserId)
    return { done: true as const }
  })
}

export function tryPushBrowser(ctx: Ctx, input: Input<'tryPushBrowser'>): Promise<{ done: true }> {
  return runCommand(ctx, input.commandId, async (tx) => {
    const browsers = await listBrowsers(tx.db, ctx.countyId, ctx.actor.id ?? '')
    if (!browsers.some(({ id }) => id === input.browserId)) throw new Problem('push.not_found')
    await sendNotice(tx.db, {
      countyId: ctx.countyId,
      channel: 'push',
      recipient: input.browserId,
      template: 'push_trial',
      params: {},
      locale: ctx.locale,
    })
    tx.subject('push_browser', input.browserId)
    return { done: true as const }
  })
}

async function refuseTooMany(tx: CommandTx, ctx: Ctx, staffId: string): Promise<void> {
  const own = await browsersOf(tx.db, ctx.countyId, [staffId])
  if ((own.get(staffId)?.length ?? 0) >= MOST_BROWSERS) throw new Problem('push.too_many', { most: MOST_BROWSERS })
}

/** Whether the bytes are a point of the curve; nothing can be encrypted for others. */
function isPoint(publicKey: Buffer): boolean {
  const own = createECDH('prime256v1')
  own.generateKeys()
  try {
    own.computeSecret(publicKey)
    return true
  } catch {
    return false
  }
}
