import type { Answers, FormQuestion } from '@linli/contract/fieldwork'
import { codesOf, UNSAID } from '@linli/contract/visit-form'
import { dateText, type Locale, useLocale } from '@linli/ui'
import { DayField } from '../parts/day-field.tsx'
import { Line, Words } from '../parts/field.tsx'
import { Seg } from '../parts/seg.tsx'
import { type DoorWords, doorMessages } from '../words/door.ts'

type Answer = Answers[string]

interface Props {
  readonly question: FormQuestion
  readonly answer: Answer | undefined
  readonly onChoose: (code: string) => void
  /** Null: nothing stands there any more. */
  readonly onType: (typed: string | number | null) => void
}

/** The answer to one question, by its kind; "unclear" and "not told" are always among the answers. */
export function AnswerField({ question, answer, onChoose, onType }: Props) {
  const w = doorMessages.useMessages()
  const { locale } = useLocale()
  const { kind, names } = question
  const label = names[locale]
  if (kind === 'text') {
    const words = typeof answer === 'string' ? answer : ''
    return (
      <Words
        label={label}
        bare
        rows={2}
        value={words}
        maxLength={1000}
        onChange={(event) => onType(event.target.value === '' ? null : event.target.value)}
        onDictated={(said) => onType(`${words}${said}`)}
      />
    )
  }
  if (kind === 'number' || kind === 'date') {
    const value = isUnsaid(answer) || answer === undefined ? '' : String(answer)
    return (
      <div className="answer">
        {kind === 'date' ? (
          <DayField label={label} bare value={value} onDay={(day) => onType(day || null)} />
        ) : (
          <Line
            label={label}
            bare
            value={value}
            inputMode="numeric"
            maxLength={12}
            onValue={(typed) => onType(numberOf(typed))}
          />
        )}
        <Seg
          label={label}
          choices={UNSAID.map((code) => [code, w.unsaid[code]])}
          value={codeOf(answer)}
          onChoose={onChoose}
        />
      </div>
    )
  }
  return (
    <Seg
      label={label}
      choices={choicesOf(question, w, locale)}
      value={codeOf(answer)}
      flowing={kind === 'choice' || kind === 'choices'}
      warn={kind === 'state' ? ['trouble'] : []}
      onChoose={onChoose}
    />
  )
}

/** Codes with their words. For how something is, "unclear" is said already; one more word for it would only cost room. */
function choicesOf(question: FormQuestion, w: DoorWords, locale: Locale): [string, string][] {
  const codes = codesOf(question) ?? []
  const unsaid = question.kind === 'state' ? (['declined'] as const) : UNSAID
  const words = (code: string) => answerWords(question, code, w, locale)
  return [...codes, ...unsaid].map((code) => [code, words(code)])
}

/** An answer in words: a state, yes or no, one or more of the choices, a number, a day. */
export function answerWords(question: FormQuestion, answer: Answer, w: DoorWords, locale: Locale): string {
  if (Array.isArray(answer)) return answer.map((each) => answerWords(question, each, w, locale)).join('、')
  if (typeof answer !== 'string') return String(answer)
  const choice = question.choices.find(({ code }) => code === answer)
  if (choice) return choice.names[locale]
  const table: Readonly<Record<string, string>> =
    question.kind === 'state' ? w.state : question.kind === 'yes_no' ? w.yesNo : w.unsaid
  const known = table[answer]
  if (known !== undefined) return known
  return question.kind === 'date' && /^\d{4}-\d\d-\d\d$/.test(answer) ? dateText(answer, locale) : answer
}

const isUnsaid = (answer: Answer | undefined) => UNSAID.some((code) => code === answer)

function codeOf(answer: Answer | undefined): string | readonly string[] | undefined {
  return typeof answer === 'string' || Array.isArray(answer) ? answer : undefined
}

/** What is no number stands as it was typed: the fault beside it says so. */
function numberOf(typed: string): string | number | null {
  const text = typed.normalize('NFKC').trim()
  if (text === '') return null
  const number = Number(text)
  return Number.isFinite(number) && !text.endsWith('.') ? number : text
}
