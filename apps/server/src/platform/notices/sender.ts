import { sql } from 'kysely'
import nodemailer from 'nodemailer'
import type { Deps } from '../deps.ts'
import { KEPT } from './notices.ts'

const BATCH = 20
const MOST_ATTEMPTS = 8
const TIMEOUT_MS = 10_000

/**
 * Sends what waits, oldest first. At least once: a process that dies between sending and writing it down sends again,
 * with the same id, by which a gateway can tell. After eight tries a message rests as failed and is listed.
 * @returns how many were tried.
 */
export async function sendWaitingNotices(deps: Deps): Promise<number> {
  const claimed = await deps.db.transaction().execute((tx) =>
    // The claim moves the next try ahead, so that nobody else takes the same message meanwhile.
    sql<Waiting>`
      UPDATE notices SET attempts = attempts + 1, retry_at = now() + (interval '30 seconds' * power(2, least(attempts, 8)))
      WHERE (county_id, id) IN (
        SELECT county_id, id FROM notices
        WHERE sent_at IS NULL AND failed_at IS NULL AND (retry_at IS NULL OR retry_at <= now())
        ORDER BY created_at LIMIT ${BATCH} FOR UPDATE SKIP LOCKED)
      RETURNING county_id AS "countyId", id, channel, recipient, body, attempts`.execute(tx),
  )
  for (const notice of claimed.rows) await sendOne(deps, notice)
  return claimed.rows.length
}

interface Waiting {
  readonly countyId: number
  readonly id: string
  readonly channel: 'sms' | 'email'
  readonly recipient: string
  readonly body: string
  readonly attempts: number
}

async function sendOne(deps: Deps, notice: Waiting): Promise<void> {
  try {
    const sent = notice.channel === 'email' ? await sendMail(deps, notice) : await sendText(deps, notice)
    await sql`UPDATE notices SET sent_at = now(), last_error = ${sent ? null : KEPT} WHERE county_id = ${notice.countyId} AND id = ${notice.id}`.execute(
      deps.db,
    )
  } catch (error) {
    // The message of an adapter may quote the recipient: only its kind is kept.
    const reason = error instanceof Error ? error.name : 'error'
    const last = notice.attempts >= MOST_ATTEMPTS
    await sql`UPDATE notices SET last_error = ${reason}, failed_at = ${last ? sql`now()` : null} WHERE county_id = ${notice.countyId} AND id = ${notice.id}`.execute(
      deps.db,
    )
    deps.log.warn({ notice: notice.id, attempt: notice.attempts, reason }, 'notice not sent')
  }
}

async function sendMail(deps: Deps, notice: Waiting): Promise<boolean> {
  if (deps.config.smtpUrl === undefined) return false
  const transport = nodemailer.createTransport(deps.config.smtpUrl, { from: deps.config.mailFrom })
  await transport.sendMail({
    to: notice.recipient,
    subject: '邻里 Linli',
    text: notice.body,
    messageId: `<${notice.id}@linli>`,
  })
  return true
}

async function sendText(deps: Deps, notice: Waiting): Promise<boolean> {
  const gateway = deps.config.smsGateway
  if (gateway === null) return false
  const answer = await fetch(gateway.url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(gateway.token === undefined ? {} : { authorization: `Bearer ${gateway.token}` }),
    },
    body: JSON.stringify({ id: notice.id, to: notice.recipient, text: notice.body }),
    signal: AbortSignal.timeout(TIMEOUT_MS),
    redirect: 'error',
  })
  if (!answer.ok) throw new Error(`gateway answered ${answer.status}`)
  return true
}
