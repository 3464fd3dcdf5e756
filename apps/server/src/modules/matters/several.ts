import type { SeveralAction, severalRoutes } from '@linli/contract/matter-several'
import type { RouteOutput, RouteParsed } from '@linli/contract/route'
import { createHash } from 'node:crypto'
import type { Ctx } from '../../platform/command/ctx.ts'
import { partId } from '../../platform/command/part-id.ts'
import { Problem } from '../../platform/problem/problem.ts'
import { dispatchMatter, receiveMatter } from './dispatch.ts'
import { acceptMatter } from './triage.ts'

type Output = RouteOutput<typeof severalRoutes.actOnSeveral>
type Each = { readonly commandId: string; readonly matterId: string; readonly seenVersion?: number | undefined }

/**
 * Does the same to several matters. Each is a command of its own, with its own line in its timeline and in the record: what
 * stands in the way of one (somebody was quicker) is said of that one and holds up no other.
 */
export async function actOnSeveral(ctx: Ctx, input: RouteParsed<typeof severalRoutes.actOnSeveral>): Promise<Output> {
  const { done, refused }: Output = { done: [], refused: [] }
  for (const [matterId, act] of actsOf(ctx, input.commandId, input.what)) {
    try {
      await act()
      done.push(matterId)
    } catch (error) {
      if (!(error instanceof Problem) || error.status >= 500) throw error
      refused.push({ matterId, code: error.code, details: error.details ?? {} })
    }
  }
  return { done, refused }
}

function actsOf(ctx: Ctx, commandId: string, what: SeveralAction): Map<string, () => Promise<unknown>> {
  const own = <I extends { matterId: string; seenVersion?: number | undefined }>(
    audit: string,
    item: I,
    act: (itemCtx: Ctx, input: I & Each) => Promise<unknown>,
  ): [string, () => Promise<unknown>] => {
    const inputHash = createHash('sha256').update(JSON.stringify(item)).digest()
    const itemCtx = { ...ctx, audit, inputHash }
    return [item.matterId, () => act(itemCtx, { ...item, commandId: partId(commandId, item.matterId) })]
  }
  switch (what.action) {
    case 'accept':
      return new Map(what.items.map((item) => own('matter.accepted', item, acceptMatter)))
    case 'receive':
      return new Map(what.items.map((item) => own('matter.received', item, receiveMatter)))
    case 'dispatch':
      return new Map(
        what.items.map((item) =>
          own('matter.dispatched', item, (itemCtx, each) => dispatchMatter(itemCtx, { ...each, jointUnitIds: [] })),
        ),
      )
  }
}
