import { Problem } from '../problem/problem.ts'
import type { TableRow } from './workbook-rows.ts'

/** A cell with more lines, or a longer line, is none that anybody wrote: its quote was never closed. */
const MOST_LINES = 50
const MOST_LETTERS = 100_000

/**
 * The rows of a text of comma-separated cells, as it flows. A quote that nobody closed spoils its own line, which is marked
 * `isBroken`, and none of those behind it. `line` is the first that a row stands on.
 * @throws Problem `import.unreadable`
 */
export async function* csvRows(text: AsyncIterable<string>): AsyncGenerator<TableRow> {
  /** Lines of a row that may go on. */
  let open: string[] = []
  let line = 0
  let width = 0
  /** The first of them was broken; the others are read anew, each by itself. */
  function* giveUp(): Generator<TableRow> {
    const [first = '', ...others] = open
    open = []
    line -= others.length
    yield { line, cells: first.replaceAll('"', '').split(','), isBroken: true }
    for (const other of others) yield* take(other)
  }
  function* take(next: string): Generator<TableRow> {
    line++
    open.push(next)
    const cells = open.length === 1 && !next.includes('"') ? next.split(',') : cellsOf(open)
    // A row over several lines is as wide as the others: else a later quote has closed the one that was left open.
    const isRow = typeof cells !== 'string' && (open.length === 1 || width === 0 || cells.length === width)
    if (isRow) {
      width = Math.max(width, cells.length)
      const at = line - open.length + 1
      open = []
      yield { line: at, cells }
    } else if (cells !== 'open' || open.length === MOST_LINES) yield* giveUp()
  }
  for await (const next of linesOf(text)) yield* take(next)
  while (open.length > 0) yield* giveUp()
}

async function* linesOf(text: AsyncIterable<string>): AsyncGenerator<string> {
  let rest = ''
  let read = 0
  let end: string | null = null
  for await (const piece of text) {
    rest += piece
    // Whether a return at the end of a piece stands alone shows with the next.
    end ??= /\r(?=[^\n])|\n/.exec(rest)?.[0] ?? null
    const lines = end === null ? [rest] : rest.split(end)
    rest = lines.pop() ?? ''
    read += lines.length
    for (const one of lines) yield one.replace(/\r$/, '')
    if (rest.length > MOST_LETTERS) throw new Problem('import.unreadable', { reason: 'csv', line: read + 1 })
  }
  if (rest !== '') yield rest.replace(/\r$/, '')
}

/**
 * `open`: the last quote was not closed yet. What stands behind a closed quote, or a quote within a cell, is taken as a
 * spreadsheet does, as more of the cell; but over several lines that is `bad`.
 */
function cellsOf(lines: readonly string[]): string[] | 'open' | 'bad' {
  const record = lines.join('\n')
  const cells: string[] = []
  for (let at = 0; ; at++) {
    let cell = ''
    const isQuoted = record[at] === '"'
    if (isQuoted) {
      for (let from = at + 1; ; from = at + 1) {
        at = record.indexOf('"', from)
        if (at === -1) return 'open'
        cell += record.slice(from, at++)
        if (record[at] !== '"') break
        cell += '"'
      }
    }
    const comma = record.indexOf(',', at)
    const rest = record.slice(at, comma === -1 ? undefined : comma)
    if (lines.length > 1 && (isQuoted ? rest !== '' : rest.includes('"'))) return 'bad'
    cells.push(cell + rest)
    if (comma === -1) return cells
    at = comma
  }
}
