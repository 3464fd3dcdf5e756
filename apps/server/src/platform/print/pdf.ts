import { fileURLToPath } from 'node:url'
import PDFDocument from 'pdfkit'
import type { PrintColumn, PrintDocument, PrintTable, PrintText, PrintValue } from './document.ts'

// The package brings Noto Sans Hans, and exports no path to its files.
const fontFile = (weight: 'Regular' | 'Bold') =>
  fileURLToPath(new URL(`../fonts/NotoSansHans-${weight}.otf`, import.meta.resolve('@embedpdf/fonts-sc')))

const MARGIN = 56
const FOOT = 34
const CELL = 5
const INK = '#1b1f24'
const QUIET = '#5c6670'
const LINE = '#c9d0d6'

type Paper = InstanceType<typeof PDFDocument>

/** Sets a document on A4. Takes some hundred milliseconds of a processor: called in a thread of its own. */
export async function renderPdf(print: PrintDocument): Promise<Buffer> {
  const paper = new PDFDocument({
    size: 'A4',
    margins: { top: MARGIN, left: MARGIN, right: MARGIN, bottom: MARGIN + FOOT },
    bufferPages: true,
    lang: print.locale === 'zh' ? 'zh-CN' : 'en',
    info: { Title: print.title, Creator: 'Linli' },
    font: fontFile('Regular'),
  })
  paper.registerFont('regular', fontFile('Regular'))
  paper.registerFont('bold', fontFile('Bold'))
  const chunks: Buffer[] = []
  paper.on('data', (chunk: Buffer) => chunks.push(chunk))
  const ended = new Promise((resolve) => paper.once('end', resolve))

  paper.fillColor(INK).font('bold').fontSize(20).text(drawable(paper, print.title), { align: 'center' })
  paper.moveDown(0.3)
  paper.fillColor(QUIET).font('regular').fontSize(10).text(drawable(paper, print.subtitle), { align: 'center' })
  for (const part of print.parts) {
    paper.moveDown(1)
    if (part.kind === 'table') table(paper, part)
    else words(paper, part)
  }
  footers(paper, print)
  paper.end()
  await ended
  return Buffer.concat(chunks)
}

function heading(paper: Paper, title: string): void {
  // Never the last line of a page.
  if (paper.y > bottomOf(paper) - 60) paper.addPage()
  paper.fillColor(INK).font('bold').fontSize(12).text(drawable(paper, title), MARGIN, paper.y)
  paper.moveDown(0.4)
}

function words(paper: Paper, { title, small, paragraphs }: PrintText): void {
  if (title !== undefined) heading(paper, title)
  paper
    .font('regular')
    .fontSize(small ? 9 : 10.5)
    .fillColor(small ? QUIET : INK)
  for (const paragraph of paragraphs)
    paper.text(drawable(paper, paragraph), MARGIN, paper.y, { lineGap: small ? 3 : 5, paragraphGap: 3 })
}

function table(paper: Paper, { title, columns, rows }: PrintTable): void {
  heading(paper, title)
  const whole = columns.reduce((sum, { width }) => sum + width, 0)
  const widths = columns.map(({ width }) => (width / whole) * widthOf(paper))
  const head = columns.map((column) => column.words)
  row(paper, { columns, widths, head: true }, head)
  for (const cells of rows) {
    if (paper.y + heightOf(paper, widths, cells) > bottomOf(paper)) {
      paper.addPage()
      row(paper, { columns, widths, head: true }, head)
    }
    row(paper, { columns, widths, head: false }, cells)
  }
}

interface RowShape {
  readonly columns: readonly PrintColumn[]
  readonly widths: readonly number[]
  readonly head: boolean
}

function row(paper: Paper, { columns, widths, head }: RowShape, cells: readonly PrintValue[]): void {
  paper.font(head ? 'bold' : 'regular').fontSize(9.5)
  const height = heightOf(paper, widths, cells)
  const top = paper.y
  let left = MARGIN
  cells.forEach((cell, index) => {
    const width = widths[index] ?? 0
    const align = columns[index]?.figures === true ? 'right' : 'left'
    paper
      .fillColor(head ? QUIET : INK)
      .text(drawable(paper, shown(cell)), left + CELL, top + CELL, { width: width - 2 * CELL, align })
    left += width
  })
  paper
    .moveTo(MARGIN, top + height)
    .lineTo(MARGIN + widthOf(paper), top + height)
    .lineWidth(head ? 1 : 0.5)
    .strokeColor(LINE)
    .stroke()
  paper.x = MARGIN
  paper.y = top + height
}

function heightOf(paper: Paper, widths: readonly number[], cells: readonly PrintValue[]): number {
  const heights = cells.map((cell, index) =>
    paper.heightOfString(drawable(paper, shown(cell)), { width: (widths[index] ?? 0) - 2 * CELL }),
  )
  return Math.max(12, ...heights) + 2 * CELL
}

function footers(paper: Paper, { foot, locale }: PrintDocument): void {
  const { count } = paper.bufferedPageRange()
  for (let page = 0; page < count; page++) {
    paper.switchToPage(page)
    // Below the margin, where a text would otherwise begin a page of its own.
    paper.page.margins.bottom = 0
    const number = locale === 'zh' ? `第 ${page + 1} 页，共 ${count} 页` : `Page ${page + 1} of ${count}`
    paper
      .font('regular')
      .fontSize(8.5)
      .fillColor(QUIET)
      .text(drawable(paper, `${foot} · ${number}`), MARGIN, paper.page.height - MARGIN - 8, {
        width: widthOf(paper),
        align: 'center',
        lineBreak: false,
      })
  }
}

const shown = (value: PrintValue): string => (value === null ? '—' : String(value))
const widthOf = (paper: Paper) => paper.page.width - 2 * MARGIN
const bottomOf = (paper: Paper) => paper.page.height - MARGIN - FOOT

/** What the font has no glyph for (rare Han in some names) is told by its number instead of an empty box. */
function drawable(paper: Paper, words: string): string {
  const { font } = (paper as unknown as { _font: { font: { hasGlyphForCodePoint(point: number): boolean } } })._font
  let text = ''
  for (const sign of words) {
    const point = sign.codePointAt(0) ?? 0
    text += point < 0x80 || font.hasGlyphForCodePoint(point) ? sign : `〔U+${point.toString(16).toUpperCase()}〕`
  }
  return text
}
