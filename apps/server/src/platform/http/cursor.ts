import { Id, LocalDate, optionalText } from '@linli/contract/common'
import { z } from 'zod'
import { Problem } from '../problem/problem.ts'

type Key = string | number | boolean | null

/** Keyset of the last row of a page, opaque to the client. */
export function encodeCursor(values: readonly Key[]): string {
  return Buffer.from(JSON.stringify(values)).toString('base64url')
}

/** What an ordering column holds. An instant is PostgreSQL's own text for it, with all its digits. */
const kinds = {
  id: Id,
  text: optionalText(1_000),
  flag: z.boolean(),
  number: z.number().int(),
  date: LocalDate,
  instant: z.string().refine((text) => text === 'infinity' || isoInstant.safeParse(isoText(text)).success),
}
type KeyKind = keyof typeof kinds
const isoInstant = z.iso.datetime({ offset: true })
const isoText = (text: string) => text.replace(' ', 'T').replace(/([+-]\d\d)$/, '$1:00')

/** The values that `encodeCursor` was given, each of its column's kind; anything else is the caller's fault. */
export function decodeCursor<const K extends readonly KeyKind[]>(
  cursor: string,
  of: K,
): { [I in keyof K]: z.infer<(typeof kinds)[K[I]]> } {
  const fault = () => new Problem('input.invalid', undefined, [{ path: 'cursor', rule: 'cursor' }])
  let values: unknown
  try {
    values = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))
  } catch {
    throw fault()
  }
  if (!Array.isArray(values) || values.length !== of.length) throw fault()
  const given: readonly unknown[] = values
  if (!of.every((kind, index) => kinds[kind].safeParse(given[index]).success)) throw fault()
  // Checked value by value just now.
  return given as { [I in keyof K]: z.infer<(typeof kinds)[K[I]]> }
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
