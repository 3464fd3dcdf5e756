import { sql } from 'kysely'
import { dayIn } from '../calendar/day-in.ts'
import { type Announcement, recordWork } from '../command/run-command.ts'
import { systemCtx } from '../command/system-ctx.ts'
import { countyOf } from '../county/county.ts'
import type { Tx } from '../database/database.ts'
import type { Deps } from '../deps.ts'
import { addToCertificate, closeRunning, openCertificate } from './certificates.ts'
import { candidates, type Counts, type Erasing, lastDay, type RetentionRule, rulesOf, sumOf } from './rules.ts'

/** Looked for at once, and deleted at once: readers of events wait for whoever is writing. */
const LOOK = 2_000
const BATCH = 100
/** A turn is over before anybody waits for the platform to stop. */
const TURN_MS = 10_000

/**
 * Deletes what is past its time, rule by rule, a batch per transaction with its share of the certificate. Safe to call from
 * any process at any time: of two the second waits for a batch, and one that dies leaves whole batches behind.
 * @returns how many files, values or rows were deleted.
 */
export async function runRetention(deps: Deps, turnMs = TURN_MS): Promise<number> {
  const { countyId } = deps.config
  const ends = performance.now() + turnMs
  const { timeZone } = await countyOf(deps, countyId)
  const today = dayIn(timeZone, deps.now())
  let deleted = 0
  for (const rule of await rulesOf(deps.db, countyId)) {
    const until = lastDay(today, rule.period)
    // What cannot be deleted is told and left for another turn: it must not stand in the way of the rest.
    const stuck = new Set<string>()
    for (;;) {
      const found = await lookFor(deps, rule, until, stuck)
      for (let at = 0; at < found.length; at += BATCH) {
        if (performance.now() > ends) return deleted
        deleted += await eraseBatch(deps, rule, until, found.slice(at, at + BATCH), stuck)
      }
      if (found.length < LOOK) break
    }
    const at = deps.now().toISOString()
    await closeRunning(deps.db, { countyId, cause: 'retention', rule: rule.code, at })
  }
  return deleted
}

async function lookFor(
  deps: Deps,
  rule: RetentionRule,
  until: string,
  stuck: ReadonlySet<string>,
): Promise<readonly string[]> {
  const due = candidates(rule, deps.config.countyId, until, 'free')
  const { rows } = await sql<{ id: string }>`
    SELECT id FROM (${due}) c WHERE id <> all(${[...stuck]}::uuid[]) ORDER BY since, id LIMIT ${LOOK}`.execute(deps.db)
  return rows.map(({ id }) => id)
}

async function eraseBatch(
  deps: Deps,
  rule: RetentionRule,
  until: string,
  ids: readonly string[],
  stuck: Set<string>,
): Promise<number> {
  const { countyId } = deps.config
  const at = deps.now().toISOString()
  let announce: Announcement | undefined
  const work = deps.db.transaction().execute(async (tx) => {
    await sql`SELECT pg_advisory_xact_lock(hashtext('retention'), ${countyId})`.execute(tx)
    // Looked at again under their locks: somebody may just be moving back, or holding them.
    if (rule.table !== null)
      await sql`SELECT FROM ${sql.table(rule.table)} WHERE county_id = ${countyId} AND id = any(${[...ids]}::uuid[]) FOR UPDATE`.execute(
        tx,
      )
    const { rows } = await sql<{ id: string }>`
      SELECT id FROM (${candidates(rule, countyId, until, 'free', ids)}) c ORDER BY since, id`.execute(tx)
    const still = rows.map(({ id }) => id)
    if (still.length === 0) return 0
    let deleted = 0
    announce = await recordWork(tx, systemCtx(deps, countyId, 'retention.deleted'), async (recorded) => {
      const certificate = await openCertificate(recorded.db, {
        countyId,
        cause: 'retention',
        rule: rule.code,
        names: rule.names,
        fieldGroup: rule.fieldGroup,
        basis: rule.basis,
        period: rule.period,
        by: { kind: 'system', id: null },
        at,
      })
      recorded.subject('deletion_certificate', certificate.id)
      const { id: certificateId, number } = certificate
      const erasing = {
        deps,
        countyId,
        tx: recorded,
        cause: 'retention' as const,
        certificateId,
        certificate: number,
        at,
      }
      const { erased, counts } = await eraseAll(erasing, rule, still, until, stuck)
      if (erased.length === 0) throw new NothingErased()
      await addToCertificate(recorded.db, certificate, erased, counts)
      deleted = erased.length
    })
    return deleted
  })
  try {
    const result = await work
    announce?.()
    return result
  } catch (error) {
    // Without anything deleted there is no certificate.
    if (error instanceof NothingErased) return 0
    throw error
  }
}

class NothingErased extends Error {}

/** All at once; where that fails, by halves, until what refuses stands alone. That one is left for another turn. */
async function eraseAll(
  work: Erasing,
  rule: RetentionRule,
  ids: readonly string[],
  until: string,
  stuck: Set<string>,
): Promise<{ erased: readonly string[]; counts: Counts }> {
  try {
    return { erased: ids, counts: await atSavepoint(work.tx.db, () => rule.erase(work, ids, until)) }
  } catch (error) {
    const [first] = ids
    if (first !== undefined && ids.length === 1) {
      stuck.add(first)
      work.deps.log.error({ err: error, rule: rule.code, id: first }, 'past its time and cannot be deleted')
      return { erased: [], counts: {} }
    }
    const middle = Math.ceil(ids.length / 2)
    const before = await eraseAll(work, rule, ids.slice(0, middle), until, stuck)
    const after = await eraseAll(work, rule, ids.slice(middle), until, stuck)
    return { erased: [...before.erased, ...after.erased], counts: sumOf(before.counts, after.counts) }
  }
}

async function atSavepoint<T>(tx: Tx, run: () => Promise<T>): Promise<T> {
  await sql`SAVEPOINT part`.execute(tx)
  try {
    const value = await run()
    await sql`RELEASE SAVEPOINT part`.execute(tx)
    return value
  } catch (error) {
    await sql`ROLLBACK TO SAVEPOINT part`.execute(tx)
    throw error
  }
}
