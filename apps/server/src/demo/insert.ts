import { sql } from 'kysely'
import type { DB, Tx } from '../platform/database/database.ts'

// The plugin that renames columns works on queries it builds; here the statement is text.
const snake = (name: string) => name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

/** Rows per statement: a list of several megabytes is parsed in one piece by the database. */
const BATCH = 2_000

/**
 * Writes rows in a few statements, one JSON parameter each: a VALUES list would pass the limit of parameters. All rows
 * have the columns of the first. Bytes are written as `\x…`.
 */
export async function insertRows(
  tx: Tx,
  table: keyof DB,
  rows: readonly Readonly<Record<string, unknown>>[],
): Promise<void> {
  const [first] = rows
  if (!first) return
  const keys = Object.keys(first)
  const columns = sql.raw(keys.map(snake).join(', '))
  const into = sql.raw(snake(table))
  for (let start = 0; start < rows.length; start += BATCH) {
    const batch = rows
      .slice(start, start + BATCH)
      .map((row) => Object.fromEntries(keys.map((key) => [snake(key), row[key]])))
    await sql`
      INSERT INTO ${into} (${columns})
      SELECT ${columns} FROM jsonb_populate_recordset(NULL::${into}, ${JSON.stringify(batch)}::jsonb)`.execute(tx)
  }
}
