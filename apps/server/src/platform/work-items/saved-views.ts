import type { SavedView, viewRoutes } from '@linli/contract/work-items'
import type { RouteParsed } from '@linli/contract/route'
import type { Ctx } from '../command/ctx.ts'
import { runCommand } from '../command/run-command.ts'
import { newId } from '../crypto/id.ts'
import { Problem } from '../problem/problem.ts'

const MOST = 50

export async function listViews(ctx: Ctx): Promise<{ items: SavedView[] }> {
  const items = await ctx.db
    .selectFrom('savedViews')
    .select(['id', 'page', 'name', 'query'])
    .where('countyId', '=', ctx.countyId)
    .where('staffId', '=', ctx.actor.id)
    .orderBy('page')
    .orderBy('savedAt')
    .orderBy('id')
    .execute()
  return { items }
}

/** The same name on the same page again is the same view with other filters. */
export function saveView(ctx: Ctx, input: RouteParsed<typeof viewRoutes.saveView>): Promise<SavedView> {
  const { commandId, page, name, query } = input
  return runCommand(ctx, commandId, async (tx) => {
    const mine = await tx.db
      .selectFrom('savedViews')
      .select(['page', 'name'])
      .where('countyId', '=', ctx.countyId)
      .where('staffId', '=', ctx.actor.id)
      .execute()
    if (mine.length >= MOST && !mine.some((one) => one.page === page && one.name === name))
      throw new Problem('view.too_many')
    const view = await tx.db
      .insertInto('savedViews')
      // Only staff reach the route.
      .values({ countyId: ctx.countyId, id: newId(), staffId: ctx.actor.id ?? '', page, name, query })
      .onConflict((conflict) =>
        conflict.constraint('saved_views_name').doUpdateSet((eb) => ({ query: eb.ref('excluded.query') })),
      )
      .returning(['id', 'page', 'name', 'query'])
      .executeTakeFirstOrThrow()
    tx.subject('saved_view', view.id)
    return view
  })
}

export function deleteView(ctx: Ctx, input: RouteParsed<typeof viewRoutes.deleteView>): Promise<{ done: true }> {
  return runCommand(ctx, input.commandId, async (tx) => {
    const deleted = await tx.db
      .deleteFrom('savedViews')
      .where('countyId', '=', ctx.countyId)
      .where('staffId', '=', ctx.actor.id)
      .where('id', '=', input.viewId)
      .executeTakeFirst()
    if (deleted.numDeletedRows === 0n) throw new Problem('not_found')
    tx.subject('saved_view', input.viewId)
    return { done: true as const }
  })
}
