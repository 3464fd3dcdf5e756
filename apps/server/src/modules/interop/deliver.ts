import { createHmac } from 'node:crypto'
import { sql } from 'kysely'
import { newId } from '../../platform/crypto/id.ts'
import type { Tx } from '../../platform/database/database.ts'
import type { Deps } from '../../platform/deps.ts'
import { catchUp, type LiveEvent } from '../../platform/events/events.ts'
import { refusePrivateAddress } from './addresses.ts'
import { webhookSecret } from './webhooks.ts'

const BATCH = 20
const MOST_ATTEMPTS = 10
const TIMEOUT_MS = 10_000

/** Writes down what is to be told to whom, then tells what is due. Events are queued exactly once, told at least once. */
export async function deliverWebhooks(deps: Deps): Promise<void> {
  const { countyId } = deps.config
  await catchUp(deps, 'webhooks', countyId, (tx, events) => queue(tx, countyId, events))
  const due = await sql<Due>`
    UPDATE webhook_deliveries d SET attempts = d.attempts + 1, next_at = now() + interval '10 seconds' * power(2, least(d.attempts, 12))
    FROM webhooks w
    WHERE w.county_id = d.county_id AND w.id = d.webhook_id AND w.closed_at IS NULL AND (d.county_id, d.id) IN (
      SELECT county_id, id FROM webhook_deliveries
      WHERE county_id = ${countyId} AND delivered_at IS NULL AND dead_at IS NULL AND next_at <= now()
      ORDER BY next_at LIMIT ${BATCH} FOR UPDATE SKIP LOCKED)
    RETURNING d.id, d.kind, d.body, d.attempts, w.url, w.secret`.execute(deps.db)
  for (const delivery of due.rows) await deliver(deps, delivery)
}

interface Due {
  readonly id: string
  readonly kind: string
  readonly body: unknown
  readonly attempts: number
  readonly url: string
  readonly secret: Buffer
}

async function queue(tx: Tx, countyId: number, events: readonly LiveEvent[]): Promise<void> {
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
        body: JSON.stringify({
          id: `${event.xid}:${event.seq}`,
          kind: event.kind,
          at: event.at,
          subject: { kind: event.subjectKind, id: event.subjectId },
          data: event.payload,
        }),
        nextAt: sql<string>`now()`,
      })),
  )
  if (rows.length > 0)
    await tx
      .insertInto('webhookDeliveries')
      .values(rows)
      .onConflict((conflict) => conflict.doNothing())
      .execute()
}

function matches(pattern: string, kind: string): boolean {
  return pattern.endsWith('.*') ? kind.startsWith(pattern.slice(0, -1)) : kind === pattern
}

async function deliver(deps: Deps, delivery: Due): Promise<void> {
  const { countyId, secret } = deps.config
  try {
    await refusePrivateAddress(deps, delivery.url)
    const body = JSON.stringify(delivery.body)
    const at = Math.floor(deps.now().getTime() / 1000)
    const signature = createHmac('sha256', webhookSecret(secret, delivery.secret.toString()))
      .update(`${at}.${body}`)
      .digest('hex')
    const answer = await fetch(delivery.url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'linli-event': delivery.kind,
        'linli-delivery': delivery.id,
        'linli-signature': `t=${at},v1=${signature}`,
      },
      body,
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    })
    if (!answer.ok) throw new Error(`answered ${answer.status}`)
    await deps.db
      .updateTable('webhookDeliveries')
      .set({ deliveredAt: deps.now().toISOString(), lastError: null })
      .where('countyId', '=', countyId)
      .where('id', '=', delivery.id)
      .execute()
  } catch (error) {
    const dead = delivery.attempts >= MOST_ATTEMPTS
    await deps.db
      .updateTable('webhookDeliveries')
      .set({
        lastError: error instanceof Error ? error.message.slice(0, 200) : 'failed',
        ...(dead ? { deadAt: deps.now().toISOString() } : {}),
      })
      .where('countyId', '=', countyId)
      .where('id', '=', delivery.id)
      .execute()
  }
}
