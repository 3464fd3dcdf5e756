import { sql } from 'kysely'
import { join } from 'node:path'
import type { Config } from '../config/config.ts'
import type { Deps } from '../deps.ts'
import { appendToList, type ListedErasure, listExists } from './erasure-list.ts'
import type { Erasing } from './rules.ts'

/** Outside the database, and best outside the machine: what a restored database learns from whom it must erase again. */
export const erasureListPath = (config: Config) => config.erasureList ?? join(config.dataDir, 'erasures.csv')

/** Whoever was erased is remembered by id. What is erased again after a restore stands in the list already. */
export async function noteErased(
  work: Erasing,
  subjectKind: string,
  ids: readonly string[],
  part: string,
): Promise<void> {
  const { deps, countyId, tx, certificate, at, cause } = work
  if (cause === 'restore') return
  await sql`
    INSERT INTO erasures AS e (county_id, subject_kind, subject_id, part, erased_at, certificate)
    SELECT ${countyId}, ${subjectKind}, id, ${part}, ${at}::timestamptz, ${certificate} FROM unnest(${[...ids]}::uuid[]) id
    ON CONFLICT (county_id, subject_kind, subject_id, part)
    DO UPDATE SET erased_at = excluded.erased_at, certificate = excluded.certificate, listed_at = NULL, pending = false`.execute(
    tx.db,
  )
  tx.afterCommit(
    () =>
      void listErasures(deps).catch((error: unknown) => deps.log.warn({ err: error }, 'erasures wait to be listed')),
  )
}

const AT_ONCE = 1_000
const atWork = new WeakMap<Deps, Promise<void>>()

/**
 * Copies what was erased into the list outside the database: right after the commit, and again by a chore for what a
 * process that died had left. A line that comes twice does no harm; a list that is gone is written anew.
 */
export function listErasures(deps: Deps): Promise<void> {
  const running = (atWork.get(deps) ?? Promise.resolve()).catch(() => {}).then(() => copyAll(deps))
  atWork.set(deps, running)
  return running
}

async function copyAll(deps: Deps): Promise<void> {
  const path = erasureListPath(deps.config)
  const { countyId } = deps.config
  if (!listExists(path))
    await sql`UPDATE erasures SET listed_at = NULL WHERE county_id = ${countyId} AND listed_at IS NOT NULL`.execute(
      deps.db,
    )
  for (;;) {
    const { rows } = await sql<ListedErasure>`
      SELECT county_id, subject_kind, subject_id, part, erased_at, certificate FROM erasures
      WHERE county_id = ${countyId} AND listed_at IS NULL ORDER BY erased_at, subject_id LIMIT ${AT_ONCE}`.execute(
      deps.db,
    )
    if (rows.length === 0) return
    appendToList(path, rows)
    // Only what was read: another erasure of the same file may have come meanwhile.
    await sql`
      UPDATE erasures e SET listed_at = ${deps.now().toISOString()}::timestamptz
      FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        AS l("subjectKind" text, "subjectId" uuid, part text, "erasedAt" timestamptz)
      WHERE e.county_id = ${countyId} AND e.subject_kind = l."subjectKind" AND e.subject_id = l."subjectId"
        AND e.part = l.part AND date_trunc('milliseconds', e.erased_at) = l."erasedAt"`.execute(deps.db)
  }
}
