/** Full years between two days (`2026-11-23`), and the months where there is no year yet. */
export function ageOn(birthOn: string, day: string): { years: number; months: number } {
  const [y0 = 0, m0 = 0, d0 = 0] = birthOn.split('-').map(Number)
  const [y1 = 0, m1 = 0, d1 = 0] = day.split('-').map(Number)
  const months = (y1 - y0) * 12 + m1 - m0 - (d1 < d0 ? 1 : 0)
  return { years: Math.floor(months / 12), months: ((months % 12) + 12) % 12 }
}

/** The same day so many months later, or that month's last; what is no whole day yet is left alone. */
export function monthsLater(day: string, months: number): string {
  const [year, month, date] = day.split('-').map(Number)
  if (!year || !month || !date) return day
  const last = new Date(Date.UTC(year, month + months, 0)).getUTCDate()
  return new Date(Date.UTC(year, month - 1 + months, Math.min(date, last))).toISOString().slice(0, 10)
}
