import { FormQuestion } from '@linli/contract/fieldwork'
import { codesOf, UNSAID } from '@linli/contract/visit-form'
import { categoryRoutes } from '@linli/contract/categories'
import { fieldRoutes } from '@linli/contract/people-fields'
import { useLocale } from '@linli/ui'
import { useQuery } from '@tanstack/react-query'
import { reading } from '../api.ts'
import { Field } from '../areas/form/Field.tsx'
import { Line, Select, Ticks, WholeNumber } from './controls.tsx'
import { type Draft, isChoice, lineFault, questionOf } from './drafts.ts'
import { useFormMessages } from './form-messages.ts'
import { useAnswerWords } from './use-answer-words.ts'

interface Props {
  readonly title: string
  readonly draft: Draft
  /** Questions that come before it: on them it may hang whether it is asked. */
  readonly before: readonly FormQuestion[]
  /** By path within the question. */
  readonly faults: Readonly<Record<string, string>>
  readonly isFirst: boolean
  readonly isLast: boolean
  readonly onChange: (draft: Draft) => void
  readonly onMove: (by: -1 | 1) => void
  readonly onRemove: () => void
}

/** One question of a form with all that hangs on its answers. */
export function QuestionField(props: Props) {
  const { title, draft, before, faults, onChange } = props
  const m = useFormMessages()
  const { locale } = useLocale()
  const wordsOf = useAnswerWords()
  const { question } = draft
  const { names, askedIf } = question
  const set = (part: Partial<Draft['question']>) => onChange({ ...draft, question: { ...question, ...part } })
  const answersOf = (one: FormQuestion): (readonly [string, string])[] =>
    [...(codesOf(one) ?? []), ...UNSAID].map((code) => [code, wordsOf(one, code)])
  const asked = before.find(({ key }) => key === askedIf?.key)
  return (
    <fieldset className="question">
      <legend>{title}</legend>
      <Moves {...props} name={names[locale] || title} />
      <div className="row2">
        {(['zh', 'en'] as const).map((language) => (
          <Line
            key={language}
            label={language === 'zh' ? m.nameZh : m.nameEn}
            fault={faults[`names.${language}`]}
            most={100}
            value={names[language]}
            onChange={(value) => set({ names: { ...names, [language]: value } })}
          />
        ))}
        <Line
          label={m.key}
          fault={faults['key']}
          most={40}
          pattern="[a-z][a-z0-9_]{0,39}"
          value={question.key}
          onChange={(value) => set({ key: value })}
        />
        <Select
          label={m.kind}
          value={question.kind}
          codes={FormQuestion.shape.kind.options}
          words={m.kinds}
          fault={faults['kind']}
          onChoose={(kind) => set({ kind, photoIf: [] })}
        />
      </div>
      {isChoice(question) && (
        <Field label={m.choices} hint={m.choicesHint} fault={lineFault(faults, 'choices', m.lineFault)}>
          {(control) => (
            <textarea
              {...control}
              rows={4}
              value={draft.lines}
              onChange={({ target }) => onChange({ ...draft, lines: target.value })}
            />
          )}
        </Field>
      )}
      {question.kind === 'number' && (
        <div className="row2">
          {(['least', 'most'] as const).map((end) => (
            <WholeNumber
              key={end}
              label={m[end]}
              value={question[end] ?? null}
              least={-1_000_000}
              most={1_000_000}
              required={false}
              fault={faults[end]}
              onChange={(value) => set({ [end]: value ?? undefined })}
            />
          ))}
        </div>
      )}
      <label className="inline">
        <input
          type="checkbox"
          checked={question.required}
          onChange={({ target }) => set({ required: target.checked })}
        />
        {m.required}
      </label>
      {before.length > 0 && (
        <Select
          label={m.askedIf}
          value={askedIf?.key ?? ''}
          codes={['', ...before.map(({ key }) => key)]}
          words={{
            '': m.always,
            ...Object.fromEntries(before.map((one) => [one.key, m.ifAnswered(one.names[locale] || one.key)])),
          }}
          fault={faults['askedIf.key']}
          onChoose={(key) => {
            const first = before.find((one) => one.key === key)
            set({ askedIf: first ? { key, anyOf: [answersOf(first)[0]?.[0] ?? 'unknown'] } : null })
          }}
        />
      )}
      {askedIf !== null && asked && (
        <Ticks
          label={m.answers}
          options={answersOf(asked)}
          chosen={askedIf.anyOf}
          fault={faults['askedIf.anyOf']}
          onChange={(anyOf) => set({ askedIf: { ...askedIf, anyOf } })}
        />
      )}
      {codesOf(questionOf(draft)) !== null && (
        <Ticks
          label={m.photoIf}
          options={answersOf(questionOf(draft))}
          chosen={question.photoIf}
          fault={faults['photoIf']}
          onChange={(photoIf) => set({ photoIf })}
        />
      )}
      <Targets question={question} faults={faults} set={set} />
    </fieldset>
  )
}

/** Where an answer goes: into the file, or to whoever handles such matters. */
function Targets({
  question,
  faults,
  set,
}: {
  readonly question: Draft['question']
  readonly faults: Props['faults']
  readonly set: (part: Partial<Draft['question']>) => void
}) {
  const m = useFormMessages()
  const { locale } = useLocale()
  const fields = useQuery({ ...reading(fieldRoutes.listFields, {}), staleTime: 600_000 })
  const categories = useQuery({ ...reading(categoryRoutes.listCategories, {}), staleTime: 600_000 })
  // What is sealed is said to the register itself, never carried around in answers.
  const open = (fields.data?.items ?? []).filter(({ storage }) => storage !== 'sealed')
  const known = categories.data?.items ?? []
  const reports = question.kind === 'state' || question.kind === 'yes_no'
  return (
    <div className="row2">
      <Select
        label={m.field}
        value={question.field ?? ''}
        codes={['', ...open.map(({ subject, code }) => `${subject}.${code}`)]}
        words={{
          '': m.noField,
          ...Object.fromEntries(open.map(({ subject, code, names }) => [`${subject}.${code}`, names[locale]])),
        }}
        fault={faults['field']}
        onChoose={(field) => set({ field: field === '' ? null : field })}
      />
      {(reports || question.matterCategory !== null) && (
        <Select
          label={m.matterCategory}
          value={question.matterCategory ?? ''}
          codes={['', ...known.map(({ code }) => code)]}
          words={{ '': m.noCategory, ...Object.fromEntries(known.map(({ code, names }) => [code, names[locale]])) }}
          fault={faults['matterCategory']}
          onChoose={(code) => set({ matterCategory: code === '' ? null : code })}
        />
      )}
    </div>
  )
}

function Moves({ name, isFirst, isLast, onMove, onRemove }: Props & { readonly name: string }) {
  const m = useFormMessages()
  return (
    <div className="inline moves">
      <button
        type="button"
        className="btn"
        disabled={isFirst}
        aria-label={m.which(m.up, name)}
        onClick={() => onMove(-1)}
      >
        {m.up}
      </button>
      <button
        type="button"
        className="btn"
        disabled={isLast}
        aria-label={m.which(m.down, name)}
        onClick={() => onMove(1)}
      >
        {m.down}
      </button>
      <button type="button" className="btn txt" aria-label={m.which(m.remove, name)} onClick={onRemove}>
        {m.remove}
      </button>
    </div>
  )
}
