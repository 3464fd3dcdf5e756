import pg from 'pg'
import type { Config } from '../../config/config.ts'
import { auditKeyFile, trustedKeys } from './audit-key.ts'
import { followChain, type LinkFault } from './chain.ts'
import { readNote } from './note.ts'
import { joined, type Range } from './ranges.ts'
import { type SealedLog, sealingZone } from './rows.ts'
import { type SealingState, sealingState } from './sealing-state.ts'
import { addedBehind, type RowFaultKind, verifyRows } from './verify-rows.ts'
import { notesOfFolder } from './witness.ts'

/** Something that is not as it was recorded. */
export interface Fault {
  readonly log: SealedLog
  readonly kind: LinkFault | RowFaultKind
  /** The row, where one is meant. */
  readonly seq: number | null
  readonly checkpoint: number | null
  readonly at: string | null
}

export interface Verdict {
  readonly faults: readonly Fault[]
  readonly logs: readonly (SealingState & { readonly checkpoints: number; readonly sealed: number })[]
  /** Keys that signed, as the database names them, and whether the key file confirms them. */
  readonly keys: readonly string[]
  readonly isKeyKnown: boolean
}

const BATCH = 500

/** Checks both logs against their checkpoints, and those against a witness's copies, as of one moment. */
export async function verifyRecords(config: Config, connectionString: string, witnessDir?: string): Promise<Verdict> {
  const client = new pg.Client({ connectionString })
  await client.connect()
  try {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY')
    await client.query(sealingZone)
    const { countyId } = config
    const stored = await client.query<{ key: string }>(
      'SELECT DISTINCT public_key AS key FROM audit_checkpoints WHERE county_id = $1',
      [countyId],
    )
    const known = trustedKeys(auditKeyFile(config))
    const keys = stored.rows.map(({ key }) => key)
    const check = { client, countyId, keys: known.length > 0 ? known : keys, witnessDir }
    const faults: Fault[] = []
    const logs: Verdict['logs'][number][] = []
    for (const state of await sealingState(client, countyId)) {
      const found = await verifyLog(check, state.log)
      faults.push(...found.faults)
      logs.push({ ...state, checkpoints: found.checkpoints, sealed: found.sealed })
    }
    return { faults, logs, keys, isKeyKnown: known.length > 0 }
  } finally {
    await client.end()
  }
}

interface Check {
  readonly client: pg.Client
  readonly countyId: number
  readonly keys: readonly string[]
  readonly witnessDir: string | undefined
}

async function verifyLog({ client, countyId, keys, witnessDir }: Check, log: SealedLog) {
  const faults: Fault[] = []
  const lost: number[] = []
  const ranges: Range[] = []
  let sealed = 0
  const seen = witnessDir === undefined ? new Map<number, string>() : await witnessed(witnessDir, countyId, log)
  const last = Math.max(await lastNumber(client, countyId, log), ...seen.keys())
  const follow = followChain({ countyId, log, keys })
  for (let from = 1; from <= last; from += BATCH) {
    const stored = await notesFrom(client, countyId, log, from)
    for (let number = from; number < from + BATCH && number <= last; number++) {
      const link = follow(number, stored.get(number), seen.get(number))
      const { checkpoint } = link
      const at = checkpoint?.at ?? null
      faults.push(...link.faults.map((kind) => ({ log, kind, seq: null, checkpoint: number, at })))
      if (!checkpoint) {
        lost.push(number)
        continue
      }
      sealed += checkpoint.rows
      ranges.push(...checkpoint.seqs)
      const rows = await verifyRows(client, checkpoint)
      faults.push(...rows.map((fault) => ({ ...fault, log, checkpoint: number, at: fault.at ?? at })))
    }
  }
  const added = await addedBehind(client, countyId, log, joined(ranges), lost)
  faults.push(...added.map((fault) => ({ ...fault, log, checkpoint: null })))
  return { faults, checkpoints: last, sealed }
}

/** The highest number that anything in the database speaks of: a checkpoint, or a leaf whose checkpoint is gone. */
async function lastNumber(client: pg.Client, countyId: number, log: SealedLog): Promise<number> {
  const { rows } = await client.query<{ last: number }>(
    `SELECT greatest((SELECT max(number) FROM audit_checkpoints WHERE county_id = $1 AND log = $2),
       (SELECT max(checkpoint) FROM audit_leaves WHERE county_id = $1 AND log = $2), 0) AS last`,
    [countyId, log],
  )
  return rows[0]?.last ?? 0
}

async function notesFrom(client: pg.Client, countyId: number, log: SealedLog, from: number) {
  const { rows } = await client.query<{ number: number; note: string }>(
    'SELECT number, note FROM audit_checkpoints WHERE county_id = $1 AND log = $2 AND number >= $3 AND number < $4',
    [countyId, log, from, from + BATCH],
  )
  return new Map(rows.map(({ number, note }) => [number, note]))
}

/** The first copy of each number: a witness only adds. */
async function witnessed(folder: string, countyId: number, log: SealedLog): Promise<Map<number, string>> {
  const notes = new Map<number, string>()
  for (const note of await notesOfFolder(folder, countyId, log)) {
    const number = readNote(note)?.number
    if (number !== undefined && !notes.has(number)) notes.set(number, note)
  }
  return notes
}
