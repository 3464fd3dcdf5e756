/** Where rows of one sheet go: those that are repeated take several, all below them move down. */
export class RowShift {
  readonly #grown: readonly { readonly row: number; readonly more: number }[]

  /** `copies`: how many rows each repeated row takes, at least one. */
  constructor(copies: ReadonlyMap<number, number> = new Map()) {
    this.#grown = [...copies]
      .map(([row, count]) => ({ row, more: count - 1 }))
      .filter(({ more }) => more > 0)
      .toSorted((a, b) => a.row - b.row)
  }

  /** The row itself, or the first of its copies. */
  first(row: number): number {
    let moved = row
    for (const one of this.#grown) if (one.row < row) moved += one.more
    return moved
  }
  /** The row itself, or the last of its copies. */
  last(row: number): number {
    return this.first(row) + (this.#grown.find((one) => one.row === row)?.more ?? 0)
  }
  get isStill(): boolean {
    return this.#grown.length === 0
  }
}

export interface CellAt {
  readonly column: number
  readonly row: number
}

export function columnName(column: number): string {
  let name = ''
  for (let rest = column + 1; rest > 0; rest = Math.floor((rest - 1) / 26))
    name = String.fromCharCode(65 + ((rest - 1) % 26)) + name
  return name
}

export const columnNumber = (letters: string) =>
  [...letters].reduce((number, letter) => number * 26 + letter.charCodeAt(0) - 64, 0) - 1

const cellForm = /^\$?([A-Z]{1,3})\$?(\d{1,7})$/

/** `B7`, also `$B$7`; null for anything else. Columns count from 0, rows as on the sheet. */
export function cellAt(reference: string): CellAt | null {
  const [, letters, row] = cellForm.exec(reference) ?? []
  return letters === undefined ? null : { column: columnNumber(letters), row: Number(row) }
}

export const cellName = ({ column, row }: CellAt) => `${columnName(column)}${row}`

/** `B7:D9` or `B7` → its corners. */
export function rangeOf(reference: string): { from: CellAt; to: CellAt } | null {
  const [start = '', end = start] = reference.split(':')
  const [from, to] = [cellAt(start), cellAt(end)]
  return from && to ? { from, to } : null
}

/** Ranges as attributes hold them, one beside the other: `A1:B2 D5`. What held for a repeated row holds for its copies. */
export const shiftRanges = (ranges: string, shift: RowShift): string =>
  ranges
    .split(' ')
    .map((range) => shiftFormula(range, () => shift, '', { wide: true }))
    .join(' ')

// Words in quotes; else a reference, to another sheet or this one: a cell, a range of cells, or whole rows.
const tokens =
  /"(?:[^"]|"")*"|(?<![\p{L}\p{N}_.$:\]])(?:('(?:[^']|'')+'|[\p{L}_\\][\p{L}\p{N}_.]*)!)?(?:(\$?[A-Z]{1,3})(\$?)(\d{1,7})(?::(\$?[A-Z]{1,3})(\$?)(\d{1,7}))?|(\$?)(\d{1,7}):(\$?)(\d{1,7}))(?![\p{L}\p{N}_(.!])/gu

// One cell alone in one of these means "what stands there, however many": `=SUM(C5)` below a row that is repeated.
const aggregate = /\b(?:SUM|COUNT|COUNTA|AVERAGE|MAX|MIN)\($/i

interface Shifting {
  /** The formula stands in a repeated row itself: references to that row follow each copy. */
  readonly copy?: { readonly row: number; readonly to: number } | undefined
  /** One cell of a repeated row means all its copies: where ranges are meant, not values. */
  readonly wide?: boolean
}

/**
 * A formula after its rows have moved. A reference to a row that was repeated means its first copy, a range all of them.
 * @param shiftOf by sheet name; `own` is the sheet of references without one.
 */
export function shiftFormula(
  formula: string,
  shiftOf: (sheet: string) => RowShift | undefined,
  own: string,
  { copy, wide = false }: Shifting = {},
): string {
  return formula.replaceAll(tokens, (whole: string, ...found: (string | number | undefined)[]) => {
    if (whole.startsWith('"')) return whole
    const text = (at: number) => String(found[at] ?? '')
    const sheet = found[0] === undefined ? own : text(0).replace(/^'|'$/g, '').replaceAll("''", "'")
    const shift = shiftOf(sheet)
    if (!shift) return whole
    const prefix = found[0] === undefined ? '' : `${text(0)}!`
    const follows = (row: number, fixed: string) => copy?.row === row && sheet === own && fixed === ''
    if (found[8] !== undefined) {
      const [from, to] = [Number(found[8]), Number(found[10])]
      return `${prefix}${text(7)}${shift.first(from)}:${text(9)}${shift.last(to)}`
    }
    const [column, fixed, row] = [text(1), text(2), Number(found[3])]
    if (found[4] === undefined) {
      if (follows(row, fixed)) return `${prefix}${column}${copy?.to}`
      const [first, last] = [shift.first(row), shift.last(row)]
      const [at, end] = [Number(found[11]), Number(found[11]) + whole.length]
      const isAlone = wide || (aggregate.test(formula.slice(0, at)) && formula[end] === ')')
      return `${prefix}${column}${fixed}${first}${isAlone && last > first ? `:${column}${fixed}${last}` : ''}`
    }
    const [endColumn, endFixed, endRow] = [text(4), text(5), Number(found[6])]
    const from = follows(row, fixed) ? copy?.to : shift.first(row)
    const to = follows(endRow, endFixed) ? copy?.to : shift.last(endRow)
    return `${prefix}${column}${fixed}${from}:${endColumn}${endFixed}${to}`
  })
}

/** A formula copied from one cell into another: what is not fixed by `$` moves along. */
export function translateFormula(formula: string, columns: number, rows: number): string {
  return formula.replaceAll(tokens, (whole: string) => {
    if (whole.startsWith('"')) return whole
    const bang = whole.lastIndexOf('!') + 1
    const moved = whole
      .slice(bang)
      .replaceAll(/(\$?)([A-Z]{1,3})(\$?)(\d{1,7})/g, (_cell, a: string, letters: string, b: string, row: string) => {
        const column = a === '' ? columnName(Math.max(0, columnNumber(letters) + columns)) : letters
        return `${a}${column}${b}${b === '' ? Math.max(1, Number(row) + rows) : row}`
      })
    return whole.slice(0, bang) + moved
  })
}
