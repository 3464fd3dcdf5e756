import type { Permission } from '@linli/contract/permissions'
import type { RouteOutput, RouteParsed } from '@linli/contract/route'
import { type GlobalHit, SearchGroup, searchRoutes } from '@linli/contract/search'
import type { FastifyInstance } from 'fastify'
import type { Ctx } from '../command/ctx.ts'
import type { Deps } from '../deps.ts'
import { registerRoutes } from '../http/register.ts'

export interface Found {
  readonly items: GlobalHit[]
  readonly more: boolean
}

/** What a module brings to be found from anywhere. */
export interface Finder {
  readonly group: SearchGroup
  readonly permission: Permission
  /** Within the reach of whoever asks, the likeliest first. */
  find(ctx: Ctx, q: string, limit: number): Promise<Found>
}

/** Registers the one route that asks each module for its hits. */
export function registerSearch(app: FastifyInstance, deps: Deps, finders: readonly Finder[]): void {
  registerRoutes(app, deps, searchRoutes, { searchAll: (ctx, input) => searchAll(ctx, input, finders) })
}

async function searchAll(
  ctx: Ctx,
  { q, limit, groups }: RouteParsed<typeof searchRoutes.searchAll>,
  finders: readonly Finder[],
): Promise<RouteOutput<typeof searchRoutes.searchAll>> {
  const wanted = new Set(groups ?? SearchGroup.options.filter((group) => group !== 'register'))
  const asked = finders.filter(({ group, permission }) => wanted.has(group) && ctx.actor.may(permission))
  const found = await Promise.all(asked.map(async (one) => ({ group: one.group, ...(await one.find(ctx, q, limit)) })))
  return { groups: found.filter(({ items }) => items.length > 0) }
}
