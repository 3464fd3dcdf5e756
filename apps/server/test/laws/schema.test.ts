import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestDatabase, TEMPLATE, type TestDatabase } from '../testkit-database.ts'

/** The migrator's own list, which belongs to no county and is explained in platform/database/migrate.ts. */
const ofNoCounty = new Set(['migrations'])

/** Names that need no sentence: common words, instants (…_at) and the two ends of a period. */
const plainWords = new Set(
  'id county_id name name_en name_zh title description words reason login phone email address lat attempts last_error at valid_from valid_to'.split(
    ' ',
  ),
)
const saysItself = (column = '') => plainWords.has(column) || column.endsWith('_at') || column === 'reopen_until'

let database: TestDatabase
let client: pg.Client

beforeAll(async () => {
  database = await createTestDatabase()
  client = new pg.Client({ connectionString: database.connectionString })
  await client.connect()
})
afterAll(async () => {
  await client.end()
  await database.drop()
})

async function names(query: string): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(query)
  return rows.map((row) => row.name)
}

describe('the tables', () => {
  it('each begin with the county, which is never empty', async () => {
    const tables = await names(`
      SELECT c.relname AS name FROM pg_class c
      WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT EXISTS (
        SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'county_id' AND a.attnotnull
          AND a.atttypid = 'int'::regtype)
      ORDER BY 1`)
    expect(tables.filter((table) => !ofNoCounty.has(table))).toEqual([])
  })

  it('have the county first in every primary, unique and foreign key', async () => {
    const keys = await names(`
      SELECT k.conrelid::regclass || '.' || k.conname AS name FROM pg_constraint k
      JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = k.conkey[1]
      WHERE k.connamespace = 'public'::regnamespace AND k.contype IN ('p', 'u', 'f') AND a.attname <> 'county_id'
      ORDER BY 1`)
    expect(keys.filter((key) => !ofNoCounty.has(key.split('.')[0] ?? ''))).toEqual([])
  })

  it('have the county first in every unique index', async () => {
    const indexes = await names(`
      SELECT i.indexrelid::regclass::text AS name FROM pg_index i
      JOIN pg_class c ON c.oid = i.indrelid AND c.relnamespace = 'public'::regnamespace
      LEFT JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0]
      WHERE i.indisunique AND a.attname IS DISTINCT FROM 'county_id' AND c.relname <> 'migrations'
      ORDER BY 1`)
    expect(indexes).toEqual([])
  })

  it('have an index that begins with the columns of each foreign key', async () => {
    const keys = await names(`
      SELECT k.conrelid::regclass || '.' || k.conname AS name FROM pg_constraint k
      WHERE k.connamespace = 'public'::regnamespace AND k.contype = 'f' AND cardinality(k.conkey) > 1 AND NOT EXISTS (
        SELECT FROM pg_index i WHERE i.indrelid = k.conrelid
          AND (i.indkey::int2[])[0:cardinality(k.conkey) - 1] @> k.conkey)
      ORDER BY 1`)
    expect(keys).toEqual([])
  })

  it('are explained, and so is every column whose name and foreign key do not say it all', async () => {
    const silent = await names(`
      SELECT c.relname || coalesce('.' || a.attname, '') AS name
      FROM pg_class c
      CROSS JOIN LATERAL (
        SELECT 0::int2 AS attnum, NULL AS attname
        UNION ALL
        SELECT attnum, attname FROM pg_attribute WHERE attrelid = c.oid AND attnum > 0 AND NOT attisdropped
      ) a
      WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
        AND CASE WHEN a.attnum = 0 THEN obj_description(c.oid, 'pg_class') ELSE col_description(c.oid, a.attnum) END IS NULL
        AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conrelid = c.oid AND k.contype = 'f' AND a.attnum = ANY(k.conkey))
      ORDER BY 1`)
    expect(
      silent.filter((name) => !ofNoCounty.has(name.split('.')[0] ?? '') && !saysItself(name.split('.')[1])),
    ).toEqual([])
  })

  it('name their constraints by hand, since names become problems', async () => {
    const checks = await names(`
      SELECT k.conrelid::regclass || '.' || k.conname AS name FROM pg_constraint k
      WHERE k.connamespace = 'public'::regnamespace AND k.contype IN ('c', 'f', 'u') AND k.conname ~ '(_check|_fkey|_key)[0-9]*$'
      ORDER BY 1`)
    expect(checks).toEqual([])
  })
})

describe('the functions', () => {
  it('look a name up in a session’s own temporary tables last, where they work with the rights of the owner', async () => {
    const open = await names(`
      SELECT p.oid::regprocedure::text AS name FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
      WHERE n.nspname NOT IN ('pg_catalog', 'information_schema')
        AND (p.prosecdef OR EXISTS (SELECT FROM unnest(p.proconfig) setting WHERE setting LIKE 'search_path=%'))
        AND NOT coalesce(p.proconfig, '{}') @> '{"search_path=pg_catalog, public, pg_temp"}'
        AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e')
      ORDER BY 1`)
    expect(open).toEqual([])
  })

  it('and the application makes no temporary tables', async () => {
    const { rows } = await client.query('SELECT has_database_privilege($1, $2, $3) AS may', [
      'linli_application',
      TEMPLATE,
      'TEMPORARY',
    ])
    expect(rows).toEqual([{ may: false }])
  })
})
