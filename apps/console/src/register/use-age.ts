import { ageOn } from './age.ts'
import { useMessages } from './messages.ts'

/** How old somebody was on a day, as one says it. */
export function useAge(): (birthOn: string | null, day: string) => string {
  const m = useMessages()
  return (birthOn, day) => {
    if (birthOn === null) return m.ageUnknown
    const { years, months } = ageOn(birthOn, day)
    return years > 0 ? m.age(years) : m.months(months)
  }
}
