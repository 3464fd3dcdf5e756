import '../areas/areas.css'
import './register.css'
import { Icon } from '@linli/ui'
import { type KeyboardEvent, type RefObject, useRef, useState } from 'react'
import { areaOf } from '../frame/area.ts'
import { ErrorState } from '../frame/States.tsx'
import type { PageProps } from '../pages.ts'
import { filter, go } from '../router.tsx'
import { AreaFilter } from './AreaFilter.tsx'
import { AddHousehold } from './household/AddHousehold.tsx'
import { useMessages } from './messages.ts'
import { Hits, inOrder, pageOf } from './search/Hits.tsx'
import { Households } from './search/Households.tsx'
import { Summary } from './search/Summary.tsx'
import { type Search, useSearch } from './search/use-search.ts'

/** What was looked for last, for whoever comes back from a file. Never in the address: addresses are logged and shown. */
let last = ''

/** One field for everything the register holds; below it the area door by door. */
export default function SearchPage({ search, me }: PageProps) {
  const m = useMessages()
  const [words, setWords] = useState(last)
  const [adding, add] = useState(false)
  const field = useRef<HTMLInputElement>(null)
  const areaId = areaOf({ search, me })
  const found = useSearch(words, search.get('area'))
  const finding = words.trim() !== ''
  const onNeed = (kind: string | undefined) => filter({ need: kind })
  return (
    <main className="scroll register">
      <div className="head find">
        <Finder
          field={field}
          words={words}
          found={found}
          onWords={(next) => {
            last = next
            setWords(next)
          }}
        />
        <div className="findfoot">
          <AreaFilter areaId={areaId} />
          {areaId !== null && me.permissions.includes('register.change') && (
            <button type="button" className="btn" onClick={() => add(true)}>
              <Icon name="plus" />
              {m.addHousehold}
            </button>
          )}
        </div>
      </div>
      {finding ? (
        <Found found={found} onLeave={() => field.current?.focus()} />
      ) : areaId ? (
        <div className="cols finding">
          <Households areaId={areaId} need={search.get('need')} onNeed={onNeed} />
          <aside className="side">
            <Summary areaId={areaId} onNeed={onNeed} />
          </aside>
        </div>
      ) : (
        <p className="blank">{m.noHouseholdsChoose}</p>
      )}
      {adding && areaId && <AddHousehold areaId={areaId} onClose={() => add(false)} />}
    </main>
  )
}

interface FinderProps {
  readonly field: RefObject<HTMLInputElement | null>
  readonly words: string
  readonly found: Search
  readonly onWords: (words: string) => void
}

function Finder({ field, words, found, onWords }: FinderProps) {
  const m = useMessages()
  const empty = words.trim() === ''
  const hits = found.data?.items ?? []
  const told = empty
    ? m.findHint
    : found.pending
      ? m.searching
      : found.data
        ? m.found(hits.length, found.data.more)
        : ''

  function onKeyDown(event: KeyboardEvent) {
    // While an input method is choosing characters, these keys are its own.
    if (event.nativeEvent.isComposing) return
    if (event.key === 'ArrowDown') {
      event.preventDefault()
      document.querySelector<HTMLElement>('a.hit')?.focus()
    } else if (event.key === 'Enter' && !empty && !found.pending) {
      const [first] = inOrder(hits)
      if (first) go(pageOf(first))
    } else if (event.key === 'Escape') onWords('')
  }

  return (
    <search>
      <label className="finder">
        <span className="sr">{m.find}</span>
        <Icon name="search" />
        <input
          ref={field}
          type="search"
          data-slash
          autoFocus
          autoComplete="off"
          spellCheck={false}
          maxLength={60}
          value={words}
          placeholder={m.find}
          aria-describedby="find-told"
          onChange={({ target }) => onWords(target.value)}
          onKeyDown={onKeyDown}
        />
        <kbd>/</kbd>
      </label>
      <p className="foundline" id="find-told" role="status">
        {told}
        {!empty && hits.length > 0 && <span className="keyhints">{m.keys}</span>}
      </p>
      {empty && <p className="mut">{m.examples}</p>}
    </search>
  )
}

function Found({ found, onLeave }: { found: Search; onLeave: () => void }) {
  const m = useMessages()
  if (found.error) return <ErrorState error={found.error} onRetry={() => void found.refetch()} />
  const hits = found.data?.items ?? []
  return (
    <div className="hits" aria-busy={found.pending}>
      <Hits hits={hits} onLeave={onLeave} />
      {!found.pending && found.data && hits.length === 0 && (
        <p className="blank">
          {m.notFound(found.asked)}
          <br />
          {m.notFoundHint}
        </p>
      )}
    </div>
  )
}
