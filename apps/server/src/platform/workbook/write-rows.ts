import type { SheetCell } from './cells.ts'
import type { FilledRow, FilledSheet, ShiftOf } from './fill.ts'
import { cellXml, type CellValue, type Filling, type ListRow, type Meaning } from './filling.ts'
import type { Numbers } from './numbers.ts'
import type { Workbook } from './package.ts'
import { type CellAt, cellName, shiftFormula, shiftRanges, translateFormula } from './references.ts'
import { attributesOf, buildXml, childrenOf, decoded, encoded, findChild, rawText, type XmlNode } from './xml.ts'

/** Text of a row, or what makes it once every number is known. */
type Piece = string | (() => string)

interface Place {
  readonly sheet: FilledSheet
  readonly shiftOf: ShiftOf
  readonly numbers: Numbers
  readonly days: ReadonlySet<number>
  readonly shared: ReadonlyMap<string, { readonly at: CellAt; readonly formula: string }>
}

/** The rows of a sheet with their values, those of lists repeated. */
export function writeRows(
  workbook: Workbook,
  sheet: FilledSheet,
  filling: Filling,
  shiftOf: ShiftOf,
  numbers: Numbers,
): Piece[] {
  const place: Place = { sheet, shiftOf, numbers, days: workbook.dateStyles, shared: sharedFormulas(sheet) }
  const pieces: Piece[] = []
  for (const row of sheet.rows) {
    const first = sheet.shift.first(row.from.row)
    // A list without rows leaves its row empty: what refers to it would else refer to nothing.
    const lines: readonly (ListRow | null)[] = row.list === null || row.list.length === 0 ? [null] : row.list
    const isRepeated = row.list !== null
    for (const [index, line] of lines.entries()) {
      const value = ({ list, key }: Meaning): CellValue => (list === null ? filling.value(key) : (line?.(key) ?? null))
      pieces.push(...writeRow(place, row, first + index, isRepeated, value))
    }
  }
  return pieces
}

function* writeRow(
  place: Place,
  row: FilledRow,
  number: number,
  isRepeated: boolean,
  value: (meaning: Meaning) => CellValue,
): Generator<Piece> {
  yield `<row${written(attributesOf(row.from.node), { r: String(number) })}>`
  for (const cell of row.from.cells) {
    const at = { column: cell.at.column, row: number }
    const template = row.templates.get(cell)
    const { t, r: _r, ...rest } = attributesOf(cell.node)
    if (template) {
      const isDay = place.days.has(Number(rest['s'] ?? 0))
      const { xml, number: held } = cellXml(written({ r: cellName(at), ...rest }), template, isDay, value)
      place.numbers.set(place.sheet.part.name, at.column, number, held)
      yield xml
    } else if (findChild(childrenOf(cell.node), 'f')) yield* writeFormula(place, cell, at, isRepeated)
    else {
      const held = rawText(findChild(childrenOf(cell.node), 'v') ?? {})
      const isNumber = t === undefined || t === 'n'
      if (held !== '') place.numbers.set(place.sheet.part.name, at.column, number, isNumber ? Number(held) : Number.NaN)
      yield `<c${written({ r: cellName(at), ...rest, ...(t === undefined ? {} : { t }) })}>${buildXml(childrenOf(cell.node))}</c>`
    }
  }
  yield '</row>'
}

function* writeFormula(
  { sheet, shiftOf, numbers, shared }: Place,
  cell: SheetCell,
  at: CellAt,
  isRepeated: boolean,
): Generator<Piece> {
  const node = findChild(childrenOf(cell.node), 'f') ?? {}
  const { t, ref, si, ...own } = attributesOf(node)
  const { name } = sheet.part
  const { t: _t, r: _r, ...rest } = attributesOf(cell.node)
  const master = t === 'shared' ? shared.get(si ?? '') : undefined
  const formula = master
    ? translateFormula(master.formula, cell.at.column - master.at.column, cell.at.row - master.at.row)
    : decoded(rawText(node))
  const moved = shiftFormula(formula, shiftOf, name, {
    copy: isRepeated ? { row: cell.at.row, to: at.row } : undefined,
  })
  const kind: Record<string, string> =
    t === undefined || t === 'shared' ? {} : { t, ...(ref === undefined ? {} : { ref: shiftRanges(ref, sheet.shift) }) }
  if (t === undefined || t === 'shared') numbers.setFormula(name, at.column, at.row, moved)
  const attributes = written({ r: cellName(at), ...rest })
  const inner = `<f${written({ ...own, ...kind })}>${encoded(moved)}</f>`
  yield () => {
    const worth = numbers.at(name, at.column, at.row)
    return `<c${attributes}>${inner}${worth === null || Number.isNaN(worth) ? '' : `<v>${worth}</v>`}</c>`
  }
}

/** Formulas that stand once for several cells, by their number. */
function sharedFormulas({ rows }: FilledSheet): Map<string, { at: CellAt; formula: string }> {
  const shared = new Map<string, { at: CellAt; formula: string }>()
  for (const { from } of rows)
    for (const { node, at } of from.cells) {
      const formula: XmlNode | undefined = findChild(childrenOf(node), 'f')
      const { t, si } = formula ? attributesOf(formula) : {}
      const text = formula ? decoded(rawText(formula)) : ''
      if (t === 'shared' && si !== undefined && text !== '') shared.set(si, { at, formula: text })
    }
  return shared
}

/** Attributes as they are written, values as they were read. */
const written = (attributes: Readonly<Record<string, string>>, changes: Readonly<Record<string, string>> = {}) =>
  Object.entries({ ...attributes, ...changes })
    .map(([name, value]) => ` ${name}="${value}"`)
    .join('')
