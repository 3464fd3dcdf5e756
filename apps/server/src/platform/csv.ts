/** What makes a spreadsheet run a cell as a formula, in its full-width form too; breaks are skipped and the rest is run. */
const RUNS = String.raw`[=+\-@＝＋－＠\t\r\n]`
const isRun = new RegExp(`^${RUNS}`)
const keptAsText = new RegExp(`^'(?=${RUNS})`)

/** A cell that a spreadsheet would run as a formula is kept as text by a leading apostrophe. */
function cell(value: string | number | null): string {
  if (value === null) return ''
  const text = String(value)
  const inert = isRun.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(inert) ? `"${inert.replaceAll('"', '""')}"` : inert
}

/** A cell of a list as it was before `csvRow` kept it as text. */
export const asTyped = (cell: string): string => cell.replace(keptAsText, '')

/** One CSV line (RFC 4180) with its line end. */
export function csvRow(values: readonly (string | number | null)[]): string {
  return `${values.map(cell).join(',')}\r\n`
}
