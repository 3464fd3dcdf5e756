import { sql } from 'kysely'
import type { Ctx } from '../../platform/command/ctx.ts'
import type { CommandTx } from '../../platform/command/run-command.ts'
import type { Db } from '../../platform/database/database.ts'
import { staffNames } from '../identity/index.ts'
import type { MatterRecord } from './queries.ts'
import { takeStep } from './transition.ts'

/** Statuses in which a matter is in its handler's hands; before and after it waits for others. */
const inHand = ['dispatched', 'handling', 'paused']

export interface MatterInHand {
  readonly id: string
  readonly number: string
  readonly title: string
  /** The grid that it lies in, else its village or town. */
  readonly areaId: string | null
}

/** What somebody handles at the moment, what is due first. */
export async function mattersInHand(db: Db, countyId: number, staffId: string): Promise<MatterInHand[]> {
  const { rows } = await sql<MatterInHand>`
    SELECT id, number, title, coalesce(grid_id, village_id, town_id) AS area_id FROM matters
    WHERE county_id = ${countyId} AND handler_id = ${staffId} AND status = any(${inHand}::text[])
    ORDER BY due_at NULLS LAST, id`.execute(db)
  return rows
}

/** Another handles from now on what somebody had in hand; it stands in each timeline. Who may say so, the caller has asked. */
export async function handOverMatters(
  tx: CommandTx,
  ctx: Ctx,
  fromId: string,
  toIdOf: (areaId: string | null) => string,
): Promise<(MatterInHand & { readonly toId: string })[]> {
  const matters = await mattersInHand(tx.db, ctx.countyId, fromId)
  const successors = matters.map(({ areaId }) => toIdOf(areaId))
  const names = await staffNames(ctx.deps, ctx.countyId, [...new Set([fromId, ...successors])])
  const done = []
  for (const matter of matters) {
    const toId = toIdOf(matter.areaId)
    const record = await tx.db
      .selectFrom('matters')
      .selectAll()
      .where('countyId', '=', ctx.countyId)
      .where('id', '=', matter.id)
      .where('handlerId', '=', fromId)
      .where('status', 'in', inHand)
      .forUpdate()
      .executeTakeFirst()
    // Settled or given back meanwhile.
    if (!record) continue
    await takeStep(tx, ctx, record as MatterRecord, {
      kind: 'assign',
      visibility: 'internal',
      changes: { handler: [names.get(fromId) ?? null, names.get(toId) ?? null] },
      set: { handlerId: toId },
    })
    done.push({ ...matter, toId })
  }
  return done
}
