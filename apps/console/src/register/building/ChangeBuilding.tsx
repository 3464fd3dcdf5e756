import type { Building } from '@linli/contract/people'
import { dwellingRoutes } from '@linli/contract/people-dwellings'
import { fieldText } from '@linli/ui'
import { useState } from 'react'
import { Field } from '../../areas/form/Field.tsx'
import { FormFault } from '../../frame/FormFault.tsx'
import { useBuildingMessages } from '../building-messages.ts'
import { Dialog } from '../form/Dialog.tsx'
import { faultsOf } from '../form/faults.ts'
import { PositionField } from '../map/PositionField.tsx'
import { useRegisterCommand } from '../queries.ts'
import { useWorkMessages } from '../work-messages.ts'

interface Props {
  readonly building: Building
  readonly onClose: () => void
}

export function ChangeBuilding({ building, onClose }: Props) {
  const m = useBuildingMessages()
  const work = useWorkMessages()
  const change = useRegisterCommand(dwellingRoutes.changeBuilding)
  const [point, setPoint] = useState(building.point)
  const faults = faultsOf(change, ['name', 'address', 'units', 'floors', 'point'])

  async function submit(form: FormData) {
    const { id: buildingId, version: seenVersion } = building
    const said = { name: fieldText(form, 'name'), address: fieldText(form, 'address') }
    const size = { units: Number(fieldText(form, 'units')), floors: Number(fieldText(form, 'floors')) }
    const moved = point === building.point ? {} : { point }
    if (await change.run({ buildingId, seenVersion, ...said, ...size, ...moved })) onClose()
  }

  const size = (name: 'units' | 'floors', most: number) => (
    <Field label={m[name]} fault={faults.at(name)}>
      {(control) => (
        <input {...control} name={name} type="number" required min={1} max={most} defaultValue={building[name]} />
      )}
    </Field>
  )
  return (
    <Dialog
      title={m.changeBuilding}
      intro={<p className="mut">{m.sizeHint}</p>}
      submit={work.save}
      busy={change.busy}
      onClose={onClose}
      onSubmit={(form) => void submit(form)}
    >
      <div className="row2">
        <Field label={m.name} fault={faults.at('name')}>
          {(control) => <input {...control} name="name" required maxLength={100} defaultValue={building.name} />}
        </Field>
        <Field label={m.address} fault={faults.at('address')}>
          {(control) => <input {...control} name="address" required maxLength={200} defaultValue={building.address} />}
        </Field>
      </div>
      <div className="row2">
        {size('units', 50)}
        {size('floors', 120)}
      </div>
      {building.place.gridId && <PositionField areaId={building.place.gridId} point={point} onPoint={setPoint} />}
      <FormFault text={faults.whole} />
    </Dialog>
  )
}
