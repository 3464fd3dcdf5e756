import { QuestionFields } from '@linli/ui'
import { useQuery } from '@tanstack/react-query'
import { useStored } from '../../keep/stored.ts'
import { categoriesQuery } from '../../queries.ts'
import { changeDraft, draftStore } from '../../report/draft.ts'

/** What the chosen kind of matter asks; nothing without a network, when it is not known. */
export function CategoryQuestions() {
  const { category, answers } = useStored(draftStore)
  const { data } = useQuery({ ...categoriesQuery(), enabled: category !== null })
  const chosen = data?.items.find(({ code }) => code === category?.code)
  if (!chosen) return null
  const { code, questions } = chosen
  return (
    <QuestionFields
      questions={questions}
      answers={answers[code] ?? []}
      onChange={(changed) => changeDraft({ answers: { ...answers, [code]: changed } })}
    />
  )
}
