import { usePlanMessages } from './plan-messages.ts'

/** What falls to one on a working day: how often, and how long it takes. */
export function useDayText(): (day: { readonly items: number; readonly minutes: number }) => string {
  const m = usePlanMessages()
  return ({ items, minutes }) =>
    m.perDay(String(items), minutes < 60 ? m.minutes(minutes) : m.hours((minutes / 60).toFixed(1)))
}
