import { newId } from '@linli/client'
import type { Point } from '@linli/contract/common'
import { mostFlats, peopleRoutes } from '@linli/contract/people'
import { fieldText } from '@linli/ui'
import { useState } from 'react'
import { Field } from '../../areas/form/Field.tsx'
import { FormFault } from '../../frame/FormFault.tsx'
import { paths } from '../../paths.ts'
import { go } from '../../router.tsx'
import { useBuildingMessages } from '../building-messages.ts'
import { Dialog } from '../form/Dialog.tsx'
import { faultsOf } from '../form/faults.ts'
import { GridField, useGrids } from '../form/GridField.tsx'
import { PositionField } from '../map/PositionField.tsx'
import { useRegisterCommand } from '../queries.ts'

const sizes = [
  { name: 'units', most: 50 },
  { name: 'floors', most: 120 },
  { name: 'rooms', most: 40 },
] as const

/** A building, with all its flats at once. */
export function AddBuilding({ areaId, onClose }: { areaId: string; onClose: () => void }) {
  const m = useBuildingMessages()
  const [buildingId] = useState(newId)
  const [counts, setCounts] = useState({ units: 2, floors: 6, rooms: 2 })
  const [point, setPoint] = useState<Point | null>(null)
  const add = useRegisterCommand(peopleRoutes.addBuilding)
  const grids = useGrids(areaId)
  const faults = faultsOf(add, ['gridId', 'name', 'address', 'units', 'floors', 'roomsPerFloor', 'point'])
  const flats = counts.units * counts.floors * counts.rooms

  async function submit(form: FormData) {
    const gridId = fieldText(form, 'gridId')
    if (!gridId) return
    const { rooms, ...size } = counts
    const named = { name: fieldText(form, 'name'), address: fieldText(form, 'address') }
    const done = await add.run({
      buildingId,
      gridId,
      ...named,
      ...size,
      roomsPerFloor: rooms,
      ...(point ? { point } : {}),
    })
    if (done) go(paths.building(done.id))
  }

  return (
    <Dialog
      title={m.addBuilding}
      submit={m.add}
      busy={add.busy || grids.loading}
      onClose={onClose}
      onSubmit={(form) => void submit(form)}
    >
      <GridField grids={grids} fault={faults.at('gridId')} />
      <div className="row2">
        <Field label={m.name} hint={m.nameHint} fault={faults.at('name')}>
          {(control) => <input {...control} name="name" required maxLength={100} />}
        </Field>
        <Field label={m.address} hint={m.addressHint} fault={faults.at('address')}>
          {(control) => <input {...control} name="address" required maxLength={200} />}
        </Field>
      </div>
      <div className="row2">
        {sizes.map(({ name, most }) => (
          <Field key={name} label={m[name]} fault={faults.at(name === 'rooms' ? 'roomsPerFloor' : name)}>
            {(control) => (
              <input
                {...control}
                type="number"
                required
                min={1}
                max={most}
                value={counts[name] || ''}
                onChange={({ target }) => setCounts({ ...counts, [name]: Number(target.value) })}
              />
            )}
          </Field>
        ))}
      </div>
      <p className={flats > mostFlats ? 'summary bad' : 'summary'}>{m.makes(flats)}</p>
      <PositionField areaId={grids.start ?? areaId} point={point} onPoint={setPoint} fault={faults.at('point')} />
      <FormFault text={faults.whole} />
    </Dialog>
  )
}
