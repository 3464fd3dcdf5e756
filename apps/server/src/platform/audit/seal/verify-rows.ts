import type { Connection } from './sealing-state.ts'
import { merkleRoot } from './merkle.ts'
import type { Checkpoint } from './note.ts'
import { multirange, type Range } from './ranges.ts'
import { commitmentOf, rowText, type SealedLog } from './rows.ts'

export type RowFaultKind = 'removed' | 'changed' | 'leafRemoved' | 'leafChanged' | 'leafAdded' | 'added' | 'rootDiffers'
export interface RowFault {
  readonly kind: RowFaultKind
  /** Null where only the checkpoint can be named. */
  readonly seq: number | null
  /** When the row was written, as far as it still says so. */
  readonly at: string | null
}

interface Sealed {
  readonly seq: string
  readonly checkpoint: number | null
  readonly salt: Buffer | null
  readonly commitment: Buffer | null
  readonly text: string | null
  readonly at: string | null
}

/** Holds every row that a checkpoint sealed against what it was then. */
export async function verifyRows(
  db: Connection,
  { countyId, log, number, root, seqs }: Checkpoint,
): Promise<RowFault[]> {
  const { rows } = await db.query<Sealed>(
    `SELECT sealed.seq, l.checkpoint, l.salt, l.commitment, ${rowText('t')} AS text, to_jsonb(t) ->> 'at' AS at
     FROM (SELECT generate_series(part.first, part.last) AS seq FROM unnest($3::bigint[], $4::bigint[]) part (first, last)) sealed
     LEFT JOIN audit_leaves l ON l.county_id = $1 AND l.log = $2 AND l.seq = sealed.seq
     LEFT JOIN ${log} t ON t.county_id = $1 AND t.seq = sealed.seq
     ORDER BY sealed.seq`,
    [countyId, log, seqs.map(([first]) => first), seqs.map(([, last]) => last)],
  )
  const faults: RowFault[] = []
  const held: Buffer[] = []
  const now: Buffer[] = []
  for (const { seq, checkpoint, salt, commitment, text, at } of rows) {
    const tell = (kind: RowFaultKind) => faults.push({ kind, seq: Number(seq), at })
    if (text === null) tell('removed')
    if (salt === null || commitment === null) {
      tell('leafRemoved')
      continue
    }
    if (checkpoint !== number) tell('leafChanged')
    held.push(commitment)
    const recomputed = text === null ? commitment : commitmentOf(salt, text)
    now.push(recomputed)
    if (!recomputed.equals(commitment)) tell('changed')
  }
  if (held.length < rows.length) return faults
  const matches = (leaves: readonly Buffer[]) => merkleRoot(leaves).toString('base64') === root
  if (matches(held)) return faults
  // The rows are as they were and a leaf is not; or row and leaf were changed to fit each other.
  if (matches(now)) return faults.map((fault) => (fault.kind === 'changed' ? { ...fault, kind: 'leafChanged' } : fault))
  return [...faults, { kind: 'rootDiffers', seq: null, at: null }]
}

/** Rows and leaves that no checkpoint knows though they stand behind the last row taken: somebody put them there. */
export async function addedBehind(
  db: Connection,
  countyId: number,
  log: SealedLog,
  sealed: readonly Range[],
  lost: readonly number[],
): Promise<RowFault[]> {
  const values = [countyId, log, multirange(sealed), lost]
  const { rows } = await db.query<{ seq: string; at: string }>(
    `SELECT t.seq, to_jsonb(t) ->> 'at' AS at FROM ${log} t
     JOIN LATERAL (SELECT xid, seq FROM audit_checkpoints WHERE county_id = $1 AND log = $2 ORDER BY number DESC LIMIT 1) place ON true
     LEFT JOIN audit_leaves l ON l.county_id = $1 AND l.log = $2 AND l.seq = t.seq
     WHERE t.county_id = $1 AND (t.xid, t.seq) <= (place.xid, place.seq) AND NOT t.seq <@ $3::int8multirange
       AND (l.checkpoint = ANY($4::int[])) IS NOT TRUE
     ORDER BY t.seq`,
    values,
  )
  const leaves = await db.query<{ seq: string }>(
    `SELECT seq FROM audit_leaves WHERE county_id = $1 AND log = $2
       AND NOT seq <@ $3::int8multirange AND NOT checkpoint = ANY($4::int[]) ORDER BY seq`,
    values,
  )
  return [
    ...rows.map(({ seq, at }): RowFault => ({ kind: 'added', seq: Number(seq), at })),
    ...leaves.rows.map(({ seq }): RowFault => ({ kind: 'leafAdded', seq: Number(seq), at: null })),
  ]
}
