import type { peopleRoutes } from '@linli/contract/people'
import type { RouteParsed } from '@linli/contract/route'
import { sql } from 'kysely'
import type { Ctx } from '../../platform/command/ctx.ts'
import { scopeOf } from '../../platform/command/placed.ts'
import { runCommand } from '../../platform/command/run-command.ts'
import type { Tx } from '../../platform/database/database.ts'
import { newId } from '../../platform/crypto/id.ts'
import { Problem } from '../../platform/problem/problem.ts'
import { Faults } from './checks.ts'
import { mergeFiles, type Moved } from './merge-files.ts'
import { partFiles, standingMerges } from './part-files.ts'
import { lockPerson, type PersonRow } from './queries.ts'

type Input<N extends keyof typeof peopleRoutes> = RouteParsed<(typeof peopleRoutes)[N]>

/** A clerk names two files that are one person. */
export function proposeDuplicate(ctx: Ctx, input: Input<'proposeDuplicate'>): Promise<{ done: true }> {
  return runCommand(ctx, input.commandId, async (tx) => {
    const faults = new Faults()
    if (input.keptId === input.otherId) faults.add('otherId', 'itself')
    faults.refuse()
    const people = await lockFiles(tx.db, ctx, [input.keptId, input.otherId])
    for (const path of ['keptId', 'otherId'] as const)
      if (people.get(input[path])?.state === 'merged') faults.add(path, 'merged_file')
    faults.refuse()
    await sql`
      INSERT INTO duplicates (county_id, id, kept_id, other_id, why)
      VALUES (${ctx.countyId}, ${newId()}, ${input.keptId}, ${input.otherId}, 'chosen')
      ON CONFLICT (county_id, least(kept_id, other_id), greatest(kept_id, other_id)) WHERE state IN ('open', 'different')
      DO UPDATE SET state = 'open', why = 'chosen', kept_id = excluded.kept_id, other_id = excluded.other_id`.execute(
      tx.db,
    )
    tx.subject('person', input.keptId)
    return { done: true as const }
  })
}

export function decideDuplicate(ctx: Ctx, input: Input<'decideDuplicate'>): Promise<{ done: true }> {
  return runCommand(ctx, input.commandId, async (tx) => {
    const pair = await tx.db
      .selectFrom('duplicates')
      .select(['id', 'keptId', 'otherId', 'state', 'before'])
      .where('countyId', '=', ctx.countyId)
      .where('id', '=', input.duplicateId)
      .forUpdate()
      .executeTakeFirst()
    if (!pair) throw new Problem('register.not_found')
    const undo = input.decision === 'undo'
    const holderId = undo ? await holderOf(tx.db, ctx.countyId, pair.otherId) : pair.keptId
    const others = undo ? await standingMerges(tx.db, ctx.countyId, holderId) : []
    const people = await lockFiles(tx.db, ctx, [pair.keptId, pair.otherId, holderId])
    if (pair.state !== (undo ? 'merged' : 'open')) throw new Problem('register.stale')
    const keptId = input.keptId ?? pair.keptId
    if (keptId !== pair.keptId && keptId !== pair.otherId) throw new Problem('register.not_found')
    const otherId = keptId === pair.keptId ? pair.otherId : pair.keptId
    // Both were locked just above.
    const [kept, other] = [people.get(keptId) as PersonRow, people.get(otherId) as PersonRow]
    // Locked only now: somebody may have merged on, or undone, meanwhile.
    const asSeen = undo ? people.get(pair.otherId)?.mergedIntoId === holderId : isOpen(kept) && isOpen(other)
    if (!asSeen) throw new Problem('register.stale')
    let before: Moved | null = null
    // `before` is written below and nowhere else.
    if (undo)
      await partFiles(
        tx.db,
        ctx,
        pair.before as Moved,
        holderId,
        others.filter(({ id }) => id !== pair.id),
      )
    else if (input.decision === 'merge') before = await mergeFiles(tx.db, ctx, kept, other)
    await tx.db
      .updateTable('duplicates')
      .set({
        state: undo ? 'undone' : input.decision === 'merge' ? 'merged' : 'different',
        ...(before ? { keptId, otherId, before: JSON.stringify(before) } : {}),
        decidedAt: ctx.deps.now().toISOString(),
        decidedBy: ctx.actor.id,
        words: input.words ?? null,
      })
      .where('countyId', '=', ctx.countyId)
      .where('id', '=', pair.id)
      .execute()
    tx.publish({
      module: 'people',
      kind: `duplicate.${input.decision}`,
      subjectKind: 'person',
      subjectId: keptId,
      scope: [...new Set([...people.values()].flatMap(scopeOf))],
    })
    return { done: true as const }
  })
}

/** The file that stands for a double; of one that is not merged, itself. */
async function holderOf(tx: Tx, countyId: number, personId: string): Promise<string> {
  const file = await tx
    .selectFrom('persons')
    .select('mergedIntoId')
    .where('countyId', '=', countyId)
    .where('id', '=', personId)
    .executeTakeFirst()
  return file?.mergedIntoId ?? personId
}

const isOpen = ({ state }: PersonRow) => state !== 'merged'

/** In the order of their ids: two clerks who decide about the same people wait for each other and never both. */
async function lockFiles(tx: Tx, ctx: Ctx, ids: readonly string[]): Promise<Map<string, PersonRow>> {
  const people = new Map<string, PersonRow>()
  for (const id of [...new Set(ids)].toSorted()) people.set(id, await lockPerson(tx, ctx, 'register.merge', id))
  return people
}
