import { areaRoutes } from '@linli/contract/areas'
import { matterRoutes } from '@linli/contract/matters'
import { fieldText } from '@linli/ui'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { reading } from '../../api.ts'
import { useCommand } from '../../pages/use-command.ts'
import { ringsOf, surfaceOf } from '../editor/plane.ts'
import { Field } from '../form/Field.tsx'
import { useDraft } from '../form/use-draft.ts'
import { useMessages } from '../messages.ts'
import { Scene } from '../scene/Scene.tsx'
import { areaQueries, type DeskProps } from './desk.ts'
import { refusedAt } from './refused.ts'
import { WorkForm } from './WorkForm.tsx'

/** Matters are counted up to here; beyond it is `many`. */
const COUNTED = 200

/** Closes a grid, with the one that takes over from it. */
export function CloseDesk({ area, village, grids, facts, end }: DeskProps) {
  const m = useMessages()
  const draft = useDraft(`close ${area.id}`)
  const [successorId, setSuccessor] = useState(draft.text('successor'))
  const close = useCommand(areaRoutes.closeArea, areaQueries)
  // Somebody who may not read matters is told the rule without the number.
  const open = useQuery(reading(matterRoutes.listMatters, { areaId: area.id, open: 'true', limit: COUNTED }))
  const others = facts.filter(({ id }) => id !== area.id)
  const surface = surfaceOf(ringsOf(area.boundary))

  function choose(id: string) {
    draft.keep({ successor: id })
    setSuccessor(id)
  }
  async function submit(form: FormData) {
    const from = fieldText(form, 'from')
    const done = await close.run({ areaId: area.id, from, ...(successorId ? { successorId } : {}) })
    if (!done) return
    draft.drop()
    end({ from, areaId: village.id })
  }

  return (
    <div className="desk">
      <Scene
        village={village}
        grids={grids}
        label={m.mapOf(village.name)}
        chosen={successorId ? [successorId] : []}
        marked={[area.id]}
        onChoose={(id) => id !== area.id && choose(id)}
      />
      <div className="deskside">
        <p className="mut">{m.closeHint}</p>
        <WorkForm
          draft={draft}
          refused={refusedAt(close)}
          beside={[]}
          busy={close.busy}
          summary={
            <>
              {area.kind === 'basic' && surface > 0 && <p>{m.leavesGap(surface)}</p>}
              <p>{m.openMatters(open.data?.items.length ?? null, (open.data?.next ?? null) !== null)}</p>
            </>
          }
          submit={m.closeDo}
          onCancel={() => {
            draft.drop()
            end(null)
          }}
          onSubmit={(form) => void submit(form)}
        >
          <Field label={m.successor} hint={m.successorHint}>
            {(control) => (
              <select
                {...control}
                name="successor"
                value={successorId}
                onChange={(event) => choose(event.target.value)}
              >
                <option value="">{m.none}</option>
                {others.map((grid) => (
                  <option key={grid.id} value={grid.id}>
                    {grid.name}
                  </option>
                ))}
              </select>
            )}
          </Field>
        </WorkForm>
      </div>
    </div>
  )
}
