/** Local days as people write them, `2026-11-23`; they sort as they follow each other. */
export type Day = string

const DAY_MS = 86_400_000

/** Days since 1970, for counting. */
export const numberOf = (day: Day): number => Date.parse(`${day}T00:00:00Z`) / DAY_MS
export const dayOf = (number: number): Day => new Date(number * DAY_MS).toISOString().slice(0, 10)
export const addDays = (day: Day, days: number): Day => dayOf(numberOf(day) + days)
/** How many days from one to the other; 0 for the same. */
export const daysBetween = (from: Day, to: Day): number => numberOf(to) - numberOf(from)
/** 1 Monday … 7 Sunday. */
export const weekdayOf = (day: Day): number => ((((numberOf(day) + 3) % 7) + 7) % 7) + 1
/** Monday of its week. */
export const mondayOf = (day: Day): Day => addDays(day, 1 - weekdayOf(day))
/** First day of the month. */
export const monthOf = (day: Day): Day => `${day.slice(0, 8)}01`

export const laterOf = (a: Day, b: Day): Day => (a > b ? a : b)
export const earlierOf = (a: Day, b: Day): Day => (a < b ? a : b)
