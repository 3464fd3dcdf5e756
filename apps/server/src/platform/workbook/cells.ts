import { rootOf, type Workbook } from './package.ts'
import { cellAt, type CellAt, cellName, rangeOf } from './references.ts'
import {
  attributesOf,
  childrenOf,
  decoded,
  element,
  findChild,
  findChildren,
  rawText,
  tagOf,
  type XmlNode,
} from './xml.ts'

export interface SheetCell {
  readonly at: CellAt
  readonly node: XmlNode
}

export interface SheetRow {
  readonly row: number
  readonly node: XmlNode
  readonly cells: SheetCell[]
}

export interface Merge {
  readonly from: CellAt
  readonly to: CellAt
}

export const sheetData = (xml: readonly XmlNode[]) => findChild(childrenOf(rootOf(xml)), 'sheetData')

/** The rows of a sheet. Programs may leave out where rows and cells stand: then each follows the one before. */
export function rowsOf(xml: readonly XmlNode[]): SheetRow[] {
  let last = 0
  return findChildren(childrenOf(sheetData(xml) ?? {}), 'row').map((node) => {
    const attributes = attributesOf(node)
    const row = Number(attributes['r'] ?? last + 1)
    last = row
    attributes['r'] = String(row)
    let column = -1
    const cells = findChildren(childrenOf(node), 'c').map((cell) => {
      const own = attributesOf(cell)
      const at = cellAt(own['r'] ?? '') ?? { column: column + 1, row }
      column = at.column
      own['r'] = cellName(at)
      return { at, node: cell }
    })
    return { row, node, cells }
  })
}

export function mergesOf(xml: readonly XmlNode[]): Merge[] {
  return childrenOf(findChild(childrenOf(rootOf(xml)), 'mergeCells') ?? {}).flatMap((node) => {
    const range = rangeOf(attributesOf(node)['ref'] ?? '')
    return range ? [range] : []
  })
}

/** The element that holds a cell's words: `<is>` of its own, or an `<si>` that it shares; null for a number or a formula. */
export function textNode({ sharedTexts }: Workbook, { node }: SheetCell): XmlNode | null {
  const children = childrenOf(node)
  if (findChild(children, 'f')) return null
  const kind = attributesOf(node)['t']
  if (kind === 's') return sharedTexts[Number(rawText(findChild(children, 'v') ?? {}))] ?? null
  return kind === 'inlineStr' ? (findChild(children, 'is') ?? null) : null
}

/** Runs of a text with their `<t>` elements, in order; how they are pronounced is left out. */
export const textRuns = (text: XmlNode): XmlNode[] =>
  childrenOf(text).flatMap((node) => {
    if (tagOf(node) === 't') return [node]
    return tagOf(node) === 'r' ? findChildren(childrenOf(node), 't') : []
  })

/** What a cell shows, near enough: words, a number, or what its formula came to the last time. */
export function shownText(workbook: Workbook, cell: SheetCell): string {
  const text = textNode(workbook, cell)
  if (text) return decoded(textRuns(text).map(rawText).join(''))
  return decoded(rawText(findChild(childrenOf(cell.node), 'v') ?? {}))
}

/** The row's node, made where the sheet has none yet, in its place. */
export function rowAt(xml: readonly XmlNode[], rows: SheetRow[], row: number): SheetRow {
  const known = rows.find((one) => one.row === row)
  if (known) return known
  const made: SheetRow = { row, node: element('row', { r: String(row) }), cells: [] }
  const at = rows.findIndex((one) => one.row > row)
  rows.splice(at === -1 ? rows.length : at, 0, made)
  const data = sheetData(xml)
  if (data) data['sheetData'] = rows.map((one) => one.node)
  return made
}

/** The cell, made where the row has none yet, with the look of its row or column. */
export function cellIn(xml: readonly XmlNode[], row: SheetRow, column: number): SheetCell {
  const known = row.cells.find((one) => one.at.column === column)
  if (known) return known
  const at = { column, row: row.row }
  const style = attributesOf(row.node)['s'] ?? columnStyle(xml, column)
  const made = { at, node: element('c', { r: cellName(at), ...(style === undefined ? {} : { s: style }) }) }
  const place = row.cells.findIndex((one) => one.at.column > column)
  row.cells.splice(place === -1 ? row.cells.length : place, 0, made)
  row.node['row'] = row.cells.map((one) => one.node)
  return made
}

function columnStyle(xml: readonly XmlNode[], column: number): string | undefined {
  const columns = childrenOf(findChild(childrenOf(rootOf(xml)), 'cols') ?? {})
  const found = columns.find((node) => {
    const { min, max } = attributesOf(node)
    return Number(min) <= column + 1 && Number(max) >= column + 1
  })
  return found && attributesOf(found)['style']
}
