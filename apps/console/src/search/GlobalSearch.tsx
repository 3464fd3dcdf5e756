import './search.css'
import type { Me } from '@linli/contract/sign-in'
import { Icon } from '@linli/ui'
import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { go } from '../router.tsx'
import { useMessages } from './messages.ts'
import { remember } from './recent.ts'
import type { Row } from './rows.ts'
import { ASK_REGISTER, useSearch } from './use-search.ts'

/** One field for whatever there is; the panel below it is walked with the arrow keys while the words stay in the field. */
export function GlobalSearch({ me, path }: { me: Me; path: string }) {
  const m = useMessages()
  const [typed, type] = useState('')
  const [isOpen, open] = useState(false)
  const [inRegister, ask] = useState<string | null>(null)
  const [at, move] = useState(0)
  // Enter before the answer: the first line is opened as soon as there is one.
  const [eager, wait] = useState(false)
  const field = useRef<HTMLInputElement>(null)
  const words = typed.trim()
  const found = useSearch(me, words, inRegister, isOpen)
  const { rows, settled } = found
  const chosen = rows[Math.min(at, rows.length - 1)]
  useEffect(() => leave(), [path])
  useEffect(() => {
    if (eager && settled) choose(rows[0])
  }, [eager, settled])
  useEffect(() => {
    document.getElementById(`hit-${at}`)?.scrollIntoView({ block: 'nearest' })
  }, [at])

  function leave() {
    open(false)
    type('')
    ask(null)
    wait(false)
    field.current?.blur()
  }

  function choose(row: Row | undefined) {
    wait(false)
    if (!row) return
    if (row.id === ASK_REGISTER) {
      ask(words)
      move(0)
    } else if (row.to !== null) {
      if (row.personal === undefined && row.group !== '')
        remember(me.id, { to: row.to, title: row.title, icon: row.icon })
      leave()
      go(row.to)
    }
  }

  function onKey(event: KeyboardEvent) {
    // Enter and the arrows belong to the input method while it composes.
    if (event.nativeEvent.isComposing) return
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      const step = event.key === 'ArrowDown' ? 1 : -1
      move((rows.length + Math.min(at, rows.length - 1) + step) % Math.max(rows.length, 1))
    } else if (event.key === 'Enter') {
      if (settled) choose(chosen)
      else wait(words !== '')
    } else if (event.key === 'Escape') leave()
    else return
    event.preventDefault()
  }

  return (
    <search
      className="globalsearch"
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) open(false)
      }}
    >
      <label className="search">
        <Icon name="search" />
        <input
          ref={field}
          id="search"
          role="combobox"
          autoComplete="off"
          aria-label={m.label}
          aria-expanded={isOpen}
          aria-controls="search-hits"
          aria-autocomplete="list"
          {...(isOpen && chosen ? { 'aria-activedescendant': `hit-${rows.indexOf(chosen)}` } : {})}
          placeholder={m.placeholder}
          maxLength={60}
          value={typed}
          onFocus={() => open(true)}
          onChange={(event) => {
            type(event.target.value)
            open(true)
            ask(null)
            move(0)
            wait(false)
          }}
          onKeyDown={onKey}
        />
        <kbd aria-hidden="true">/</kbd>
      </label>
      <div className="searchpanel" hidden={!isOpen}>
        <div id="search-hits" role="listbox" aria-label={m.results}>
          <Hits rows={rows} chosen={chosen} onChoose={choose} onPoint={(row) => move(rows.indexOf(row))} />
        </div>
        <p className="searchnote" role="status">
          {noteOf()}
        </p>
        <p className="searchkeys" aria-hidden="true">
          <kbd>↑</kbd>
          <kbd>↓</kbd> {m.keys['choose']} <kbd>Enter</kbd> {m.keys['open']} <kbd>Esc</kbd> {m.keys['leave']}
        </p>
      </div>
    </search>
  )

  function noteOf(): string {
    if (found.failed) return m.failed
    if (words === '') return m.begin
    if (!settled) return m.searching
    if (found.isRegister) return rows.length === 0 ? m.nothingRegister : ''
    return rows.every(({ group }) => group === '') ? m.nothing(words) : ''
  }
}

interface HitsProps {
  readonly rows: readonly Row[]
  readonly chosen: Row | undefined
  readonly onChoose: (row: Row) => void
  readonly onPoint: (row: Row) => void
}

function Hits({ rows, chosen, onChoose, onPoint }: HitsProps) {
  return [...Map.groupBy(rows, ({ group }) => group)].map(([group, own]) => (
    <div key={group} role="group" aria-label={group === '' ? undefined : group} className={group === '' ? 'rest' : ''}>
      {group !== '' && <h2 aria-hidden="true">{group}</h2>}
      {own.map((row) => (
        <div
          key={row.id}
          id={`hit-${rows.indexOf(row)}`}
          role="option"
          tabIndex={-1}
          aria-selected={row === chosen}
          className={row === chosen ? 'hit on' : 'hit'}
          onMouseMove={() => onPoint(row)}
          // The field keeps the focus; a click would take it before it counts.
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => onChoose(row)}
        >
          <Icon name={row.icon} />
          <b>{row.title}</b>
          <small>{row.detail}</small>
        </div>
      ))}
    </div>
  ))
}
