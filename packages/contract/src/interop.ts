import { z } from 'zod'
import { CommandId, Done, Id, Instant, page, pageInput, text } from './common.ts'
import { defineRoute } from './route.ts'

/** What a key opens: filing through Open311, or following the changes of the register. */
export const ApiKeyScope = z.enum(['open311', 'register.changes'])
export type ApiKeyScope = z.infer<typeof ApiKeyScope>

export const ApiKey = z.object({
  id: Id,
  name: z.string(),
  scopes: z.array(ApiKeyScope),
  createdAt: Instant,
  lastUsedAt: Instant.nullable(),
  revokedAt: Instant.nullable(),
})
export type ApiKey = z.infer<typeof ApiKey>

/** `matter.settle`, or `matter.*` for all of them. */
export const EventKind = z
  .string()
  .regex(/^[a-z]+\.([a-z_]+|\*)$/)
  .max(60)

export const Webhook = z.object({
  id: Id,
  name: z.string(),
  url: z.string(),
  kinds: z.array(EventKind),
  createdAt: Instant,
  closedAt: Instant.nullable(),
  waiting: z.number().int(),
  dead: z.number().int(),
})
export type Webhook = z.infer<typeof Webhook>

export const DeliveryState = z.enum(['waiting', 'delivered', 'dead'])

export const Delivery = z.object({
  id: Id,
  kind: z.string(),
  state: DeliveryState,
  attempts: z.number().int(),
  createdAt: Instant,
  deliveredAt: Instant.nullable(),
  nextAt: Instant.nullable(),
  error: z.string().nullable(),
})
export type Delivery = z.infer<typeof Delivery>

export const interopRoutes = {
  listApiKeys: defineRoute({
    method: 'GET',
    path: '/interop/keys',
    access: 'interop.manage',
    summary: 'Other systems that hold a key.',
    input: z.strictObject({}),
    output: z.object({ items: z.array(ApiKey) }),
    problems: [],
  }),
  createApiKey: defineRoute({
    method: 'POST',
    path: '/interop/keys',
    access: 'interop.manage',
    audit: 'api_key.created',
    summary: 'A key for a client; the key itself is shown this once.',
    input: z.strictObject({
      commandId: CommandId,
      name: text(100),
      scopes: z.array(ApiKeyScope).min(1).max(2).default(['open311']),
    }),
    output: ApiKey.extend({ key: z.string() }),
    problems: [],
  }),
  revokeApiKey: defineRoute({
    method: 'POST',
    path: '/interop/keys/:keyId/revoke',
    access: 'interop.manage',
    audit: 'api_key.revoked',
    summary: 'The key stops working at once.',
    input: z.strictObject({ commandId: CommandId, keyId: Id }),
    output: Done,
    problems: ['api_key.not_found'],
  }),
  listWebhooks: defineRoute({
    method: 'GET',
    path: '/interop/webhooks',
    access: 'interop.manage',
    summary: 'Addresses that are told of events.',
    input: z.strictObject({}),
    output: z.object({ items: z.array(Webhook) }),
    problems: [],
  }),
  createWebhook: defineRoute({
    method: 'POST',
    path: '/interop/webhooks',
    access: 'interop.manage',
    audit: 'webhook.created',
    summary: 'Tells an address of events; its signing secret is shown this once.',
    input: z.strictObject({
      commandId: CommandId,
      name: text(100),
      url: z.url({ protocol: /^https?$/ }).max(500),
      kinds: z.array(EventKind).min(1).max(50),
    }),
    output: Webhook.extend({ secret: z.string() }),
    problems: ['webhook.address_refused'],
  }),
  closeWebhook: defineRoute({
    method: 'POST',
    path: '/interop/webhooks/:webhookId/close',
    access: 'interop.manage',
    audit: 'webhook.closed',
    summary: 'Stops telling it.',
    input: z.strictObject({ commandId: CommandId, webhookId: Id }),
    output: Done,
    problems: ['webhook.not_found'],
  }),
  listDeliveries: defineRoute({
    method: 'GET',
    path: '/interop/webhooks/:webhookId/deliveries',
    access: 'interop.manage',
    summary: 'What was sent, waits or lies dead, newest first.',
    input: z.strictObject({ ...pageInput, webhookId: Id, state: DeliveryState.optional() }),
    output: page(Delivery),
    problems: ['webhook.not_found'],
  }),
  retryDelivery: defineRoute({
    method: 'POST',
    path: '/interop/deliveries/:deliveryId/retry',
    access: 'interop.manage',
    audit: 'webhook.delivery_retried',
    summary: 'Takes a dead delivery up again.',
    input: z.strictObject({ commandId: CommandId, deliveryId: Id }),
    output: Done,
    problems: ['not_found'],
  }),
}
