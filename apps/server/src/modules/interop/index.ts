import { interopRoutes } from '@linli/contract/interop'
import type { RouteTable } from '@linli/contract/route'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance } from 'fastify'
import { createRequire } from 'node:module'
import { dirname } from 'node:path'
import type { Deps } from '../../platform/deps.ts'
import { registerRoutes } from '../../platform/http/register.ts'
import { createApiKey, listApiKeys, revokeApiKey } from './keys.ts'
import { registerOpen311 } from './open311.ts'
import { describeApi } from './openapi.ts'
import { closeWebhook, createWebhook, listDeliveries, listWebhooks, retryDelivery } from './webhooks.ts'

export { apiActor, findApiClient } from './keys.ts'
export { deliverWebhooks, purgeDeliveries } from './deliver.ts'

/** Doors to other systems, and the description of the whole API. */
export async function registerInterop(
  app: FastifyInstance,
  deps: Deps,
  tables: Readonly<Record<string, RouteTable>>,
): Promise<void> {
  registerRoutes(app, deps, interopRoutes, {
    listApiKeys,
    createApiKey,
    revokeApiKey,
    listWebhooks,
    createWebhook,
    closeWebhook,
    listDeliveries,
    retryDelivery,
  })
  registerOpen311(app, deps)
  const description = JSON.stringify(describeApi(tables))
  app.get('/api/openapi.json', async (_request, reply) =>
    reply.type('application/json; charset=utf-8').send(description),
  )
  await app.register(fastifyStatic, {
    root: dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json')),
    prefix: '/api/docs/assets/',
    decorateReply: false,
  })
  app.get('/api/docs', async (_request, reply) => reply.redirect('/api/docs/'))
  app.get('/api/docs/', async (_request, reply) => reply.type('text/html; charset=utf-8').send(docsPage))
  app.get('/api/docs/start.js', async (_request, reply) =>
    reply.type('text/javascript; charset=utf-8').send("SwaggerUIBundle({ url: '/api/openapi.json', dom_id: '#api' })"),
  )
}

const docsPage = `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>邻里 API</title>
<link rel="stylesheet" href="/api/docs/assets/swagger-ui.css"></head><body><div id="api"></div>
<script src="/api/docs/assets/swagger-ui-bundle.js"></script><script src="/api/docs/start.js"></script></body></html>`
