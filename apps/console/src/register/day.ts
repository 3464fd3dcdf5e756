import { Id, LocalDate } from '@linli/contract/common'
import { today } from '../areas/form/today.ts'

/** The day in the address; undefined is today. */
export function dayOf(search: URLSearchParams): string | undefined {
  const { data } = LocalDate.safeParse(search.get('on'))
  return data === today() ? undefined : data
}

/** The piece of work that the file was opened for, as an input of its page. */
export function caseOf(search: URLSearchParams): { caseId?: string } {
  const { data } = Id.safeParse(search.get('case'))
  return data === undefined ? {} : { caseId: data }
}
