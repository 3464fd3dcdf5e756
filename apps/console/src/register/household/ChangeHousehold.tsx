import { type Household, peopleRoutes } from '@linli/contract/people'
import { fieldText } from '@linli/ui'
import { useState } from 'react'
import { useQuery } from '@tanstack/react-query'
import { reading } from '../../api.ts'
import { Field } from '../../areas/form/Field.tsx'
import { today } from '../../areas/form/today.ts'
import { FormFault } from '../../frame/FormFault.tsx'
import { useBuildingMessages } from '../building-messages.ts'
import { CatalogueFields, furtherOf, useFurtherFields } from '../form/CatalogueFields.tsx'
import { Choice } from '../form/Choice.tsx'
import { Dialog } from '../form/Dialog.tsx'
import { faultsOf } from '../form/faults.ts'
import { KnownField, knownHowOf } from '../form/KnownFields.tsx'
import { useRegisterCommand } from '../queries.ts'
import { useWords } from '../words.ts'
import { useWorkMessages } from '../work-messages.ts'
import { Options } from '../../frame/Options.tsx'

const fields = ['address', 'number', 'kind', 'headId', 'headSince', 'tenure', 'dwellingId']
const input = peopleRoutes.changeHousehold.input.shape

interface Props {
  readonly household: Household
  readonly onClose: () => void
}

/** Address, head, kind and wishes of a household; only what was changed here is sent. */
export function ChangeHousehold({ household, onClose }: Props) {
  const m = useWorkMessages()
  const words = useWords()
  // As it was when the form came up: what differs from it was changed by whoever fills it in.
  const [before] = useState(household)
  const change = useRegisterCommand(peopleRoutes.changeHousehold)
  const own = useFurtherFields('household')
  const faults = faultsOf(change, [...fields, ...own.map(({ code }) => code)])
  const head = before.members.find(({ relation }) => relation === 'head')
  const tenure = before.dwelling?.tenure
  const [headId, setHeadId] = useState(head?.id ?? '')
  const otherHead = headId !== '' && headId !== head?.id

  async function submit(form: FormData) {
    const text = (name: string) => fieldText(form, name)
    const said = {
      address: text('address'),
      number: text('number') || null,
      kind: input.kind.parse(text('kind')),
      headId: text('headId') || undefined,
      visitsDeclined: form.has('visitsDeclined'),
      tenure: input.tenure.parse(text('tenure') || undefined),
      dwellingId: text('dwellingId') || undefined,
    }
    const was = { ...before, headId: head?.id, tenure, dwellingId: before.dwelling?.id }
    const changed: Record<string, unknown> = Object.fromEntries(
      Object.entries(said).filter(([key, value]) => value !== undefined && value !== was[key as keyof typeof said]),
    )
    const { extra } = furtherOf(form, own)
    if (Object.keys(extra).length > 0) changed['extra'] = extra
    if (Object.keys(changed).length === 0) return onClose()
    const since = otherHead ? { headSince: text('headSince') } : {}
    const framed = { ...since, householdId: before.id, seenVersion: household.version, knownHow: knownHowOf(form) }
    if (await change.run({ ...framed, ...changed })) onClose()
  }

  return (
    <Dialog
      title={m.changeHousehold}
      submit={m.save}
      busy={change.busy}
      onClose={onClose}
      onSubmit={(form) => void submit(form)}
    >
      <Field label={m.address} fault={faults.at('address')}>
        {(control) => <input {...control} name="address" required maxLength={300} defaultValue={before.address} />}
      </Field>
      <div className="row2">
        <Field label={m.number} fault={faults.at('number')}>
          {(control) => <input {...control} name="number" maxLength={30} defaultValue={before.number ?? ''} />}
        </Field>
        <Field label={m.headIs} fault={faults.at('headId')}>
          {(control) => (
            <select {...control} name="headId" value={headId} onChange={({ target }) => setHeadId(target.value)}>
              {!head && <option value="">—</option>}
              <Options of={before.members} />
            </select>
          )}
        </Field>
        {otherHead && (
          <Field label={m.headSince} fault={faults.at('headSince')}>
            {(control) => (
              <input
                {...control}
                name="headSince"
                type="date"
                required
                min="1900-01-01"
                max={today()}
                defaultValue={today()}
              />
            )}
          </Field>
        )}
        <Choice name="kind" label={m.kind} words={words.householdKind} start={before.kind} fault={faults.at('kind')} />
        {tenure && (
          <Choice name="tenure" label={m.tenure} words={words.tenure} start={tenure} fault={faults.at('tenure')} />
        )}
      </div>
      {before.place.gridId && (
        <FlatField gridId={before.place.gridId} now={before.dwelling} fault={faults.at('dwellingId')} />
      )}
      <CatalogueFields fields={own} faults={faults} />
      <label className="inline">
        <input type="checkbox" name="visitsDeclined" defaultChecked={before.visitsDeclined} />
        {m.visitsDeclined}
      </label>
      <KnownField />
      <FormFault text={faults.whole} />
    </Dialog>
  )
}

interface FlatProps {
  readonly gridId: string
  readonly now: Household['dwelling']
  readonly fault: string | undefined
}

/** The flat that it lives in: first the building, then the number. */
function FlatField({ gridId, now, fault }: FlatProps) {
  const m = useBuildingMessages()
  const [buildingId, setBuildingId] = useState(now?.buildingId ?? '')
  const buildings = useQuery(reading(peopleRoutes.listBuildings, { areaId: gridId, limit: 200 }))
  const building = useQuery({ ...reading(peopleRoutes.getBuilding, { buildingId }), enabled: buildingId !== '' })
  const flats = buildingId === '' ? [] : (building.data?.dwellings ?? [])
  return (
    <div className="row2">
      <Field label={m.inBuilding}>
        {(control) => (
          <select {...control} value={buildingId} onChange={({ target }) => setBuildingId(target.value)}>
            <option value="">{m.noBuilding}</option>
            <Options of={buildings.data?.items.map(({ id, name, address }) => ({ id, name: `${address}${name}` }))} />
          </select>
        )}
      </Field>
      {flats.length > 0 && (
        <Field label={m.room} fault={fault}>
          {(control) => (
            <select key={buildingId} {...control} name="dwellingId" defaultValue={now?.id ?? ''}>
              <option value="">—</option>
              <Options of={flats.map(({ id, unitNo, room, address }) => flatOption(id, unitNo, room ?? address))} />
            </select>
          )}
        </Field>
      )}
    </div>
  )
}

const flatOption = (id: string, unitNo: number | null, room: string) => ({
  id,
  name: unitNo === null ? room : `${unitNo}-${room}`,
})
