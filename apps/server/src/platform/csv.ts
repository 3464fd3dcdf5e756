/** A cell that a spreadsheet would run as a formula is kept as text by a leading apostrophe. */
function cell(value: string | number | null): string {
  if (value === null) return ''
  const text = String(value)
  const inert = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(inert) ? `"${inert.replaceAll('"', '""')}"` : inert
}

/** One CSV line (RFC 4180) with its line end. */
export function csvRow(values: readonly (string | number | null)[]): string {
  return `${values.map(cell).join(',')}\r\n`
}
