import type { peopleRoutes } from '@linli/contract/people'
import type { RouteParsed } from '@linli/contract/route'
import { sql } from 'kysely'
import type { Ctx } from '../../platform/command/ctx.ts'
import { scopeOf } from '../../platform/command/placed.ts'
import { type CommandTx, runCommand } from '../../platform/command/run-command.ts'
import { newId } from '../../platform/crypto/id.ts'
import { Problem } from '../../platform/problem/problem.ts'
import { refreshHousehold, refreshPerson } from './fold.ts'
import { lockPerson, type PersonRow } from './queries.ts'

type Input<N extends keyof typeof peopleRoutes> = RouteParsed<(typeof peopleRoutes)[N]>

/** What a merge moved, so that it can be undone. */
interface Moved {
  readonly keptId: string
  readonly otherId: string
  readonly otherState: string
  readonly residences: readonly string[]
  readonly records: readonly string[]
  readonly needs: readonly string[]
  readonly relations: readonly string[]
  readonly elsewhere: readonly string[]
  readonly keys: readonly { readonly kind: string; readonly digest: string; readonly added: boolean }[]
  /** Relations between the two, as their rows were; none in merges of before. */
  readonly between?: readonly unknown[]
  /** Of two present residences the one that began earlier was ended. */
  readonly ended: string | null
}

