import type pg from 'pg'
import type { Config } from '../../config/config.ts'
import { type SealedLog, sealedLogs } from './rows.ts'
import { witnessesOf } from './witness.ts'

/** How far sealing is behind what was written. */
export interface SealingState {
  readonly log: SealedLog
  readonly unsealed: number
  /** Age of the oldest row that is not sealed; 0 when all are. */
  readonly lagSeconds: number
}

/** How many checkpoints a witness has not got yet. */
export interface WitnessState {
  readonly log: SealedLog
  readonly witness: string
  readonly behind: number
}

/** Any connection: the platform's or an owner's. */
export type Connection = Pick<pg.Pool, 'query'>

export async function sealingState(db: Connection, countyId: number): Promise<SealingState[]> {
  const states: SealingState[] = []
  for (const log of sealedLogs) {
    const { rows } = await db.query<{ unsealed: string | number; lag: number }>(
      `WITH last AS (SELECT xid, seq FROM audit_checkpoints WHERE county_id = $1 AND log = $2 ORDER BY number DESC LIMIT 1)
       SELECT count(*) AS unsealed, coalesce(extract(epoch FROM clock_timestamp() - min(t.at)), 0)::float8 AS lag
       FROM ${log} t WHERE t.county_id = $1
         AND (t.xid, t.seq) > (coalesce((SELECT xid FROM last), '0'), coalesce((SELECT seq FROM last), 0))`,
      [countyId, log],
    )
    const { unsealed = 0, lag = 0 } = rows[0] ?? {}
    states.push({ log, unsealed: Number(unsealed), lagSeconds: Math.max(0, lag) })
  }
  return states
}

export async function witnessStates(db: Connection, config: Config): Promise<WitnessState[]> {
  const states: WitnessState[] = []
  for (const { kind } of witnessesOf(config)) {
    for (const log of sealedLogs) {
      const { rows } = await db.query<{ behind: number }>(
        `SELECT (SELECT coalesce(max(number), 0) FROM audit_checkpoints WHERE county_id = $1 AND log = $2)
           - (SELECT coalesce(max(number), 0) FROM audit_receipts WHERE county_id = $1 AND log = $2 AND witness = $3) AS behind`,
        [config.countyId, log, kind],
      )
      states.push({ log, witness: kind, behind: rows[0]?.behind ?? 0 })
    }
  }
  return states
}
