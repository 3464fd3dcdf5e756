import type { ExportGroup } from '@linli/contract/people-lists'
import type { MarkFault, ReportCheck, ReportMark } from '@linli/contract/people-reports'
import { mergesOf } from '../../../platform/workbook/cells.ts'
import { findMarks, type Mark } from '../../../platform/workbook/marks.ts'
import { openWorkbook, type Workbook } from '../../../platform/workbook/package.ts'
import { cellAt } from '../../../platform/workbook/references.ts'
import { Problem } from '../../../platform/problem/problem.ts'
import { likeliest, type Vocabulary } from './names.ts'

export interface Checked extends ReportCheck {
  readonly groups: readonly ExportGroup[]
}

/** What a workbook asks for, and what of it cannot be given. @throws Problem `report.unreadable` */
export function checkWorkbook(file: Buffer, words: Vocabulary): Checked {
  const workbook = openWorkbook(file)
  const { marks, unfinished } = findMarks(workbook)
  // A cell's name that nobody knows is the workbook's own; words between braces are meant for us.
  const [asked, own] = [[] as Mark[], [] as Mark[]]
  for (const mark of marks) (mark.by === 'text' || words.known(mark.name) ? asked : own).push(mark)
  const listsIn = Map.groupBy(asked, ({ sheet, cell }) => `${sheet}!${cellAt(cell)?.row ?? ''}`)
  const checked = asked.map((mark): ReportMark => {
    const known = words.known(mark.name)
    const others = listsIn.get(`${mark.sheet}!${cellAt(mark.cell)?.row ?? ''}`) ?? []
    const fault = known ? placeFault(workbook, mark, known.list, listsOf(others, words)) : 'unknown'
    return { ...mark, code: known?.code ?? null, fault, meant: known ? null : likeliest(mark.name, words) }
  })
  const nothing = { name: '', by: 'text' as const, code: null, fault: 'unfinished' as const, meant: null }
  const all = [...checked, ...unfinished.map((place): ReportMark => ({ ...place, ...nothing }))]
  if (all.length === 0) throw new Problem('report.unreadable', { reason: 'no_marks' })
  const names = checked.flatMap(({ name }) => words.known(name) ?? [])
  return {
    marks: all,
    own: own.map(({ sheet, cell, name }) => ({ sheet, cell, name })),
    ofMonth: names.some(({ ofMonth }) => ofMonth),
    namesPeople: names.some(({ list }) => list === 'person'),
    groups: [...new Set(names.flatMap(({ group }) => group ?? []))],
  }
}

const listsOf = (marks: readonly Mark[], words: Vocabulary) =>
  marks.flatMap(({ name }) => words.known(name)?.list ?? [])

function placeFault(workbook: Workbook, mark: Mark, list: string | null, beside: readonly string[]): MarkFault | null {
  if (list === null) return null
  if (mark.cell === '') return 'no_row'
  if (beside.some((other) => other !== list)) return 'two_lists'
  return spansRows(workbook, mark) ? 'merged_rows' : null
}

/** A row of a list is one row of the sheet: a cell over two of them could not be repeated. */
function spansRows({ sheets }: Workbook, mark: Mark): boolean {
  const at = cellAt(mark.cell)
  const sheet = sheets.find(({ name }) => name === mark.sheet)
  if (at === null || !sheet) return false
  return mergesOf(sheet.xml).some(
    ({ from, to }) =>
      from.row !== to.row &&
      from.row <= at.row &&
      to.row >= at.row &&
      from.column <= at.column &&
      to.column >= at.column,
  )
}
