import { whereAmI } from '@linli/client/where-am-i'
import { areaRoutes } from '@linli/contract/areas'
import type { Point } from '@linli/contract/common'
import { placeRoutes } from '@linli/contract/matters'
import { fieldText } from '@linli/ui'
import { useSettled } from '@linli/ui/use-settled'
import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { reading } from '../api.ts'
import { Field } from '../areas/form/Field.tsx'
import { FormFault } from '../frame/FormFault.tsx'
import { useCommand } from '../pages/use-command.ts'
import { useMessages } from './messages.ts'

const FEWEST_LETTERS = 2
const nowhere = { lon: '', lat: '' }
const written = ({ lon, lat }: Point) => ({ lon: lon.toFixed(6), lat: lat.toFixed(6) })

/** A new place: where it is comes from its address, from whoever stands there, or from numbers. */
export function PlaceForm() {
  const m = useMessages()
  const create = useCommand(placeRoutes.createPlace, ['/places'])
  const [address, setAddress] = useState('')
  const [spot, setSpot] = useState(nowhere)
  const [word, setWord] = useState<{ text: string; bad: boolean } | null>(null)
  const sought = useSettled(address.trim(), 400)
  const found = useQuery({
    ...reading(areaRoutes.locateAddress, { q: sought }),
    enabled: sought.length >= FEWEST_LETTERS,
    staleTime: 60_000,
  })
  const candidates = found.data?.items.filter(({ point }) => point !== null) ?? []

  async function standHere() {
    const found = await whereAmI()
    if (typeof found === 'string') return setWord({ text: m.noPosition, bad: true })
    setSpot(written(found.point))
    setWord({ text: m.hereWithin(found.metres), bad: false })
  }

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const element = event.currentTarget
    const name = fieldText(new FormData(element), 'name')
    const point = { lon: Number(spot.lon), lat: Number(spot.lat) }
    if (!(await create.run({ name, address, point }))) return
    element.reset()
    setAddress('')
    setSpot(nowhere)
    setWord(null)
  }

  const coordinate = (which: 'lon' | 'lat', most: number) => (
    <Field label={m[which]}>
      {(control) => (
        <input
          {...control}
          type="number"
          step="any"
          min={-most}
          max={most}
          required
          value={spot[which]}
          onChange={({ target }) => setSpot({ ...spot, [which]: target.value })}
        />
      )}
    </Field>
  )
  return (
    <form className="form panel" onSubmit={(event) => void submit(event)}>
      <h1 style={{ font: 'var(--t-20)' }}>{m.places}</h1>
      <p className="mut">{m.hint}</p>
      <Field label={m.name} hint={m.nameHint}>
        {(control) => <input {...control} name="name" required maxLength={100} />}
      </Field>
      <Field label={m.address}>
        {(control) => (
          <input {...control} maxLength={300} value={address} onChange={({ target }) => setAddress(target.value)} />
        )}
      </Field>
      {candidates.length > 0 && (
        <div role="group" aria-label={m.candidates}>
          <small className="mut">{m.candidates}</small>
          <p className="doing">
            {candidates.slice(0, 6).map(({ label, point }) => (
              <button key={label} type="button" className="btn" onClick={() => point && setSpot(written(point))}>
                {label}
              </button>
            ))}
          </p>
        </div>
      )}
      <div className="row2">
        {coordinate('lon', 180)}
        {coordinate('lat', 90)}
      </div>
      <p className="doing">
        <button type="button" className="btn" onClick={() => void standHere()}>
          {m.here}
        </button>
        <span className={word?.bad ? 'bad' : 'mut'} role="status">
          {word?.text}
        </span>
      </p>
      <FormFault text={create.fault} />
      <div>
        <button type="submit" className="btn pri" disabled={create.busy}>
          {m.create}
        </button>
      </div>
    </form>
  )
}
