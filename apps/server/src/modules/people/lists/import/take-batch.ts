import type { ListCounts } from '@linli/contract/people-lists'
import { sql } from 'kysely'
import type { Ctx } from '../../../../platform/command/ctx.ts'
import type { Tx } from '../../../../platform/database/database.ts'
import { findDoublesOf } from '../../duplicates.ts'
import { withinReach } from '../../policy.ts'
import type { ListedPerson } from './check-row.ts'
import type { ImportRow } from './imports.ts'
import { digestsOf, findKnown } from './known.ts'
import { type Plan, planBatch } from './plan.ts'
import type { BatchFault } from './report.ts'
import { type Before, updateKnown } from './update-known.ts'
import { writeNew } from './write.ts'

export interface Taken {
  readonly counts: Partial<ListCounts>
  readonly faults: BatchFault[]
  readonly matches: readonly (Plan['matches'][number] & { readonly before: Before | null })[]
}

/** Compares good rows with the register and, unless it is a trial, brings them in. */
export async function takeBatch(
  tx: Tx,
  ctx: Ctx,
  list: ImportRow,
  rows: readonly ListedPerson[],
  today: string,
  counted: Set<string>,
): Promise<Taken> {
  if (rows.length === 0) return { counts: {}, faults: [], matches: [] }
  const digests = rows.map((row) => digestsOf(ctx.deps, row))
  const within = (alias: string) => withinReach(ctx.actor, 'register.import', alias)
  // A register that was empty when the work began is planned for as empty: look-ups and checks of foreign keys would read
  // whole tables, which grow with each batch.
  await sql`SET LOCAL enable_seqscan = off`.execute(tx)
  // Planned anew for what is looked up here; but never while writing, or each row's foreign keys would be planned for.
  await sql`SET LOCAL plan_cache_mode = force_custom_plan`.execute(tx)
  const known = await findKnown(tx, ctx.countyId, within, rows, digests, today)
  await sql`SET LOCAL plan_cache_mode = auto`.execute(tx)
  const plan = planBatch(rows, digests, known, list.onKnown)
  let { unchanged } = plan
  let updated = 0
  const before = new Map<number, Before>()
  if (list.state === 'running') {
    await writeNew(tx, ctx, list.id, plan, today)
    const written = plan.persons.map(({ id }) => id)
    const versions = await lockVersions(tx, ctx.countyId, plan)
    for (const change of plan.changes) {
      const { id } = change.person
      const version = versions.get(id) ?? 0
      const was = await updateKnown(tx, ctx, list.id, change, today, version)
      if (was) {
        updated++
        before.set(change.row.line, was)
        versions.set(id, was.version)
        written.push(id)
      } else unchanged++
    }
    // A few thousand look-ups, whatever the planner believes of a register that grows as it is filled.
    await sql`SET LOCAL enable_hashjoin = off`.execute(tx)
    await sql`SET LOCAL enable_mergejoin = off`.execute(tx)
    await findDoublesOf(tx, ctx.countyId, written)
  } else updated = plan.changes.length
  // A trial writes nothing by which the next batch would know the household again.
  const once = (key: string) => list.state === 'running' || counted.size < counted.add(key).size
  return {
    counts: {
      persons: plan.persons.length,
      households: plan.households.filter(({ rows: [first] }) => first && once(`household ${first.householdKey}`))
        .length,
      dwellings: plan.dwellings.filter(({ row }) => once(`dwelling ${row.grid.gridId}|${row.address}`)).length,
      needs: plan.persons.filter(({ row }) => row.need !== null).length,
      unchanged,
      skipped: plan.skipped,
      updated,
      toClerk: plan.toClerk,
    },
    faults: plan.faults.map(({ row, faults }) => ({ line: row.line, cells: row.cells, faults })),
    matches: plan.matches.map((one) => ({ ...one, before: before.get(one.row.line) ?? null })),
  }
}

/** Versions of the files that change, which nobody else changes until the batch is in. */
async function lockVersions(tx: Tx, countyId: number, { changes }: Plan): Promise<Map<string, number>> {
  if (changes.length === 0) return new Map()
  const { rows } = await sql<{ id: string; version: number }>`
    SELECT id, version FROM persons
    WHERE county_id = ${countyId} AND id = any(${changes.map(({ person }) => person.id)}::uuid[]) ORDER BY id FOR UPDATE`.execute(
    tx,
  )
  return new Map(rows.map(({ id, version }) => [id, version]))
}
