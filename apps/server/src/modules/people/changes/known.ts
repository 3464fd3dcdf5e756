import { sql } from 'kysely'
import type { Tx } from '../../../platform/database/database.ts'
import { decodeCursor, encodeCursor } from '../../../platform/http/cursor.ts'
import { Problem } from '../../../platform/problem/problem.ts'
import { encode, type Told } from './told.ts'

/** Households before whoever lives in them. */
const kinds = ['household', 'person', 'organisation'] as const
type Kind = (typeof kinds)[number]
const current: Readonly<Record<Kind, { readonly table: string; readonly where: string }>> = {
  household: { table: 'households', where: 'valid_to IS NULL' },
  person: { table: 'persons', where: "state <> 'merged'" },
  organisation: { table: 'organisations', where: 'valid_to IS NULL' },
}

const PREFIX = 'known.'
export const isKnownPosition = (after: string) => after.startsWith(PREFIX)

/** Behind which file; and of which transactions nothing was seen for certain: there the stream begins. */
interface Position {
  readonly xid: string
  readonly kind: Kind
  readonly id: string
}
const encodeKnown = ({ xid, kind, id }: Position) => `${PREFIX}${encodeCursor([xid, kind, id])}`

async function positionOf(tx: Tx, after: string | undefined): Promise<Position> {
  if (after === undefined) {
    const { rows } = await sql<{ xid: string }>`SELECT pg_snapshot_xmin(pg_current_snapshot())::text AS xid`.execute(tx)
    return { xid: rows[0]?.xid ?? '0', kind: 'household', id: FIRST }
  }
  const [xid, kind, id] = decodeCursor(after.slice(PREFIX.length), ['text', 'text', 'id'])
  const known = kinds.find((one) => one === kind)
  if (!known || !/^\d{1,19}$/.test(xid))
    throw new Problem('input.invalid', undefined, [{ path: 'after', rule: 'cursor' }])
  return { xid, kind: known, id }
}

/**
 * The files that there are, in the order of their ids, and at their end the way into the stream. Whatever was committed by
 * transactions before `xid` is visible to every page; whatever came later the stream tells, once more where a page had it.
 */
export async function nextKnown(
  tx: Tx,
  countyId: number,
  after: string | undefined,
  limit: number,
  at: string,
): Promise<{ told: Told[]; next: string; more: boolean }> {
  let position = await positionOf(tx, after)
  const told: Told[] = []
  for (const kind of kinds.slice(kinds.indexOf(position.kind))) {
    if (kind !== position.kind) position = { ...position, kind, id: FIRST }
    const { table, where } = current[kind]
    const { rows } = await sql<{ id: string }>`
      SELECT id FROM ${sql.table(table)} WHERE county_id = ${countyId} AND id > ${position.id}::uuid AND ${sql.raw(where)}
      ORDER BY id LIMIT ${limit - told.length}`.execute(tx)
    for (const { id } of rows) told.push({ at, kind: `${kind}.known`, subjectKind: kind, subjectId: id })
    if (told.length === limit)
      return { told, next: encodeKnown({ ...position, id: rows.at(-1)?.id ?? position.id }), more: true }
  }
  return { told, next: encode({ xid: position.xid, seq: 0, personId: '' }), more: true }
}

/** Before every id. */
const FIRST = '00000000-0000-0000-0000-000000000000'
