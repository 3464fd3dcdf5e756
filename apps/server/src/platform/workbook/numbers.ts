import { worth } from './formulas.ts'

/** The numbers of a filled workbook, to work its plain formulas out by. */
export class Numbers {
  readonly #sheets = new Map<string, Map<number, number | string>>()
  readonly #open = new Set<string>()

  /** NaN stands for words. */
  set(sheet: string, column: number, row: number, number: number | null): void {
    if (number !== null) this.#cellsOf(sheet).set(place(column, row), number)
  }

  setFormula(sheet: string, column: number, row: number, formula: string): void {
    this.#cellsOf(sheet).set(place(column, row), formula)
  }

  /** Null for nothing; NaN for words, a circle, or a formula beyond sums and the like. */
  at(sheet: string, column: number, row: number): number | null {
    const cells = this.#cellsOf(sheet)
    const held = cells.get(place(column, row))
    if (typeof held !== 'string') return held ?? null
    const key = `${sheet} ${place(column, row)}`
    if (this.#open.has(key)) return Number.NaN
    this.#open.add(key)
    const value = worth(held, sheet, (...at) => this.at(...at)) ?? Number.NaN
    this.#open.delete(key)
    cells.set(place(column, row), value)
    return value
  }

  #cellsOf(sheet: string): Map<number, number | string> {
    let cells = this.#sheets.get(sheet)
    if (!cells) this.#sheets.set(sheet, (cells = new Map()))
    return cells
  }
}

/** No sheet has more columns than this. */
const COLUMNS = 16_384
const place = (column: number, row: number) => row * COLUMNS + column
