import { mergesOf, rowsOf, shownText } from './cells.ts'
import { linksOf, partXml, rootOf, type Workbook } from './package.ts'
import { attributesOf, childrenOf, findChild, findChildren, type XmlNode } from './xml.ts'

/** A cell as a page shows it: what it says, how far it reaches, and the little of its look that helps to know it again. */
export interface ViewCell {
  readonly text: string
  readonly columns: number
  readonly rows: number
  readonly bold: boolean
  readonly align: 'left' | 'center' | 'right' | null
}

export interface SheetView {
  readonly name: string
  readonly rows: readonly { readonly row: number; readonly cells: readonly ViewCell[] }[]
  /** There are more rows or columns than are shown. */
  readonly more: boolean
}

const MOST_ROWS = 200
const MOST_COLUMNS = 40
const aligns = new Set(['left', 'center', 'right'])

/** What somebody sees who opens the workbook, without its colours. Hidden sheets are left out. */
export function viewOf(workbook: Workbook): SheetView[] {
  const looks = looksOf(workbook)
  return workbook.sheets
    .filter(({ isHidden }) => !isHidden)
    .map(({ name, xml }) => {
      const merges = new Map(mergesOf(xml).map((merge) => [`${merge.from.column} ${merge.from.row}`, merge]))
      const covered = new Set<string>()
      for (const { from, to } of merges.values())
        for (let row = from.row; row <= Math.min(to.row, MOST_ROWS); row++)
          for (let column = from.column; column <= Math.min(to.column, MOST_COLUMNS); column++)
            if (row !== from.row || column !== from.column) covered.add(`${column} ${row}`)
      const rows = rowsOf(xml)
      const height = rows.reduce((most, { row, cells }) => (cells.length > 0 ? Math.max(most, row) : most), 0)
      const width = rows.reduce((most, { cells }) => Math.max(most, (cells.at(-1)?.at.column ?? -1) + 1), 0)
      const shown = Array.from({ length: Math.min(height, MOST_ROWS) }, (_, index) => {
        const row = rows.find((one) => one.row === index + 1)
        const cells: ViewCell[] = []
        for (let column = 0; column < Math.min(width, MOST_COLUMNS); column++) {
          if (covered.has(`${column} ${index + 1}`)) continue
          const cell = row?.cells.find(({ at }) => at.column === column)
          const style = Number((cell && attributesOf(cell.node)['s']) ?? 0)
          const merge = merges.get(`${column} ${index + 1}`)
          const text = cell ? shownText(workbook, cell) : ''
          const isNumber = cell !== undefined && text !== '' && ['n', undefined].includes(attributesOf(cell.node)['t'])
          cells.push({
            text: isNumber ? numberText(Number(text), workbook.dateStyles.has(style)) : text,
            columns: merge ? Math.min(merge.to.column, MOST_COLUMNS - 1) - merge.from.column + 1 : 1,
            rows: merge ? Math.min(merge.to.row, MOST_ROWS) - merge.from.row + 1 : 1,
            bold: looks[style]?.bold ?? false,
            align: looks[style]?.align ?? (isNumber ? 'right' : null),
          })
        }
        return { row: index + 1, cells }
      })
      return { name, rows: shown, more: height > MOST_ROWS || width > MOST_COLUMNS }
    })
}

type Look = Pick<ViewCell, 'bold' | 'align'>

function looksOf({ entries, path }: Workbook): Look[] {
  const styles = [...linksOf(entries, path).values()].find(({ type }) => type.endsWith('/styles'))?.path
  if (styles === undefined || !entries.has(styles)) return []
  const sheet = childrenOf(rootOf(partXml(entries, styles)))
  const isBold = (font: XmlNode | undefined) => {
    const bold = font && findChild(childrenOf(font), 'b')
    return bold !== undefined && !['0', 'false'].includes(attributesOf(bold)['val'] ?? '1')
  }
  const fonts = findChildren(childrenOf(findChild(sheet, 'fonts') ?? {}), 'font').map(isBold)
  return findChildren(childrenOf(findChild(sheet, 'cellXfs') ?? {}), 'xf').map((node) => {
    const align = attributesOf(findChild(childrenOf(node), 'alignment') ?? {})['horizontal'] ?? ''
    return {
      bold: fonts[Number(attributesOf(node)['fontId'] ?? 0)] ?? false,
      // One of the three, or the spreadsheet's own way.
      align: aligns.has(align) ? (align as Look['align']) : null,
    }
  })
}

const SERIAL_ZERO = Date.UTC(1899, 11, 30)
const LAST_SERIAL = 2_958_465
const PRECISION = 10_000

function numberText(number: number, isDay: boolean): string {
  if (isDay && number >= 0 && number <= LAST_SERIAL)
    return new Date(SERIAL_ZERO + Math.floor(number) * 86_400_000).toISOString().slice(0, 10)
  return String(Math.round(number * PRECISION) / PRECISION)
}
