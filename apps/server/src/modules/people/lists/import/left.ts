import type { LeftPerson, ListCounts } from '@linli/contract/people-lists'
import { sql } from 'kysely'
import type { Tx } from '../../../../platform/database/database.ts'
import type { ImportRow } from './imports.ts'

/** What a batch of an undo did: persons taken out, put back as they were, left as they are. */
export type Step = Pick<ListCounts, 'removed' | 'restored' | 'left'>

/** Those whom a legal hold keeps as they are. */
export async function heldAmong(tx: Tx, { countyId }: ImportRow, ids: readonly string[]): Promise<Set<string>> {
  const { rows } = await sql<{ id: string }>`
    SELECT unnest(${[...ids]}::uuid[]) AS id INTERSECT SELECT unnest(held_subjects(${countyId}, 'person'))`.execute(tx)
  return new Set(rows.map(({ id }) => id))
}

/** They stay, and the report of the undo names them. */
export async function leave(
  tx: Tx,
  list: ImportRow,
  ids: readonly string[],
  reason: LeftPerson['reason'],
): Promise<void> {
  if (ids.length === 0) return
  await tx
    .insertInto('registerImportLeft')
    .values(ids.map((personId) => ({ countyId: list.countyId, importId: list.id, personId, reason })))
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}
