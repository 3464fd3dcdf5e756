import { sql } from 'kysely'
import type { Tx } from '../../../platform/database/database.ts'
import { readEvents } from '../../../platform/events/events.ts'
import { decodeCursor, encodeCursor } from '../../../platform/http/cursor.ts'
import { Problem } from '../../../platform/problem/problem.ts'

/** Events of the whole platform that one request looks through; the register's are among them. */
const SCAN = 2_000

/** One change that is told: an event, or one of the people whom a list brought in or changed. */
export interface Told {
  readonly at: string
  readonly kind: string
  readonly subjectKind: string
  readonly subjectId: string
}

/** Behind an event, or in the middle of a list: behind one of its people. */
interface Position {
  readonly xid: string
  readonly seq: number
  readonly personId: string
}

export const encode = ({ xid, seq, personId }: Position) => encodeCursor([xid, seq, personId])

function decode(cursor: string | undefined): Position {
  if (cursor === undefined) return { xid: '0', seq: 0, personId: '' }
  const [xid, seq, personId] = decodeCursor(cursor, ['text', 'number', 'text'])
  if (!/^\d{1,19}$/.test(xid) || !/^(?:[0-9a-f-]{36})?$/.test(personId) || !Number.isSafeInteger(seq))
    throw new Problem('input.invalid', undefined, [{ path: 'after', rule: 'cursor' }])
  return { xid, seq, personId }
}

/** The next changes of the register behind a position, in the order in which they were committed. */
export async function nextTold(
  tx: Tx,
  countyId: number,
  after: string | undefined,
  limit: number,
): Promise<{ told: Told[]; next: string; more: boolean }> {
  const from = decode(after)
  // In the middle of a list its event is read once more.
  const scanned = await readEvents(tx, from.personId === '' ? from : { ...from, seq: from.seq - 1 }, SCAN, countyId)
  const told: Told[] = []
  let last = from
  for (const { module, at, kind, subjectKind, subjectId, xid, seq } of scanned) {
    const room = limit - told.length
    if (module === 'people') {
      if (room === 0) return { told, next: encode(last), more: true }
      if (kind === 'list.imported') {
        const begun = from.xid === xid && from.seq === seq ? from.personId : ''
        const ids = await peopleOfList(tx, countyId, subjectId, begun, room + 1)
        const now = ids.slice(0, room)
        for (const id of now) told.push({ at, kind: 'person.imported', subjectKind: 'person', subjectId: id })
        if (ids.length > room) return { told, next: encode({ xid, seq, personId: now.at(-1) ?? '' }), more: true }
      } else told.push({ at, kind, subjectKind, subjectId })
    }
    last = { xid, seq, personId: '' }
  }
  return { told, next: encode(last), more: scanned.length === SCAN }
}

async function peopleOfList(
  tx: Tx,
  countyId: number,
  importId: string,
  after: string,
  limit: number,
): Promise<string[]> {
  const { rows } = await sql<{ personId: string }>`
    SELECT DISTINCT person_id FROM person_records
    WHERE county_id = ${countyId} AND import_id = ${importId} AND person_id > ${after === '' ? beforeAll : after}::uuid
    ORDER BY person_id LIMIT ${limit}`.execute(tx)
  return rows.map(({ personId }) => personId)
}

/** Before every id. */
const beforeAll = '00000000-0000-0000-0000-000000000000'
