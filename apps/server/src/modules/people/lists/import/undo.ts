import type { ListCounts } from '@linli/contract/people-lists'
import { sql } from 'kysely'
import type { Ctx } from '../../../../platform/command/ctx.ts'
import { type CommandTx, recordWork } from '../../../../platform/command/run-command.ts'
import type { Tx } from '../../../../platform/database/database.ts'
import { addToCertificate, closeRunning, noteErased, openCertificate } from '../../../../platform/retention/index.ts'
import { WHOLE_FILE } from '../../retention/erase-persons.ts'
import { atSavepoint, sqlState } from './savepoint.ts'
import { type ImportRow, noCounts } from './imports.ts'
import { heldAmong, leave, type Step } from './left.ts'
import { putBackNext } from './put-back.ts'
import { removeHouseholds } from './remove-households.ts'

const PERSONS_AT_ONCE = 500
/** SQLSTATE of a foreign key that would point at nothing. */
const IN_USE = '23503'
const CLAIM = sql`interval '30 seconds'`

/**
 * Takes out what a list brought, some hundred persons per transaction, until the turn ends; then puts back what it changed.
 * A file that somebody has worked on since, that something else refers to or that a legal hold keeps stays, and is named.
 */
export async function undoBatch(ctx: Ctx, list: ImportRow, process: string, turnMs: number): Promise<void> {
  const ends = performance.now() + turnMs
  let counts: ListCounts = { ...noCounts, ...list.counts }
  do {
    const before = counts
    const next = await ctx.db.transaction().execute(async (tx) => {
      let step: Step | null = null
      const announce = await recordWork(tx, ctx, async (work) => {
        work.subject('register_import', list.id)
        step = (await takeOutNext(work, ctx, list)) ?? (await putBackNext(tx, list))
        if (step) return
        await closeRunning(tx, { countyId: list.countyId, ...certificateOf(list), at: ctx.deps.now().toISOString() })
        tell(work, list)
      })
      // Set in the function above, which no analysis follows.
      const done = step as Step | null
      const sum = { ...before }
      for (const [key, count] of Object.entries(done ?? {}) as [keyof Step, number][]) sum[key] += count
      const { rows } = await sql`
        UPDATE register_imports SET counts = ${JSON.stringify(sum)}::jsonb, claimed_until = now() + ${CLAIM},
          state = ${done ? 'undoing' : 'undone'}, finished_at = ${ctx.deps.now().toISOString()}
        WHERE county_id = ${list.countyId} AND id = ${list.id} AND claimed_by = ${process} AND state = 'undoing' RETURNING id`.execute(
        tx,
      )
      if (rows.length === 0) throw new Error('another process has taken this undo over')
      return { counts: sum, announce, isOver: done === null }
    })
    next.announce()
    if (next.isOver) return
    counts = next.counts
  } while (performance.now() < ends)
}

const certificateOf = ({ id }: ImportRow) => ({ cause: 'undo', rule: `list.undo.${id}` }) as const
const BASIS = '个人信息保护法第47条'

/** Persons whose file the list began. Whoever is taken out stays out when an older backup comes back. */
async function takeOutNext(work: CommandTx, ctx: Ctx, list: ImportRow): Promise<Step | null> {
  const ids = await nextPersons(work.db, list)
  if (ids.length === 0) return null
  const held = await heldAmong(work.db, list, ids)
  await leave(work.db, list, [...held], 'held')
  const { removed, left } = await takeOut(
    work.db,
    list,
    ids.filter((id) => !held.has(id)),
  )
  if (removed.length > 0) {
    const { countyId } = list
    const at = ctx.deps.now().toISOString()
    const certificate = await openCertificate(work.db, {
      countyId,
      ...certificateOf(list),
      names: { zh: '撤回的导入名单带进来的档案', en: 'files brought by a list that was taken out again' },
      fieldGroup: 'basic',
      basis: BASIS,
      period: null,
      by: ctx.actor,
      at,
    })
    const { id: certificateId, number } = certificate
    const erasing = {
      deps: ctx.deps,
      countyId,
      tx: work,
      cause: 'undo',
      certificateId,
      certificate: number,
      at,
    } as const
    await noteErased(erasing, 'person', removed, WHOLE_FILE)
    await addToCertificate(work.db, certificate, removed, { persons: removed.length })
  }
  return { removed: removed.length, restored: 0, left: left + held.size }
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

async function takeOut(tx: Tx, list: ImportRow, ids: readonly string[]): Promise<{ removed: string[]; left: number }> {
  const touched = await touchedSince(tx, list, ids)
  let removed = ids.filter((id) => !touched.has(id))
  await leave(tx, list, [...touched], 'changed')
  let left = touched.size
  try {
    await atSavepoint(tx, () => remove(tx, list, removed))
  } catch (error) {
    if (sqlState(error) !== IN_USE) throw error
    // Something of another module refers to one of them: they are tried one by one.
    const used: string[] = []
    for (const id of removed) {
      await atSavepoint(tx, () => remove(tx, list, [id])).catch((fault: unknown) => {
        if (sqlState(fault) !== IN_USE) throw fault
        used.push(id)
      })
    }
    await leave(tx, list, used, 'in_use')
    removed = removed.filter((id) => !used.includes(id))
    left += used.length
  }
  return { removed, left }
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
