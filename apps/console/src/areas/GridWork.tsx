import { newId } from '@linli/client'
import { type Area, areaRoutes } from '@linli/contract/areas'
import { fieldText, type MapArea } from '@linli/ui'
import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { reading } from '../api.ts'
import { Loading } from '../frame/States.tsx'
import { useCommand } from '../pages/use-command.ts'
import { CoverageList, useCoverage } from './Coverage.tsx'
import { closed, type Corner, crossings, opened, squareKm } from './drawing.ts'
import { Drawing, path } from './Drawing.tsx'
import { useMessages } from './messages.ts'

type Work = 'draw' | 'edit' | 'split' | 'merge' | 'close' | 'coverage'
const changes = ['/areas/tree', '/areas/:areaId', '/areas/map', '/areas/:areaId/coverage']

/** The grids of one village on a map, and what may be done with them, each from a day on. */
export function GridWork({ area }: { area: Area }) {
  const m = useMessages()
  const [work, begin] = useState<Work | null>(null)
  const [told, tell] = useState(false)
  const village = area.level === 'village' ? area : area.path.at(-1)
  const villageId = village?.id ?? area.id
  const outline = useQuery({ ...reading(areaRoutes.getArea, { areaId: villageId }) })
  const map = useQuery(reading(areaRoutes.getAreaMap, { level: 'grid', parentId: villageId }))
  if (!map.data || !outline.data) return <Loading />
  const grids = map.data.features.map(({ geometry, properties }) => ({
    id: properties.id,
    name: properties.name,
    geometry,
  }))
  const [first] = grids
  const boundary = outline.data.boundary ?? first?.geometry
  if (!boundary) return null
  const shape: MapArea = { id: villageId, name: outline.data.name, geometry: boundary }
  const can: readonly Work[] = area.level === 'village' ? ['draw', 'merge', 'coverage'] : ['edit', 'split', 'close']
  const end = (done: boolean) => {
    begin(null)
    tell(done)
  }
  const props = { area, village: shape, grids, end }
  return (
    <section className="panel">
      <h2>
        {m.map}
        {outline.data.illustrative && <small>{m.illustrative}</small>}
      </h2>
      <div className="empty" style={{ display: 'flex', gap: 8, flexWrap: 'wrap' }}>
        {work === null &&
          can
            .filter((one) => area.manageable || one === 'coverage')
            .map((one) => (
              <button
                key={one}
                type="button"
                className="btn"
                onClick={() => {
                  tell(false)
                  begin(one)
                }}
              >
                {m[one]}
              </button>
            ))}
        {told && <span role="status">{m.done}</span>}
      </div>
      {work === null && (
        <Drawing
          village={shape}
          grids={grids}
          corners={null}
          shape="outline"
          onChange={() => {}}
          chosen={area.level === 'grid' ? [area.id] : []}
        />
      )}
      {(work === 'draw' || work === 'edit') && <Outline {...props} edit={work === 'edit'} />}
      {work === 'split' && <Split {...props} />}
      {work === 'merge' && <Merge {...props} />}
      {work === 'close' && <Close {...props} />}
      {work === 'coverage' && <CoverageView {...props} />}
    </section>
  )
}

interface WorkProps {
  readonly area: Area
  readonly village: MapArea
  readonly grids: readonly MapArea[]
  readonly end: (done: boolean) => void
}

