import { columnNumber } from '../workbook/references.ts'
import { decoded } from '../workbook/xml.ts'

/** What cells point at. */
export interface Look {
  readonly texts: readonly string[]
  /** Styles that show a number as a day. */
  readonly dateStyles: ReadonlySet<number>
  readonly since1904: boolean
  /** Whether a formula without a result is given as it stands. */
  readonly formulas: boolean
}

const cellForm = /<c\b([^>]*?)(?:\/>|>([\s\S]*?)<\/c>)/g
const valueForm = /<v\b[^>]*>([\s\S]*?)<\/v>/
const formulaForm = /<f\b[^>]*?(?:\/>|>([\s\S]*?)<\/f>)/
/** How a word is pronounced stands beside it and is no part of it. */
const pronounced = /<rPh\b[\s\S]*?<\/rPh>/g
const textForm = /<t\b[^>]*?(?:\/>|>([\s\S]*?)<\/t>)/g

/** The cells of a `<row>` by their columns, as text. */
export function cellsIn(row: string, look: Look): string[] {
  const cells: string[] = []
  let column = -1
  for (const [, attributes = '', inner = ''] of row.matchAll(cellForm)) {
    const letters = /\br="([A-Z]{1,3})/.exec(attributes)?.[1]
    column = letters === undefined ? column + 1 : columnNumber(letters)
    const text = inner === '' ? '' : cellText(attributes, inner, look)
    while (cells.length < column) cells.push('')
    cells[column] = text
  }
  return cells
}

export const wordsOf = (element: string): string => {
  const plain = element.includes('<rPh') ? element.replaceAll(pronounced, '') : element
  let words = ''
  for (const [, text = ''] of plain.matchAll(textForm)) words += text
  return decoded(words)
}

/** A whole number in an attribute of the element's first tag. */
export function numberIn(element: string, attribute: string): number | null {
  const tag = element.slice(0, element.indexOf('>'))
  const found = new RegExp(`\\s${attribute}="(\\d{1,8})"`).exec(tag)?.[1]
  return found === undefined ? null : Number(found)
}

function cellText(attributes: string, inner: string, { texts, dateStyles, since1904, formulas }: Look): string {
  const kind = /\bt="(\w+)"/.exec(attributes)?.[1] ?? 'n'
  if (kind === 'inlineStr') return wordsOf(inner)
  const value = valueForm.exec(inner)?.[1]
  // Nobody has opened the workbook since the formula was written: what it comes to is not known here.
  if (value === undefined || value === '')
    return formulas && inner.includes('<f') ? `=${decoded(formulaForm.exec(inner)?.[1] ?? '')}` : ''
  if (kind === 's') return texts[Number(value)] ?? ''
  if (kind === 'b') return value === '1' ? 'true' : 'false'
  if (kind === 'd') return value.slice(0, 16).replace('T', ' ')
  if (kind !== 'n') return decoded(value)
  const number = Number(value)
  const style = /\bs="(\d{1,6})"/.exec(attributes)?.[1]
  if (style !== undefined && dateStyles.has(Number(style))) return dayText(number, since1904) ?? value
  // More digits than a number holds: that it was rounded must not be lost with them.
  return Number.isInteger(number) && !Number.isSafeInteger(number) ? number.toExponential() : String(number)
}

const DAY = 86_400_000
const LAST_DAY = 2_958_465
const ZERO = Date.UTC(1899, 11, 30)
const DAYS_TO_1904 = 1462

/** A spreadsheet's dates carry no zone; they are read as if in UTC. */
function dayText(days: number, since1904: boolean): string | null {
  const serial = days + (since1904 ? DAYS_TO_1904 : 0)
  if (!(serial >= 0 && serial <= LAST_DAY)) return null
  const minutes = Math.round(serial * 1440)
  return new Date(ZERO + minutes * (DAY / 1440)).toISOString().slice(0, 16).replace('T', ' ')
}
