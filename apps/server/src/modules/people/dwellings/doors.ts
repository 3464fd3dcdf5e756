import { sql } from 'kysely'
import type { Ctx } from '../../../platform/command/ctx.ts'
import type { Tx } from '../../../platform/database/database.ts'
import { Problem } from '../../../platform/problem/problem.ts'
import { countyAreas } from '../../areas/index.ts'
import { type GridPlace, withinReach } from '../policy.ts'

/**
 * A door stands in one grid: refuses addresses that another grid of the village has, as far as the actor reads it. What
 * lies beyond is as good as absent, so that nobody learns from an error what is there; the clerk of both sees the pair.
 * @throws Problem `dwelling.elsewhere`
 */
export async function refuseElsewhere(tx: Tx, ctx: Ctx, place: GridPlace, addresses: readonly string[]): Promise<void> {
  const { open } = await countyAreas(ctx.deps, ctx.countyId)
  const { rows } = await sql<{ gridId: string; address: string }>`
    SELECT d.grid_id, d.address FROM dwellings d
    WHERE d.village_id = ${place.villageId} AND d.grid_id <> ${place.gridId} AND d.closed_at IS NULL
      AND d.address = any(${[...addresses]}::text[]) AND ${withinReach(ctx.actor, 'register.read', 'd')}
    ORDER BY d.address`.execute(tx)
  // What a closed grid left behind waits to be given to one: that is no second grid.
  const other = rows.find(({ gridId }) => open.has(gridId))
  if (other)
    throw new Problem('dwelling.elsewhere', { address: other.address, gridName: open.get(other.gridId)?.name ?? '' })
}
