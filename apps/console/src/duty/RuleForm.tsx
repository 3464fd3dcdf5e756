import { dutyRoutes } from '@linli/contract/duty'
import { AreaClass, type DutyRule, DutyRuleTerms, DutyTarget } from '@linli/contract/fieldwork'
import { useLocale } from '@linli/ui'
import { type FormEvent, useState } from 'react'
import { Field } from '../areas/form/Field.tsx'
import { FormFault } from '../frame/FormFault.tsx'
import { say } from '../frame/said.ts'
import { useKinds } from '../organisations/queries.ts'
import { useCommand } from '../pages/use-command.ts'
import { faultsOf } from '../register/form/faults.ts'
import { useNeedKinds } from '../register/queries.ts'
import { useMessages } from './messages.ts'
import { RulePreviewPanel } from './RulePreviewPanel.tsx'
import { useForms, useRuleWords } from './rule-words.ts'
import { Line, Select, Ticks } from './controls.tsx'
import { HowOften } from './HowOften.tsx'
import { usePreview } from './use-preview.ts'

interface Props {
  /** Null: a new one. */
  readonly rule: DutyRule | null
  /** Where the load is looked at; the county without one. */
  readonly areaId: string | null
  readonly onDone: () => void
}

const changed = [dutyRoutes.listDutyRules.path, dutyRoutes.listDutyRuleVersions.path, dutyRoutes.getDutyLoad.path]
const fields = Object.keys(DutyRuleTerms.shape)
const blank = DutyRuleTerms.parse({
  names: { zh: '—', en: '—' },
  target: 'household',
  per: 'half_year',
  times: 1,
  basis: '—',
})

