import { type Merge, mergesOf } from './cells.ts'
import type { FilledSheet, ShiftOf } from './fill.ts'
import type { CellValue, Filling } from './filling.ts'
import { margins, markForm, markName } from './marks.ts'
import { linksOf, rootOf, type Workbook } from './package.ts'
import { cellName, type RowShift, shiftFormula, shiftRanges } from './references.ts'
import {
  attributesOf,
  buildXml,
  childrenOf,
  decoded,
  element,
  encoded,
  findChild,
  findChildren,
  rawText,
  setRawText,
  tagOf,
  type XmlNode,
} from './xml.ts'

const rangeAttributes = ['ref', 'sqref', 'activeCell', 'topLeftCell'] as const
const formulaElements = new Set(['formula', 'formula1', 'formula2', 'xm:f'])

/** What a sheet says of its rows beside the rows themselves. */
export function moveSheet(sheet: FilledSheet, shiftOf: ShiftOf, filling: Filling): void {
  const { part, shift } = sheet
  const root = rootOf(part.xml)
  for (const margin of margins(part.xml)) setRawText(margin, withValues(rawText(margin), filling))
  if (shift.isStill) return
  writeMerges(root, repeatedMerges(sheet))
  for (const node of childrenOf(root)) {
    if (tagOf(node) === 'rowBreaks')
      for (const one of findChildren(childrenOf(node), 'brk'))
        attributesOf(one)['id'] = String(shift.last(Number(attributesOf(one)['id'] ?? 0)))
    else if (tagOf(node) !== 'sheetData' && tagOf(node) !== 'mergeCells') moveTree(node, shift, shiftOf, part.name)
  }
}

function moveTree(node: XmlNode, shift: RowShift, shiftOf: ShiftOf, sheet: string): void {
  if ('#text' in node) return
  const attributes = attributesOf(node)
  for (const name of rangeAttributes) {
    const ranges = attributes[name]
    if (ranges !== undefined) attributes[name] = shiftRanges(ranges, shift)
  }
  if (formulaElements.has(tagOf(node))) setRawText(node, encoded(shiftFormula(decoded(rawText(node)), shiftOf, sheet)))
  else if (tagOf(node) === 'xm:sqref') setRawText(node, shiftRanges(rawText(node), shift))
  else for (const child of childrenOf(node)) moveTree(child, shift, shiftOf, sheet)
}

/** Cells merged beside each other in a repeated row are so in each copy; those merged over several rows grow. */
function repeatedMerges({ part, rows, shift }: FilledSheet): Merge[] {
  const repeated = new Set(rows.flatMap(({ from, list }) => (list === null ? [] : [from.row])))
  return mergesOf(part.xml).flatMap(({ from, to }) => {
    const [first, last] = [shift.first(from.row), shift.last(to.row)]
    if (from.row !== to.row || !repeated.has(from.row))
      return [{ from: { ...from, row: first }, to: { ...to, row: last } }]
    return Array.from({ length: last - first + 1 }, (_, index) => ({
      from: { ...from, row: first + index },
      to: { ...to, row: first + index },
    }))
  })
}

function writeMerges(root: XmlNode, merges: readonly Merge[]): void {
  const node = findChild(childrenOf(root), 'mergeCells')
  if (!node) return
  node['mergeCells'] = merges.map(({ from, to }) => element('mergeCell', { ref: `${cellName(from)}:${cellName(to)}` }))
  attributesOf(node)['count'] = String(merges.length)
}

/** Marks in words outside of cells: titles of pages, boxes of text. */
const withValues = (raw: string, filling: Filling) =>
  raw.replaceAll(markForm, (whole: string, name: string) => {
    const meaning = filling.meaning(markName(decoded(name)))
    return meaning?.list === null ? encoded(wordsOf(filling.value(meaning.key))) : whole
  })
const wordsOf = (value: CellValue) => (value === null ? '' : typeof value === 'object' ? value.day : String(value))

