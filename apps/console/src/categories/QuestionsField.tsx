import { newId } from '@linli/client'
import { type Question, QuestionKind } from '@linli/contract/questions'
import { FieldFault } from '../frame/FieldFault.tsx'
import { useMessages } from './messages.ts'

/** A question as it is being written: its values as lines, and a key that stays while its code changes. */
export type KeyedQuestion = Omit<Question, 'values'> & { readonly key: string; readonly lines: string }

export const keyed = (questions: readonly Question[]): KeyedQuestion[] =>
  questions.map(({ values, ...question }) => ({
    ...question,
    key: question.code,
    lines: values.map(({ key, names }) => [key, names.zh, names.en].join(' | ')).join('\n'),
  }))

/** Lines that cannot be read become values without names, which the server refuses by their place. */
export function questionOf({ key: _key, lines, ...question }: KeyedQuestion): Question {
  const values = lines.split('\n').filter((line) => line.trim() !== '')
  return {
    ...question,
    values: isList(question.kind)
      ? values.map((line) => {
          const [key = '', zh = '', en = ''] = line.split('|').map((part) => part.trim())
          return { key, names: { zh, en } }
        })
      : [],
  }
}

const isList = (kind: QuestionKind) => kind === 'singlevaluelist' || kind === 'multivaluelist'

export function QuestionsField({
  questions,
  onChange,
  faults,
}: {
  readonly questions: readonly KeyedQuestion[]
  readonly onChange: (questions: readonly KeyedQuestion[]) => void
  readonly faults: Readonly<Record<string, string>>
}) {
  const m = useMessages()
  const blank = {
    code: '',
    names: { zh: '', en: '' },
    hint: { zh: '', en: '' },
    kind: 'string',
    required: false,
  } as const
  const add = () => onChange([...questions, { ...blank, key: newId(), lines: '' }])
  return (
    <fieldset>
      <legend>{m.questions}</legend>
      <small>{m.questionsHint}</small>
      {questions.map((question, index) => (
        <One
          key={question.key}
          title={m.question(index + 1)}
          question={question}
          fault={faultOf(faults, index, m.valuesFault)}
          onChange={(change) =>
            onChange(questions.map((one) => (one.key === question.key ? { ...one, ...change } : one)))
          }
          onRemove={() => onChange(questions.filter((one) => one.key !== question.key))}
        />
      ))}
      <div>
        <button type="button" className="btn" onClick={add} disabled={questions.length >= 20}>
          {m.addQuestion}
        </button>
      </div>
    </fieldset>
  )
}

/** The first thing that is wrong with a question; of a value that cannot be read its line. */
function faultOf(faults: Readonly<Record<string, string>>, index: number, ofLine: (line: number) => string) {
  const start = `rules.questions.${index}.`
  const [path, sentence] = Object.entries(faults).find(([one]) => one.startsWith(start)) ?? []
  const line = /values\.(\d+)/.exec(path ?? '')?.[1]
  return line === undefined ? sentence : ofLine(Number(line) + 1)
}

function One({
  title,
  question,
  fault,
  onChange,
  onRemove,
}: {
  readonly title: string
  readonly question: KeyedQuestion
  readonly fault: string | undefined
  readonly onChange: (change: Partial<KeyedQuestion>) => void
  readonly onRemove: () => void
}) {
  const m = useMessages()
  const { names, hint } = question
  const words = (label: string, value: string, set: (value: string) => Partial<KeyedQuestion>, required = true) => (
    <label>
      {label}
      <input value={value} required={required} maxLength={200} onChange={({ target }) => onChange(set(target.value))} />
    </label>
  )
  return (
    <fieldset>
      <legend>{title}</legend>
      <div className="row2">
        {words(m.nameZh, names.zh, (zh) => ({ names: { ...names, zh } }))}
        {words(m.nameEn, names.en, (en) => ({ names: { ...names, en } }))}
        {words(m.questionCode, question.code, (code) => ({ code }))}
        <label>
          {m.kind}
          <select value={question.kind} onChange={({ target }) => onChange({ kind: QuestionKind.parse(target.value) })}>
            {QuestionKind.options.map((kind) => (
              <option key={kind} value={kind}>
                {m.kinds[kind]}
              </option>
            ))}
          </select>
        </label>
        {words(m.hintZh, hint.zh, (zh) => ({ hint: { ...hint, zh } }), false)}
        {words(m.hintEn, hint.en, (en) => ({ hint: { ...hint, en } }), false)}
      </div>
      {isList(question.kind) && (
        <label>
          {m.values}
          <textarea
            required
            rows={4}
            value={question.lines}
            onChange={({ target }) => onChange({ lines: target.value })}
          />
        </label>
      )}
      <label className="inline">
        <input
          type="checkbox"
          checked={question.required}
          onChange={({ target }) => onChange({ required: target.checked })}
        />
        {m.required}
      </label>
      <FieldFault text={fault} />
      <div>
        <button type="button" className="btn txt" onClick={onRemove}>
          {m.removeQuestion(names.zh || title)}
        </button>
      </div>
    </fieldset>
  )
}
