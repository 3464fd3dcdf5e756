import type { fieldworkRoutes } from '@linli/contract/fieldwork'
import type { RouteOutput, RouteParsed } from '@linli/contract/route'
import type { Selectable } from 'kysely'
import type { Ctx } from '../../../platform/command/ctx.ts'
import type { Patrols } from '../../../platform/database/tables.generated.ts'
import { readDeeds } from '../read-deeds.ts'
import { asPatrol } from './patrol.ts'

type List = typeof fieldworkRoutes.listPatrols

/** Rounds through the grids of an area, newest first. */
export async function listPatrols(ctx: Ctx, input: RouteParsed<List>): Promise<RouteOutput<List>> {
  const { items, next } = await readDeeds<Selectable<Patrols>>(ctx, 'patrols', input)
  return { items: items.map(({ row, by, gridName }) => ({ ...asPatrol(row), by, gridName })), next }
}
