import { mergesOf, rowsOf, type SheetCell, textNode, textRuns } from './cells.ts'
import { rootOf, type Workbook } from './package.ts'
import { cellAt, cellName } from './references.ts'
import { attributesOf, childrenOf, decoded, findChild, findChildren, rawText, type XmlNode } from './xml.ts'

/** A place of a workbook that wants a value: words in a cell between `{{` and `}}`, or a cell that has a name. */
export interface Mark {
  readonly sheet: string
  /** `C5`; empty for the header and footer of a sheet. */
  readonly cell: string
  readonly name: string
  readonly by: 'text' | 'name'
}

export interface FoundMarks {
  readonly marks: Mark[]
  /** Cells in which a mark was begun and not ended, or the other way round. */
  readonly unfinished: Pick<Mark, 'sheet' | 'cell'>[]
}

// Chinese keyboards write the braces full-width.
export const markForm = /(?:\{\{|｛｛)\s*([^{}｛｝]{1,80}?)\s*(?:\}\}|｝｝)/g
const halfMark = /\{\{|\}\}|｛｛|｝｝/

/** Names are one whatever their width, case and spaces. */
export const markName = (written: string) => written.normalize('NFKC').replaceAll(/\s/g, '').toLowerCase()

export const cellWords = (workbook: Workbook, cell: SheetCell): string => {
  const text = textNode(workbook, cell)
  return text ? decoded(textRuns(text).map(rawText).join('')) : ''
}

/** Names that stand for one cell of a sheet. What spreadsheets name by themselves, and what is hidden, is theirs. */
export function namedCells({ xml, sheets }: Workbook): Mark[] {
  const names = findChildren(childrenOf(findChild(childrenOf(rootOf(xml)), 'definedNames') ?? {}), 'definedName')
  return names.flatMap((node) => {
    const { name = '', hidden, localSheetId: _local } = attributesOf(node)
    const [, sheet, from, to] =
      /^('(?:[^']|'')+'|[^'!]+)!(\$?[A-Z]{1,3}\$?\d{1,7})(?::(\$?[A-Z]{1,3}\$?\d{1,7}))?$/.exec(
        decoded(rawText(node)).trim(),
      ) ?? []
    const at = from === undefined ? null : cellAt(from)
    if (sheet === undefined || at === null || name.startsWith('_') || hidden === '1') return []
    const title = sheet.replace(/^'|'$/g, '').replaceAll("''", "'")
    const part = sheets.find((one) => one.name === title)
    // A range is a cell only where its cells were merged into one.
    const isOne = to === undefined || to === from || part?.xml === undefined || isMerged(part.xml, at, cellAt(to))
    return part && isOne ? [{ sheet: title, cell: cellName(at), name: decoded(name), by: 'name' as const }] : []
  })
}

const isMerged = (
  xml: readonly XmlNode[],
  from: { column: number; row: number },
  to: { column: number; row: number } | null,
) =>
  mergesOf(xml).some(
    (merge) => cellName(merge.from) === cellName(from) && to !== null && cellName(merge.to) === cellName(to),
  )

/** Header and footer of a sheet, by page kind. */
export const margins = (xml: readonly XmlNode[]): XmlNode[] =>
  childrenOf(findChild(childrenOf(rootOf(xml)), 'headerFooter') ?? {}).filter((node) => rawText(node) !== '')

export function findMarks(workbook: Workbook): FoundMarks {
  const found: FoundMarks = { marks: namedCells(workbook), unfinished: [] }
  for (const { name: sheet, xml } of workbook.sheets) {
    const look = (cell: string, words: string) => {
      for (const [, name = ''] of words.matchAll(markForm)) found.marks.push({ sheet, cell, name, by: 'text' })
      if (halfMark.test(words.replaceAll(markForm, ''))) found.unfinished.push({ sheet, cell })
    }
    for (const { cells } of rowsOf(xml)) for (const cell of cells) look(cellName(cell.at), cellWords(workbook, cell))
    for (const margin of margins(xml)) look('', decoded(rawText(margin)))
  }
  return found
}
