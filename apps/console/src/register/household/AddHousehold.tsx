import { newId } from '@linli/client'
import type { Point } from '@linli/contract/common'
import { type Flat, peopleRoutes, Sex } from '@linli/contract/people'
import { fieldText } from '@linli/ui'
import { useState } from 'react'
import { Field } from '../../areas/form/Field.tsx'
import { today } from '../../areas/form/today.ts'
import { FormFault } from '../../frame/FormFault.tsx'
import { paths } from '../../paths.ts'
import { go } from '../../router.tsx'
import { BirthField } from '../form/BirthField.tsx'
import { Choice } from '../form/Choice.tsx'
import { Dialog } from '../form/Dialog.tsx'
import { faultsOf } from '../form/faults.ts'
import { GridField, useGrids } from '../form/GridField.tsx'
import { KnownField, knownHowOf } from '../form/KnownFields.tsx'
import { NumberFields, numbersOf } from '../form/NumberFields.tsx'
import { PositionField } from '../map/PositionField.tsx'
import { useRegisterCommand } from '../queries.ts'
import { useWords } from '../words.ts'
import { useWorkMessages } from '../work-messages.ts'

const fields = ['gridId', 'address', 'since', 'kind', 'tenure', 'name', 'sex', 'birthOn', 'document', 'phone']
const fieldsToo = ['document.kind', 'document.number', 'dwellingId']
const input = peopleRoutes.addHousehold.input.shape

interface Props {
  readonly areaId: string
  /** The flat it lives in, where one was chosen. */
  readonly flat?: Flat
  readonly onClose: () => void
}

/** A household new to the register, with its head; the others are added on its page. */
export function AddHousehold({ areaId, flat, onClose }: Props) {
  const m = useWorkMessages()
  const words = useWords()
  const [ids] = useState(() => ({ householdId: newId(), personId: newId() }))
  const [point, setPoint] = useState<Point | null>(null)
  const add = useRegisterCommand(peopleRoutes.addHousehold)
  const grids = useGrids(areaId)
  const faults = faultsOf(add, [...fields, ...fieldsToo])

  async function submit(form: FormData) {
    const text = (name: string) => fieldText(form, name)
    const gridId = text('gridId')
    if (!gridId) return
    const done = await add.run({
      householdId: ids.householdId,
      gridId,
      address: text('address'),
      knownHow: knownHowOf(form),
      kind: input.kind.parse(text('kind')),
      tenure: input.tenure.parse(text('tenure')),
      ...(flat ? { dwellingId: flat.id } : {}),
      ...(point ? { point } : {}),
      ...(text('since') ? { since: text('since') } : {}),
      members: [
        {
          personId: ids.personId,
          name: text('name'),
          sex: Sex.catch('unknown').parse(text('sex')),
          birthOn: text('birthOn') || null,
          relation: 'head',
          ...(text('since') ? { since: text('since') } : {}),
          ...numbersOf(form),
        },
      ],
    })
    if (done) go(paths.household(done.id))
  }

  return (
    <Dialog
      title={m.addHousehold}
      submit={m.add}
      busy={add.busy || grids.loading}
      onClose={onClose}
      onSubmit={(form) => void submit(form)}
    >
      <GridField grids={grids} fault={faults.at('gridId')} />
      <Field label={m.address} fault={faults.at('address') ?? faults.at('dwellingId')}>
        {(control) => (
          <input {...control} name="address" required maxLength={300} defaultValue={flat?.address} readOnly={!!flat} />
        )}
      </Field>
      {/* A dwelling that is known has its position on its own page. */}
      {!flat && <PositionField areaId={grids.start ?? areaId} point={point} onPoint={setPoint} />}
      <div className="row2">
        <Choice
          name="tenure"
          label={m.tenure}
          words={words.tenure}
          start={flat?.tenure ?? 'unknown'}
          fault={faults.at('tenure')}
        />
        <Choice name="kind" label={m.kind} words={words.householdKind} start="family" fault={faults.at('kind')} />
        <Field label={m.since} hint={m.sinceHint} fault={faults.at('since')}>
          {(control) => <input {...control} name="since" type="date" min="1900-01-01" max={today()} />}
        </Field>
      </div>
      <div className="row2">
        <Field label={m.headName} hint={m.headHint} fault={faults.at('name')}>
          {(control) => <input {...control} name="name" required maxLength={80} autoComplete="off" />}
        </Field>
        <Choice name="sex" label={m.sex} words={words.sex} start="unknown" fault={faults.at('sex')} />
      </div>
      <BirthField start={null} fault={faults.at('birthOn')} />
      <NumberFields faults={faults} />
      <KnownField />
      <FormFault text={faults.whole} />
    </Dialog>
  )
}
