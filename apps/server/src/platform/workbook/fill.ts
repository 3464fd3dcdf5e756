import { cellIn, rowAt, rowsOf, type SheetCell, type SheetRow, textNode } from './cells.ts'
import { type CellTemplate, type Filling, type ListRow, templateOf, wordsRow } from './filling.ts'
import { markName, namedCells } from './marks.ts'
import { moveParts, moveSheet } from './move-parts.ts'
import { Numbers } from './numbers.ts'
import { packWorkbook, rootOf, type SheetPart, type Workbook } from './package.ts'
import { cellAt, RowShift } from './references.ts'
import { writeRows } from './write-rows.ts'
import { buildXml, childrenOf, findChild } from './xml.ts'

export interface FilledRow {
  readonly from: SheetRow
  readonly templates: ReadonlyMap<SheetCell, CellTemplate>
  /** The rows of its list; null for a row that stands once. */
  readonly list: readonly ListRow[] | null
}

export interface FilledSheet {
  readonly part: SheetPart
  readonly rows: readonly FilledRow[]
  readonly shift: RowShift
}

export type ShiftOf = (sheet: string) => RowShift | undefined

/** Stands for the rows while the rest of a sheet is written; nothing in XML holds a bare NUL. */
const ROWS = '\u0000'

/**
 * Puts values in the place of marks, and repeats each row that holds columns of a list once per row of the list; what lies
 * below moves down, and whatever refers to it follows: formulas, merged cells, conditional formats, drop-downs, charts,
 * pictures, the print area. Everything else stays as it came.
 */
export function fillWorkbook(workbook: Workbook, filling: Filling): Buffer {
  const sheets = workbook.sheets.map((part) => planSheet(workbook, part, filling))
  const shifts = new Map(sheets.map(({ part, shift }) => [part.name, shift]))
  const shiftOf: ShiftOf = (sheet) => shifts.get(sheet)
  const numbers = new Numbers()
  const written = sheets.map((sheet) => ({ sheet, rows: writeRows(workbook, sheet, filling, shiftOf, numbers) }))
  const changed = moveParts(workbook, sheets, shiftOf, filling)
  for (const { sheet, rows } of written) {
    const { xml, path } = sheet.part
    moveSheet(sheet, shiftOf, filling)
    const data = findChild(childrenOf(rootOf(xml)), 'sheetData')
    if (data) data['sheetData'] = [{ '#text': ROWS }]
    // Formulas are worked out last: a total may stand above what it adds up.
    const text = [
      ...rows.map((piece) => (typeof piece === 'string' ? piece : piece())),
      ...footnotes(sheet, filling),
    ].join('')
    // Not by a string: `$&` in somebody's words would mean something.
    changed.set(
      path,
      buildXml(xml).replace(ROWS, () => text),
    )
  }
  return packWorkbook(workbook, changed)
}

function footnotes({ rows, shift }: FilledSheet, filling: Filling): string[] {
  const last = rows.at(-1)
  const words = [...new Set(rows.flatMap((row) => [...row.templates.values()].flatMap(({ lists }) => lists)))].flatMap(
    (list) => filling.footnote?.(list) ?? [],
  )
  // With an empty row between, so that nobody takes it for one of the list.
  return last ? words.map((one, index) => wordsRow(shift.last(last.from.row) + 2 + index, one)) : []
}

function planSheet(workbook: Workbook, part: SheetPart, filling: Filling): FilledSheet {
  const rows = rowsOf(part.xml)
  const named = new Map<SheetCell, CellTemplate>()
  for (const { sheet, cell, name } of namedCells(workbook)) {
    const meaning = sheet === part.name ? filling.meaning(markName(name)) : null
    const at = cellAt(cell)
    if (!meaning || !at) continue
    const lists = meaning.list === null ? [] : [meaning.list]
    named.set(cellIn(part.xml, rowAt(part.xml, rows, at.row), at.column), { runs: [], only: meaning, lists })
  }
  const planned = rows.map((from): FilledRow => {
    const templates = new Map<SheetCell, CellTemplate>()
    for (const cell of from.cells) {
      const text = textNode(workbook, cell)
      const template = named.get(cell) ?? (text ? templateOf(text, filling) : null)
      if (template) templates.set(cell, template)
    }
    const [list] = [...templates.values()].flatMap(({ lists }) => lists)
    return { from, templates, list: list === undefined ? null : filling.rows(list) }
  })
  const copies = planned.flatMap(({ from, list }) =>
    list === null ? [] : [[from.row, Math.max(1, list.length)] as const],
  )
  return { part, rows: planned, shift: new RowShift(new Map(copies)) }
}
