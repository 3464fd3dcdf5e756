import { sql } from 'kysely'
import type { Tx } from '../../database/database.ts'
import type { Deps } from '../../deps.ts'
import { auditKeyFile, openAuditKey } from './audit-key.ts'
import { merkleRoot } from './merkle.ts'
import { noteHash, writeNote } from './note.ts'
import { rangesOf } from './ranges.ts'
import { commitmentOf, newSalt, rowText, type SealedLog, sealedLogs, sealingZone } from './rows.ts'

const BATCH = 5_000

interface Row {
  readonly seq: number
  readonly xid: string
  readonly text: string
}

/** Seals what has been written since, in both logs. @returns how many rows. */
export async function sealRecords(deps: Deps): Promise<number> {
  let sealed = 0
  for (const log of sealedLogs) {
    for (;;) {
      const count = await deps.db.transaction().execute((tx) => sealBatch(deps, tx, log))
      sealed += count
      if (count < BATCH) break
    }
  }
  return sealed
}

async function sealBatch(deps: Deps, tx: Tx, log: SealedLog): Promise<number> {
  const { countyId } = deps.config
  // One process at a time; another one finds the lock taken and leaves the work to it.
  const lock = await sql<{
    free: boolean
  }>`SELECT pg_try_advisory_xact_lock(hashtext(${`seal:${log}`}), ${countyId}) AS free`.execute(tx)
  if (!lock.rows[0]?.free) return 0
  const last = await lastCheckpoint(tx, countyId, log)
  const rows = await settledRows(tx, countyId, log, last)
  const place = rows.at(-1)
  if (!place) return 0
  const leaves = rows
    .map(({ seq, text }) => {
      const salt = newSalt()
      return { seq, salt, commitment: commitmentOf(salt, text) }
    })
    // Within a checkpoint by number, which every copy of the database keeps.
    .toSorted((a, b) => a.seq - b.seq)
  const key = openAuditKey(auditKeyFile(deps.config))
  const number = last.number + 1
  const at = deps.now().toISOString()
  const note = writeNote(
    {
      countyId,
      log,
      number,
      root: merkleRoot(leaves.map(({ commitment }) => commitment)).toString('base64'),
      rows: leaves.length,
      seqs: rangesOf(leaves.map(({ seq }) => seq)),
      previous: last.note === '' ? '' : noteHash(last.note),
      at,
    },
    key,
  )
  await sql`
    INSERT INTO audit_leaves (county_id, log, seq, checkpoint, salt, commitment)
    SELECT ${countyId}, ${log}, leaf.seq, ${number}, leaf.salt, leaf.commitment
    FROM unnest(${leaves.map(({ seq }) => seq)}::bigint[], ${leaves.map(({ salt }) => salt)}::bytea[],
      ${leaves.map(({ commitment }) => commitment)}::bytea[]) leaf (seq, salt, commitment)`.execute(tx)
  await sql`
    INSERT INTO audit_checkpoints (county_id, log, number, note, public_key, xid, seq, at)
    VALUES (${countyId}, ${log}, ${number}, ${note}, ${key.publicKey}, ${place.xid}::xid8, ${place.seq}, ${at})`.execute(
    tx,
  )
  return rows.length
}

interface Last {
  readonly number: number
  readonly note: string
  readonly xid: string
  readonly seq: number
}

async function lastCheckpoint(tx: Tx, countyId: number, log: SealedLog): Promise<Last> {
  const { rows } = await sql<Last>`
    SELECT number, note, xid::text AS xid, seq FROM audit_checkpoints
    WHERE county_id = ${countyId} AND log = ${log} ORDER BY number DESC LIMIT 1`.execute(tx)
  return rows[0] ?? { number: 0, note: '', xid: '0', seq: 0 }
}

/**
 * Rows after a place whose transactions have all ended, in the order (xid, seq). A transaction that is still open holds
 * back what came after it began: nothing is ever added behind the place, so nothing is skipped.
 */
async function settledRows(tx: Tx, countyId: number, log: SealedLog, { xid, seq }: Last): Promise<readonly Row[]> {
  await sql.raw(sealingZone).execute(tx)
  const { rows } = await sql<Row>`
    SELECT t.seq, t.xid::text AS xid, ${sql.raw(rowText('t'))} AS text FROM ${sql.table(log)} t
    WHERE t.county_id = ${countyId} AND (t.xid, t.seq) > (${xid}::xid8, ${seq}::bigint)
      AND t.xid < pg_snapshot_xmin(pg_current_snapshot())
    ORDER BY t.xid, t.seq LIMIT ${BATCH}`.execute(tx)
  return rows
}
