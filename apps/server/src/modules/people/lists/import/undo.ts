import type { ListCounts } from '@linli/contract/people-lists'
import { sql } from 'kysely'
import type { Ctx } from '../../../../platform/command/ctx.ts'
import { type CommandTx, recordWork } from '../../../../platform/command/run-command.ts'
import type { Tx } from '../../../../platform/database/database.ts'
import { refreshHousehold, refreshPerson } from '../../fold.ts'
import { type ImportRow, noCounts } from './imports.ts'

const PERSONS_AT_ONCE = 500
const CLAIM = sql`interval '30 seconds'`

/**
 * Takes out what a list brought, some hundred persons per transaction, until the turn ends. A file that somebody has worked
 * on since, or that something else refers to, stays, and is named.
 */
export async function undoBatch(ctx: Ctx, list: ImportRow, process: string, turnMs: number): Promise<void> {
  const ends = performance.now() + turnMs
  let counts: ListCounts = { ...noCounts, ...list.counts }
  do {
    const before = counts
    const next = await ctx.db.transaction().execute(async (tx) => {
      const ids = await nextPersons(tx, list)
      const taken = ids.length > 0 ? await takeOut(tx, list, ids) : null
      const { removed, left } = taken ?? { removed: 0, left: await takeBack(tx, list) }
      const sum = { ...before, removed: before.removed + removed, left: before.left + left }
      const { rows } = await sql`
        UPDATE register_imports SET counts = ${JSON.stringify(sum)}::jsonb, claimed_until = now() + ${CLAIM},
          state = ${taken ? 'undoing' : 'undone'}, finished_at = ${ctx.deps.now().toISOString()}
        WHERE county_id = ${list.countyId} AND id = ${list.id} AND claimed_by = ${process} AND state = 'undoing' RETURNING id`.execute(
        tx,
      )
      if (rows.length === 0) throw new Error('another process has taken this undo over')
      return taken ? { counts: sum } : { announce: await recordWork(tx, ctx, async (work) => tell(work, list)) }
    })
    if (next.announce) return next.announce()
    counts = next.counts
  } while (performance.now() < ends)
}

/** Who was taken out nobody can be told any more: whoever keeps a copy begins anew. */
function tell(work: CommandTx, list: ImportRow): void {
  work.publish({
    module: 'people',
    kind: 'list.undone',
    subjectKind: 'register_import',
    subjectId: list.id,
    scope: [],
  })
}

