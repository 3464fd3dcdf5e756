import { unitRoutes } from '@linli/contract/identity'
import { matterRoutes } from '@linli/contract/matters'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { reading } from '../api.ts'
import { useMessages } from './messages.ts'

/** A unit by name, the suggested ones first; or a person of one unit. */
export function UnitField({ matterId, staffOf }: { matterId: string; staffOf?: string }) {
  const m = useMessages()
  const [words, setWords] = useState('')
  const suggested = useQuery({
    ...reading(matterRoutes.suggestUnits, { matterId }),
    enabled: staffOf === undefined,
    retry: false,
  })
  const found = useQuery({
    ...reading(unitRoutes.listUnits, { q: words, limit: 20 }),
    enabled: staffOf === undefined && words.length > 0,
  })
  const unit = useQuery({ ...reading(unitRoutes.getUnit, { unitId: staffOf ?? '' }), enabled: staffOf !== undefined })
  if (staffOf !== undefined) {
    return (
      <label className="field">
        {m.staff}
        <select name="staffId" required>
          {unit.data?.people.map((person) => (
            <option key={person.staffId} value={person.staffId}>
              {person.name}
            </option>
          ))}
        </select>
      </label>
    )
  }
  const options = words.length > 0 ? (found.data?.items ?? []) : (suggested.data?.items.map((one) => one.unit) ?? [])
  const distinct = [...new Map(options.map((option) => [option.id, option])).values()]
  return (
    <div className="field">
      <label>
        {m.unit}
        <input value={words} onChange={(event) => setWords(event.target.value)} placeholder={m.others} />
      </label>
      <select name="unitId" required aria-label={m.unit} size={Math.min(6, Math.max(2, distinct.length))}>
        {distinct.map((option) => (
          <option key={option.id} value={option.id}>
            {option.name}
          </option>
        ))}
      </select>
    </div>
  )
}
