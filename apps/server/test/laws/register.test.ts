import { AccessPurpose } from '@linli/contract/access'
import { RegisterField } from '@linli/contract/people-fields'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../testkit-database.ts'
import { read } from './sources.ts'

const fields = RegisterField.array().parse(JSON.parse(read('data/register/fields.json')))
const subjectOf = {
  persons: 'person',
  households: 'household',
  dwellings: 'dwelling',
  organisations: 'organisation',
} as const
/** What keeps a row, and says nothing of anybody. */
const technical = new Set(
  'county_id id version numbers_version moved_version facts_version updated_at import_id merged_into_id extra closed_at'.split(
    ' ',
  ),
)

let database: TestDatabase
let columns: { table: string; column: string }[]
let purposes: { purpose: string; basis: string }[]
beforeAll(async () => {
  database = await createTestDatabase()
  const client = new pg.Client({ connectionString: database.connectionString })
  await client.connect()
  const { rows } = await client.query<{ table: string; column: string }>(
    `SELECT table_name AS "table", column_name AS "column" FROM information_schema.columns
     WHERE table_schema = 'public' AND table_name = any($1)`,
    [Object.keys(subjectOf)],
  )
  columns = rows
  purposes = (await client.query<(typeof purposes)[number]>('SELECT purpose, basis FROM vault.purposes')).rows
  await client.end()
})
afterAll(() => database.drop())

describe('the field catalogue', () => {
  it('has an entry for every column of the register, and none for a column that is not there', () => {
    for (const [table, subject] of Object.entries(subjectOf)) {
      const held = columns
        .filter((one) => one.table === table && !technical.has(one.column))
        .map(({ column }) => column)
      const registered = fields.filter((field) => field.subject === subject).flatMap((field) => field.columns)
      expect(held.toSorted(), table).toEqual([...new Set(registered)].toSorted())
    }
  })

  it('gives each field a purpose, a basis, an owner, an end, and lets nobody be made to answer', () => {
    for (const field of fields) {
      expect(field.purposes.length, field.code).toBeGreaterThan(0)
      expect(field.basis.length, field.code).toBeGreaterThan(5)
      expect(field.owner, field.code).not.toBe('')
      expect(field.unknownAllowed, field.code).toBe(true)
    }
  })

  it('keeps what is sensitive in the vault, after its risks were weighed', () => {
    const sensitive = fields.filter((field) => field.sensitivity === 'sensitive')
    expect(sensitive.length).toBeGreaterThan(2)
    expect(sensitive.filter((field) => field.storage !== 'sealed' || field.assessment === null)).toEqual([])
  })
})

describe('the purposes of readings', () => {
  const bases = JSON.parse(read('data/register/purposes.json')) as Record<string, string>

  it('have each its legal basis, the same as the vault writes down', () => {
    expect(Object.keys(bases).toSorted()).toEqual(AccessPurpose.options.toSorted())
    expect(purposes.length).toBeGreaterThan(5)
    for (const { purpose, basis } of purposes) expect(bases[purpose], purpose).toBe(basis)
  })
})
