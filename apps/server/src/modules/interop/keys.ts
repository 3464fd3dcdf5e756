import type { ApiKey, ApiKeyScope, interopRoutes } from '@linli/contract/interop'
import type { RouteOutput, RouteParsed } from '@linli/contract/route'
import { sql, type SqlBool } from 'kysely'
import type { Actor, Ctx } from '../../platform/command/ctx.ts'
import { runCommand } from '../../platform/command/run-command.ts'
import { newId } from '../../platform/crypto/id.ts'
import { deriveKey, keyedHash } from '../../platform/crypto/keys.ts'
import { sha256 } from '../../platform/crypto/tokens.ts'
import type { Deps } from '../../platform/deps.ts'
import { Problem } from '../../platform/problem/problem.ts'

type Input<N extends keyof typeof interopRoutes> = RouteParsed<(typeof interopRoutes)[N]>

const columns = ['id', 'name', 'scopes', 'createdAt', 'lastUsedAt', 'revokedAt'] as const
// The check constraint holds them to these words.
const asKey = <T extends { scopes: string[] }>(row: T) => ({ ...row, scopes: row.scopes as ApiKeyScope[] })

export async function listApiKeys(ctx: Ctx): Promise<{ items: ApiKey[] }> {
  const items = await ctx.db
    .selectFrom('apiKeys')
    .select(columns)
    .where('countyId', '=', ctx.countyId)
    .orderBy('createdAt', 'desc')
    .execute()
  return { items: items.map(asKey) }
}

/** The key is worked out from the command: sent again, the same command shows the same key, and it need not be stored. */
export async function createApiKey(
  ctx: Ctx,
  input: Input<'createApiKey'>,
): Promise<RouteOutput<typeof interopRoutes.createApiKey>> {
  const key = `lk_${keyedHash(deriveKey(ctx.deps.config.secret, 'api-key'), input.commandId).toString('base64url')}`
  const created = await runCommand(ctx, input.commandId, async (tx) => {
    const row = await tx.db
      .insertInto('apiKeys')
      .values({
        countyId: ctx.countyId,
        id: newId(),
        name: input.name,
        scopes: [...new Set(input.scopes)],
        keyHash: sha256(key),
      })
      .returning(columns)
      .executeTakeFirstOrThrow()
    tx.subject('api_key', row.id)
    return asKey(row)
  })
  return { ...created, key }
}

export function revokeApiKey(ctx: Ctx, input: Input<'revokeApiKey'>): Promise<{ done: true }> {
  return runCommand(ctx, input.commandId, async (tx) => {
    const row = await tx.db
      .updateTable('apiKeys')
      .set({ revokedAt: ctx.deps.now().toISOString() })
      .where('countyId', '=', ctx.countyId)
      .where('id', '=', input.keyId)
      .where('revokedAt', 'is', null)
      .returning('id')
      .executeTakeFirst()
    if (!row) throw new Problem('api_key.not_found')
    tx.subject('api_key', row.id)
    return { done: true as const }
  })
}

/** The client that holds this key; null when there is none, it was revoked, or it opens something else. */
export async function findApiClient(
  deps: Deps,
  countyId: number,
  key: string,
  scope: ApiKeyScope,
): Promise<ApiClient | null> {
  const row = await deps.db
    .updateTable('apiKeys')
    .set({ lastUsedAt: deps.now().toISOString() })
    .where('countyId', '=', countyId)
    .where('keyHash', '=', sha256(key))
    .where('revokedAt', 'is', null)
    .where(sql<SqlBool>`${scope} = any(scopes)`)
    .returning(['id', 'name'])
    .executeTakeFirst()
  return row ?? null
}

interface ApiClient {
  readonly id: string
  readonly name: string
}

/** A client as whoever acts: it may nothing that a post allows. */
export function apiActor(countyId: number, { id, name }: ApiClient): Actor {
  const none = { townIds: [], villageIds: [], gridIds: [], unitIds: [] }
  return { kind: 'api', id, name, countyId, posts: [], may: () => false, reach: () => none }
}
