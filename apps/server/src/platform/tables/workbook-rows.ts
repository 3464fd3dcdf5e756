import { Problem } from '../problem/problem.ts'
import { dateStylesOf, linksOf, partXml, rootOf, targetOf } from '../workbook/package.ts'
import { columnNumber } from '../workbook/references.ts'
import { attributesOf, childrenOf, findChild, findChildren } from '../workbook/xml.ts'
import { cellsIn, type Look, numberIn, wordsOf } from './sheet-cells.ts'
import { elementsIn } from './sheet-elements.ts'
import { entryText, TooLarge, type ZipEntry, zipEntries } from './zip-entries.ts'

/** One row that holds something. `line` counts as a spreadsheet does: the first line of the file is 1. */
export interface TableRow {
  readonly line: number
  readonly cells: readonly string[]
  /** A quote was opened and never closed: where its cells end nobody knows. */
  readonly isBroken?: true
}

const MEBIBYTE = 1024 * 1024
/** A small file can hide a very large one. A sheet of 300,000 people unpacks to some 400 MB, which is never held as a whole. */
const MOST_SHEET = 1024 * MEBIBYTE
const MOST_TEXTS = 256 * MEBIBYTE
const MOST_PART = 16 * MEBIBYTE

/**
 * The rows of a workbook's first visible sheet, as they are unpacked. `most`: bytes of it that are read. `fillMerged`: cells that were merged over several rows
 * hold for each of them, as people write one household once beside its members. `formulas`: one that nobody has worked out
 * is given as it stands, for whoever can say so of a row; else its cell is empty.
 * @throws Problem `import.unreadable`
 */
export async function* workbookRows(
  file: Buffer,
  { fillMerged = false, formulas = false, most = MOST_SHEET } = {},
): AsyncGenerator<TableRow> {
  try {
    yield* rowsOf(file, fillMerged, formulas, most)
  } catch (error) {
    if (error instanceof Problem && error.code === 'import.unreadable') throw error
    throw new Problem('import.unreadable', { reason: error instanceof TooLarge ? 'too_large' : 'xlsx' })
  }
}

async function* rowsOf(file: Buffer, fillMerged: boolean, formulas: boolean, most: number): AsyncGenerator<TableRow> {
  const entries = zipEntries(file)
  const { sheet, look } = await openSheet(entries, formulas)
  const merged = fillMerged ? new MergedDown(await mergesOf(sheet)) : null
  let last = 0
  for await (const row of elementsIn(entryText(sheet, most), 'row')) {
    last = numberIn(row, 'r') ?? last + 1
    const cells = cellsIn(row, look)
    merged?.fill(last, cells)
    if (cells.some((cell) => cell.trim() !== '')) yield { line: last, cells: Array.from(cells, (cell) => cell ?? '') }
  }
}

async function openSheet(
  entries: ReadonlyMap<string, ZipEntry>,
  formulas: boolean,
): Promise<{ sheet: ZipEntry; look: Look }> {
  const parts = new Map<string, Uint8Array>()
  const load = async (path: string) => {
    const entry = entries.get(path)
    if (entry && !parts.has(path)) parts.set(path, Buffer.from(await textOf(entry, MOST_PART)))
  }
  await load('_rels/.rels')
  const path = targetOf(parts, '', '/officeDocument') ?? 'xl/workbook.xml'
  await load(path)
  await load(path.replace(/([^/]*)$/, '_rels/$1.rels'))
  const links = linksOf(parts, path)
  const linked = (type: string) => [...links.values()].find((link) => link.type.endsWith(type))?.path
  const styles = linked('/styles')
  if (styles !== undefined) await load(styles)
  const book = childrenOf(rootOf(partXml(parts, path)))
  const sheets = findChildren(childrenOf(findChild(book, 'sheets') ?? {}), 'sheet').flatMap((node) => {
    const { state = 'visible', ...rest } = attributesOf(node)
    const link = links.get(rest['r:id'] ?? '')
    const entry = link?.type.endsWith('/worksheet') ? entries.get(link.path) : undefined
    return entry ? [{ entry, state }] : []
  })
  const chosen = sheets.find(({ state }) => state === 'visible') ?? sheets[0]
  if (!chosen) throw new Problem('import.unreadable', { reason: 'xlsx' })
  const texts = linked('/sharedStrings')
  const { date1904 } = attributesOf(findChild(book, 'workbookPr') ?? {})
  return {
    sheet: chosen.entry,
    look: {
      texts: texts === undefined ? [] : await sharedTexts(entries.get(texts)),
      dateStyles: dateStylesOf(parts, links),
      since1904: date1904 === '1' || date1904 === 'true',
      formulas,
    },
  }
}

async function textOf(entry: ZipEntry, most: number): Promise<string> {
  let text = ''
  for await (const piece of entryText(entry, most)) text += piece
  return text
}

async function sharedTexts(entry: ZipEntry | undefined): Promise<string[]> {
  const texts: string[] = []
  if (!entry) return texts
  for await (const element of elementsIn(entryText(entry, MOST_TEXTS), 'si')) texts.push(wordsOf(element))
  return texts
}

interface Merge {
  readonly column: number
  readonly top: number
  readonly bottom: number
}

/** They stand behind the rows to which they belong, so that the sheet is unpacked once for them alone. */
async function mergesOf(sheet: ZipEntry): Promise<Merge[]> {
  const merges: Merge[] = []
  for await (const element of elementsIn(entryText(sheet, MOST_SHEET), 'mergeCell')) {
    const [, left, top, bottom] = /\bref="\$?([A-Z]{1,3})\$?(\d{1,7}):\$?[A-Z]{1,3}\$?(\d{1,7})"/.exec(element) ?? []
    if (left !== undefined && Number(bottom) > Number(top))
      merges.push({ column: columnNumber(left), top: Number(top), bottom: Number(bottom) })
  }
  return merges
}

/** Hands what stands in the first of merged rows down to the others. */
class MergedDown {
  readonly #starting: ReadonlyMap<number, Merge[]>
  #running: (Merge & { readonly value: string })[] = []

  constructor(merges: readonly Merge[]) {
    this.#starting = Map.groupBy(merges, ({ top }) => top)
  }

  fill(line: number, cells: string[]): void {
    this.#running = this.#running.filter(({ bottom }) => bottom >= line)
    for (const { column, value } of this.#running) cells[column] = value
    for (const merge of this.#starting.get(line) ?? [])
      this.#running.push({ ...merge, value: cells[merge.column] ?? '' })
  }
}
