import { sql } from 'kysely'
import type { Eraser } from '../../../platform/retention/index.ts'
import { erasePart } from './erase-parts.ts'
import { erasePersons, WHOLE_FILE } from './erase-persons.ts'

/** A person, or a field group of theirs. */
export const personEraser: Eraser = {
  present: async (tx, countyId, ids) => {
    const { rows } = await sql<{ id: string }>`
      SELECT id FROM persons WHERE county_id = ${countyId} AND id = any(${[...ids]}::uuid[])`.execute(tx)
    return rows.map(({ id }) => id)
  },
  erase: (work, ids, { part, until }) =>
    part === WHOLE_FILE ? erasePersons(work, ids) : erasePart(work, ids, part, until),
  groupOf: (part) => (part === WHOLE_FILE ? 'basic' : part),
}
