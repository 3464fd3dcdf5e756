import { type CatalogueField, fieldRoutes, FieldSubject } from '@linli/contract/people-fields'
import { useLocale } from '@linli/ui'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { reading } from '../api.ts'
import { ErrorState, Loading } from '../frame/States.tsx'
import { Heads, WideTable } from '../frame/Table.tsx'
import { useCommand } from '../pages/use-command.ts'
import { FieldForm } from './FieldForm.tsx'
import { useMessages } from './messages.ts'

const key = '/register/fields'

/** What may be held of whom, for which purpose and how long; a county adds fields of its own here. */
export default function Fields() {
  const m = useMessages()
  const list = useQuery(reading(fieldRoutes.listFields, {}))
  const [edited, edit] = useState<CatalogueField | 'new' | null>(null)
  if (list.error) return <ErrorState error={list.error} onRetry={() => void list.refetch()} />
  if (!list.data) return <Loading />
  const { items } = list.data
  return (
    <main className="scroll pad stack">
      <h1 style={{ font: 'var(--t-20)' }}>{m.title}</h1>
      <p className="mut">{m.hint}</p>
      {edited === null ? (
        <div>
          <button type="button" className="btn" onClick={() => edit('new')}>
            {m.add}
          </button>
        </div>
      ) : (
        <FieldForm
          key={edited === 'new' ? 'new' : edited.code}
          field={edited === 'new' ? null : edited}
          changes={[key]}
          onDone={() => edit(null)}
        />
      )}
      {FieldSubject.options.map((subject) => (
        <section key={subject} className="stack">
          <h2 style={{ font: 'var(--t-16)' }}>{m.subjects[subject]}</h2>
          <FieldTable
            label={m.subjects[subject]}
            fields={items.filter((field) => field.subject === subject)}
            onEdit={edit}
          />
        </section>
      ))}
    </main>
  )
}

function FieldTable({
  label,
  fields,
  onEdit,
}: {
  readonly label: string
  readonly fields: readonly CatalogueField[]
  readonly onEdit: (field: CatalogueField) => void
}) {
  const m = useMessages()
  const { locale } = useLocale()
  const heads = [m.name, m.purposes, m.basis, m.owner, m.retention, m.sensitivity, m.storage, m.assessment]
  return (
    <WideTable label={label} className="grid">
      <Heads names={heads}>
        <td />
      </Heads>
      <tbody>
        {fields.map((field) => (
          <tr key={field.code}>
            <th scope="row">{field.names[locale]}</th>
            <td>{field.purposes.map((purpose) => m.purpose[purpose]).join(' · ')}</td>
            <td>{field.basis}</td>
            <td>{field.owner}</td>
            <td>{m.kept(field.retention.years, m.after[field.retention.after])}</td>
            <td>{m.sensitivities[field.sensitivity]}</td>
            <td>
              {m.storages[field.storage]}
              {field.storage === 'sealed' && <small className="mut"> {m.groups[field.group]}</small>}
            </td>
            <td>{field.assessment && m.assessed(field.assessment.by, field.assessment.on)}</td>
            <td>{field.own && <Own field={field} onEdit={() => onEdit(field)} />}</td>
          </tr>
        ))}
      </tbody>
    </WideTable>
  )
}

function Own({ field, onEdit }: { readonly field: CatalogueField; readonly onEdit: () => void }) {
  const m = useMessages()
  const close = useCommand(fieldRoutes.closeField, [key])
  const ask = () => {
    if (confirm(m.closeAsk)) void close.run({ subject: field.subject, code: field.code })
  }
  return (
    <>
      <button type="button" className="btn txt" onClick={onEdit}>
        {m.edit}
      </button>
      <button type="button" className="btn txt" disabled={close.busy} onClick={ask}>
        {m.close}
      </button>
      {close.fault && (
        <span className="bad" role="alert">
          {close.fault}
        </span>
      )}
    </>
  )
}
