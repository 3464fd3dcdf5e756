import type { Answer, Question } from '@linli/contract/questions'
import { useId } from 'react'
import { defineMessages, useLocale } from './locale.tsx'

const words = defineMessages({ optional: '（可不填）', none: '不清楚' }, { optional: ' (optional)', none: 'not known' })

interface Props {
  readonly questions: readonly Question[]
  readonly answers: readonly Answer[]
  readonly onChange: (answers: Answer[]) => void
}

/**
 * What a kind of matter asks beside words and place, each as its kind wants to be answered. Nobody must answer: a lamp post
 * whose number cannot be read in the dark is reported all the same.
 */
export function QuestionFields({ questions, answers, onChange }: Props) {
  const t = words.useMessages()
  return questions.map((question) => (
    <QuestionField
      key={question.code}
      question={question}
      optional={t.optional}
      none={t.none}
      values={answers.find(({ code }) => code === question.code)?.values ?? []}
      onAnswer={(values) => onChange(answered(answers, question.code, values))}
    />
  ))
}

interface FieldProps {
  readonly question: Question
  readonly optional: string
  readonly none: string
  readonly values: readonly string[]
  readonly onAnswer: (values: string[]) => void
}

function QuestionField({ question, optional, none, values, onAnswer }: FieldProps) {
  const { locale } = useLocale()
  const id = useId()
  const { kind, names, hint } = question
  const [value = ''] = values
  const one = {
    id,
    className: 'line',
    value,
    onChange: ({ currentTarget }: { currentTarget: { value: string } }) => onAnswer([currentTarget.value]),
  }
  const label = (
    <>
      {names[locale]}
      {optional} {hint[locale] && <small className="hint">{hint[locale]}</small>}
    </>
  )
  if (kind === 'multivaluelist')
    return (
      <fieldset className="field">
        <legend>{label}</legend>
        {question.values.map(({ key, names: offered }) => (
          <label key={key} className="tick inline">
            <input
              type="checkbox"
              checked={values.includes(key)}
              onChange={({ currentTarget }) =>
                onAnswer(currentTarget.checked ? [...values, key] : values.filter((each) => each !== key))
              }
            />
            {offered[locale]}
          </label>
        ))}
      </fieldset>
    )
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {kind === 'singlevaluelist' ? (
        <select {...one}>
          <option value="">{none}</option>
          {question.values.map(({ key, names: offered }) => (
            <option key={key} value={key}>
              {offered[locale]}
            </option>
          ))}
        </select>
      ) : kind === 'text' ? (
        <textarea {...one} rows={2} maxLength={1000} />
      ) : (
        <input {...one} {...inputs[kind]} maxLength={1000} />
      )}
    </div>
  )
}

const inputs = {
  string: { type: 'text' },
  number: { type: 'number', step: 'any', inputMode: 'decimal' },
  datetime: { type: 'datetime-local' },
} as const

function answered(answers: readonly Answer[], code: string, values: string[]): Answer[] {
  const others = answers.filter((each) => each.code !== code)
  return values.some((value) => value !== '') ? [...others, { code, values }] : others
}

/** As they are sent: without what is around the words, and without what was left empty. */
export function tidyAnswers(answers: readonly Answer[] = []): Answer[] {
  return answers
    .map(({ code, values }) => ({ code, values: values.map((value) => value.trim()).filter(Boolean) }))
    .filter(({ values }) => values.length > 0)
}
