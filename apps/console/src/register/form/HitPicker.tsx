import type { SearchHit } from '@linli/contract/people'
import { useState } from 'react'
import { Field } from '../../areas/form/Field.tsx'
import { useMessages } from '../messages.ts'
import { useSearch } from '../search/use-search.ts'

interface Props {
  readonly label: string
  readonly hint: string
  readonly kind: 'household' | 'person'
  readonly fault?: string | undefined
  /** Not to be offered: the one that is asked for another. */
  readonly exceptId: string | null
  readonly chosen: SearchHit | null
  readonly onChoose: (hit: SearchHit) => void
}

/** Finds a household or a person to go with a form. Choosing is by radio buttons, so arrows and a screen reader know how. */
export function HitPicker({ label, hint, kind, fault, exceptId, chosen, onChoose }: Props) {
  const m = useMessages()
  const [words, setWords] = useState('')
  const found = useSearch(words, null, kind === 'household' ? ['household', 'person'] : ['person'])
  const all = words.trim() === '' ? [] : (found.data?.items ?? [])
  const hits = (kind === 'household' ? asHouseholds(all) : all).filter(({ id }) => id !== exceptId)
  const shown = chosen && !hits.some(({ id }) => id === chosen.id) ? [chosen, ...hits] : hits
  return (
    <div className="picker">
      <Field label={label} hint={hint} fault={fault}>
        {(control) => (
          <input
            {...control}
            type="search"
            autoComplete="off"
            maxLength={60}
            value={words}
            onChange={({ target }) => setWords(target.value)}
            onKeyDown={(event) => {
              // Enter looks for something here; it does not send the form.
              if (event.key === 'Enter') event.preventDefault()
            }}
          />
        )}
      </Field>
      <div role="radiogroup" aria-label={label} className="picks">
        {shown.map((hit) => (
          <label key={hit.id} className="inline">
            <input type="radio" name="picked" checked={chosen?.id === hit.id} onChange={() => onChoose(hit)} />
            <span>
              <b>{hit.title}</b>{' '}
              <small>
                {[hit.birthYear === null ? '' : m.bornIn(hit.birthYear), hit.address, hit.place.gridName]
                  .filter(Boolean)
                  .join(' · ')}
              </small>
            </span>
          </label>
        ))}
      </div>
      <p className="sr" role="status">
        {words.trim() !== '' && !found.pending ? m.found(hits.length, found.data?.more ?? false) : ''}
      </p>
      {words.trim() !== '' && !found.pending && hits.length === 0 && <p className="mut">{m.notFound(found.asked)}</p>}
    </div>
  )
}

/** Whoever knows a household by one of its people finds it by that name. */
function asHouseholds(hits: readonly SearchHit[]): SearchHit[] {
  const households = new Map<string, SearchHit>()
  for (const hit of hits) {
    const id = hit.householdId
    if (id !== null && !households.has(id)) households.set(id, { ...hit, id })
  }
  return [...households.values()]
}
