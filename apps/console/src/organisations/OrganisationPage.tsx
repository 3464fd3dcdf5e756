import '../areas/areas.css'
import '../register/register.css'
import './organisations.css'
import { type Organisation, organisationRoutes } from '@linli/contract/people-organisations'
import { fieldText, Icon, useLocale } from '@linli/ui'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { reading } from '../api.ts'
import { Field } from '../areas/form/Field.tsx'
import { FactList, type Facts } from '../frame/FactList.tsx'
import { FormFault } from '../frame/FormFault.tsx'
import { gridText, placeText } from '../frame/place.ts'
import { ErrorState, Loading } from '../frame/States.tsx'
import type { PageProps } from '../pages.ts'
import { paths } from '../paths.ts'
import { Dialog } from '../register/form/Dialog.tsx'
import { faultsOf } from '../register/form/faults.ts'
import { usePersonMessages } from '../register/person-messages.ts'
import { useRegisterCommand } from '../register/queries.ts'
import { Link } from '../router.tsx'
import { useMessages } from './messages.ts'
import { OrganisationForm } from './OrganisationForm.tsx'
import { useKinds } from './queries.ts'

/** An organisation or place: what it is, where, and what one looks at there. */
export default function OrganisationPage({ path }: PageProps) {
  const m = useMessages()
  const { kindName, hazardName } = useKinds()
  const { flag } = usePersonMessages()
  const { locale } = useLocale()
  const organisationId = path.slice(paths.organisation('').length)
  const [open, setOpen] = useState<'change' | 'close' | null>(null)
  const read = useQuery(reading(organisationRoutes.getOrganisation, { organisationId }))
  if (read.error && !read.data) return <ErrorState error={read.error} onRetry={() => void read.refetch()} />
  if (!read.data) return <Loading />
  const { data } = read
  const { gridId } = data.place
  const facts: Facts = [
    [m.kind, kindName(data.kind)],
    [m.address, data.address],
    [m.grid, placeText(data.place)],
    [m.creditCode, data.creditCode ?? m.nothing],
    [m.phone, data.phone ?? m.nothing],
    [m.hazards, data.hazards.map(hazardName).join(' · ') || m.nothing],
    [m.since, data.validFrom],
    ...data.countyFields.map(({ names, value, words }) => [names[locale], words?.[locale] ?? flag(value)] as const),
  ]
  return (
    <main className="scroll register" aria-busy={read.isFetching}>
      <div className="head">
        <div className="crumb">
          <Link to={gridId ? `${paths.organisations}?area=${gridId}` : paths.organisations}>{m.organisations}</Link>
          <Icon name="right" />
          <span>{gridText(data.place)}</span>
        </div>
        <div className="l1 lastline">
          <h1>{data.name}</h1>
          {data.validTo !== null && <span className="mut">{m.until(data.validTo)}</span>}
          {data.changeable && (
            <div className="acts">
              <button type="button" className="btn" onClick={() => setOpen('change')}>
                <Icon name="edit" />
                {m.change}
              </button>
              <button type="button" className="btn" onClick={() => setOpen('close')}>
                {m.close}
              </button>
            </div>
          )}
        </div>
      </div>
      <div className="pad stack">
        <section className="panel">
          <FactList className="factlist placefacts" facts={facts} />
        </section>
      </div>
      {open === 'change' && gridId && (
        <OrganisationForm areaId={gridId} organisation={data} onClose={() => setOpen(null)} />
      )}
      {open === 'close' && <CloseOrganisation organisation={data} onClose={() => setOpen(null)} />}
    </main>
  )
}

function CloseOrganisation({ organisation, onClose }: { organisation: Organisation; onClose: () => void }) {
  const m = useMessages()
  const close = useRegisterCommand(organisationRoutes.closeOrganisation)
  const faults = faultsOf(close, ['on'])

  async function submit(form: FormData) {
    const { id: organisationId, version: seenVersion } = organisation
    if (await close.run({ organisationId, seenVersion, on: fieldText(form, 'on') })) onClose()
  }

  return (
    <Dialog
      title={m.closeTitle}
      intro={<p className="mut">{m.closeHint}</p>}
      submit={m.close}
      danger
      busy={close.busy}
      onClose={onClose}
      onSubmit={(form) => void submit(form)}
    >
      <Field label={m.on} fault={faults.at('on')}>
        {(control) => <input {...control} type="date" name="on" required min={organisation.validFrom} />}
      </Field>
      <FormFault text={faults.whole} />
    </Dialog>
  )
}