/** A new grid, or another outline of this one. */
function Outline({ area, village, grids, end, edit }: WorkProps & { edit: boolean }) {
  const m = useMessages()
  const { corners, change, undo } = useCorners(edit ? outerRing(area.boundary) : [])
  const create = useCommand(areaRoutes.createGrid, changes)
  const redraw = useCommand(areaRoutes.changeBoundary, changes)
  const [hint, setHint] = useState<string | null>(null)
  const crossed = crossings(corners).length > 0

  async function submit(form: FormData) {
    if (corners.length < 3) return setHint(m.tooFew)
    if (crossed) return setHint(m.crossing)
    setHint(null)
    const boundary = {
      type: 'Polygon' as const,
      coordinates: [closed(corners).map(([lon, lat]): [number, number] => [lon, lat])],
    }
    const common = { from: fieldText(form, 'from'), boundary, acceptOverlap: form.has('overlap') }
    const households = fieldText(form, 'households')
    const name = fieldText(form, 'name')
    const done = edit
      ? await redraw.run({ areaId: area.id, ...common })
      : await create.run({
          id: newId(),
          villageId: area.id,
          ...common,
          kind: fieldText(form, 'kind') === 'dedicated' ? 'dedicated' : 'basic',
          ...(name ? { name } : {}),
          ...(households ? { households: Number(households) } : {}),
        })
    if (done) end(true)
  }

  return (
    <>
      <p className="empty mut">{m.drawHint}</p>
      <Drawing
        village={village}
        grids={grids.filter(({ id }) => !edit || id !== area.id)}
        corners={corners}
        shape="outline"
        onChange={change}
      />
      <p className="empty" role="status">
        {`${m.corners(corners.length)} · ${m.surface(squareKm(corners))}`}
        {crossed && <b className="bad">{` ${m.crossing}`}</b>}
      </p>
      <WorkForm
        fault={hint ?? create.fault ?? redraw.fault}
        busy={create.busy || redraw.busy}
        undo={undo}
        end={end}
        onSubmit={submit}
      >
        {!edit && (
          <>
            <label>
              {m.name}
              <input name="name" maxLength={100} />
            </label>
            <label>
              {m.households}
              <input name="households" type="number" min={0} max={100_000} />
            </label>
            <label>
              {m.kind}
              <select name="kind">
                <option value="basic">{m.kinds.basic}</option>
                <option value="dedicated">{m.kinds.dedicated}</option>
              </select>
            </label>
          </>
        )}
        <label className="inline">
          <input type="checkbox" name="overlap" />
          {m.overlap}
        </label>
      </WorkForm>
    </>
  )
}

function Split({ area, village, grids, end }: WorkProps) {
  const m = useMessages()
  const { corners, change, undo } = useCorners([])
  const split = useCommand(areaRoutes.splitGrid, changes)
  const [hint, setHint] = useState<string | null>(null)
  async function submit(form: FormData) {
    if (corners.length < 2) return setHint(m.tooFewLine)
    setHint(null)
    const line = corners.map(([lon, lat]): [number, number] => [lon, lat])
    const parts = [{ id: newId() }, { id: newId() }]
    if (await split.run({ areaId: area.id, from: fieldText(form, 'from'), line, parts })) end(true)
  }
  return (
    <>
      <p className="empty mut">{m.splitHint}</p>
      <Drawing village={village} grids={grids} corners={corners} shape="line" onChange={change} chosen={[area.id]} />
      <WorkForm fault={hint ?? split.fault} busy={split.busy} undo={undo} end={end} onSubmit={submit} />
    </>
  )
}

function Merge({ village, grids, end }: WorkProps) {
  const m = useMessages()
  const [chosen, choose] = useState<readonly string[]>([])
  const merge = useCommand(areaRoutes.mergeGrids, changes)
  const toggle = (id: string) => choose(chosen.includes(id) ? chosen.filter((one) => one !== id) : [...chosen, id])
  async function submit(form: FormData) {
    const name = fieldText(form, 'name')
    const asked = { id: newId(), gridIds: [...chosen], from: fieldText(form, 'from'), ...(name ? { name } : {}) }
    if (await merge.run(asked)) end(true)
  }
  return (
    <>
      <p className="empty mut">{`${m.mergeHint} ${m.chosen(chosen.length)}`}</p>
      <Drawing
        village={village}
        grids={grids}
        corners={null}
        shape="outline"
        onChange={() => {}}
        chosen={chosen}
        onChoose={toggle}
      />
      <p className="empty">
        {grids.map((grid) => (
          <label key={grid.id} className="inline">
            <input type="checkbox" checked={chosen.includes(grid.id)} onChange={() => toggle(grid.id)} />
            {grid.name}
          </label>
        ))}
      </p>
      <WorkForm fault={merge.fault} busy={merge.busy || chosen.length < 2} end={end} onSubmit={submit}>
        <label>
          {m.name}
          <input name="name" maxLength={100} />
        </label>
      </WorkForm>
    </>
  )
}

