import { AccessPurpose } from '@linli/contract/access'
import { type FieldSubject, RegisterField } from '@linli/contract/people-fields'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../testkit-database.ts'
import { read } from './sources.ts'

const fields = RegisterField.array().parse(JSON.parse(read('data/register/fields.json')))
/** Whose the facts of a table are. Of those beside a subject's own table the catalogue names columns as `table.column`. */
const subjectOf: Readonly<Record<string, FieldSubject>> = {
  persons: 'person',
  person_records: 'person',
  residences: 'person',
  person_needs: 'person',
  person_relations: 'person',
  person_keys: 'person',
  households: 'household',
  dwellings: 'dwelling',
  dwelling_tenures: 'dwelling',
  buildings: 'dwelling',
  organisations: 'organisation',
}
const own = new Set(['persons', 'households', 'dwellings', 'organisations'])
/** Tables that point at a file and hold work on it, no fact of it; each answers for itself. */
const work = new Set(['duplicates', 'resident_persons', 'break_glass', 'rights_requests'])
/** What keeps a row, and says nothing of anybody. */
const technical = new Set(
  'county_id id version numbers_version moved_version facts_version person_version updated_at import_id merged_into_id extra closed_at'.split(
    ' ',
  ),
)
/** Whose fact it is. */
const points: Readonly<Record<string, string>> = {
  person_records: 'person_id',
  residences: 'person_id',
  person_needs: 'person_id',
  person_relations: 'person_id',
  person_keys: 'person_id',
  dwelling_tenures: 'dwelling_id',
}

let database: TestDatabase
let columns: { table: string; column: string }[]
let purposes: { purpose: string; basis: string }[]
let pointing: string[]
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
  const found = await client.query<{ table: string }>(
    `SELECT DISTINCT conrelid::regclass::text AS "table" FROM pg_constraint
     WHERE contype = 'f' AND connamespace = 'public'::regnamespace AND confrelid::regclass::text = any($1) ORDER BY 1`,
    [[...own, 'buildings']],
  )
  pointing = found.rows.map(({ table }) => table)
  await client.end()
})
afterAll(() => database.drop())

describe('the field catalogue', () => {
  it('has an entry for every column of the register, and none for a column that is not there', () => {
    const nameIn = (table: string, column: string) => (own.has(table) ? column : `${table}.${column}`)
    for (const subject of new Set(Object.values(subjectOf))) {
      const tables = Object.keys(subjectOf).filter((table) => subjectOf[table] === subject)
      const held = columns
        .filter(({ table, column }) => tables.includes(table) && !technical.has(column) && points[table] !== column)
        .map(({ table, column }) => nameIn(table, column))
      const registered = new Set(fields.filter((field) => field.subject === subject).flatMap((field) => field.columns))
      const missing = held.filter((name) => !registered.has(name)).toSorted()
      const gone = [...registered].filter((name) => !held.includes(name)).toSorted()
      expect(
        { missing, gone },
        `columns of “${subject}” that data/register/fields.json must name, and those it names that are not there`,
      ).toEqual({ missing: [], gone: [] })
    }
  })

  it('speaks of every table that holds facts of a file', () => {
    const unknown = pointing.filter((table) => !(table in subjectOf) && !work.has(table))
    expect(unknown, 'tables to be named in this law, as facts (with entries in the catalogue) or as work').toEqual([])
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
