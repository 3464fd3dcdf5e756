/** First day of the month of a day: `2026-11-23` → `2026-11-01`. */
export const firstOf = (day: string) => `${day.slice(0, 7)}-01`

export const monthAfter = (first: string) => Temporal.PlainDate.from(first).add({ months: 1 }).toString()
export const monthBefore = (first: string) => Temporal.PlainDate.from(first).subtract({ months: 1 }).toString()
