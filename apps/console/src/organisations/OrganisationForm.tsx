import { newId } from '@linli/client'
import { type Organisation, organisationRoutes } from '@linli/contract/people-organisations'
import { fieldText } from '@linli/ui'
import { useState } from 'react'
import { Field } from '../areas/form/Field.tsx'
import { FormFault } from '../frame/FormFault.tsx'
import { paths } from '../paths.ts'
import { CatalogueFields, furtherOf, useFurtherFields } from '../register/form/CatalogueFields.tsx'
import { Dialog } from '../register/form/Dialog.tsx'
import { faultsOf } from '../register/form/faults.ts'
import { GridField, useGrids } from '../register/form/GridField.tsx'
import { useRegisterCommand } from '../register/queries.ts'
import { go } from '../router.tsx'
import { useMessages } from './messages.ts'
import { useKinds } from './queries.ts'

interface Props {
  /** The area that the page is about: its grids are offered. */
  readonly areaId: string
  /** The one to change; none: a new one. */
  readonly organisation?: Organisation
  readonly onClose: () => void
}

const fields = ['gridId', 'name', 'kind', 'address', 'creditCode', 'phone', 'hazards'] as const

/** An organisation or place, new or as it is to be. */
export function OrganisationForm({ areaId, organisation, onClose }: Props) {
  const m = useMessages()
  const { kinds, hazards } = useKinds()
  const [organisationId] = useState(() => organisation?.id ?? newId())
  const add = useRegisterCommand(organisationRoutes.addOrganisation)
  const change = useRegisterCommand(organisationRoutes.changeOrganisation)
  const command = organisation ? change : add
  const grids = useGrids(organisation?.place.gridId ?? areaId)
  const own = useFurtherFields('organisation')
  const faults = faultsOf(command, [...fields, ...own.map(({ code }) => code)])

  async function submit(form: FormData) {
    const chosen = form.getAll('hazards').map(String)
    const { extra } = furtherOf(form, own)
    const said = {
      ...(Object.keys(extra).length > 0 ? { extra } : {}),
      organisationId,
      gridId: fieldText(form, 'gridId'),
      name: fieldText(form, 'name'),
      kind: fieldText(form, 'kind'),
      address: fieldText(form, 'address'),
      creditCode: fieldText(form, 'creditCode'),
      phone: fieldText(form, 'phone'),
    }
    if (!said.gridId) return
    const done = organisation
      ? await change.run({ ...said, hazards: chosen, seenVersion: organisation.version })
      : await add.run({ ...said, ...(chosen.length > 0 ? { hazards: chosen } : {}) })
    if (!done) return
    onClose()
    if (!organisation) go(paths.organisation(done.id))
  }

  return (
    <Dialog
      title={organisation ? m.changeTitle : m.addTitle}
      submit={organisation ? m.save : m.add}
      busy={command.busy || grids.loading}
      onClose={onClose}
      onSubmit={(form) => void submit(form)}
    >
      <div className="row2">
        <Field label={m.name} fault={faults.at('name')}>
          {(control) => (
            <input {...control} name="name" required maxLength={100} defaultValue={organisation?.name ?? ''} />
          )}
        </Field>
        <Field label={m.kind} fault={faults.at('kind')}>
          {(control) => (
            // Anew once the kinds are there: what stands first is chosen.
            <select key={kinds.length} {...control} name="kind" required defaultValue={organisation?.kind}>
              {kinds.map(({ code, name }) => (
                <option key={code} value={code}>
                  {name}
                </option>
              ))}
            </select>
          )}
        </Field>
      </div>
      <GridField grids={grids} fault={faults.at('gridId')} />
      <Field label={m.address} fault={faults.at('address')}>
        {(control) => (
          <input {...control} name="address" required maxLength={300} defaultValue={organisation?.address ?? ''} />
        )}
      </Field>
      <div className="row2">
        <Field label={m.creditCode} hint={m.creditHint} fault={faults.at('creditCode')}>
          {(control) => (
            <input {...control} name="creditCode" maxLength={30} defaultValue={organisation?.creditCode ?? ''} />
          )}
        </Field>
        <Field label={m.phone} hint={m.phoneHint} fault={faults.at('phone')}>
          {(control) => <input {...control} name="phone" maxLength={30} defaultValue={organisation?.phone ?? ''} />}
        </Field>
      </div>
      <fieldset>
        <legend>{organisation ? m.hazards : m.hazardsNew}</legend>
        <div className="hazards">
          {hazards.map(({ code, name }) => (
            <label key={code} className="inline">
              <input
                type="checkbox"
                name="hazards"
                value={code}
                defaultChecked={organisation?.hazards.includes(code) ?? false}
              />
              {name}
            </label>
          ))}
        </div>
      </fieldset>
      <CatalogueFields fields={own} faults={faults} />
      <FormFault text={faults.whole} />
    </Dialog>
  )
}
