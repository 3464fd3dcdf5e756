import { type CatalogueField, fieldRoutes, FieldSubject, RegisterField } from '@linli/contract/people-fields'
import { fieldText } from '@linli/ui'
import { type FormEvent, useState } from 'react'
import { FieldFault } from '../frame/FieldFault.tsx'
import { FormFault } from '../frame/FormFault.tsx'
import { useCommand } from '../pages/use-command.ts'
import { useMessages } from './messages.ts'

const purposes = ['service', 'visit', 'upkeep', 'statistics', 'emergency'] as const
const groups = ['identity', 'contact', 'health', 'child'] as const
const ends = ['recording', 'leaving', 'closing', 'end'] as const
const readers = ['register.read', 'register.change', 'register.merge', 'register.reveal'] as const
const types = RegisterField.shape.shape.shape.type.options

/** A field of the county's own. What is sensitive lies in the vault and needs its assessment; the server holds to it. */
export function FieldForm({
  field,
  changes,
  onDone,
}: {
  readonly field: CatalogueField | null
  readonly changes: readonly string[]
  readonly onDone: () => void
}) {
  const m = useMessages()
  const set = useCommand(fieldRoutes.setField, changes)
  const [sensitivity, setSensitivity] = useState(field?.sensitivity ?? 'personal')
  const [sealed, setSealed] = useState(field?.storage === 'sealed')
  const [subject, setSubject] = useState<FieldSubject>(field?.subject ?? 'person')
  const [type, setType] = useState(field?.shape.type ?? 'text')
  // The vault is one of persons.
  const mayHide = subject === 'person'
  const inVault = mayHide && (sealed || sensitivity === 'sensitive')
  // What lies in the vault is told in words, and opened by those who may open it.
  const shape = inVault ? 'text' : type

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const text = (name: string) => fieldText(form, name).trim()
    const assessment = {
      by: text('by'),
      on: text('on'),
      necessity: text('necessity'),
      risk: text('risk'),
      measures: text('measures'),
    }
    const next: RegisterField = {
      subject,
      code: field?.code ?? text('code'),
      names: { zh: text('zh'), en: text('en') },
      purposes: purposes.filter((purpose) => form.getAll('purposes').includes(purpose)),
      basis: text('basis'),
      owner: text('owner'),
      retention: {
        years: Number(text('years')),
        after: RegisterField.shape.retention.shape.after.parse(text('after')),
      },
      sensitivity,
      group: inVault ? RegisterField.shape.group.parse(text('group')) : 'basic',
      storage: inVault ? 'sealed' : 'extra',
      columns: [],
      shape: { type: shape, ...(shape === 'choice' ? { options: optionsOf(text('options')) } : {}) },
      readers: inVault ? ['register.reveal'] : form.getAll('readers').map(String),
      unknownAllowed: true,
      assessment: sensitivity === 'sensitive' ? assessment : null,
    }
    if (await set.run({ field: next, ...(field ? { seenVersion: field.version } : {}) })) onDone()
  }

  const words = (name: string, label: string, value: string, hint?: string) => (
    <label>
      {label}
      <input name={name} required defaultValue={value} />
      {hint !== undefined && <small className="mut">{hint}</small>}
      <FieldFault text={set.faults[`field.${name}`]} />
    </label>
  )
  return (
    <form className="form panel" onSubmit={(event) => void submit(event)}>
      {field === null && words('code', m.code, '', m.codeHint)}
      {field === null && (
        <label>
          {m.subject}
          <select
            value={subject}
            onChange={({ target }) => {
              const chosen = FieldSubject.parse(target.value)
              setSubject(chosen)
              if (chosen !== 'person' && sensitivity === 'sensitive') setSensitivity('personal')
            }}
          >
            {FieldSubject.options.map((one) => (
              <option key={one} value={one}>
                {m.subjects[one]}
              </option>
            ))}
          </select>
          {!mayHide && <small className="mut">{m.notSealed}</small>}
          <FieldFault text={set.faults['field.subject']} />
        </label>
      )}
      <div className="row2">
        {words('zh', m.nameZh, field?.names.zh ?? '')}
        {words('en', m.nameEn, field?.names.en ?? '')}
      </div>
      <fieldset>
        <legend>{m.purposes}</legend>
        {purposes.map((purpose) => (
          <label key={purpose} className="inline">
            <input
              type="checkbox"
              name="purposes"
              value={purpose}
              defaultChecked={field?.purposes.includes(purpose) ?? purpose === 'service'}
            />
            {m.purpose[purpose]}
          </label>
        ))}
        <FieldFault text={set.faults['field.purposes']} />
      </fieldset>
      {words('basis', m.basis, field?.basis ?? '')}
      {words('owner', m.owner, field?.owner ?? '')}
      <div className="row2">
        <label>
          {m.years}
          <input name="years" type="number" min={0} max={50} required defaultValue={field?.retention.years ?? 3} />
        </label>
        <label>
          {m.from}
          <select name="after" defaultValue={field?.retention.after ?? 'leaving'}>
            {ends.map((end) => (
              <option key={end} value={end}>
                {m.after[end]}
              </option>
            ))}
          </select>
        </label>
      </div>
      <div className="row2">
        <label>
          {m.sensitivity}
          <select
            value={sensitivity}
            onChange={(event) => setSensitivity(RegisterField.shape.sensitivity.parse(event.target.value))}
          >
            {RegisterField.shape.sensitivity.options
              .filter((one) => mayHide || one !== 'sensitive')
              .map((one) => (
                <option key={one} value={one}>
                  {m.sensitivities[one]}
                </option>
              ))}
          </select>
        </label>
        <label className="inline">
          <input
            type="checkbox"
            checked={inVault}
            disabled={!mayHide || sensitivity === 'sensitive'}
            onChange={(event) => setSealed(event.target.checked)}
          />
          {m.storages.sealed}
        </label>
      </div>
      {!inVault && (
        <>
          <label>
            {m.shape}
            <select value={type} onChange={({ target }) => setType(types.find((one) => one === target.value) ?? type)}>
              {types.map((one) => (
                <option key={one} value={one}>
                  {m.shapes[one]}
                </option>
              ))}
            </select>
          </label>
          {shape === 'choice' && (
            <label>
              {m.options}
              <textarea
                name="options"
                rows={4}
                required
                defaultValue={(field?.shape.options ?? [])
                  .map(({ code, names }) => [code, names.zh, names.en].join(', '))
                  .join('\n')}
              />
              <small className="mut">{m.optionsHint}</small>
              <FieldFault text={set.faults['field.shape.options'] && m.optionsHint} />
            </label>
          )}
          <fieldset>
            <legend>{m.readers}</legend>
            {readers.map((reader) => (
              <label key={reader} className="inline">
                <input
                  type="checkbox"
                  name="readers"
                  value={reader}
                  defaultChecked={field?.readers.includes(reader) ?? reader === 'register.read'}
                />
                {m.reader[reader]}
              </label>
            ))}
            <FieldFault text={set.faults['field.readers']} />
          </fieldset>
        </>
      )}
      {inVault && (
        <label>
          {m.group}
          <select name="group" defaultValue={field?.storage === 'sealed' ? field.group : 'health'}>
            {groups.map((group) => (
              <option key={group} value={group}>
                {m.groups[group]}
              </option>
            ))}
          </select>
        </label>
      )}
      {sensitivity === 'sensitive' && (
        <fieldset>
          <legend>{m.assessment}</legend>
          <div className="row2">
            {words('by', m.by, field?.assessment?.by ?? '')}
            <label>
              {m.on}
              <input name="on" type="date" required defaultValue={field?.assessment?.on ?? ''} />
            </label>
          </div>
          {(['necessity', 'risk', 'measures'] as const).map((name) => (
            <label key={name}>
              {m[name]}
              <textarea name={name} rows={2} required defaultValue={field?.assessment?.[name] ?? ''} />
              <FieldFault text={set.faults[`field.assessment.${name}`]} />
            </label>
          ))}
        </fieldset>
      )}
      <FormFault text={set.fault} />
      <div className="row2">
        <button className="btn pri" disabled={set.busy}>
          {m.save}
        </button>
        <button type="button" className="btn" onClick={onDone}>
          {m.cancel}
        </button>
      </div>
    </form>
  )
}

/** One a line: code, Chinese name, English name; a comma of either keyboard between them. */
function optionsOf(lines: string) {
  return lines
    .split('\n')
    .map((line) => line.split(/[,，]/).map((word) => word.trim()))
    .filter(([code]) => code)
    .map(([code = '', zh = code, en = zh]) => ({ code, names: { zh, en } }))
}
