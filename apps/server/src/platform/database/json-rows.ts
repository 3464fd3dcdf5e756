import { type RawBuilder, sql } from 'kysely'
import { camelName } from './naming.ts'

/**
 * The rows of a subquery as one JSON value, in their order: what belongs to a record comes with it in one statement,
 * instead of one round trip per table. Read them with `fromJsonRows`.
 */
export function rowsAsJson(query: RawBuilder<unknown>): RawBuilder<JsonRow[]> {
  return sql<JsonRow[]>`(SELECT coalesce(json_agg(x), '[]') FROM (${query}) x)`
}

export type JsonRow = Readonly<Record<string, unknown>>

/**
 * Rows of `rowsAsJson` as the same rows would have come by themselves: camel case names, instants in RFC 3339 with Z.
 * The caller says what they are; the columns are those that its query names.
 */
export function fromJsonRows<T>(rows: readonly JsonRow[]): T[] {
  return rows.map((row) => {
    const renamed: Record<string, unknown> = {}
    for (const column in row) {
      const value = row[column]
      const isInstant = typeof value === 'string' && (column === 'at' || column.endsWith('_at'))
      renamed[camelName(column)] = isInstant ? new Date(value).toISOString() : value
    }
    return renamed as T
  })
}
