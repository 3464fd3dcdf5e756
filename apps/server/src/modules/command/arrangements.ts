import { type arrangementRoutes, PlacedWidget, type ScreenForm } from '@linli/contract/screen-arrangement'
import type { RouteOutput, RouteParsed } from '@linli/contract/route'
import { z } from 'zod'
import type { Ctx } from '../../platform/command/ctx.ts'
import { runCommand } from '../../platform/command/run-command.ts'
import { newId } from '../../platform/crypto/id.ts'
import type { Db } from '../../platform/database/database.ts'
import { Problem } from '../../platform/problem/problem.ts'

type Arrangement = RouteOutput<typeof arrangementRoutes.getArrangement>
const Widgets = z.array(PlacedWidget)

export function getArrangement(ctx: Ctx, { form }: { form: ScreenForm }): Promise<Arrangement> {
  return arrangementOf(ctx.db, ctx.countyId, form)
}

/** Arranges all screens of a form; those that are open hear of it and follow. */
export function arrangeScreen(
  ctx: Ctx,
  { commandId, form, widgets, seenVersion }: RouteParsed<typeof arrangementRoutes.arrangeScreen>,
): Promise<Arrangement> {
  return runCommand(ctx, commandId, async (tx) => {
    // The row is there from the first change on, also after it was put back: of two at once the second is stale.
    const version = seenVersion + 1
    const row = {
      widgets: JSON.stringify(widgets ?? []),
      version,
      updatedAt: ctx.deps.now().toISOString(),
      updatedBy: ctx.actor.id,
    }
    const done = await tx.db
      .insertInto('screenArrangements')
      .values({ countyId: ctx.countyId, shape: form, ...row })
      .onConflict((conflict) =>
        conflict.columns(['countyId', 'shape']).doUpdateSet(row).where('screenArrangements.version', '=', seenVersion),
      )
      .executeTakeFirst()
    if (done.numInsertedOrUpdatedRows === 0n) throw new Problem('screen.stale')
    tx.publish({ module: 'command', kind: 'screen.arranged', subjectKind: 'screen', subjectId: newId(), scope: [] })
    return { widgets, version }
  })
}

async function arrangementOf(db: Db, countyId: number, form: ScreenForm): Promise<Arrangement> {
  const row = await db
    .selectFrom('screenArrangements')
    .select(['widgets', 'version'])
    .where('countyId', '=', countyId)
    .where('shape', '=', form)
    .executeTakeFirst()
  const widgets = Widgets.parse(row?.widgets ?? [])
  return { widgets: widgets.length === 0 ? null : widgets, version: row?.version ?? 0 }
}
