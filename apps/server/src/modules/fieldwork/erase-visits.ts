import { sql } from 'kysely'
import { eraseAttachments } from '../../platform/files/index.ts'
import type { Counts, Erasing } from '../../platform/retention/index.ts'

/**
 * That somebody called there stays as the worker's record of work; what was seen, said and written down goes with the file
 * it was about, and so does whatever was still due.
 */
export async function eraseVisitsTo(
  work: Erasing,
  kind: 'person' | 'household' | 'organisation',
  ids: readonly string[],
): Promise<Counts> {
  const { countyId, tx } = work
  const some = sql`any(${[...ids]}::uuid[])`
  const ofVisit =
    kind === 'household' ? sql`(v.household_id = ${some} OR v.subject_id = ${some})` : sql`v.subject_id = ${some}`
  const { rows: visits } = await sql<{ id: string }>`
    UPDATE visits v SET words = '', deeds = '{}', answers = NULL, form_code = NULL, form_version = NULL
    WHERE v.county_id = ${countyId} AND ${ofVisit} RETURNING v.id`.execute(tx.db)
  const pictures = await eraseAttachments(
    work,
    'visit',
    visits.map(({ id }) => id),
  )
  const column = kind === 'household' ? sql`household_id` : sql`person_id`
  const parts =
    kind === 'organisation'
      ? null
      : await sql`DELETE FROM visit_parts WHERE county_id = ${countyId} AND ${column} = ${some}`.execute(tx.db)
  const due = await sql`DELETE FROM due_items WHERE county_id = ${countyId} AND subject_id = ${some}`.execute(tx.db)
  return {
    visits: visits.length,
    pictures,
    visit_parts: Number(parts?.numAffectedRows ?? 0n),
    due_items: Number(due.numAffectedRows ?? 0n),
  }
}