/** The other parts: names and print areas, tables, comments, pictures, charts. Answers those that changed, as text. */
export function moveParts(
  workbook: Workbook,
  sheets: readonly FilledSheet[],
  shiftOf: ShiftOf,
  filling: Filling,
): Map<string, string> {
  const { entries, path, xml } = workbook
  moveWorkbook(xml, shiftOf)
  const changed = new Map([[path, buildXml(xml)]])
  const change = (part: string, edit: (text: string) => string) => {
    const bytes = entries.get(part)
    if (bytes) changed.set(part, edit(changed.get(part) ?? Buffer.from(bytes).toString('utf8')))
  }
  for (const { part, shift } of sheets) {
    for (const link of linksOf(entries, part.path).values()) {
      if (link.type.endsWith('/drawing')) change(link.path, (text) => moveDrawing(text, shift, filling))
      if (shift.isStill) continue
      if (/\/(?:table|comments|threadedComment)$/.test(link.type)) change(link.path, (text) => moveRefs(text, shift))
      if (link.type.endsWith('/vmlDrawing')) change(link.path, (text) => moveNotes(text, shift))
    }
  }
  for (const part of entries.keys()) {
    if (/^xl\/charts\/chart\d*\.xml$/.test(part) && sheets.some(({ shift }) => !shift.isStill))
      change(part, (text) =>
        text.replaceAll(
          /(<(?:\w+:)?f>)([^<]*)(<\/)/g,
          (_whole, open: string, formula: string, end: string) =>
            `${open}${encoded(shiftFormula(decoded(formula), shiftOf, '', { wide: true }))}${end}`,
        ),
      )
  }
  return changed
}

const moveRefs = (text: string, shift: RowShift) =>
  text.replaceAll(
    /(\s(?:ref|sqref)=")([^"]+)"/g,
    (_whole, start: string, ranges: string) => `${start}${shiftRanges(ranges, shift)}"`,
  )

// Pictures count rows from 0.
const moveDrawing = (text: string, shift: RowShift, filling: Filling) =>
  text
    .replaceAll(
      /(<(?:\w+:)?(from|to)>[\s\S]*?<(?:\w+:)?row>)(\d+)/g,
      (_whole, start: string, end: string, row: string) => {
        const at = Number(row) + 1
        return `${start}${(end === 'from' ? shift.first(at) : shift.last(at)) - 1}`
      },
    )
    .replaceAll(/(<a:t>)([^<]*)/g, (_whole, start: string, words: string) => start + withValues(words, filling))

/** Where the yellow notes hang: left, offset, top, offset, right, offset, bottom, offset; and the row they belong to. */
const moveNotes = (text: string, shift: RowShift) =>
  text
    .replaceAll(
      /(<x:Row>)(\d+)/g,
      (_whole, start: string, row: string) => `${start}${shift.first(Number(row) + 1) - 1}`,
    )
    .replaceAll(/(<x:Anchor>)([^<]*)/g, (_whole, start: string, anchor: string) => {
      const places = anchor.split(',').map(Number)
      const moved = places.map((place, index) => (index === 2 || index === 6 ? shift.first(place + 1) - 1 : place))
      return start + moved.join(', ')
    })

/** What may stand before `calcPr`, in the order that the standard wants. */
const before = ['sheets', 'functionGroups', 'externalReferences', 'definedNames']

function moveWorkbook(xml: readonly XmlNode[], shiftOf: ShiftOf): void {
  const root = rootOf(xml)
  const children = childrenOf(root)
  for (const name of childrenOf(findChild(children, 'definedNames') ?? {}))
    if (tagOf(name) === 'definedName') setRawText(name, encoded(shiftFormula(decoded(rawText(name)), shiftOf, '')))
  const settings = findChild(children, 'calcPr')
  if (settings) Object.assign(attributesOf(settings), { fullCalcOnLoad: '1' })
  else {
    const last = children.findLastIndex((node) => before.includes(tagOf(node)))
    children.splice(last + 1, 0, element('calcPr', { fullCalcOnLoad: '1' }))
  }
}