/** Persons whose file the list began, and who have not been looked at yet. */
async function nextPersons(tx: Tx, list: ImportRow): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    SELECT id FROM persons p
    WHERE county_id = ${list.countyId} AND import_id = ${list.id} AND NOT EXISTS (
      SELECT FROM register_import_left l WHERE l.county_id = p.county_id AND l.import_id = ${list.id} AND l.person_id = p.id)
    ORDER BY id LIMIT ${PERSONS_AT_ONCE} FOR UPDATE`.execute(tx)
  return rows.map((row) => row.id)
}

async function takeOut(tx: Tx, list: ImportRow, ids: readonly string[]): Promise<{ removed: number; left: number }> {
  const touched = await touchedSince(tx, list, ids)
  let removed = ids.filter((id) => !touched.has(id))
  await leave(tx, list, [...touched], 'changed')
  let left = touched.size
  try {
    await atSavepoint(tx, () => remove(tx, list, removed))
  } catch (error) {
    if (!isInUse(error)) throw error
    // Something of another module refers to one of them: they are tried one by one.
    const used: string[] = []
    for (const id of removed) {
      await atSavepoint(tx, () => remove(tx, list, [id])).catch((fault: unknown) => {
        if (!isInUse(fault)) throw fault
        used.push(id)
      })
    }
    await leave(tx, list, used, 'in_use')
    removed = removed.filter((id) => !used.includes(id))
    left += used.length
  }
  return { removed: removed.length, left }
}

/** Whoever has a record, residence, need or sealed value of another origin, or stands in a decision. */
async function touchedSince(tx: Tx, list: ImportRow, ids: readonly string[]): Promise<Set<string>> {
  const { countyId, id: importId } = list
  const { rows } = await sql<{ id: string }>`
    SELECT p.id FROM persons p
    WHERE p.county_id = ${countyId} AND p.id = any(${[...ids]}::uuid[]) AND (
      p.version > 1 OR p.state = 'merged'
      OR p.id = any(vault.sealed_beside(${countyId}, ${importId}, ${[...ids]}::uuid[]))
      OR EXISTS (SELECT FROM person_records r WHERE r.county_id = p.county_id AND r.person_id = p.id AND r.import_id IS DISTINCT FROM ${importId}::uuid)
      OR EXISTS (SELECT FROM residences r WHERE r.county_id = p.county_id AND r.person_id = p.id AND (r.import_id IS DISTINCT FROM ${importId}::uuid OR r.valid_to IS NOT NULL AND p.state <> 'died'))
      OR EXISTS (SELECT FROM person_needs n WHERE n.county_id = p.county_id AND n.person_id = p.id AND (n.import_id IS DISTINCT FROM ${importId}::uuid OR n.ended_at IS NOT NULL))
      OR EXISTS (SELECT FROM duplicates d WHERE d.county_id = p.county_id AND p.id IN (d.kept_id, d.other_id) AND d.state <> 'open'))`.execute(
    tx,
  )
  return new Set(rows.map((row) => row.id))
}

/** In the order in which rows refer to each other, the vault first: what was sealed is erased with its keys. */
async function remove(tx: Tx, list: ImportRow, ids: readonly string[]): Promise<void> {
  const { countyId, id: importId } = list
  const persons = sql`any(${[...ids]}::uuid[])`
  await sql`SELECT vault.forget_import(${countyId}, ${importId}, ${[...ids]}::uuid[])`.execute(tx)
  const { rows } = await sql<{ householdId: string }>`
    DELETE FROM residences WHERE county_id = ${countyId} AND person_id = ${persons} RETURNING household_id`.execute(tx)
  await sql`DELETE FROM duplicates WHERE county_id = ${countyId} AND state = 'open' AND (kept_id = ${persons} OR other_id = ${persons})`.execute(
    tx,
  )
  await sql`DELETE FROM person_needs WHERE county_id = ${countyId} AND person_id = ${persons}`.execute(tx)
  await sql`DELETE FROM person_keys WHERE county_id = ${countyId} AND person_id = ${persons}`.execute(tx)
  await sql`DELETE FROM person_records WHERE county_id = ${countyId} AND person_id = ${persons}`.execute(tx)
  await sql`DELETE FROM persons WHERE county_id = ${countyId} AND id = ${persons}`.execute(tx)
  await removeHouseholds(tx, list, [...new Set(rows.map((row) => row.householdId))])
}

/** Households that the list brought and in which nobody has ever lived now; their dwellings, where nobody else lives. */
async function removeHouseholds(tx: Tx, list: ImportRow, ids: readonly string[]): Promise<void> {
  const { countyId, id: importId } = list
  const { rows } = await sql<{ dwellingId: string | null }>`
    DELETE FROM households h
    WHERE h.county_id = ${countyId} AND h.id = any(${[...ids]}::uuid[]) AND h.import_id = ${importId}
      AND NOT EXISTS (SELECT FROM residences r WHERE r.county_id = h.county_id AND r.household_id = h.id)
      AND NOT EXISTS (SELECT FROM persons p WHERE p.county_id = h.county_id AND p.household_id = h.id)
    RETURNING dwelling_id`.execute(tx)
  await sql`
    DELETE FROM dwellings w
    WHERE w.county_id = ${countyId} AND w.id = any(${rows.flatMap((row) => row.dwellingId ?? [])}::uuid[])
      AND w.version = 1 AND w.building_id IS NULL
      AND NOT EXISTS (SELECT FROM households h WHERE h.county_id = w.county_id AND h.dwelling_id = w.id)`.execute(tx)
  for (const id of ids) await refreshHousehold(tx, countyId, id)
}

/**
 * What the list said of people whom the register had before: its records and needs go, and the file says what it said. Where
 * it moved somebody or brought a new number that stays, since others may have built on it. Answers how many those are.
 */
async function takeBack(tx: Tx, list: ImportRow): Promise<number> {
  const { countyId, id: importId } = list
  const { rows } = await sql<{ personId: string }>`
    WITH records AS (
      DELETE FROM person_records r USING persons p
      WHERE r.county_id = ${countyId} AND r.import_id = ${importId} AND r.decided_at IS NULL
        AND p.county_id = r.county_id AND p.id = r.person_id AND p.import_id IS DISTINCT FROM ${importId}::uuid
      RETURNING r.person_id), needs AS (
      DELETE FROM person_needs n USING persons p
      WHERE n.county_id = ${countyId} AND n.import_id = ${importId} AND n.ended_at IS NULL
        AND p.county_id = n.county_id AND p.id = n.person_id AND p.import_id IS DISTINCT FROM ${importId}::uuid
      RETURNING n.person_id)
    SELECT person_id FROM records UNION SELECT person_id FROM needs`.execute(tx)
  for (const { personId } of rows) await refreshPerson(tx, countyId, personId)
  if (list.onKnown !== 'update') return 0
  const { rows: left } = await sql`
    INSERT INTO register_import_left (county_id, import_id, person_id, reason)
    SELECT DISTINCT m.county_id, m.import_id, m.person_id, 'known' FROM register_import_matches m
    WHERE m.county_id = ${countyId} AND m.import_id = ${importId}
      AND m.differs && '{address,relation,residenceKind,livesHere,phone,documentNumber,diedOn}'
    ON CONFLICT DO NOTHING RETURNING person_id`.execute(tx)
  return left.length
}

async function leave(tx: Tx, list: ImportRow, ids: readonly string[], reason: 'changed' | 'in_use'): Promise<void> {
  if (ids.length === 0) return
  await tx
    .insertInto('registerImportLeft')
    .values(ids.map((personId) => ({ countyId: list.countyId, importId: list.id, personId, reason })))
    .execute()
}

async function atSavepoint(tx: Tx, run: () => Promise<void>): Promise<void> {
  await sql`SAVEPOINT part`.execute(tx)
  try {
    await run()
    await sql`RELEASE SAVEPOINT part`.execute(tx)
  } catch (error) {
    await sql`ROLLBACK TO SAVEPOINT part`.execute(tx)
    throw error
  }
}

/** SQLSTATE of a foreign key that would point at nothing. */
const isInUse = (error: unknown) => error instanceof Error && 'code' in error && error.code === '23503'
