import { areaRoutes } from '@linli/contract/areas'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { reading } from '../api.ts'
import { useMessages } from './messages.ts'

/** A village or grid by name, pinyin or code, with an address beside it. */
export function AreaField({ onArea }: { onArea?: (areaId: string) => void }) {
  const m = useMessages()
  const [words, setWords] = useState('')
  const found = useQuery({ ...reading(areaRoutes.searchAreas, { q: words, limit: 20 }), enabled: words.length > 0 })
  return (
    <div className="field">
      <label>
        {m.areaSearch}
        <input value={words} onChange={(event) => setWords(event.target.value)} autoComplete="off" />
      </label>
      <select
        name="areaId"
        required
        aria-label={m.areaSearch}
        size={5}
        onChange={(event) => onArea?.(event.target.value)}
      >
        {found.data?.items.map((hit) => (
          <option key={hit.id} value={hit.id}>
            {[...hit.path.slice(1).map((above) => above.name), hit.name].join(' ')}
          </option>
        ))}
      </select>
      <label>
        {m.where}
        <input name="address" maxLength={300} />
      </label>
    </div>
  )
}
