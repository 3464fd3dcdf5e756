import { Problem } from '../problem/problem.ts'

type Key = string | number | boolean | null

/** Keyset of the last row of a page, opaque to the client. */
export function encodeCursor(values: readonly Key[]): string {
  return Buffer.from(JSON.stringify(values)).toString('base64url')
}

/** The `count` values that `encodeCursor` was given; anything else is the caller's fault. */
export function decodeCursor(cursor: string, count: number): Key[] {
  const fault = () => new Problem('input.invalid', undefined, [{ path: 'cursor', rule: 'cursor' }])
  let values: unknown
  try {
    values = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))
  } catch {
    throw fault()
  }
  const isKey = (value: unknown): value is Key =>
    value === null || ['string', 'number', 'boolean'].includes(typeof value)
  if (!Array.isArray(values) || values.length !== count || !values.every(isKey)) throw fault()
  return values
}

/**
 * Cuts a result that was read with `limit + 1` rows into a page.
 * `keyOf` gives the ordering columns of a row, the unique one last.
 */
export function toPage<T>(rows: T[], limit: number, keyOf: (row: T) => Key[]): { items: T[]; next: string | null } {
  const items = rows.slice(0, limit)
  const last = items.at(-1)
  return { items, next: rows.length > limit && last ? encodeCursor(keyOf(last)) : null }
}
