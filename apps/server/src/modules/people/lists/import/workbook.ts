import { XMLParser } from 'fast-xml-parser'
import { unzipSync } from 'fflate'
import { readTable, type TableRow } from '../../../../platform/tables/read-table.ts'

const reference = /^([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})$/

/**
 * The first sheet of a workbook. Cells that were merged over several rows hold for each of them: so people write one
 * household once beside its members.
 */
export async function readWorkbook(file: Buffer): Promise<TableRow[]> {
  const rows = await readTable(file)
  const byLine = new Map(rows.map((row) => [row.line, row]))
  for (const range of mergedRanges(file)) {
    const value = byLine.get(range.top)?.cells[range.left]
    if (value === undefined || value === '') continue
    for (let line = range.top + 1; line <= range.bottom; line++) {
      const row = byLine.get(line)
      if (row) byLine.set(line, { line, cells: withCell(row.cells, range.left, value) })
    }
  }
  return rows.map((row) => byLine.get(row.line) ?? row)
}

function withCell(cells: readonly string[], at: number, value: string): string[] {
  const copy = [...cells]
  while (copy.length <= at) copy.push('')
  copy[at] = value
  return copy
}

interface Range {
  readonly left: number
  readonly top: number
  readonly bottom: number
}

function mergedRanges(file: Buffer): Range[] {
  const name = 'xl/worksheets/sheet1.xml'
  const sheet = unzipSync(file, { filter: (entry) => entry.name === name })[name]
  // The list of merged cells follows the rows; only it is read.
  const found = /<mergeCells[\s\S]*<\/mergeCells>/.exec(sheet ? Buffer.from(sheet).toString('utf8') : '')
  if (!found) return []
  const parser = new XMLParser({ ignoreAttributes: false, isArray: (tag) => tag === 'mergeCell' })
  // Attributes of this one element; anything else in it is no reference.
  const parsed = parser.parse(found[0]) as { mergeCells?: { mergeCell?: { '@_ref'?: string }[] } }
  return (parsed.mergeCells?.mergeCell ?? []).flatMap((cell) => {
    const [, left, top, , bottom] = reference.exec(cell['@_ref'] ?? '') ?? []
    return left === undefined ? [] : [{ left: columnNumber(left), top: Number(top), bottom: Number(bottom) }]
  })
}

const columnNumber = (letters: string) =>
  [...letters].reduce((number, letter) => number * 26 + letter.charCodeAt(0) - 64, 0) - 1
