import { type PersonRelation, relationRoutes } from '@linli/contract/people-relations'
import { fieldText } from '@linli/ui'
import { useState } from 'react'
import { Field } from '../../areas/form/Field.tsx'
import { today } from '../../areas/form/today.ts'
import { FormFault } from '../../frame/FormFault.tsx'
import { useCommand } from '../../pages/use-command.ts'
import { Dialog } from '../form/Dialog.tsx'
import { faultsOf } from '../form/faults.ts'
import { useRelationMessages } from '../relation-messages.ts'

interface Props {
  readonly relation: PersonRelation
  readonly onClose: () => void
}

/** Over since a day, or recorded by mistake. */
export function EndRelation({ relation, onClose }: Props) {
  const m = useRelationMessages()
  const [how, choose] = useState<'over' | 'mistake'>('over')
  const end = useCommand(relationRoutes.endRelation, [relationRoutes.listRelations.path])
  const faults = faultsOf(end, ['on'])
  async function submit(form: FormData) {
    const on = how === 'over' ? { on: fieldText(form, 'on') } : {}
    if (await end.run({ relationId: relation.id, how, ...on })) onClose()
  }
  return (
    <Dialog
      title={m.endTitle(m.as[relation.as], relation.other.title)}
      submit={m.endIt}
      danger
      busy={end.busy}
      onClose={onClose}
      onSubmit={(form) => void submit(form)}
    >
      <fieldset className="ways">
        <legend>{m.why}</legend>
        {(['over', 'mistake'] as const).map((way) => (
          <label key={way} className="inline">
            <input type="radio" name="how" checked={how === way} onChange={() => choose(way)} />
            {m.ways[way]}
          </label>
        ))}
      </fieldset>
      {how === 'over' && (
        <Field label={m.lastDay} fault={faults.at('on')}>
          {(control) => (
            <input
              {...control}
              name="on"
              type="date"
              required
              min={relation.validFrom}
              max={today()}
              defaultValue={today()}
            />
          )}
        </Field>
      )}
      <FormFault text={faults.whole} />
    </Dialog>
  )
}
