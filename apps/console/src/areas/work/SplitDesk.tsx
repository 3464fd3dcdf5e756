import { newId } from '@linli/client'
import { areaRoutes } from '@linli/contract/areas'
import { fieldText, Icon } from '@linli/ui'
import { useEffect, useMemo, useState } from 'react'
import { useCommand } from '../../pages/use-command.ts'
import { cutAll } from '../editor/cut.ts'
import { OutlineEditor } from '../editor/OutlineEditor.tsx'
import { geometryOf, type Ring, ringsOf } from '../editor/plane.ts'
import { Tools } from '../editor/Tools.tsx'
import { useDraft } from '../form/use-draft.ts'
import { useMessages } from '../messages.ts'
import { areaQueries, type DeskProps } from './desk.ts'
import { PartFields } from './PartFields.tsx'
import { refusedAt } from './refused.ts'
import { useOutline } from './use-outline.ts'
import { WorkForm } from './WorkForm.tsx'

const MOST_PARTS = 20

/** Cuts a grid along lines into parts; each is shown with its number before anything is sent. */
export function SplitDesk({ area, village, grids, end }: DeskProps) {
  const m = useMessages()
  const draft = useDraft(`split ${area.id} ${area.history[0]?.validFrom}`)
  const [outline, draw] = useOutline(draft, [])
  const { rings, polygons } = ringsOf(area.boundary)
  const [cuts, keep] = useState<readonly Ring[]>(rings)
  const [ids] = useState(() => Array.from({ length: MOST_PARTS }, newId))
  const [hint, setHint] = useState<string | null>(null)
  const split = useCommand(areaRoutes.splitGrid, areaQueries)
  const refused = refusedAt(split)
  const line = outline.rings[0] ?? []
  // Islands and holes are the server's to divide, along one line: here they would have to be cut and sorted anew.
  const simple = polygons.length === 1 && rings.length === 1
  const parts = simple ? cutAll(cuts, line).slice(0, MOST_PARTS) : []
  const cut = parts.length > 1
  const numbers = cut ? parts.map((_, index) => index) : [0, 1]
  const shapes = useMemo(() => {
    const others = grids.filter(({ id }) => id !== area.id)
    const pieces = parts.map((ring, index) => ({
      id: `part ${index}`,
      name: m.part(index + 1),
      geometry: geometryOf({ rings: [ring], polygons: [1] }),
    }))
    return cut ? [...others, ...pieces] : grids
  }, [grids, cuts, line, m])

  // What was said of another line is said no more.
  useEffect(() => setHint(null), [outline])

  function again() {
    keep(rings)
    draw({ kind: 'clear' })
  }
  async function submit(form: FormData) {
    const wrong = line.length < 2 && !cut ? m.tooFewLine : simple && !cut ? m.notCut : null
    setHint(wrong)
    if (wrong) return
    const from = fieldText(form, 'from')
    const facts = (index: number) => {
      const [name, households] = [fieldText(form, `name${index}`), fieldText(form, `households${index}`)]
      return {
        // As many ids as there can be parts.
        id: ids[index] as string,
        ...(name ? { name } : {}),
        ...(households ? { households: Number(households) } : {}),
      }
    }
    const asked = simple
      ? {
          parts: parts.map((ring, index) => ({
            ...facts(index),
            boundary: geometryOf({ rings: [ring], polygons: [1] }),
          })),
        }
      : { line: line.map(([lon, lat]): [number, number] => [lon, lat]), parts: [facts(0), facts(1)] }
    const done = await split.run({ areaId: area.id, from, ...asked })
    if (!done) return
    draft.drop()
    end({ from, areaId: village.id })
  }

  return (
    <div className="desk">
      <OutlineEditor
        village={village}
        grids={shapes}
        outline={outline}
        draw={draw}
        open
        follow={false}
        chosen={cut ? parts.map((_, index) => `part ${index}`) : [area.id]}
      />
      <div className="deskside">
        {draft.resumed && <p className="told">{m.resumed}</p>}
        <p className="mut">{m.splitHint}</p>
        <Tools outline={outline} draw={draw} open />
        {simple && (
          <div className="doing">
            <button
              type="button"
              className="btn"
              disabled={parts.length === cuts.length}
              onClick={() => {
                keep(parts)
                draw({ kind: 'clear' })
              }}
            >
              <Icon name="plus" />
              {m.cutAgain}
            </button>
            {cuts.length > 1 && (
              <button type="button" className="btn txt" onClick={again}>
                {m.wholeAgain}
              </button>
            )}
          </div>
        )}
        <WorkForm
          draft={draft}
          refused={refused}
          beside={['line', ...numbers.flatMap((index) => [`parts.${index}.name`, `parts.${index}.households`])]}
          busy={split.busy}
          hint={hint ?? refused.faults['line'] ?? null}
          submit={m.splitDo(numbers.length)}
          onCancel={() => {
            draft.drop()
            end(null)
          }}
          onSubmit={(form) => void submit(form)}
        >
          <PartFields
            draft={draft}
            faults={refused.faults}
            parts={numbers.map((index) => (cut ? parts[index] : undefined))}
            whole={area.households}
            rule={area.kind === 'basic' ? area.householdRule : null}
          />
        </WorkForm>
      </div>
    </div>
  )
}
