import { textRuns } from './cells.ts'
import { markForm, markName } from './marks.ts'
import { childrenOf, buildXml, decoded, encoded, findChild, rawText, tagOf, type XmlNode } from './xml.ts'

export type CellValue = string | number | { readonly day: string } | null

/** What a mark stands for: a value, or a column of a list whose rows are written one below the other. */
export interface Meaning {
  readonly list: string | null
  readonly key: string
}

/** One row of a list, by the keys of its columns. */
export type ListRow = (key: string) => CellValue

export interface Filling {
  /** Null for a name that is nobody's: such a mark stays as it is. `name` is as `markName` makes it. */
  meaning(name: string): Meaning | null
  value(key: string): CellValue
  rows(list: string): readonly ListRow[]
  /** Words to stand below everything on a sheet that holds this list; null for none. */
  footnote?(list: string): string | null
}

type Piece = string | Meaning

interface Run {
  /** Its look, as XML; null for words without one of their own. */
  readonly look: string | null
  readonly pieces: readonly Piece[]
}

/** A cell's words with what is to stand in the place of its marks. */
export interface CellTemplate {
  readonly runs: readonly Run[]
  /** The cell is this one mark and nothing else: then it becomes a number or a day, not words. */
  readonly only: Meaning | null
  readonly lists: readonly string[]
}

/** Null for words without a mark that means something. */
export function templateOf(text: XmlNode, filling: Filling): CellTemplate | null {
  const nodes = textRuns(text)
  const raws = nodes.map(rawText)
  const whole = raws.join('')
  const meanings: { from: number; to: number; meaning: Meaning }[] = []
  for (const found of whole.matchAll(markForm)) {
    const meaning = filling.meaning(markName(decoded(found[1] ?? '')))
    if (meaning) meanings.push({ from: found.index, to: found.index + found[0].length, meaning })
  }
  if (meanings.length === 0) return null
  const first = meanings[0]
  const isWhole = meanings.length === 1 && first !== undefined && whole.trim().length === first.to - first.from
  let start = 0
  const runs = nodes.map((node, index): Run => {
    const end = start + (raws[index] ?? '').length
    const pieces = piecesBetween(whole, start, end, meanings)
    start = end
    return { look: lookOf(text, node), pieces }
  })
  return {
    runs,
    only: isWhole ? first.meaning : null,
    lists: [...new Set(meanings.flatMap(({ meaning }) => meaning.list ?? []))],
  }
}

// A mark may run through several runs (a spreadsheet changes the font between letters and signs): it belongs to the first.
function piecesBetween(
  whole: string,
  start: number,
  end: number,
  meanings: readonly { from: number; to: number; meaning: Meaning }[],
): Piece[] {
  const pieces: Piece[] = []
  let at = start
  for (const { from, to, meaning } of meanings) {
    if (to <= at || from >= end) continue
    if (from > at) pieces.push(whole.slice(at, from))
    if (from >= start) pieces.push(meaning)
    at = Math.min(to, end)
  }
  if (at < end) pieces.push(whole.slice(at, end))
  return pieces
}

function lookOf(text: XmlNode, run: XmlNode): string | null {
  const parent = childrenOf(text).find((node) => tagOf(node) === 'r' && childrenOf(node).includes(run))
  const look = parent && findChild(childrenOf(parent), 'rPr')
  return look ? buildXml([look]) : null
}

const asWords = (value: CellValue) => (value === null ? '' : typeof value === 'object' ? value.day : String(value))

/** A cell as it is written, and what formulas find in it: NaN for words, null for nothing. */
interface Written {
  readonly xml: string
  readonly number: number | null
}

/** `value` answers for each meaning. Words are written into the cell itself, so that no other cell shares them. */
export function cellXml(
  attributes: string,
  template: CellTemplate,
  isDay: boolean,
  value: (meaning: Meaning) => CellValue,
): Written {
  if (template.only) return valueXml(attributes, value(template.only), isDay)
  const runs = template.runs.map(({ look, pieces }) => {
    const words = pieces.map((piece) => (typeof piece === 'string' ? piece : encoded(asWords(value(piece))))).join('')
    const text = `<t xml:space="preserve">${words}</t>`
    return look === null && template.runs.length === 1 ? text : `<r>${look ?? ''}${text}</r>`
  })
  return { xml: `<c${attributes} t="inlineStr"><is>${runs.join('')}</is></c>`, number: Number.NaN }
}

/** A row of its own with these words in its first cell. */
export const wordsRow = (row: number, words: string) =>
  `<row r="${row}"><c r="A${row}" t="inlineStr"><is><t xml:space="preserve">${encoded(words)}</t></is></c></row>`

function valueXml(attributes: string, value: CellValue, isDay: boolean): Written {
  if (value === null || value === '') return { xml: `<c${attributes}/>`, number: null }
  const number = typeof value === 'number' ? value : typeof value === 'object' && isDay ? serialOf(value.day) : null
  if (number !== null) return { xml: `<c${attributes}><v>${number}</v></c>`, number }
  return {
    xml: `<c${attributes} t="inlineStr"><is><t xml:space="preserve">${encoded(asWords(value))}</t></is></c>`,
    number: Number.NaN,
  }
}

/** A spreadsheet's number of a day. */
const SERIAL_ZERO = Date.UTC(1899, 11, 30)
const serialOf = (day: string) => (Date.parse(`${day}T00:00:00Z`) - SERIAL_ZERO) / 86_400_000
