import type { Delivery, interopRoutes, Webhook } from '@linli/contract/interop'
import type { Page } from '@linli/contract/common'
import type { RouteOutput, RouteParsed } from '@linli/contract/route'
import { sql, type SqlBool } from 'kysely'
import type { Ctx } from '../../platform/command/ctx.ts'
import { runCommand } from '../../platform/command/run-command.ts'
import { newId } from '../../platform/crypto/id.ts'
import { deriveKey, keyedHash } from '../../platform/crypto/keys.ts'
import { decodeCursor, toPage } from '../../platform/http/cursor.ts'
import { Problem } from '../../platform/problem/problem.ts'
import { refusePrivateAddress } from '../../platform/outward/addresses.ts'

type Input<N extends keyof typeof interopRoutes> = RouteParsed<(typeof interopRoutes)[N]>

export async function listWebhooks(ctx: Ctx): Promise<{ items: Webhook[] }> {
  const items = await ctx.db
    .selectFrom('webhooks')
    .select(['id', 'name', 'url', 'kinds', 'createdAt', 'closedAt'])
    .select((eb) => [
      eb
        .selectFrom('webhookDeliveries as d')
        .select((inner) => inner.fn.countAll<number>().as('count'))
        .whereRef('d.countyId', '=', 'webhooks.countyId')
        .whereRef('d.webhookId', '=', 'webhooks.id')
        .where('d.deliveredAt', 'is', null)
        .where('d.deadAt', 'is', null)
        .as('waiting'),
      eb
        .selectFrom('webhookDeliveries as d')
        .select((inner) => inner.fn.countAll<number>().as('count'))
        .whereRef('d.countyId', '=', 'webhooks.countyId')
        .whereRef('d.webhookId', '=', 'webhooks.id')
        .where('d.deadAt', 'is not', null)
        .as('dead'),
    ])
    .where('countyId', '=', ctx.countyId)
    .orderBy('createdAt', 'desc')
    .execute()
  return { items: items.map((row) => ({ ...row, waiting: row.waiting ?? 0, dead: row.dead ?? 0 })) }
}

/** The secret is worked out from the command, so that it can be shown to its maker again and need not be stored in clear. */
export async function createWebhook(
  ctx: Ctx,
  input: Input<'createWebhook'>,
): Promise<RouteOutput<typeof interopRoutes.createWebhook>> {
  await refusePrivateAddress(ctx.deps, input.url)
  const created = await runCommand(ctx, input.commandId, async (tx) => {
    const id = newId()
    const row = await tx.db
      .insertInto('webhooks')
      .values({
        countyId: ctx.countyId,
        id,
        name: input.name,
        url: input.url,
        secret: Buffer.from(input.commandId),
        kinds: input.kinds,
      })
      .returning(['id', 'name', 'url', 'kinds', 'createdAt', 'closedAt'])
      .executeTakeFirstOrThrow()
    tx.subject('webhook', row.id)
    return { ...row, waiting: 0, dead: 0 }
  })
  return { ...created, secret: webhookSecret(ctx.deps.config.secret, input.commandId) }
}

/** Secret with which a webhook's deliveries are signed. */
export function webhookSecret(serverSecret: string, seed: string): string {
  return keyedHash(deriveKey(serverSecret, 'webhook'), seed).toString('base64url')
}

export function closeWebhook(ctx: Ctx, input: Input<'closeWebhook'>): Promise<{ done: true }> {
  return runCommand(ctx, input.commandId, async (tx) => {
    const row = await tx.db
      .updateTable('webhooks')
      .set({ closedAt: ctx.deps.now().toISOString() })
      .where('countyId', '=', ctx.countyId)
      .where('id', '=', input.webhookId)
      .where('closedAt', 'is', null)
      .returning('id')
      .executeTakeFirst()
    if (!row) throw new Problem('webhook.not_found')
    tx.subject('webhook', row.id)
    return { done: true as const }
  })
}

export async function listDeliveries(ctx: Ctx, input: Input<'listDeliveries'>): Promise<Page<Delivery>> {
  await getWebhook(ctx, input.webhookId)
  let select = ctx.db
    .selectFrom('webhookDeliveries')
    .selectAll()
    .select(sql<string>`created_at::text`.as('key'))
    .where('countyId', '=', ctx.countyId)
    .where('webhookId', '=', input.webhookId)
  if (input.state === 'dead') select = select.where('deadAt', 'is not', null)
  if (input.state === 'delivered') select = select.where('deliveredAt', 'is not', null)
  if (input.state === 'waiting') select = select.where('deliveredAt', 'is', null).where('deadAt', 'is', null)
  if (input.cursor !== undefined) {
    const [at, id] = decodeCursor(input.cursor, ['instant', 'id'])
    select = select.where(sql<SqlBool>`(created_at, id) < (${at}::timestamptz, ${id}::uuid)`)
  }
  const rows = await select
    .orderBy('createdAt', 'desc')
    .orderBy('id', 'desc')
    .limit(input.limit + 1)
    .execute()
  const { items, next } = toPage(rows, input.limit, (row) => [row.key, row.id])
  return {
    items: items.map((row) => ({
      id: row.id,
      kind: row.kind,
      state: row.deliveredAt !== null ? 'delivered' : row.deadAt !== null ? 'dead' : 'waiting',
      attempts: row.attempts,
      createdAt: row.createdAt,
      deliveredAt: row.deliveredAt,
      nextAt: row.nextAt,
      error: row.lastError,
    })),
    next,
  }
}

async function getWebhook(ctx: Ctx, id: string): Promise<void> {
  const row = await ctx.db
    .selectFrom('webhooks')
    .select('id')
    .where('countyId', '=', ctx.countyId)
    .where('id', '=', id)
    .executeTakeFirst()
  if (!row) throw new Problem('webhook.not_found')
}

/** Only of an open webhook: to a closed one nothing is told any more. */
export function retryDelivery(ctx: Ctx, input: Input<'retryDelivery'>): Promise<{ done: true }> {
  return runCommand(ctx, input.commandId, async (tx) => {
    const row = await tx.db
      .updateTable('webhookDeliveries')
      .set({ deadAt: null, attempts: 0, nextAt: ctx.deps.now().toISOString() })
      .where('countyId', '=', ctx.countyId)
      .where('id', '=', input.deliveryId)
      .where('deadAt', 'is not', null)
      .where('webhookId', 'in', (eb) =>
        eb.selectFrom('webhooks').select('id').where('countyId', '=', ctx.countyId).where('closedAt', 'is', null),
      )
      .returning('webhookId')
      .executeTakeFirst()
    if (!row) throw new Problem('not_found')
    tx.subject('webhook', row.webhookId)
    return { done: true as const }
  })
}