/** A clerk names two files that are one person. */
export function proposeDuplicate(ctx: Ctx, input: Input<'proposeDuplicate'>): Promise<{ done: true }> {
  return runCommand(ctx, input.commandId, async (tx) => {
    if (input.keptId === input.otherId)
      throw new Problem('input.invalid', undefined, [{ path: 'otherId', rule: 'itself' }])
    for (const id of [input.keptId, input.otherId].toSorted()) await lockPerson(tx.db, ctx, 'register.merge', id)
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
    // In the order of their ids: two clerks who decide about the same people wait for each other and never both.
    const people = new Map<string, PersonRow>()
    for (const id of [pair.keptId, pair.otherId].toSorted())
      people.set(id, await lockPerson(tx.db, ctx, 'register.merge', id))
    const undo = input.decision === 'undo'
    if (pair.state !== (undo ? 'merged' : 'open')) throw new Problem('register.stale')
    const keptId = input.keptId ?? pair.keptId
    if (keptId !== pair.keptId && keptId !== pair.otherId) throw new Problem('register.not_found')
    const otherId = keptId === pair.keptId ? pair.otherId : pair.keptId
    // Both were locked just above.
    const other = people.get(otherId) as PersonRow
    let before: Moved | null = null
    // `before` is written below and nowhere else.
    if (undo) await unmerge(tx, ctx, pair.before as Moved)
    else if (input.decision === 'merge') before = await merge(tx, ctx, keptId, other)
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

async function merge(tx: CommandTx, ctx: Ctx, keptId: string, other: PersonRow): Promise<Moved> {
  const { countyId } = ctx
  const ended = await endEarlierResidence(tx, ctx, keptId, other.id)
  const move = async (
    table: 'residences' | 'person_records' | 'person_needs' | 'person_relations',
    column = 'person_id',
  ) => {
    const { rows } = await sql<{ id: string }>`
      UPDATE ${sql.table(table)} SET ${sql.ref(column)} = ${keptId}
      WHERE county_id = ${countyId} AND ${sql.ref(column)} = ${other.id} RETURNING id`.execute(tx.db)
    return rows.map(({ id }) => id)
  }
  // A relation between the two would become one of somebody with themselves.
  const { rows: between } = await sql<{ row: unknown }>`DELETE FROM person_relations WHERE county_id = ${countyId}
    AND (person_id, other_id) IN ((${keptId}::uuid, ${other.id}::uuid), (${other.id}::uuid, ${keptId}::uuid))
    RETURNING to_jsonb(person_relations) AS row`.execute(tx.db)
  const { rows: keys } = await sql<Moved['keys'][number]>`
    WITH gone AS (DELETE FROM person_keys WHERE county_id = ${countyId} AND person_id = ${other.id} RETURNING kind, digest),
    kept AS (INSERT INTO person_keys (county_id, kind, digest, person_id)
      SELECT ${countyId}, kind, digest, ${keptId}::uuid FROM gone ON CONFLICT DO NOTHING RETURNING kind, digest)
    SELECT kind, encode(digest, 'hex') AS digest, (kind, digest) IN (SELECT kind, digest FROM kept) AS added FROM gone`.execute(
    tx.db,
  )
  const moved: Moved = {
    keptId,
    otherId: other.id,
    otherState: other.state,
    residences: await move('residences'),
    records: await move('person_records'),
    needs: await move('person_needs'),
    relations: await move('person_relations'),
    elsewhere: await move('person_relations', 'other_id'),
    keys,
    between: between.map(({ row }) => row),
    ended,
  }
  await sql`
    UPDATE persons SET state = 'merged', merged_into_id = ${keptId}, version = version + 1, updated_at = now()
    WHERE county_id = ${countyId} AND id = ${other.id}`.execute(tx.db)
  await sql`SELECT vault.follow_merged(${countyId}, ${other.id})`.execute(tx.db)
  await refreshAll(tx, ctx, [keptId], moved.residences)
  return moved
}

/** Nobody lives in two places: the residence that began later is where they are. */
async function endEarlierResidence(tx: CommandTx, ctx: Ctx, keptId: string, otherId: string): Promise<string | null> {
  const { rows } = await sql<{ id: string }>`
    WITH both_now AS (
      SELECT id, valid_from, row_number() OVER (ORDER BY valid_from DESC, recorded_at DESC) AS place, max(valid_from) OVER () AS latest
      FROM residences WHERE county_id = ${ctx.countyId} AND person_id IN (${keptId}, ${otherId}) AND valid_to IS NULL)
    UPDATE residences r SET valid_to = greatest(b.latest, b.valid_from), ended_by = 'correction'
    FROM both_now b WHERE r.county_id = ${ctx.countyId} AND r.id = b.id AND b.place = 2 RETURNING r.id`.execute(tx.db)
  return rows[0]?.id ?? null
}

async function unmerge(tx: CommandTx, ctx: Ctx, moved: Moved): Promise<void> {
  const { countyId } = ctx
  const back = (table: string, ids: readonly string[], column = 'person_id') =>
    sql`UPDATE ${sql.table(table)} SET ${sql.ref(column)} = ${moved.otherId}
      WHERE county_id = ${countyId} AND id = any(${[...ids]}::uuid[])`.execute(tx.db)
  await back('residences', moved.residences)
  // Only now: for a moment both would have been one person's present residence.
  if (moved.ended !== null)
    await sql`UPDATE residences SET valid_to = NULL, ended_by = NULL WHERE county_id = ${countyId} AND id = ${moved.ended}`.execute(
      tx.db,
    )
  await back('person_records', moved.records)
  await back('person_needs', moved.needs)
  await back('person_relations', moved.relations)
  await back('person_relations', moved.elsewhere, 'other_id')
  await sql`
    INSERT INTO person_relations
    SELECT * FROM jsonb_populate_recordset(NULL::person_relations, ${JSON.stringify(moved.between ?? [])}::jsonb)`.execute(
    tx.db,
  )
  for (const { kind, digest, added } of moved.keys) {
    // A number that both had shown stays with both.
    if (added)
      await sql`DELETE FROM person_keys WHERE county_id = ${countyId} AND person_id = ${moved.keptId} AND kind = ${kind} AND digest = decode(${digest}, 'hex')`.execute(
        tx.db,
      )
    await sql`INSERT INTO person_keys (county_id, kind, digest, person_id) VALUES (${countyId}, ${kind}, decode(${digest}, 'hex'), ${moved.otherId})`.execute(
      tx.db,
    )
  }
  await sql`
    UPDATE persons SET state = ${moved.otherState}, merged_into_id = NULL, version = version + 1
    WHERE county_id = ${countyId} AND id = ${moved.otherId}`.execute(tx.db)
  await refreshAll(tx, ctx, [moved.keptId, moved.otherId], moved.residences)
}

async function refreshAll(
  tx: CommandTx,
  ctx: Ctx,
  personIds: readonly string[],
  residences: readonly string[],
): Promise<void> {
  for (const id of personIds) await refreshPerson(tx.db, ctx.countyId, id)
  const households = await tx.db
    .selectFrom('residences')
    .select('householdId')
    .distinct()
    .where('countyId', '=', ctx.countyId)
    .where((eb) =>
      eb.or([
        eb('personId', 'in', [...personIds]),
        ...(residences.length > 0 ? [eb('id', 'in', [...residences])] : []),
      ]),
    )
    .execute()
  for (const { householdId } of households) await refreshHousehold(tx.db, ctx.countyId, householdId)
}
