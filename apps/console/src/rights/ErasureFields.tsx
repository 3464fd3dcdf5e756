import { type ErasablePart, rightsRoutes } from '@linli/contract/people-rights'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { reading } from '../api.ts'
import { FormFault } from '../frame/FormFault.tsx'
import { ErrorState, Loading } from '../frame/States.tsx'
import { useMessages } from './messages.ts'

interface Props {
  readonly requestId: string
  readonly fault: string | undefined
  /** Whether it was ticked that there is no way back. */
  readonly onSure: (sure: boolean) => void
}

/** What a deletion would take, to be chosen; and what stays, with why. */
export function ErasureFields({ requestId, fault, onSure }: Props) {
  const m = useMessages()
  const preview = useQuery(reading(rightsRoutes.previewErasure, { requestId }))
  const [whole, setWhole] = useState(false)
  if (preview.error) return <ErrorState error={preview.error} onRetry={() => void preview.refetch()} />
  if (!preview.data) return <Loading />
  const { held, parts, records, residences, pictures, readings, requests } = preview.data
  if (held)
    return (
      <p role="status">
        <b>{m.eraseHeld}</b>
      </p>
    )
  // The whole file holds every part of it.
  const field = (part: ErasablePart) => (
    <label key={part} className="inline">
      <input
        type="checkbox"
        name="erase"
        value={part}
        disabled={whole && part !== 'file'}
        onChange={part === 'file' ? (event) => setWhole(event.target.checked) : undefined}
      />
      {m.parts[part]}
    </label>
  )
  return (
    <>
      <fieldset>
        <legend>{m.erase}</legend>
        {parts.map(field)}
        <FormFault text={fault} />
      </fieldset>
      {whole && <p className="mut">{m.goes(records, residences, pictures)}</p>}
      <section>
        <b>{m.stays}</b>
        <ul className="mut">
          <li>{m.staysReadings(readings)}</li>
          <li>{m.staysRequests(requests)}</li>
          {whole && <li>{m.staysWork}</li>}
          <li>{m.staysMatters}</li>
          <li>{m.staysCertificate}</li>
        </ul>
      </section>
      <label className="inline">
        <input type="checkbox" onChange={(event) => onSure(event.target.checked)} />
        {m.forGood}
      </label>
    </>
  )
}
