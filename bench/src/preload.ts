import type pg from 'pg'
import { withoutIndexes } from './without-indexes.ts'

/** Over how many days the matters of the past are spread. */
const DAYS = 730

/** Tables that grow with matters, with the columns by which a copy differs from its original. */
const tables: readonly { table: string; matter: string; columns: Readonly<Record<string, string>> }[] = [
  {
    table: 'matters',
    matter: 'id',
    columns: { id: 'c.id', number: "'P-' || c.n", place_id: 'NULL', source_number: 'NULL' },
  },
  { table: 'matter_reporters', matter: 'matter_id', columns: { id: 'uuidv7()', matter_id: 'c.id' } },
  { table: 'matter_entries', matter: 'matter_id', columns: { id: 'uuidv7(-c.back)', matter_id: 'c.id' } },
  { table: 'clocks', matter: 'subject_id', columns: { id: 'uuidv7(-c.back)', subject_id: 'c.id' } },
  { table: 'events', matter: 'subject_id', columns: { seq: '', xid: '', subject_id: 'c.id' } },
]

/**
 * Fills the past: the demo's ended matters are copied, moved back in time, until there are `records` matters. What stands
 * in the tables is thus what the commands would have written, with the same states, areas and lengths of timelines. The
 * latest `open` of them wait for their handlers.
 */
export async function preload(client: pg.Client, records: number, open: number): Promise<void> {
  const { rows } = await client.query<{ count: number; ended: number }>(
    'SELECT count(*)::int AS count, count(*) FILTER (WHERE closed_at IS NOT NULL)::int AS ended FROM matters',
  )
  const missing = records - (rows[0]?.count ?? 0)
  if (missing <= 0) return
  await client.query(
    "SET synchronous_commit = off; SET session_replication_role = replica; SET maintenance_work_mem = '512MB'; SET work_mem = '256MB'",
  )
  await client.query(`
    CREATE UNLOGGED TABLE copies AS
    SELECT o.id AS original, uuidv7(-back) AS id, n, back
    FROM generate_series(1, ${missing}) AS n
    CROSS JOIN LATERAL (SELECT (${DAYS} * n / ${missing} + 1) * interval '1 day' AS back) b
    JOIN (
      SELECT id, row_number() OVER (ORDER BY id) - 1 AS i FROM matters WHERE closed_at IS NOT NULL AND status <> 'merged'
    ) o ON o.i = n % (SELECT count(*) FROM matters WHERE closed_at IS NOT NULL AND status <> 'merged')`)
  for (const { table, matter, columns } of tables)
    await withoutIndexes(client, [table], () => copyRows(client, table, matter, columns))
  // Counters follow events; those of the past are taken as counted.
  await client.query(`
    INSERT INTO event_readers (county_id, name, xid, seq)
    SELECT c.county_id, r.name, e.xid, e.seq
    FROM counties c CROSS JOIN (VALUES ('counters'), ('webhooks')) AS r(name)
    CROSS JOIN LATERAL (SELECT xid, seq FROM events WHERE county_id = c.county_id ORDER BY xid DESC, seq DESC LIMIT 1) e
    ON CONFLICT (county_id, name) DO UPDATE SET xid = excluded.xid, seq = excluded.seq`)
  await client.query(`
    UPDATE matters m SET closed_at = NULL, status = 'dispatched', due_at = now() + interval '3 days'
    FROM copies c WHERE c.n <= ${open} AND m.id = c.id`)
  await client.query('DROP TABLE copies')
  await client.query('VACUUM ANALYZE')
  await client.query('CHECKPOINT')
}

async function copyRows(
  client: pg.Client,
  table: string,
  matter: string,
  changed: Readonly<Record<string, string>>,
): Promise<void> {
  const { rows } = await client.query<{ name: string; type: string }>(
    `SELECT column_name AS name, data_type AS type FROM information_schema.columns
     WHERE table_schema = 'public' AND table_name = $1 AND is_generated = 'NEVER'`,
    [table],
  )
  const columns = rows.filter(({ name }) => changed[name] !== '')
  const value = ({ name, type }: { name: string; type: string }) =>
    changed[name] ?? (type === 'timestamp with time zone' ? `t.${name} - c.back` : `t.${name}`)
  await client.query(`
    INSERT INTO ${table} (${columns.map(({ name }) => name).join(', ')})
    SELECT ${columns.map(value).join(', ')} FROM copies c JOIN ${table} t ON t.${matter} = c.original ORDER BY c.n`)
}
