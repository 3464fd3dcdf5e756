import { countyRoutes, CountySettings } from '@linli/contract/county'
import type { RouteParsed } from '@linli/contract/route'
import type { FastifyInstance } from 'fastify'
import { isDeepStrictEqual } from 'node:util'
import type { Ctx } from '../command/ctx.ts'
import { runCommand } from '../command/run-command.ts'
import type { Deps } from '../deps.ts'
import { registerRoutes } from '../http/register.ts'
import { Problem } from '../problem/problem.ts'
import { countyOf, forgetCounty } from './county.ts'

export function registerCountyRoutes(app: FastifyInstance, deps: Deps): void {
  registerRoutes(app, deps, countyRoutes, {
    getCountySettings: async (ctx) => (await countyOf(ctx.deps, ctx.countyId)).settings,
    changeCountySettings,
  })
}

function changeCountySettings(
  ctx: Ctx,
  { commandId, seen, settings }: RouteParsed<typeof countyRoutes.changeCountySettings>,
): Promise<CountySettings> {
  return runCommand(ctx, commandId, async (tx) => {
    const row = await tx.db
      .selectFrom('counties')
      .select('settings')
      .where('countyId', '=', ctx.countyId)
      .forUpdate()
      .executeTakeFirstOrThrow()
    if (!isDeepStrictEqual(CountySettings.parse(row.settings), seen)) throw new Problem('county.stale')
    await tx.db
      .updateTable('counties')
      .set({ settings: JSON.stringify(settings) })
      .where('countyId', '=', ctx.countyId)
      .execute()
    tx.publish({
      module: 'platform',
      kind: 'county.configured',
      subjectKind: 'county',
      // A county has no uuid; its event needs one all the same.
      subjectId: commandId,
      scope: [],
    })
    tx.afterCommit(() => forgetCounty(ctx.deps, ctx.countyId))
    return settings
  })
}
