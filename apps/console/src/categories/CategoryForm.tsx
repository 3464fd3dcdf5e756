import { type Category, categoryRoutes, type CategoryRules } from '@linli/contract/categories'
import type { Names } from '@linli/contract/common'
import { unitRoutes } from '@linli/contract/identity'
import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { reading } from '../api.ts'
import { FieldFault } from '../frame/FieldFault.tsx'
import { FormFault } from '../frame/FormFault.tsx'
import { useMessages as useMatterMessages } from '../matter/messages.ts'
import { useCommand } from '../pages/use-command.ts'
import { useMessages } from './messages.ts'
import { keyed, type KeyedQuestion, questionOf, QuestionsField } from './QuestionsField.tsx'
import { blank, rulesOf } from './rules-of-form.ts'
import { Versions } from './Versions.tsx'

const changed = ['/categories', '/public/categories']
const steps = ['whole', 'accept', 'dispatch', 'handle', 'verify'] as const
const flags = ['danger', 'childHarm', 'confidential', 'publicNearby', 'unsorted'] as const

/** Everything of a category; saved as its next version. */
export function CategoryForm({
  category,
  classes,
  onDone,
}: {
  /** Null: a new one. */
  readonly category: Category | null
  readonly classes: ReadonlyMap<string, Names>
  readonly onDone: () => void
}) {
  const m = useMessages()
  const rules: CategoryRules = category ?? blank
  const create = useCommand(categoryRoutes.createCategory, changed)
  const change = useCommand(categoryRoutes.changeCategory, changed)
  const retire = useCommand(categoryRoutes.retireCategory, changed)
  const [questions, setQuestions] = useState<readonly KeyedQuestion[]>(() => keyed(rules.questions))
  const [code, setCode] = useState(rules.code)
  const knownClass = classes.get(code.slice(0, 2))
  const command = category ? change : create

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const next = rulesOf(new FormData(event.currentTarget), questions.map(questionOf))
    const answer = category
      ? await change.run({ code: category.code, seenVersion: category.version, rules: next })
      : await create.run({ rules: next })
    if (answer) onDone()
  }
  const ask = async () => {
    if (category && confirm(m.retireAsk) && (await retire.run({ code: category.code }))) onDone()
  }
  const fault = (path: string) => <FieldFault text={command.faults[`rules.${path}`]} />
  const words = (name: string, label: string, value: string, most: number, required = true) => (
    <label>
      {label}
      <input name={name} defaultValue={value} required={required} maxLength={most} />
      {fault(name)}
    </label>
  )
  return (
    <form className="form panel" style={{ maxWidth: 900 }} onSubmit={(event) => void submit(event)}>
      <h1 style={{ font: 'var(--t-20)' }}>{category ? `${category.code} ${category.names.zh}` : m.add}</h1>
      <label hidden={category !== null}>
        {m.code}
        <input
          name="code"
          value={code}
          onChange={({ target }) => setCode(target.value)}
          required
          pattern="\d{4}"
          inputMode="numeric"
        />
        <small>{m.codeHint}</small>
        {fault('code')}
      </label>
      <div className="row2" key={knownClass?.zh}>
        {words('classNames.zh', m.classZh, knownClass?.zh ?? rules.classNames.zh, 100)}
        {words('classNames.en', m.classEn, knownClass?.en ?? rules.classNames.en, 200)}
      </div>
      <div className="row2">
        {words('names.zh', m.nameZh, rules.names.zh, 100)}
        {words('names.en', m.nameEn, rules.names.en, 200)}
      </div>
      {words('keywords', m.keywords, rules.keywords.join('、'), 2000, false)}
      <Placing rules={rules} fault={fault('departmentCode')} />
      <Limits rules={rules} fault={fault} />
      <fieldset>
        <legend>{m.conditions}</legend>
        <div className="row2">
          {words('acceptWhen.zh', m.acceptZh, rules.acceptWhen.zh, 300, false)}
          {words('acceptWhen.en', m.acceptEn, rules.acceptWhen.en, 600, false)}
          {words('closeWhen.zh', m.closeZh, rules.closeWhen.zh, 300, false)}
          {words('closeWhen.en', m.closeEn, rules.closeWhen.en, 600, false)}
        </div>
      </fieldset>
      <fieldset>
        <legend>{m.flags}</legend>
        {flags.map((flag) => (
          <label key={flag} className="inline">
            <input type="checkbox" name={flag} defaultChecked={rules[flag]} />
            {m[flag]}
          </label>
        ))}
      </fieldset>
      <QuestionsField questions={questions} onChange={setQuestions} faults={command.faults} />
      <FormFault text={command.fault ?? retire.fault} />
      <div className="inline">
        <button type="submit" className="btn pri" disabled={command.busy}>
          {category ? m.save : m.saveNew}
        </button>
        <button type="button" className="btn" onClick={onDone}>
          {m.cancel}
        </button>
        {category && (
          <button type="button" className="btn danger" disabled={retire.busy} onClick={() => void ask()}>
            {m.retire}
          </button>
        )}
      </div>
      {category && <Versions code={category.code} />}
    </form>
  )
}

