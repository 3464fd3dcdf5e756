import type { relationRoutes } from '@linli/contract/people-relations'
import type { RouteParsed } from '@linli/contract/route'
import { sql } from 'kysely'
import type { Ctx } from '../../../platform/command/ctx.ts'
import { scopeOf } from '../../../platform/command/placed.ts'
import { runCommand } from '../../../platform/command/run-command.ts'
import { Problem } from '../../../platform/problem/problem.ts'
import { todayIn } from '../../areas/index.ts'
import { Faults } from '../checks.ts'
import { lockPerson } from '../queries.ts'

/** Over since a day, or never so. Whoever ends it reaches both files, as whoever recorded it did. */
export async function endRelation(
  ctx: Ctx,
  input: RouteParsed<typeof relationRoutes.endRelation>,
): Promise<{ done: true }> {
  const today = await todayIn(ctx.deps, ctx.countyId)
  const { relationId, how } = input
  return runCommand(ctx, input.commandId, async (tx) => {
    const { rows } = await sql<{ personId: string; otherId: string; validFrom: string; endedHow: string | null }>`
      SELECT person_id, other_id, valid_from, ended_how FROM person_relations
      WHERE county_id = ${ctx.countyId} AND id = ${relationId} FOR UPDATE`.execute(tx.db)
    const [relation] = rows
    if (!relation) throw new Problem('register.not_found')
    const scope = new Set<string>()
    for (const id of [relation.personId, relation.otherId].toSorted())
      for (const area of scopeOf(await lockPerson(tx.db, ctx, 'register.change', id))) scope.add(area)
    if (relation.endedHow !== null) throw new Problem('register.stale')
    const on = how === 'mistake' ? relation.validFrom : (input.on ?? today)
    const faults = new Faults()
    if (on > today) faults.add('on', 'day_future')
    if (on < relation.validFrom) faults.add('on', 'before_opening')
    faults.refuse()
    await sql`
      UPDATE person_relations SET valid_to = ${on}::date, ended_how = ${how}, ended_at = ${ctx.deps.now().toISOString()}::timestamptz,
        ended_by = ${ctx.actor.id}::uuid
      WHERE county_id = ${ctx.countyId} AND id = ${relationId}`.execute(tx.db)
    tx.publish({
      module: 'people',
      kind: 'relation.ended',
      subjectKind: 'person',
      subjectId: relation.personId,
      scope: [...scope],
    })
    return { done: true as const }
  })
}
