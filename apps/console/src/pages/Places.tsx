import { fieldText } from '@linli/ui'
import { placeRoutes } from '@linli/contract/matters'
import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { reading } from '../api.ts'
import { FormFault } from '../frame/FormFault.tsx'
import { ErrorState } from '../frame/States.tsx'
import { More, usePaged } from '../paged.tsx'
import { useMessages } from './messages.ts'
import { useCommand } from './use-command.ts'

/** Places with a QR code of their own. */
export default function Places() {
  const m = useMessages()
  const list = usePaged(placeRoutes.listPlaces, { limit: 100 })
  const create = useCommand(placeRoutes.createPlace, ['/places'])
  const close = useCommand(placeRoutes.closePlace, ['/places'])
  const [shownId, show] = useState<string | null>(null)
  const qr = useQuery({ ...reading(placeRoutes.getPlaceQr, { placeId: shownId ?? '' }), enabled: shownId !== null })
  if (list.error) return <ErrorState error={list.error} onRetry={list.refetch} />

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const element = event.currentTarget
    const form = new FormData(element)
    const done = await create.run({
      name: fieldText(form, 'name'),
      address: fieldText(form, 'address'),
      point: { lon: Number(form.get('lon')), lat: Number(form.get('lat')) },
    })
    if (done) element.reset()
  }

  return (
    <main className="scroll pad stack">
      <form className="form panel" onSubmit={(event) => void submit(event)}>
        <h1 style={{ font: 'var(--t-20)' }}>{m.places}</h1>
        <p className="mut">{m.placeHint}</p>
        <div className="row2">
          <label>
            {m.name}
            <input name="name" required maxLength={100} />
          </label>
          <label>
            {m.address}
            <input name="address" maxLength={300} />
          </label>
          <label>
            {m.lon}
            <input name="lon" type="number" step="any" min={-180} max={180} required />
          </label>
          <label>
            {m.lat}
            <input name="lat" type="number" step="any" min={-90} max={90} required />
          </label>
        </div>
        <FormFault text={create.fault} />
        <div>
          <button type="submit" className="btn pri" disabled={create.busy}>
            {m.create}
          </button>
        </div>
      </form>
      {qr.data && (
        <figure className="panel pad" style={{ maxWidth: 320 }}>
          <img alt={m.qr} src={`data:image/svg+xml;utf8,${encodeURIComponent(qr.data.svg)}`} width={240} height={240} />
          <figcaption className="mut">{qr.data.url}</figcaption>
        </figure>
      )}
      <table className="grid">
        <tbody>
          {list.items.map((place) => (
            <tr key={place.id}>
              <td>{place.name}</td>
              <td>{place.address}</td>
              <td className="num">{`${place.point.lat.toFixed(5)}, ${place.point.lon.toFixed(5)}`}</td>
              <td>
                {place.closedAt ? (
                  <span className="mut">{m.closed}</span>
                ) : (
                  <>
                    <button type="button" className="btn" onClick={() => show(place.id)}>
                      {m.qr}
                    </button>{' '}
                    <button type="button" className="btn txt" onClick={() => void close.run({ placeId: place.id })}>
                      {m.close}
                    </button>
                  </>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <More list={list} />
    </main>
  )
}
