import type { RecordSaid } from '@linli/contract/people'
import { useFieldName } from './field-names.ts'
import { usePersonMessages } from './person-messages.ts'
import { useWords } from './words.ts'

/** What a record says, field by field, in words. */
export function useSaid(): (
  said: RecordSaid,
) => readonly { readonly field: string; readonly name: string; readonly value: string }[] {
  const words = useWords()
  const mine = usePersonMessages()
  const nameOf = useFieldName()
  return ({ sex, education, work, extra, gone, ...plain }) => {
    const told: Readonly<Record<string, string | number | boolean | null | undefined>> = {
      ...plain,
      sex: sex && words.sex[sex],
      education: education && words.education[education],
      work: work && words.work[work],
      gone: gone && mine.gone(words.endedBy[gone.how], gone.on, gone.toPlace),
      ...extra,
    }
    return Object.entries(told).flatMap(([field, value]) =>
      value === undefined ? [] : [{ field, name: nameOf(field), value: value === null ? mine.nothing : String(value) }],
    )
  }
}