/** Everything of a rule, checked while it is written, with the load that it makes beside it. */
export function RuleForm({ rule, areaId, onDone }: Props) {
  const m = useMessages()
  const { locale } = useLocale()
  const words = useRuleWords()
  const forms = useForms()
  const needs = useNeedKinds()
  const { kinds } = useKinds()
  const [code, setCode] = useState(rule?.code ?? '')
  const [terms, setTerms] = useState<DutyRuleTerms>(() =>
    rule ? termsOf(rule) : { ...blank, names: { zh: '', en: '' }, basis: '' },
  )
  const change = useCommand(dutyRoutes.changeDutyRule, changed)
  const end = useCommand(dutyRoutes.endDutyRule, changed)
  const preview = usePreview(rule?.code ?? 'new_rule', previewable(terms), areaId)
  const faults = faultsOf(change.fault === null ? preview.refused : change, [...fields, 'code', 'zh', 'en'])
  const set = (part: Partial<DutyRuleTerms>) => setTerms((now) => ({ ...now, ...part }))
  const proposes = terms.secondPerson || rule?.secondPerson === true

  async function submit(event: FormEvent) {
    event.preventDefault()
    const saved = await change.run({ code, seenVersion: rule?.version ?? 0, terms })
    if (!saved) return
    say({ words: saved.state === 'proposed' ? m.proposed : m.saved })
    onDone()
  }
  async function stop() {
    if (!rule || !confirm(m.endAsk)) return
    const ended = await end.run({ code: rule.code, seenVersion: rule.version })
    if (!ended) return
    say({ words: ended.state === 'proposed' ? m.proposed : m.decided })
    onDone()
  }
  const plain = (name: 'basis' | 'lookAt', label: string, most: number, hint?: string) => (
    <Field label={label} hint={hint} fault={change.fault === null ? undefined : faults.at(name)}>
      {(control) => (
        <textarea
          {...control}
          rows={2}
          maxLength={most}
          required={name === 'basis'}
          value={terms[name]}
          onChange={({ target }) => set({ [name]: target.value })}
        />
      )}
    </Field>
  )
  return (
    <div className="rulepage">
      <form className="form panel" onSubmit={(event) => void submit(event)}>
        <h1 style={{ font: 'var(--t-20)' }}>{rule ? rule.names[locale] : m.add}</h1>
        {rule === null && (
          <Line
            label={m.code}
            hint={m.codeHint}
            fault={change.fault === null ? undefined : faults.at('code')}
            most={40}
            pattern="[a-z][a-z0-9_]{1,39}"
            value={code}
            onChange={setCode}
          />
        )}
        <div className="row2">
          {(['zh', 'en'] as const).map((language) => (
            <Line
              key={language}
              label={language === 'zh' ? m.nameZh : m.nameEn}
              fault={change.fault === null ? undefined : faults.at(`names.${language}`)}
              most={100}
              value={terms.names[language]}
              onChange={(value) => set({ names: { ...terms.names, [language]: value } })}
            />
          ))}
          <Select
            label={m.target}
            value={terms.target}
            codes={DutyTarget.options}
            words={m.targets}
            fault={faults.at('target')}
            onChoose={(target) =>
              set({
                target,
                needKinds: [],
                organisationKinds: [],
                ...(target === 'grid' ? { firstWithinDays: null } : {}),
              })
            }
          />
          <Select
            label={m.areaClass}
            value={terms.areaClass}
            codes={AreaClass.options}
            words={m.areas}
            fault={faults.at('areaClass')}
            onChoose={(areaClass) => set({ areaClass })}
          />
        </div>
        {terms.target === 'need' && (
          <Ticks
            label={m.needKinds}
            options={needs.map(({ code: kind, names }) => [kind, names[locale]])}
            chosen={terms.needKinds}
            fault={faults.at('needKinds')}
            onChange={(needKinds) => set({ needKinds })}
          />
        )}
        {terms.target === 'organisation' && (
          <Ticks
            label={m.organisationKinds}
            options={kinds.map(({ code: kind, name }) => [kind, name])}
            chosen={terms.organisationKinds}
            fault={faults.at('organisationKinds')}
            onChange={(organisationKinds) => set({ organisationKinds })}
          />
        )}
        <HowOften terms={terms} set={set} faults={faults} />
        {plain('lookAt', m.lookAt, 500)}
        <Select
          label={m.formCode}
          value={terms.formCode ?? ''}
          codes={['', ...forms.map((form) => form.code)]}
          words={{ '': m.noForm, ...Object.fromEntries(forms.map((form) => [form.code, form.names[locale]])) }}
          fault={faults.at('formCode')}
          onChoose={(formCode) => set({ formCode: formCode === '' ? null : formCode })}
        />
        {plain('basis', m.basis, 300, m.basisHint)}
        <label className="inline">
          <input
            type="checkbox"
            checked={terms.secondPerson}
            onChange={({ target }) => set({ secondPerson: target.checked })}
          />
          {m.secondPerson}
        </label>
        <FormFault text={change.fault === null ? end.fault : faults.whole} />
        <div className="inline">
          <button type="submit" className="btn pri" disabled={change.busy}>
            {proposes ? m.propose : rule ? m.save : m.saveNew}
          </button>
          <button type="button" className="btn" onClick={onDone}>
            {m.cancel}
          </button>
          {rule && (
            <button type="button" className="btn danger" disabled={end.busy} onClick={() => void stop()}>
              {m.end}
            </button>
          )}
        </div>
      </form>
      <RulePreviewPanel preview={preview} areaId={areaId} sentence={words(terms)} />
    </div>
  )
}

/** The terms of a rule without what is said about the version. */
function termsOf(rule: DutyRule): DutyRuleTerms {
  return DutyRuleTerms.parse(Object.fromEntries(fields.map((field) => [field, rule[field as keyof DutyRuleTerms]])))
}

/** What is not written yet does not keep the load from being looked at. */
const previewable = (terms: DutyRuleTerms): DutyRuleTerms => ({
  ...terms,
  names: { zh: terms.names.zh.trim() || blank.names.zh, en: terms.names.en.trim() || blank.names.en },
  basis: terms.basis.trim() || blank.basis,
})
