import { LocalDate } from '@linli/contract/common'
import { today } from '../areas/form/today.ts'

/** The day in the address; undefined is today. */
export function dayOf(search: URLSearchParams): string | undefined {
  const { data } = LocalDate.safeParse(search.get('on'))
  return data === today() ? undefined : data
}