/** Who leads, at which level it is settled, and what shows that it is. */
function Placing({ rules, fault }: { readonly rules: CategoryRules; readonly fault: React.ReactNode }) {
  const m = useMessages()
  const departments = useQuery(reading(unitRoutes.listUnits, { kind: 'department', limit: 200 }))
  const coded = departments.data?.items.flatMap(({ departmentCode, name }) =>
    departmentCode ? [{ departmentCode, name }] : [],
  )
  const known = coded?.some((one) => one.departmentCode === rules.departmentCode) ?? false
  return (
    <div className="row2">
      <label>
        {m.department}
        <select key={coded?.length} name="department" defaultValue={rules.departmentCode ?? ''}>
          <option value="">{m.noDepartment}</option>
          {!known && rules.departmentCode !== null && <option>{rules.departmentCode}</option>}
          {coded?.map(({ departmentCode, name }) => (
            <option key={departmentCode} value={departmentCode}>
              {name}
            </option>
          ))}
        </select>
        {fault}
      </label>
      <Choice name="level" label={m.level} value={rules.settleLevel} options={m.levels} />
      <Choice name="evidence" label={m.evidence} value={rules.evidence} options={m.evidences} />
    </div>
  )
}

function Choice({
  name,
  label,
  value,
  options,
}: {
  readonly name: string
  readonly label: string
  readonly value: string
  readonly options: Readonly<Record<string, string>>
}) {
  return (
    <label>
      {label}
      <select name={name} defaultValue={value}>
        {Object.entries(options).map(([one, words]) => (
          <option key={one} value={one}>
            {words}
          </option>
        ))}
      </select>
    </label>
  )
}

function Limits({
  rules,
  fault,
}: {
  readonly rules: CategoryRules
  readonly fault: (path: string) => React.ReactNode
}) {
  const m = useMessages()
  const { units } = useMatterMessages()
  return (
    <fieldset>
      <legend>{m.limits}</legend>
      <div className="row2">
        {steps.map((step) => (
          <label key={step}>
            {m.steps[step]}
            <span style={{ display: 'flex', gap: 8 }}>
              <input
                name={`${step}.amount`}
                type="number"
                min={1}
                max={1000}
                defaultValue={rules.limits[step].amount}
                required
              />
              <select
                name={`${step}.unit`}
                defaultValue={rules.limits[step].unit}
                aria-label={`${m.steps[step]} ${m.unit}`}
              >
                {Object.entries(units).map(([value, words]) => (
                  <option key={value} value={value}>
                    {words}
                  </option>
                ))}
              </select>
            </span>
            {fault(`limits.${step}.amount`)}
          </label>
        ))}
      </div>
    </fieldset>
  )
}
