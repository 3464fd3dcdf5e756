import './incidents.css'
import '../register/register.css'
import { IncidentKind, IncidentSeverity } from '@linli/contract/incident-shapes'
import { incidentRoutes } from '@linli/contract/incidents'
import { matterRoutes } from '@linli/contract/matters'
import { fieldText } from '@linli/ui'
import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { reading } from '../api.ts'
import { FieldFault } from '../frame/FieldFault.tsx'
import { FormFault } from '../frame/FormFault.tsx'
import { Loading } from '../frame/States.tsx'
import { useCommand } from '../pages/use-command.ts'
import type { PageProps } from '../pages.ts'
import { paths } from '../paths.ts'
import { go, Link } from '../router.tsx'
import { CommanderField, SeverityField } from './LeadFields.tsx'
import { useMessages } from './messages.ts'
import { AreasPicker, type Picked, UnitsPicker } from './Pickers.tsx'

/** Opens a room, from a matter (`?matter=`) or from nothing. */
export default function OpenIncident({ me, search }: PageProps) {
  const matterId = search.get('matter')
  const matter = useQuery({
    ...reading(matterRoutes.getMatter, { matterId: matterId ?? '' }),
    enabled: matterId !== null,
  })
  if (matterId !== null && matter.isPending) return <Loading />
  return <OpenForm me={me} matter={matter.data ?? null} />
}

type Matter = (typeof matterRoutes)['getMatter']['output']['_output']

function OpenForm({ me, matter }: { readonly me: PageProps['me']; readonly matter: Matter | null }) {
  const m = useMessages()
  const { run, busy, fault, faults } = useCommand(incidentRoutes.openIncident, ['/incidents'])
  const place = matter?.place
  const [areas, setAreas] = useState<readonly Picked[]>(
    place?.villageId != null && place.villageName != null ? [{ id: place.villageId, name: place.villageName }] : [],
  )
  const [units, setUnits] = useState<readonly Picked[]>([])

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const point = matter?.point
    const room = await run({
      title: fieldText(form, 'title'),
      words: fieldText(form, 'words'),
      // The options of the two lists are the contract's.
      kind: IncidentKind.parse(form.get('kind')),
      severity: IncidentSeverity.parse(form.get('severity')),
      exercise: form.get('exercise') === 'on',
      commanderId: fieldText(form, 'commanderId'),
      areaIds: areas.map(({ id }) => id),
      unitIds: units.map(({ id }) => id),
      matterIds: matter ? [matter.id] : [],
      point: point ? { lon: point.lon, lat: point.lat } : null,
    })
    if (room) go(paths.incident(room.id))
  }

  return (
    <main className="scroll pad stack">
      <h1 style={{ font: 'var(--t-20)' }}>{m.open}</h1>
      {matter && <p className="mut">{m.fromMatter(matter.number)}</p>}
      <form className="form panel" onSubmit={(event) => void submit(event)}>
        <label>
          {m.name}
          <input name="title" required maxLength={80} defaultValue={matter?.title.slice(0, 80) ?? ''} />
          <FieldFault text={faults['title']} />
        </label>
        <div className="row2">
          <label>
            {m.kind}
            <select name="kind" defaultValue="flood">
              {IncidentKind.options.map((kind) => (
                <option key={kind} value={kind}>
                  {m.kinds[kind]}
                </option>
              ))}
            </select>
          </label>
          <SeverityField start="iii" />
        </div>
        <CommanderField start={me} />
        <label>
          {m.words}
          <textarea name="words" maxLength={1000} />
        </label>
        <AreasPicker picked={areas} onChange={setAreas} start={me.posts[0]?.unit.areaId ?? null} />
        <FieldFault text={faults['areaIds']} />
        <UnitsPicker picked={units} onChange={setUnits} />
        <label className="inline">
          <input type="checkbox" name="exercise" />
          {m.isExercise}
        </label>
        <FormFault text={fault} />
        <div className="inline">
          <button type="submit" className="btn pri" disabled={busy || areas.length === 0}>
            {m.open}
          </button>
          <Link to={paths.incidents} className="btn">
            {m.cancel}
          </Link>
        </div>
      </form>
    </main>
  )
}
