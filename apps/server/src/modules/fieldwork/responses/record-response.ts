import type { fieldworkRoutes } from '@linli/contract/fieldwork'
import type { RouteParsed } from '@linli/contract/route'
import { sql } from 'kysely'
import type { Ctx } from '../../../platform/command/ctx.ts'
import { scopeOf } from '../../../platform/command/placed.ts'
import { runCommand } from '../../../platform/command/run-command.ts'
import { Problem } from '../../../platform/problem/problem.ts'
import { doorOf } from '../../people/index.ts'

/** First to help: one step of it, by the clock of the phone. A step told twice keeps its first time. */
export async function recordResponse(
  ctx: Ctx,
  input: RouteParsed<typeof fieldworkRoutes.recordResponse>,
): Promise<{ done: true }> {
  const at = input.capturedAt ?? ctx.deps.now().toISOString()
  return runCommand(ctx, input.commandId, async (tx) => {
    const door = await doorOf(tx.db, ctx, 'fieldwork.do', { kind: 'grid', id: input.gridId })
    const column = sql.ref(`${input.step}_at`)
    const { rows } = await sql`
      INSERT INTO responses AS r (county_id, id, staff_id, town_id, village_id, grid_id, kind, matter_id, words,
        recorded_at, ${column})
      VALUES (${ctx.countyId}, ${input.responseId}, ${ctx.actor.id}, ${door.townId}, ${door.villageId}, ${input.gridId},
        ${input.kind}, ${input.matterId ?? null}, ${input.words}, ${ctx.deps.now().toISOString()}::timestamptz, ${at}::timestamptz)
      ON CONFLICT ON CONSTRAINT responses_pkey DO UPDATE SET
        ${column} = coalesce(r.${column}, excluded.${column}),
        matter_id = coalesce(r.matter_id, excluded.matter_id),
        words = CASE WHEN excluded.words = '' THEN r.words ELSE excluded.words END
      WHERE r.staff_id = excluded.staff_id
      RETURNING id`.execute(tx.db)
    // Somebody else's: not theirs to go on with.
    if (rows.length === 0) throw new Problem('register.not_found')
    tx.publish({
      module: 'fieldwork',
      kind: `response.${input.step}`,
      subjectKind: 'response',
      subjectId: input.responseId,
      scope: scopeOf(door),
      payload: { kind: input.kind },
    })
    return { done: true as const }
  })
}
