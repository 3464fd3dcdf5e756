import type { FigureCode, ScreenSnapshot } from '@linli/contract/screen-shapes'
import { localDay } from '@linli/ui'

const MATTERS = '/console/matters'
const WEEK_MS = 6 * 86_400_000

export type Rows =
  | { readonly figure: FigureCode }
  | { readonly stock: 'open' | 'overdue' | 'danger' }
  | { readonly level: string }
  | { readonly category: string }

/** Address of the console's list of exactly the matters that a figure counts. */
export function rowsOf({ area, at }: Pick<ScreenSnapshot, 'area' | 'at'>, rows: Rows, areaId = area.id): string {
  const search = new URLSearchParams(filtersOf(rows, localDay(at), localDay(Date.parse(at) - WEEK_MS)))
  if (areaId !== area.id || area.level !== 'county') search.set('areaId', areaId)
  return `${MATTERS}?${search.toString()}`
}

export const matterAddress = (id: string): string => `${MATTERS}/${id}`

function filtersOf(rows: Rows, today: string, weekAgo: string): Record<string, string> {
  const happened = (what: string, since = today) => ({ happened: what, happenedFrom: since, happenedTo: today })
  if ('stock' in rows) return { open: 'true', ...(rows.stock === 'open' ? {} : { [rows.stock]: 'true' }) }
  if ('level' in rows) return { ...happened('settled'), settleLevel: rows.level }
  if ('category' in rows) return { category: rows.category, from: weekAgo, to: today }
  switch (rows.figure) {
    case 'received':
      return { from: today, to: today }
    case 'settled':
    case 'medianHours':
      return happened('settled')
    case 'onTime':
      return happened('settledOnTime')
    case 'overdue':
      return happened('overdue')
    case 'reopened':
      return happened('reopened')
    case 'satisfied':
      return happened('judged', weekAgo)
  }
}
