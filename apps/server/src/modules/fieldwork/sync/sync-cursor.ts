import { sql } from 'kysely'
import type { Tx } from '../../../platform/database/database.ts'
import { currentPosition } from '../../../platform/events/events.ts'
import { decodeCursor, encodeCursor } from '../../../platform/http/cursor.ts'
import { Problem } from '../../../platform/problem/problem.ts'

/** Before every id. */
const FIRST = '00000000-0000-0000-0000-000000000000'
const TRANSACTION = /^\d{1,19}$/
const DAY = /^(?:\d{4}-\d\d-\d\d)?$/

/** How much of a grid a phone has. */
export interface Cursor {
  /** Events of the register up to here are in its copy. */
  readonly xid: string
  readonly seq: number
  /** The last household of the first copy; null when that is complete. */
  readonly after: string | null
  /** Due items changed by earlier transactions are in its copy. */
  readonly dueXid: string
  /** Open items planned until this day are in its copy; empty before the first copy is complete. */
  readonly until: string
}

/** For a phone that has nothing: from now on, and all that there is. */
export async function freshCursor(tx: Tx): Promise<Cursor> {
  const { xid, seq } = await currentPosition(tx)
  return { xid, seq, after: FIRST, dueXid: xid, until: '' }
}

export const encodeSyncCursor = ({ xid, seq, after, dueXid, until }: Cursor) =>
  encodeCursor([xid, seq, after ?? '', dueXid, until])

/** @throws Problem `input.invalid` for what this server did not write */
export function cursorFrom(text: string): Cursor {
  const [xid, seq, after, dueXid, until] = decodeCursor(text, ['text', 'number', 'text', 'text', 'text'])
  const sound =
    TRANSACTION.test(xid) &&
    TRANSACTION.test(dueXid) &&
    DAY.test(until) &&
    seq >= 0 &&
    /^(?:[0-9a-f-]{36})?$/.test(after)
  if (!sound) throw new Problem('input.invalid', undefined, [{ path: 'grids', rule: 'cursor' }])
  return { xid, seq, after: after === '' ? null : after, dueXid, until }
}

/** Whether the transaction of a row is among those that a cursor has not seen. */
export const changedSince = (xid: string) =>
  sql<boolean>`xid >= ${xid}::xid8 AND xid < pg_snapshot_xmin(pg_current_snapshot())`
