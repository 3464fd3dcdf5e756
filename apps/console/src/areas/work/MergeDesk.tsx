import { newId } from '@linli/client'
import { areaRoutes } from '@linli/contract/areas'
import { fieldText } from '@linli/ui'
import { useState } from 'react'
import { useCommand } from '../../pages/use-command.ts'
import { apart, ringsOf, surfaceOf } from '../editor/plane.ts'
import { Field } from '../form/Field.tsx'
import { HouseholdsField } from '../form/HouseholdsField.tsx'
import { useDraft } from '../form/use-draft.ts'
import { useMessages } from '../messages.ts'
import { Scene } from '../scene/Scene.tsx'
import { areaQueries, type DeskProps } from './desk.ts'
import { refusedAt } from './refused.ts'
import { WorkForm } from './WorkForm.tsx'

/** Chooses neighbouring grids, on the map or in the list, that become one. */
export function MergeDesk({ area, village, grids, facts, end }: DeskProps) {
  const m = useMessages()
  const draft = useDraft(`merge ${area.id}`)
  const [chosen, setChosen] = useState<readonly string[]>(() => {
    const kept = draft.text('chosen').split(' ')
    return grids.flatMap(({ id }) => (kept.includes(id) || id === area.id ? [id] : []))
  })
  const [id] = useState(newId)
  const [hint, setHint] = useState<string | null>(null)
  const merge = useCommand(areaRoutes.mergeGrids, areaQueries)
  const refused = refusedAt(merge)
  const together = grids.filter((grid) => chosen.includes(grid.id))
  const separate = apart(together.map(({ geometry }) => ringsOf(geometry).rings))
  const known = facts.filter((grid) => chosen.includes(grid.id))
  const households = known.every((grid) => grid.households !== null)
    ? known.reduce((sum, grid) => sum + (grid.households ?? 0), 0)
    : null
  const surface = together.reduce((sum, { geometry }) => sum + surfaceOf(ringsOf(geometry)), 0)

  function toggle(one: string) {
    const next = chosen.includes(one) ? chosen.filter((other) => other !== one) : [...chosen, one]
    draft.keep({ chosen: next.join(' ') })
    setChosen(next)
    setHint(null)
  }
  async function submit(form: FormData) {
    const wrong = chosen.length < 2 ? m.chooseTwo : separate ? m.apart : null
    setHint(wrong)
    if (wrong) return
    const [from = '', name, gridNo, count] = ['from', 'name', 'gridNo', 'households'].map((field) =>
      fieldText(form, field),
    )
    const done = await merge.run({
      id,
      gridIds: [...chosen],
      from,
      ...(name ? { name } : {}),
      ...(gridNo ? { gridNo: Number(gridNo) } : {}),
      ...(count ? { households: Number(count) } : {}),
    })
    if (!done) return
    draft.drop()
    end({ from, areaId: done.id })
  }

  return (
    <div className="desk">
      <Scene village={village} grids={grids} label={m.mapOf(village.name)} chosen={chosen} onChoose={toggle} multiple />
      <div className="deskside">
        <p className="mut">{m.mergeHint}</p>
        <fieldset className="choices">
          <legend>{m.chosen(chosen.length)}</legend>
          {grids.map((grid) => (
            <label key={grid.id} className="inline">
              <input type="checkbox" checked={chosen.includes(grid.id)} onChange={() => toggle(grid.id)} />
              {grid.name}
            </label>
          ))}
        </fieldset>
        <WorkForm
          draft={draft}
          refused={refused}
          beside={['name', 'gridNo', 'households']}
          busy={merge.busy}
          hint={hint}
          summary={chosen.length > 1 && m.merged(together.map(({ name }) => name).join(m.and), surface, households)}
          submit={m.mergeDo}
          onCancel={() => {
            draft.drop()
            end(null)
          }}
          onSubmit={(form) => void submit(form)}
        >
          <div className="row2">
            <Field label={m.gridNo} hint={m.gridNoHint} fault={refused.faults['gridNo']}>
              {(control) => (
                <input {...control} name="gridNo" type="number" min={1} max={999} defaultValue={draft.text('gridNo')} />
              )}
            </Field>
            <HouseholdsField
              start={draft.text('households')}
              rule={area.householdRule}
              hint={m.householdsSum}
              fault={refused.faults['households']}
            />
          </div>
          <Field label={m.nameOptional} fault={refused.faults['name']}>
            {(control) => <input {...control} name="name" maxLength={100} defaultValue={draft.text('name')} />}
          </Field>
        </WorkForm>
      </div>
    </div>
  )
}
