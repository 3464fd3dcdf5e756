import type { FormQuestion } from '@linli/contract/fieldwork'
import { useLocale } from '@linli/ui'
import { useFormMessages } from './form-messages.ts'

/** A code of an answer in the words that the phone has for it. */
export function useAnswerWords(): (question: FormQuestion, code: string) => string {
  const m = useFormMessages()
  const { locale } = useLocale()
  const plain: Readonly<Record<string, string>> = { ...m.state, ...m.yesNo, ...m.unsaid }
  return ({ choices }, code) => choices.find((choice) => choice.code === code)?.names[locale] ?? plain[code] ?? code
}
