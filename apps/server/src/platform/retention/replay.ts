import { sql } from 'kysely'
import { type Announcement, recordWork } from '../command/run-command.ts'
import { systemCtx } from '../command/system-ctx.ts'
import type { Tx } from '../database/database.ts'
import type { Deps } from '../deps.ts'
import { addToCertificate, closeRunning, openCertificate } from './certificates.ts'
import { type ListedErasure, readList } from './erasure-list.ts'
import { erasureListPath } from './erasures.ts'
import { type Eraser, eraserOf } from './rules.ts'

const AT_ONCE = 1_000
const BATCH = 100
const RULE = 'restore'

/**
 * Erases again what an older database has brought back. Called before the platform serves, at every start and after every
 * restore: what stands in the list and not in the database is noted in it first, so that a process that dies leaves nothing
 * out. Holds do not matter here: what was erased then was held by none.
 * @returns how many files or parts of files were there again.
 */
export async function replayErasures(deps: Deps): Promise<number> {
  const { erasures, unread } = readList(erasureListPath(deps.config))
  if (unread > 0)
    deps.log.warn({ unread, path: erasureListPath(deps.config) }, 'lines of the erasure list make no sense')
  const own = erasures.filter(({ countyId }) => countyId === deps.config.countyId)
  for (let at = 0; at < own.length; at += AT_ONCE) await noteMissing(deps, own.slice(at, at + AT_ONCE))
  let replayed = 0
  for (;;) {
    const erased = await replayBatch(deps)
    if (erased === null) break
    replayed += erased
  }
  const at = deps.now().toISOString()
  await closeRunning(deps.db, { countyId: deps.config.countyId, cause: 'restore', rule: RULE, at })
  return replayed
}

/** Erasures that this database knows nothing of, or only an earlier one of. */
async function noteMissing(deps: Deps, erasures: readonly ListedErasure[]): Promise<void> {
  await sql`
    INSERT INTO erasures AS e (county_id, subject_kind, subject_id, part, erased_at, certificate, listed_at, pending)
    SELECT ${deps.config.countyId}, l."subjectKind", l."subjectId", l.part, l."erasedAt", l.certificate,
      ${deps.now().toISOString()}::timestamptz, true
    FROM jsonb_to_recordset(${JSON.stringify(erasures)}::jsonb)
      AS l("subjectKind" text, "subjectId" uuid, part text, "erasedAt" timestamptz, certificate text)
    ON CONFLICT (county_id, subject_kind, subject_id, part)
    DO UPDATE SET erased_at = excluded.erased_at, certificate = excluded.certificate, listed_at = excluded.listed_at, pending = true
    WHERE date_trunc('milliseconds', e.erased_at) < excluded.erased_at`.execute(deps.db)
}

interface Pending {
  readonly subjectId: string
  readonly erasedAt: string
}

/** Some of one kind and part; null when nothing waits any more. */
async function replayBatch(deps: Deps): Promise<number | null> {
  const { countyId } = deps.config
  const { rows: first } = await sql<{ subjectKind: string; part: string }>`
    SELECT subject_kind, part FROM erasures WHERE county_id = ${countyId} AND pending LIMIT 1`.execute(deps.db)
  const [next] = first
  if (!next) return null
  const eraser = eraserOf(next.subjectKind)
  if (!eraser) throw new Error(`nobody erases a ${next.subjectKind}`)
  let announce: Announcement | undefined
  const erased = await deps.db.transaction().execute(async (tx) => {
    const { rows } = await sql<Pending>`
      SELECT subject_id, erased_at FROM erasures
      WHERE county_id = ${countyId} AND pending AND subject_kind = ${next.subjectKind} AND part = ${next.part}
      ORDER BY erased_at, subject_id LIMIT ${BATCH} FOR UPDATE`.execute(tx)
    const there = new Set(
      await eraser.present(
        tx,
        countyId,
        rows.map(({ subjectId }) => subjectId),
      ),
    )
    const back = rows.filter(({ subjectId }) => there.has(subjectId))
    if (back.length > 0) announce = await eraseAgain(deps, tx, eraser, next.part, back)
    await sql`
      UPDATE erasures SET pending = false
      WHERE county_id = ${countyId} AND subject_kind = ${next.subjectKind} AND part = ${next.part}
        AND subject_id = any(${rows.map(({ subjectId }) => subjectId)}::uuid[])`.execute(tx)
    return back.length
  })
  announce?.()
  return erased
}

function eraseAgain(deps: Deps, tx: Tx, eraser: Eraser, part: string, back: readonly Pending[]): Promise<Announcement> {
  const { countyId } = deps.config
  const at = deps.now().toISOString()
  return recordWork(tx, systemCtx(deps, countyId, 'retention.replayed'), async (work) => {
    const certificate = await openCertificate(work.db, {
      countyId,
      cause: 'restore',
      rule: RULE,
      names: { zh: '恢复的备份里已删除过的信息', en: 'what a restored backup had brought back' },
      fieldGroup: eraser.groupOf(part),
      basis: '个人信息保护法第47条',
      period: null,
      by: { kind: 'system', id: null },
      at,
    })
    work.subject('deletion_certificate', certificate.id)
    const { id: certificateId, number } = certificate
    const erasing = { deps, countyId, tx: work, cause: 'restore' as const, certificateId, certificate: number, at }
    // The latest of the batch: what was recorded after its own erasure would have been another erasure's.
    const until =
      back
        .map(({ erasedAt }) => erasedAt)
        .toSorted()
        .at(-1) ?? at
    const ids = back.map(({ subjectId }) => subjectId)
    await addToCertificate(work.db, certificate, ids, await eraser.erase(erasing, ids, { part, until }))
  })
}
