import { Worker } from 'node:worker_threads'
import writeWorkbook from 'write-excel-file/node'
import type { PrintDocument, PrintTable } from './document.ts'

export type { PrintColumn, PrintDocument, PrintPart, PrintTable, PrintText, PrintValue } from './document.ts'

/** The document on A4 with its fonts in it, set in a thread of its own: requests do not wait for it. */
export function toPdf(print: PrintDocument): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const thread = new Worker(new URL('./pdf-thread.ts', import.meta.url), { workerData: print })
    thread.once('message', (bytes: Uint8Array) => resolve(Buffer.from(bytes)))
    thread.once('error', reject)
    thread.once('exit', (code) => reject(new Error(`setting a paper ended with ${code}`)))
  })
}

/** The document's tables, a sheet each; figures stay figures. What is said beside them stands on the last sheet. */
export function toWorkbook(print: PrintDocument): Promise<Buffer> {
  const tables = print.parts.filter((part) => part.kind === 'table')
  const words = print.parts.flatMap((part) => (part.kind === 'text' ? part.paragraphs : []))
  const about = [print.title, print.subtitle, ...words].map((line) => [{ value: line, wrap: true }])
  return writeWorkbook(
    [
      ...tables.map(sheetOf),
      { data: about, sheet: print.locale === 'zh' ? '说明' : 'About', columns: [{ width: 90 }] },
    ],
    {},
  ).toBuffer()
}

function sheetOf({ title, columns, rows }: PrintTable) {
  return {
    data: [
      columns.map(({ words }) => ({ value: words, fontWeight: 'bold' as const })),
      ...rows.map((cells) => cells.map((value) => (value === null ? null : { value }))),
    ],
    // Excel allows 31 characters, and none of these.
    sheet: title.replaceAll(/[\\/?*[\]:]/g, ' ').slice(0, 31),
    columns: columns.map(({ width }) => ({ width: Math.round(width * 6) })),
    stickyRowsCount: 1,
  }
}
