import { createHmac } from 'node:crypto'
import { sql } from 'kysely'
import { newId } from '../../platform/crypto/id.ts'
import { maskedId } from '../../platform/crypto/masked-id.ts'
import type { Tx } from '../../platform/database/database.ts'
import type { Deps } from '../../platform/deps.ts'
import { catchUp, type LiveEvent } from '../../platform/events/events.ts'
import { mayReachInward, refusePrivateAddress } from '../../platform/outward/addresses.ts'
import { post } from '../../platform/outward/post.ts'
import { webhookSecret } from './webhooks.ts'

/** At once to one address; others have their own share, so one that is down holds up nobody else's. */
const BATCH = 20
export const MOST_ATTEMPTS = 10
/** Far longer than a batch can take: nobody else takes up a delivery that is still under way. */
const LEASE_MS = 60_000
const FIRST_PAUSE_MS = 10_000
const KEPT_MS = 30 * 24 * 60 * 60_000

/**
 * Writes down what is to be told to whom, then tells what is due. Events are queued exactly once and told at least once:
 * a process that dies after telling and before writing it down tells again, with the same delivery id. Order is not
 * promised; every event says when it was.
 */
export async function deliverWebhooks(deps: Deps): Promise<void> {
  const { countyId } = deps.config
  await catchUp(deps, 'webhooks', countyId, (tx, events) => queue(tx, deps, events))
  const now = deps.now()
  const due = await sql<Due>`
    UPDATE webhook_deliveries d SET attempts = d.attempts + 1, next_at = ${later(now, LEASE_MS)}
    FROM (
      SELECT o.county_id, o.id, w.url, w.secret FROM webhooks w
      CROSS JOIN LATERAL (
        SELECT county_id, id FROM webhook_deliveries
        WHERE county_id = w.county_id AND webhook_id = w.id AND delivered_at IS NULL AND dead_at IS NULL
          AND next_at <= ${now.toISOString()}
        ORDER BY next_at LIMIT ${BATCH} FOR UPDATE SKIP LOCKED
      ) o
      WHERE w.county_id = ${countyId} AND w.closed_at IS NULL
    ) due
    WHERE d.county_id = due.county_id AND d.id = due.id
    RETURNING d.id, d.kind, d.body, d.attempts, due.url, due.secret`.execute(deps.db)
  await Promise.all(due.rows.map((delivery) => deliver(deps, delivery)))
}

/** What arrived is kept for a month, for whoever looks for it; what lies dead until somebody decides. */
export async function purgeDeliveries(deps: Deps): Promise<void> {
  await deps.db
    .deleteFrom('webhookDeliveries')
    .where('countyId', '=', deps.config.countyId)
    .where('deliveredAt', '<', later(deps.now(), -KEPT_MS))
    .execute()
}

/** 10 seconds after the first try, each pause three times the one before: nine pauses make 27 hours. */
export function pauseAfter(attempt: number): number {
  return FIRST_PAUSE_MS * 3 ** (attempt - 1)
}

interface Due {
  readonly id: string
  readonly kind: string
  readonly body: unknown
  readonly attempts: number
  readonly url: string
  readonly secret: Buffer
}

async function queue(tx: Tx, deps: Deps, events: readonly LiveEvent[]): Promise<void> {
  const { countyId } = deps.config
  const hooks = await tx
    .selectFrom('webhooks')
    .select(['id', 'kinds', 'createdAt'])
    .where('countyId', '=', countyId)
    .where('closedAt', 'is', null)
    .execute()
  const rows = hooks.flatMap((hook) =>
    events
      .filter((event) => event.at >= hook.createdAt && hook.kinds.some((kind) => matches(kind, event.kind)))
      .map((event) => ({
        countyId,
        id: newId(),
        webhookId: hook.id,
        eventSeq: event.seq,
        kind: event.kind,
        body: JSON.stringify(toldTo(deps, hook.id, event)),
        nextAt: deps.now().toISOString(),
      })),
  )
  if (rows.length > 0)
    await tx
      .insertInto('webhookDeliveries')
      .values(rows)
      .onConflict((conflict) => conflict.doNothing())
      .execute()
}

/** What the register holds is called by these kinds, whichever module speaks of it. */
const ofRegister = new Set(['person', 'household', 'organisation', 'building', 'register_import'])
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

// What the register holds is named to each address by ids of its own, also the event and what hangs on it: two addresses
// cannot put together what each was told.
function toldTo(deps: Deps, webhookId: string, event: LiveEvent) {
  const { kind, at, subjectKind, subjectId, payload } = event
  const id = `${event.xid}:${event.seq}`
  if (event.module !== 'people' && !ofRegister.has(subjectKind))
    return { id, kind, at, subject: { kind: subjectKind, id: subjectId }, data: payload }
  const mask = (one: string) => maskedId(deps.config.secret, webhookId, one)
  const data: unknown = JSON.parse(JSON.stringify(payload), (_key, value: unknown) =>
    typeof value === 'string' && UUID.test(value) ? mask(value) : value,
  )
  return { id: mask(id), kind, at, subject: { kind: subjectKind, id: mask(subjectId) }, data }
}

function matches(pattern: string, kind: string): boolean {
  return pattern.endsWith('.*') ? kind.startsWith(pattern.slice(0, -1)) : kind === pattern
}

async function deliver(deps: Deps, delivery: Due): Promise<void> {
  const fault = await tell(deps, delivery)
  const now = deps.now()
  const dead = fault !== null && delivery.attempts >= MOST_ATTEMPTS
  await deps.db
    .updateTable('webhookDeliveries')
    .set({
      lastError: fault,
      ...(fault === null ? { deliveredAt: now.toISOString() } : { nextAt: later(now, pauseAfter(delivery.attempts)) }),
      ...(dead ? { deadAt: now.toISOString() } : {}),
    })
    .where('countyId', '=', deps.config.countyId)
    .where('id', '=', delivery.id)
    .execute()
}

/** @returns why it was not taken, or null when it was. */
async function tell(deps: Deps, delivery: Due): Promise<string | null> {
  try {
    await refusePrivateAddress(deps, delivery.url)
    const body = JSON.stringify(delivery.body)
    const at = Math.floor(deps.now().getTime() / 1000)
    const signature = createHmac('sha256', webhookSecret(deps.config.secret, delivery.secret.toString()))
      .update(`${at}.${body}`)
      .digest('hex')
    const status = await post({
      url: delivery.url,
      headers: {
        'content-type': 'application/json',
        'linli-event': delivery.kind,
        'linli-delivery': delivery.id,
        'linli-signature': `t=${at},v1=${signature}`,
      },
      body,
      inward: mayReachInward(deps, delivery.url),
    })
    return status >= 200 && status < 300 ? null : `answered ${status}`
  } catch (error) {
    return error instanceof Error ? error.message.slice(0, 200) : 'failed'
  }
}

function later(from: Date, ms: number): string {
  return new Date(from.getTime() + ms).toISOString()
}
