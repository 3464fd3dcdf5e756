import { cellAt, rangeOf } from './references.ts'

/** What a cell holds as a number; null for nothing, NaN for words or a formula that is not understood. */
export type NumberAt = (sheet: string, column: number, row: number) => number | null

const form =
  /\s*(?:((?:'(?:[^']|'')+'|[\p{L}_][\p{L}\p{N}_.]*)!)?(\$?[A-Z]{1,3}\$?\d{1,7}(?::\$?[A-Z]{1,3}\$?\d{1,7})?)(?![\p{L}\p{N}_(])|(\d+(?:\.\d+)?)|([A-Z]+)(?=\()|([-+*/(),]))/uy

type Token =
  | { readonly kind: 'range'; readonly sheet: string; readonly reference: string }
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'function' | 'sign'; readonly word: string }

const functions: Readonly<Record<string, (numbers: readonly number[]) => number | null>> = {
  SUM: (numbers) => numbers.reduce((sum, one) => sum + one, 0),
  COUNT: (numbers) => numbers.length,
  MAX: (numbers) => numbers.reduce((most, one) => Math.max(most, one), numbers[0] ?? 0),
  MIN: (numbers) => numbers.reduce((least, one) => Math.min(least, one), numbers[0] ?? 0),
  AVERAGE: (numbers) => (numbers.length === 0 ? null : numbers.reduce((sum, one) => sum + one, 0) / numbers.length),
}

/** Cells of one range that are still looked at; whole columns are left to the spreadsheet. */
const MOST_CELLS = 1_000_000

/** Thrown inside only: the formula is none of the plain ones. */
class Unknown extends Error {}

/**
 * Sums and the like, as totals of a report are written: what comes of them is put beside the formula, for those who look
 * at the file in something that works nothing out. Null for any formula beyond that; a spreadsheet works it out itself.
 */
export function worth(formula: string, own: string, numberAt: NumberAt): number | null {
  try {
    const reader = new Reader(tokensOf(formula, own), numberAt)
    const value = reader.sum()
    return reader.isAtEnd && Number.isFinite(value) ? value : null
  } catch (error) {
    if (error instanceof Unknown) return null
    throw error
  }
}

function tokensOf(formula: string, own: string): Token[] {
  const tokens: Token[] = []
  const text = formula.trim()
  form.lastIndex = 0
  while (form.lastIndex < text.length) {
    const found = form.exec(text)
    if (!found) throw new Unknown()
    const [, prefix, reference, number, word, sign] = found
    const sheet = prefix === undefined ? own : prefix.slice(0, -1).replace(/^'|'$/g, '').replaceAll("''", "'")
    if (reference !== undefined) tokens.push({ kind: 'range', sheet, reference })
    else if (number !== undefined) tokens.push({ kind: 'number', value: Number(number) })
    else if (word !== undefined) tokens.push({ kind: 'function', word })
    else tokens.push({ kind: 'sign', word: sign ?? '' })
  }
  return tokens
}

class Reader {
  readonly #tokens: Token[]
  readonly #numberAt: NumberAt
  #at = 0
  constructor(tokens: Token[], numberAt: NumberAt) {
    this.#tokens = tokens
    this.#numberAt = numberAt
  }
  get isAtEnd(): boolean {
    return this.#at === this.#tokens.length
  }

  sum(): number {
    let value = this.#product()
    for (let sign = this.#sign('+', '-'); sign; sign = this.#sign('+', '-'))
      value += sign === '+' ? this.#product() : -this.#product()
    return value
  }

  #product(): number {
    let value = this.#single()
    for (let sign = this.#sign('*', '/'); sign; sign = this.#sign('*', '/'))
      value = sign === '*' ? value * this.#single() : value / this.#single()
    return value
  }

  #single(): number {
    if (this.#sign('-')) return -this.#single()
    if (this.#sign('(')) {
      const value = this.sum()
      this.#expect(')')
      return value
    }
    const token = this.#tokens[this.#at++]
    if (token?.kind === 'number') return token.value
    if (token?.kind === 'function') return this.#called(token.word)
    const at = token?.kind === 'range' ? cellAt(token.reference) : null
    if (token?.kind !== 'range' || at === null) throw new Unknown()
    return this.#numberAt(token.sheet, at.column, at.row) ?? 0
  }

  #called(name: string): number {
    const numbers: number[] = []
    this.#expect('(')
    do {
      const token = this.#tokens[this.#at]
      const range = token?.kind === 'range' ? rangeOf(token.reference) : null
      if (token?.kind === 'range' && range) {
        this.#at++
        const [wide, high] = [range.to.column - range.from.column + 1, range.to.row - range.from.row + 1]
        if (wide * high > MOST_CELLS) throw new Unknown()
        for (let row = range.from.row; row <= range.to.row; row++)
          for (let { column } = range.from; column <= range.to.column; column++) {
            const number = this.#numberAt(token.sheet, column, row)
            if (number !== null && !Number.isNaN(number)) numbers.push(number)
          }
      } else numbers.push(this.sum())
    } while (this.#sign(','))
    this.#expect(')')
    const value = functions[name]?.(numbers) ?? null
    if (value === null) throw new Unknown()
    return value
  }

  #sign<S extends string>(...signs: readonly S[]): S | null {
    const token = this.#tokens[this.#at]
    const found = token?.kind === 'sign' ? signs.find((sign) => sign === token.word) : undefined
    if (found === undefined) return null
    this.#at++
    return found
  }

  #expect(sign: string): void {
    if (!this.#sign(sign)) throw new Unknown()
  }
}
