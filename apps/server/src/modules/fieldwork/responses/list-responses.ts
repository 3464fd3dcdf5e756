import { type fieldworkRoutes, type ResponseKind, responseSteps } from '@linli/contract/fieldwork'
import type { RouteOutput, RouteParsed } from '@linli/contract/route'
import type { Selectable } from 'kysely'
import type { Ctx } from '../../../platform/command/ctx.ts'
import type { Responses } from '../../../platform/database/tables.generated.ts'
import { readDeeds } from '../read-deeds.ts'

type List = typeof fieldworkRoutes.listResponses
type Row = Selectable<Responses> & { readonly kind: ResponseKind }

/** Who went to help in the grids of an area, newest first. */
export async function listResponses(ctx: Ctx, input: RouteParsed<List>): Promise<RouteOutput<List>> {
  const { items, next } = await readDeeds<Row>(ctx, 'responses', input)
  return {
    items: items.map(({ row, by, gridName }) => {
      const { id, gridId, kind, matterId, words, recordedAt } = row
      return { id, gridId, kind, matterId, words, recordedAt, steps: stepsOf(row), by, gridName }
    }),
    next,
  }
}

function stepsOf({ onTheWayAt, arrivedAt, helpedAt, notNeededAt }: Row) {
  const times = { on_the_way: onTheWayAt, arrived: arrivedAt, helped: helpedAt, not_needed: notNeededAt }
  return responseSteps.flatMap((step) => (times[step] === null ? [] : [{ step, at: times[step] }]))
}
