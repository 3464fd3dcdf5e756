import { sql } from 'kysely'
import { newId } from '../../platform/crypto/id.ts'
import type { Ctx } from '../../platform/command/ctx.ts'
import { type CommandTx, runCommand } from '../../platform/command/run-command.ts'
import { systemCtx } from '../../platform/command/system-ctx.ts'
import type { Db } from '../../platform/database/database.ts'
import type { Deps } from '../../platform/deps.ts'
import { unitsFollowAreas, unitsStillServe } from '../identity/index.ts'
import { todayIn } from './day.ts'

/** Areas that have ended by a day, each with the one area that carries it on; through several reforms to the last. */
export async function heirsOn(db: Db, countyId: number, day: string): Promise<ReadonlyMap<string, string>> {
  const { rows } = await sql<{ fromId: string; toId: string }>`
    WITH RECURSIVE heir AS (
      SELECT s.from_id, s.to_id, 1 AS depth FROM area_successions s
      WHERE s.county_id = ${countyId} AND s.kind <> 'split' AND s.on_date <= ${day}::date
      UNION ALL
      SELECT heir.from_id, s.to_id, heir.depth + 1
      FROM heir JOIN area_successions s ON s.county_id = ${countyId} AND s.from_id = heir.to_id AND s.kind <> 'split' AND s.on_date <= ${day}::date
      WHERE heir.depth < 20
    )
    SELECT DISTINCT ON (from_id) from_id, to_id FROM heir ORDER BY from_id, depth DESC`.execute(db)
  return new Map(rows.map(({ fromId, toId }) => [fromId, toId]))
}

/** Lets the units of ended areas serve those that took over, once the day has come. May run any number of times. */
export async function followHeirs(ctx: Ctx, tx: CommandTx): Promise<void> {
  const day = await todayIn(ctx.deps, ctx.countyId)
  await unitsFollowAreas(ctx, tx, await heirsOn(tx.db, ctx.countyId, day))
}

/** From time to time: a reform that was entered ahead takes effect for the units too. Leaves no trace when there is none. */
export async function followAreaReforms(deps: Deps, countyId: number): Promise<void> {
  const heirs = await heirsOn(deps.db, countyId, await todayIn(deps, countyId))
  if (!(await unitsStillServe(deps.db, countyId, [...heirs.keys()]))) return
  const ctx = systemCtx(deps, countyId, 'areas.followed')
  await runCommand(ctx, newId(), async (tx) => {
    await followHeirs(ctx, tx)
    return null
  })
}
