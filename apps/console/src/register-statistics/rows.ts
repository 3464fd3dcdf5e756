import { arrivals, departures, type MonthFigures } from '@linli/contract/people-statistics'

/** One line of a table of figures; no figures: too few people to tell. */
export interface Line {
  readonly name: string
  readonly households: number | null
  readonly figures: MonthFigures | null
}

/** Columns in the order in which one reads them: opening, what came, what went, closing. */
export const columns = ['opening', ...arrivals, ...departures, 'closing'] as const

/** As a file for a spreadsheet: with a mark that it is UTF-8, and no cell that it would take for a formula. */
export function csvOf(head: readonly string[], lines: readonly Line[], few: string): string {
  const rows = lines.map(({ name, households, figures }) => [
    name,
    households ?? '',
    ...columns.map((column) => figures?.[column] ?? few),
  ])
  return `\uFEFF${[head, ...rows].map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`
}

function cell(value: string | number): string {
  const text = typeof value === 'string' && /^[=+\-@\t\r]/.test(value) ? `'${value}` : String(value)
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
