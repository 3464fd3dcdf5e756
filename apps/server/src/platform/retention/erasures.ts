import { sql } from 'kysely'
import type { Erasing } from './rules.ts'

/** Whoever was erased is remembered by id, so that a database that is put back learns of it. */
export async function noteErased(
  { countyId, tx, certificate, at }: Erasing,
  subjectKind: string,
  ids: readonly string[],
  part: string,
): Promise<void> {
  await sql`
    INSERT INTO erasures AS e (county_id, subject_kind, subject_id, part, erased_at, certificate)
    SELECT ${countyId}, ${subjectKind}, id, ${part}, ${at}::timestamptz, ${certificate} FROM unnest(${[...ids]}::uuid[]) id
    ON CONFLICT (county_id, subject_kind, subject_id, part)
    DO UPDATE SET erased_at = excluded.erased_at, certificate = excluded.certificate, listed_at = NULL, pending = false`.execute(
    tx.db,
  )
}
