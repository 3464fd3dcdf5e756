import { peopleRoutes, Tenure } from '@linli/contract/people'
import { type Dwelling, dwellingRoutes } from '@linli/contract/people-dwellings'
import { fieldText } from '@linli/ui'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { reading } from '../../api.ts'
import { Field } from '../../areas/form/Field.tsx'
import { today } from '../../areas/form/today.ts'
import { FormFault } from '../../frame/FormFault.tsx'
import { Options } from '../../frame/Options.tsx'
import { useBuildingMessages } from '../building-messages.ts'
import { CatalogueFields, furtherOf, useFurtherFields } from '../form/CatalogueFields.tsx'
import { Choice } from '../form/Choice.tsx'
import { Dialog } from '../form/Dialog.tsx'
import { faultsOf } from '../form/faults.ts'
import { KnownField, knownHowOf } from '../form/KnownFields.tsx'
import { PositionField } from '../map/PositionField.tsx'
import { useRegisterCommand } from '../queries.ts'
import { useWords } from '../words.ts'
import { useWorkMessages } from '../work-messages.ts'

interface Props {
  readonly dwelling: Dwelling
  readonly gridId: string
  readonly onClose: () => void
}

const fields = ['address', 'tenure', 'since', 'buildingId', 'unitNo', 'floor', 'room', 'point']
const numberOf = (text: string) => (text === '' ? null : Number(text))

/** How a dwelling is used from when on, where it is, and which flat of which building; only what was changed is sent. */
export function ChangeDwelling({ dwelling, gridId, onClose }: Props) {
  const m = useBuildingMessages()
  const work = useWorkMessages()
  const words = useWords()
  const [before] = useState(dwelling)
  const [point, setPoint] = useState(before.point)
  const [buildingId, setBuildingId] = useState(before.building?.id ?? '')
  const buildings = useQuery(reading(peopleRoutes.listBuildings, { areaId: gridId, limit: 200 }))
  const own = useFurtherFields('dwelling')
  const change = useRegisterCommand(dwellingRoutes.changeDwelling)
  const faults = faultsOf(change, [...fields, ...own.map(({ code }) => code)])

  async function submit(form: FormData) {
    const text = (name: string) => fieldText(form, name)
    const { extra } = furtherOf(form, own)
    const said = {
      address: text('address'),
      tenure: Tenure.parse(text('tenure')),
      buildingId: buildingId || null,
      ...(buildingId
        ? { unitNo: numberOf(text('unitNo')), floor: numberOf(text('floor')), room: text('room') || null }
        : {}),
      point,
    }
    const was = { ...before, buildingId: before.building?.id ?? null }
    const changed = Object.entries(said).filter(([key, value]) => value !== was[key as keyof typeof said])
    const since = text('since')
    await change
      .run({
        dwellingId: before.id,
        seenVersion: dwelling.version,
        knownHow: knownHowOf(form),
        ...Object.fromEntries(changed),
        ...(since ? { since, tenure: said.tenure } : {}),
        ...(Object.keys(extra).length > 0 ? { extra } : {}),
      })
      .then((done) => done && onClose())
  }

  const offered = buildings.data?.items ?? []
  const building = before.building
  return (
    <Dialog
      title={m.changeDwelling}
      submit={work.save}
      busy={change.busy || buildings.isLoading}
      onClose={onClose}
      onSubmit={(form) => void submit(form)}
    >
      <Field label={work.address} fault={faults.at('address')}>
        {(control) => <input {...control} name="address" required maxLength={300} defaultValue={before.address} />}
      </Field>
      <div className="row2">
        <Choice
          name="tenure"
          label={work.tenure}
          words={words.tenure}
          start={before.tenure}
          fault={faults.at('tenure')}
        />
        <Field label={m.usedSince} hint={m.usedSinceHint} fault={faults.at('since')}>
          {(control) => <input {...control} name="since" type="date" min="1900-01-01" max={today()} />}
        </Field>
      </div>
      <Field label={m.inBuilding} fault={faults.at('buildingId')}>
        {(control) => (
          <select {...control} value={buildingId} onChange={({ target }) => setBuildingId(target.value)}>
            <option value="">{m.noBuilding}</option>
            {building && !offered.some(({ id }) => id === building.id) && (
              <option value={building.id}>{building.name}</option>
            )}
            <Options of={offered.map(({ id, name, address }) => ({ id, name: `${address}${name}` }))} />
          </select>
        )}
      </Field>
      {buildingId !== '' && (
        <div className="row2">
          <Field label={m.unitNo} fault={faults.at('unitNo')}>
            {(control) => (
              <input {...control} name="unitNo" type="number" min={1} max={50} defaultValue={before.unitNo ?? ''} />
            )}
          </Field>
          <Field label={m.floor} fault={faults.at('floor')}>
            {(control) => (
              <input {...control} name="floor" type="number" min={-5} max={120} defaultValue={before.floor ?? ''} />
            )}
          </Field>
          <Field label={m.room} fault={faults.at('room')}>
            {(control) => <input {...control} name="room" maxLength={20} defaultValue={before.room ?? ''} />}
          </Field>
        </div>
      )}
      <PositionField areaId={gridId} point={point} onPoint={setPoint} fault={faults.at('point')} />
      <CatalogueFields fields={own} faults={faults} />
      <KnownField />
      <FormFault text={faults.whole} />
    </Dialog>
  )
}
