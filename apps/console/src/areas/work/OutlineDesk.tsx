import { newId } from '@linli/client'
import { type Area, areaRoutes, type GridKind } from '@linli/contract/areas'
import { fieldText } from '@linli/ui'
import { useEffect, useState } from 'react'
import { FormFault } from '../../frame/FormFault.tsx'
import { useCommand } from '../../pages/use-command.ts'
import { OutlineEditor } from '../editor/OutlineEditor.tsx'
import { crossingsOf, geometryOf, ringsOf, surfaceOf } from '../editor/plane.ts'
import { isDrawn, Tools } from '../editor/Tools.tsx'
import { Field } from '../form/Field.tsx'
import { HouseholdsField } from '../form/HouseholdsField.tsx'
import { type Draft, useDraft } from '../form/use-draft.ts'
import { useMessages } from '../messages.ts'
import { areaQueries, type DeskProps } from './desk.ts'
import { overlappedBy, type Refused, refusedAt, wrongPlace } from './refused.ts'
import { useOutline } from './use-outline.ts'
import { WorkForm } from './WorkForm.tsx'

/** A new grid of a village, or another outline of one. */
export function OutlineDesk({ area, village, grids, end, edit }: DeskProps & { edit: boolean }) {
  const m = useMessages()
  const before = ringsOf(edit ? area.boundary : null)
  // What was left over from an older outline is not drawn upon a newer one.
  const draft = useDraft(`outline ${area.id} ${edit ? area.history[0]?.validFrom : ''}`)
  const [outline, draw] = useOutline(draft, before.rings)
  const [follow, setFollow] = useState(true)
  const [hint, setHint] = useState<string | null>(null)
  const [id] = useState(newId)
  const create = useCommand(areaRoutes.createGrid, areaQueries)
  const redraw = useCommand(areaRoutes.changeBoundary, areaQueries)
  const command = edit ? redraw : create
  const refused = refusedAt(command)
  // Drawn anew from nothing, it is one ring; what only moved keeps its islands and holes.
  const drawn = { rings: outline.rings, polygons: outline.rings.length === before.rings.length ? before.polygons : [] }
  const [was, is] = [surfaceOf(before), surfaceOf(drawn)]

  // What was said of another drawing is said no more.
  useEffect(() => setHint(null), [outline])

  function refusedHere(): string | null {
    if (!isDrawn(outline)) return m.tooFew
    if (crossingsOf(outline.rings).length > 0) return m.crossingFirst
    return edit && JSON.stringify(outline.rings) === JSON.stringify(before.rings) ? m.unchanged : null
  }
  async function submit(form: FormData) {
    const wrong = refusedHere()
    setHint(wrong)
    if (wrong) return
    const from = fieldText(form, 'from')
    const common = { from, boundary: geometryOf(drawn), acceptOverlap: form.has('acceptOverlap') }
    const done = edit
      ? await redraw.run({ areaId: area.id, ...common })
      : await create.run({ id, villageId: area.id, ...common, ...factsOf(form) })
    if (!done) return
    draft.drop()
    end({ from, areaId: done.id })
  }

  return (
    <div className="desk">
      <OutlineEditor
        village={village}
        grids={edit ? grids.filter((grid) => grid.id !== area.id) : grids}
        outline={outline}
        draw={draw}
        follow={follow}
        marked={overlappedBy(command)}
        wrongAt={wrongPlace(command)}
      />
      <div className="deskside">
        {draft.resumed && <p className="told">{m.resumed}</p>}
        <p className="mut">{outline.closed ? m.moveHint : m.drawHint}</p>
        <Tools outline={outline} draw={draw} surface={is} />
        <label className="inline">
          <input type="checkbox" checked={follow} onChange={(event) => setFollow(event.target.checked)} />
          {m.follow}
        </label>
        <WorkForm
          draft={draft}
          refused={refused}
          beside={['name', 'gridNo', 'households', 'acceptOverlap']}
          busy={command.busy}
          hint={hint}
          summary={edit && outline.closed && m.surfaceChange(was, is)}
          submit={edit ? m.saveOutline : m.createGrid}
          onCancel={() => {
            draft.drop()
            end(null)
          }}
          onSubmit={(form) => void submit(form)}
        >
          {!edit && <GridFacts draft={draft} refused={refused} rule={area.householdRule} />}
          <label className="inline">
            <input type="checkbox" name="acceptOverlap" />
            {m.overlap}
          </label>
          <FormFault text={refused.faults['acceptOverlap']} />
        </WorkForm>
      </div>
    </div>
  )
}

function factsOf(form: FormData) {
  const [name, gridNo, households] = ['name', 'gridNo', 'households'].map((field) => fieldText(form, field))
  const kind: GridKind = fieldText(form, 'kind') === 'dedicated' ? 'dedicated' : 'basic'
  return {
    kind,
    ...(name ? { name } : {}),
    ...(gridNo ? { gridNo: Number(gridNo) } : {}),
    ...(households ? { households: Number(households) } : {}),
  }
}

interface FactsProps {
  readonly draft: Draft
  readonly refused: Refused
  readonly rule: Area['householdRule']
}

function GridFacts({ draft, refused, rule }: FactsProps) {
  const m = useMessages()
  const [kind, setKind] = useState(draft.text('kind', 'basic'))
  return (
    <>
      <Field label={m.kind} hint={kind === 'dedicated' ? m.dedicatedHint : m.basicHint}>
        {(control) => (
          <select {...control} name="kind" value={kind} onChange={({ target }) => setKind(target.value)}>
            <option value="basic">{m.kinds.basic}</option>
            <option value="dedicated">{m.kinds.dedicated}</option>
          </select>
        )}
      </Field>
      <div className="row2">
        <Field label={m.gridNo} hint={m.gridNoHint} fault={refused.faults['gridNo']}>
          {(control) => (
            <input {...control} name="gridNo" type="number" min={1} max={999} defaultValue={draft.text('gridNo')} />
          )}
        </Field>
        <HouseholdsField
          start={draft.text('households')}
          rule={kind === 'dedicated' ? null : rule}
          fault={refused.faults['households']}
        />
      </div>
      <Field label={m.nameOptional} fault={refused.faults['name']}>
        {(control) => <input {...control} name="name" maxLength={100} defaultValue={draft.text('name')} />}
      </Field>
    </>
  )
}
