import { dutyRoutes } from '@linli/contract/duty'
import type { VisitForm } from '@linli/contract/fieldwork'
import { dateText, Icon, useLocale } from '@linli/ui'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { reading } from '../api.ts'
import { ErrorState, Loading } from '../frame/States.tsx'
import { filter } from '../router.tsx'
import { FormEditor } from './FormEditor.tsx'
import { useFormMessages } from './form-messages.ts'

/** The visit forms in use; one of them opened to be changed. */
export function Forms({ edited }: { readonly edited: string | null }) {
  const m = useFormMessages()
  const forms = useQuery(reading(dutyRoutes.listVisitForms, {}))
  if (forms.error) return <ErrorState error={forms.error} onRetry={() => void forms.refetch()} />
  if (!forms.data) return <Loading />
  const { items } = forms.data
  const done = () => filter({ form: undefined })
  if (edited !== null)
    return <FormEditor key={edited} form={items.find(({ code }) => code === edited) ?? null} onDone={done} />
  return (
    <>
      <p className="mut">{m.hint}</p>
      <div>
        <button type="button" className="btn pri" onClick={() => filter({ form: 'new' })}>
          <Icon name="plus" />
          {m.add}
        </button>
      </div>
      {items.length === 0 && <p className="blank">{m.none}</p>}
      {items.length > 0 && (
        <section className="panel">
          <ul>
            {items.map((form) => (
              <One key={form.code} form={form} />
            ))}
          </ul>
        </section>
      )}
    </>
  )
}

function One({ form }: { readonly form: VisitForm }) {
  const m = useFormMessages()
  const { locale } = useLocale()
  const [opened, open] = useState(false)
  const name = form.names[locale]
  return (
    <li className="deed">
      <b>{name}</b>
      <span className="inline">
        <button
          type="button"
          className="btn txt"
          aria-expanded={opened}
          aria-label={`${m.version(form.version)} ${name} ${m.versions}`}
          onClick={() => open(!opened)}
        >
          {m.version(form.version)}
        </button>
        <button
          type="button"
          className="btn"
          aria-label={m.which(m.edit, name)}
          onClick={() => filter({ form: form.code })}
        >
          <Icon name="edit" />
          {m.edit}
        </button>
      </span>
      <p>{`${m.asks(form.questions.length)}：${form.questions.map(({ names }) => names[locale]).join(' · ')}`}</p>
      {opened && <Versions code={form.code} />}
    </li>
  )
}

function Versions({ code }: { readonly code: string }) {
  const m = useFormMessages()
  const { locale } = useLocale()
  const versions = useQuery(reading(dutyRoutes.listVisitFormVersions, { code }))
  if (versions.error) return <ErrorState error={versions.error} onRetry={() => void versions.refetch()} />
  if (!versions.data) return <Loading />
  return (
    <ol className="versions">
      {versions.data.items.map(({ version, names, questions, validFrom, validTo }) => (
        <li key={version}>
          {[
            m.version(version),
            names[locale],
            m.asks(questions.length),
            m.since(dateText(validFrom, locale), validTo === null ? null : dateText(validTo, locale)),
          ].join(' · ')}
        </li>
      ))}
    </ol>
  )
}
