import { categoryRoutes } from '@linli/contract/categories'
import type { Answers, FormQuestion } from '@linli/contract/fieldwork'
import { fieldRoutes } from '@linli/contract/people-fields'
import { asksPicture, codesOf, isAsked, UNSAID } from '@linli/contract/visit-form'
import { Icon, useLocale } from '@linli/ui'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { reading } from '../api.ts'
import { useFormMessages } from './form-messages.ts'
import { useAnswerWords } from './use-answer-words.ts'

interface Props {
  readonly name: string
  readonly questions: readonly FormQuestion[]
}

/** The form as a worker has it at the door: with each answer what it leads to, by the very rules of the phone. */
export function FormPreview({ name, questions }: Props) {
  const m = useFormMessages()
  const [answers, setAnswers] = useState<Answers>({})
  const shown = questions.filter((question) => isAsked(questions, question, answers))
  return (
    <section className="panel preview" aria-labelledby="preview">
      <h2 id="preview">
        {m.preview} <small>{m.previewHint}</small>
      </h2>
      <div className="onphone">
        <h3>{name}</h3>
        {shown.length === 0 && <p className="mut">{m.empty}</p>}
        {shown.map((question, at) => (
          <Asked
            // Two with one key are a fault that the server names.
            key={`${question.key} ${at}`}
            question={question}
            answer={answers[question.key]}
            onAnswer={(answer) => setAnswers({ ...answers, [question.key]: answer })}
          />
        ))}
      </div>
    </section>
  )
}

interface AskedProps {
  readonly question: FormQuestion
  readonly answer: Answers[string] | undefined
  readonly onAnswer: (answer: Answers[string]) => void
}

function Asked({ question, answer, onAnswer }: AskedProps) {
  const m = useFormMessages()
  const { locale } = useLocale()
  const wordsOf = useAnswerWords()
  const { names, kind, matterCategory, field } = question
  const fields = useQuery({ ...reading(fieldRoutes.listFields, {}), staleTime: 600_000 })
  const categories = useQuery({ ...reading(categoryRoutes.listCategories, {}), staleTime: 600_000 })
  const codes = codesOf(question)
  const offered = [...(codes ?? []), ...(kind === 'state' ? ['declined'] : kind === 'text' ? [] : UNSAID)]
  const chosen = [answer].flat()
  const category = categories.data?.items.find(({ code }) => code === matterCategory)
  const entry = fields.data?.items.find(({ subject, code }) => `${subject}.${code}` === field)
  const label = names[locale] || question.key
  function choose(code: string) {
    if (kind !== 'choices' || UNSAID.some((word) => word === code)) return onAnswer(code)
    const several = Array.isArray(answer) ? answer : []
    onAnswer(several.includes(code) ? several.filter((one) => one !== code) : [...several, code])
  }
  return (
    <div className="asked" role="group" aria-label={label}>
      <p>
        <b>{label}</b> {question.required && <small>{m.must}</small>}
      </p>
      {codes === null && (
        <input
          aria-label={label}
          type={kind === 'date' ? 'date' : 'text'}
          inputMode={kind === 'number' ? 'numeric' : 'text'}
          value={typeof answer === 'string' && !UNSAID.some((word) => word === answer) ? answer : ''}
          onChange={({ target }) => onAnswer(target.value)}
        />
      )}
      <div className="seg">
        {offered.map((code) => (
          <button
            key={code}
            type="button"
            className={chosen.includes(code) ? 'on' : ''}
            aria-pressed={chosen.includes(code)}
            onClick={() => choose(code)}
          >
            {wordsOf(question, code)}
          </button>
        ))}
      </div>
      {asksPicture(question, answer) && (
        <small>
          <Icon name="camera" /> {m.photo}
        </small>
      )}
      {category && (answer === 'trouble' || answer === 'yes') && (
        <small>
          <Icon name="report" /> {m.report(category.names[locale])}
        </small>
      )}
      {entry && (
        <small>
          <Icon name="book" /> {m.writes(entry.names[locale])}
        </small>
      )}
    </div>
  )
}
