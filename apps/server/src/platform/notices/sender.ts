import type { OutsideChannel } from '@linli/contract/notice-kinds'
import { sql } from 'kysely'
import nodemailer from 'nodemailer'
import type { Deps } from '../deps.ts'
import { KEPT } from './notices.ts'
import { pushToBrowser } from './push.ts'

const BATCH = 20
export const MOST_ATTEMPTS = 8
const TIMEOUT_MS = 10_000
/** Longer than the slowest mail server can hold a message: nobody else takes up one that is still on its way. */
const LEASE_MS = 120_000
const FIRST_PAUSE_MS = 30_000

/**
 * Sends what waits in one channel, oldest first; each channel by itself, so that a mail server that hangs holds up no
 * text message. At least once: a process that dies between sending and writing it down leaves the message to be sent
 * again after its lease, with the same id, by which a gateway can tell. After eight tries, an hour or so, a message
 * rests as failed and is listed.
 * @returns how many were tried.
 */
export async function sendWaitingNotices(deps: Deps, channel: OutsideChannel): Promise<number> {
  const { countyId } = deps.config
  const now = deps.now()
  const claimed = await sql<Waiting>`
    UPDATE notices SET attempts = attempts + 1, retry_at = ${later(now, LEASE_MS)}
    WHERE (county_id, id) IN (
      SELECT county_id, id FROM notices
      WHERE county_id = ${countyId} AND channel = ${channel} AND sent_at IS NULL AND failed_at IS NULL
        AND (retry_at IS NULL OR retry_at <= ${now.toISOString()})
      ORDER BY created_at LIMIT ${BATCH} FOR UPDATE SKIP LOCKED)
    RETURNING id, channel, recipient, body, params, subject_kind, subject_id, attempts, attachment_name, attachment`.execute(
    deps.db,
  )
  await Promise.all(claimed.rows.map((notice) => sendOne(deps, notice)))
  return claimed.rows.length
}

interface Waiting {
  readonly id: string
  readonly channel: OutsideChannel
  readonly recipient: string
  readonly body: string
  readonly params: unknown
  readonly subjectKind: string | null
  readonly subjectId: string | null
  readonly attempts: number
  readonly attachmentName: string | null
  readonly attachment: Buffer | null
}

async function sendOne(deps: Deps, notice: Waiting): Promise<void> {
  const outcome = await trySending(deps, notice)
  const now = deps.now()
  const failed = 'failure' in outcome
  await deps.db
    .updateTable('notices')
    .set(
      failed
        ? {
            lastError: outcome.failure,
            retryAt: later(now, FIRST_PAUSE_MS * 2 ** (notice.attempts - 1)),
            failedAt: outcome.failure === GONE || notice.attempts >= MOST_ATTEMPTS ? now.toISOString() : null,
          }
        : { lastError: outcome.kept ? KEPT : null, sentAt: now.toISOString() },
    )
    .where('countyId', '=', deps.config.countyId)
    .where('id', '=', notice.id)
    .execute()
  if (failed) deps.log.warn({ notice: notice.id, attempt: notice.attempts, reason: outcome.failure }, 'notice not sent')
}

/** Nobody is there any more: trying again would not help. */
const GONE = 'browser gone'

async function trySending(deps: Deps, notice: Waiting): Promise<{ kept: boolean } | { failure: string }> {
  try {
    if (notice.channel === 'push') return await sendPush(deps, notice)
    return { kept: !(await (notice.channel === 'email' ? sendMail(deps, notice) : sendText(deps, notice))) }
  } catch (error) {
    return { failure: reasonOf(error) }
  }
}

/** What an operator needs to know. Messages of servers may quote the recipient, so only codes are kept. */
function reasonOf(error: unknown): string {
  if (error instanceof GatewayRefusal) return `gateway answered ${error.status}`
  // What nodemailer and fetch add to their errors.
  const { responseCode, code, cause, name } = error as Error & { responseCode?: number; code?: unknown }
  if (responseCode !== undefined) return `mail server answered ${responseCode}`
  const inner = typeof code === 'string' ? code : (cause as { code?: unknown } | undefined)?.code
  return typeof inner === 'string' ? inner : name
}

class GatewayRefusal extends Error {
  readonly status: number
  constructor(status: number) {
    super(`gateway answered ${status}`)
    this.status = status
  }
}

async function sendPush(deps: Deps, notice: Waiting): Promise<{ kept: false } | { failure: string }> {
  const status = await pushToBrowser(deps, notice)
  if (status === null) return { failure: GONE }
  if (status < 200 || status >= 300) throw new GatewayRefusal(status)
  return { kept: false }
}

async function sendMail(deps: Deps, notice: Waiting): Promise<boolean> {
  if (deps.config.smtpUrl === undefined) return false
  const transport = nodemailer.createTransport(impatient(deps.config.smtpUrl), { from: deps.config.mailFrom })
  await transport.sendMail({
    to: notice.recipient,
    subject: '邻里 Linli',
    text: notice.body,
    messageId: `<${notice.id}@linli>`,
    ...(notice.attachment && notice.attachmentName !== null
      ? { attachments: [{ filename: notice.attachmentName, content: notice.attachment }] }
      : {}),
  })
  return true
}

// By themselves they wait for minutes. Given in the address, because beside an address no other options are read.
function impatient(smtpUrl: string): string {
  const url = new URL(smtpUrl)
  for (const name of ['connectionTimeout', 'greetingTimeout', 'socketTimeout'])
    if (!url.searchParams.has(name)) url.searchParams.set(name, String(TIMEOUT_MS))
  return url.href
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
  await answer.body?.cancel()
  if (!answer.ok) throw new GatewayRefusal(answer.status)
  return true
}

function later(from: Date, ms: number): string {
  return new Date(from.getTime() + ms).toISOString()
}