function Close({ area, village, grids, end }: WorkProps) {
  const m = useMessages()
  const close = useCommand(areaRoutes.closeArea, changes)
  async function submit(form: FormData) {
    const successorId = fieldText(form, 'successor')
    const asked = { areaId: area.id, from: fieldText(form, 'from'), ...(successorId ? { successorId } : {}) }
    if (await close.run(asked)) end(true)
  }
  return (
    <>
      <Drawing village={village} grids={grids} corners={null} shape="outline" onChange={() => {}} chosen={[area.id]} />
      <WorkForm fault={close.fault} busy={close.busy} end={end} onSubmit={submit}>
        <label>
          {m.successor}
          <select name="successor">
            <option value="">{m.none}</option>
            {grids
              .filter(({ id }) => id !== area.id)
              .map((grid) => (
                <option key={grid.id} value={grid.id}>
                  {grid.name}
                </option>
              ))}
          </select>
        </label>
      </WorkForm>
    </>
  )
}

function CoverageView({ area, village, grids, end }: WorkProps) {
  const m = useMessages()
  const coverage = useCoverage(area.id)
  const [shown, show] = useState<string | null>(null)
  return (
    <>
      <Drawing village={village} grids={grids} corners={null} shape="outline" onChange={() => {}}>
        {(projection) =>
          coverage.spots.map((spot) => (
            <path
              key={spot.id}
              className={spot.id === shown ? `spot ${spot.kind} on` : `spot ${spot.kind}`}
              d={path(spot, projection)}
            />
          ))
        }
      </Drawing>
      <CoverageList {...coverage} shown={shown} onShow={show} />
      <p className="empty">
        <button type="button" className="btn" onClick={() => end(false)}>
          {m.cancel}
        </button>
      </p>
    </>
  )
}

interface FormProps {
  readonly fault: string | null
  readonly busy: boolean
  readonly undo?: () => void
  readonly end: (done: boolean) => void
  readonly onSubmit: (form: FormData) => Promise<unknown> | void
  readonly children?: React.ReactNode
}

function WorkForm({ fault, busy, undo, end, onSubmit, children }: FormProps) {
  const m = useMessages()
  return (
    <form
      className="form"
      onSubmit={(event: FormEvent<HTMLFormElement>) => {
        event.preventDefault()
        void onSubmit(new FormData(event.currentTarget))
      }}
    >
      <div className="row2">
        <label>
          {m.from}
          <input type="date" name="from" required defaultValue={new Date().toLocaleDateString('sv-SE')} />
        </label>
        {children}
      </div>
      {fault && (
        <p className="bad" role="alert">
          {fault}
        </p>
      )}
      <div style={{ display: 'flex', gap: 8 }}>
        <button type="submit" className="btn pri" disabled={busy}>
          {m.save}
        </button>
        {undo && (
          <button type="button" className="btn" onClick={undo}>
            {m.undo}
          </button>
        )}
        <button type="button" className="btn" onClick={() => end(false)}>
          {m.cancel}
        </button>
      </div>
    </form>
  )
}

/** What is drawn, with a way back; moves of one drag are one step. */
function useCorners(start: readonly Corner[]) {
  const [corners, set] = useState<readonly Corner[]>(start)
  const [before, keep] = useState<readonly (readonly Corner[])[]>([])
  return {
    corners,
    change(next: Corner[]) {
      const last = before.at(-1)
      // A corner that only moves follows the pointer; only where it started is worth going back to.
      if (next.length !== corners.length || !last || last.length !== corners.length) keep([...before, corners])
      set(next)
    },
    undo() {
      const last = before.at(-1)
      if (!last) return
      keep(before.slice(0, -1))
      set(last)
    },
  }
}

function outerRing(boundary: Area['boundary']): Corner[] {
  if (!boundary) return []
  const ring = boundary.type === 'Polygon' ? boundary.coordinates[0] : boundary.coordinates[0]?.[0]
  return opened(ring ?? [])
}
