import type { PersonOnPhone } from '@linli/contract/field-sync'
import { newId } from '@linli/client'
import { Icon, localDay } from '@linli/ui'
import { useState } from 'react'
import type { Door, DoorFaults, DoorForm, PersonNote } from '../forms/door-form.ts'
import { newcomer, type NewcomerForm } from '../forms/newcomer.ts'
import { emptyChange } from '../forms/person-change.ts'
import { Fault } from '../parts/field.tsx'
import { Seg } from '../parts/seg.tsx'
import { codes } from '../words/codes.ts'
import { doorMessages } from '../words/door.ts'
import { maskName } from '../words/mask.ts'
import { ChangeSheet } from './change-sheet.tsx'
import { NewcomerSheet } from './newcomer-sheet.tsx'

interface Props {
  readonly door: Door
  readonly form: DoorForm
  readonly onChange: (change: (now: DoorForm) => DoorForm) => void
  readonly faults: DoorFaults | null
  readonly named: boolean
  /** The page was opened for somebody new. */
  readonly newcomerFirst: boolean
}

/** Of each person in one touch whether anything has changed; of all the rest in one. */
export function People({ door, form, onChange, faults, named, newcomerFirst }: Props) {
  const w = doorMessages.useMessages()
  const today = localDay()
  const [open, setOpen] = useState<string | null>(null)
  const [asked, setAsked] = useState(newcomerFirst)
  const note = (id: string, what: PersonNote) => onChange((now) => ({ ...now, people: { ...now.people, [id]: what } }))
  const changed = form.people[open ?? '']
  const person = door.persons.find(({ id }) => id === open)
  const added = form.newcomers.find(({ id }) => id === open)
  // Where one lives alone, nobody else of the household can have said it.
  const knownHow = door.persons.length === 1 ? 'person' : 'household'
  const untold = door.persons.filter(({ id }) => form.people[id] === undefined)

  function add(): void {
    const anew = newcomer(newId(), today)
    onChange((now) => ({ ...now, newcomers: [...now.newcomers, anew] }))
    setOpen(anew.id)
  }
  if (asked) {
    setAsked(false)
    if (form.newcomers.length === 0) add()
  }

  return (
    <section className="visit-part" aria-labelledby="people-title">
      <h2 id="people-title">{door.subject.kind === 'person' ? w.personChange : w.anyChange}</h2>
      {door.persons.length > 0 ? (
        <button
          type="button"
          className="all-same"
          disabled={untold.length === 0}
          onClick={() => onChange((now) => ({ ...now, people: withRest(now.people, door.persons) }))}
        >
          <Icon name="check" />
          {untold.length === door.persons.length ? w.allSame : w.restSame}
        </button>
      ) : (
        <p className="hint">{w.nobodyOnFile}</p>
      )}
      <div className="people">
        {door.persons.map((each) => (
          <PersonLine
            key={each.id}
            person={each}
            note={form.people[each.id]}
            named={named}
            faulty={faults?.changes.includes(each.id) ?? false}
            onSame={() => note(each.id, { state: 'same' })}
            onChanged={() => {
              const before = form.people[each.id]
              if (before?.state !== 'changed')
                note(each.id, { state: 'changed', change: { ...emptyChange(today), knownHow } })
              setOpen(each.id)
            }}
          />
        ))}
        {form.newcomers.map((each) => (
          <NewcomerLine
            key={each.id}
            newcomer={each}
            faulty={faults?.changes.includes(each.id) ?? false}
            onOpen={() => setOpen(each.id)}
          />
        ))}
        {door.household && door.subject.kind === 'household' && (
          <button type="button" className="person-add" onClick={add}>
            <Icon name="plus" />
            {w.oneMore}
          </button>
        )}
      </div>
      <Fault fault={faults && faults.people.length > 0 ? w.notAsked(faults.people.length) : undefined} />
      {person && changed?.state === 'changed' && (
        <ChangeSheet
          person={person}
          change={changed.change}
          onChange={(change) => note(person.id, { state: 'changed', change })}
          onUnclear={() => {
            note(person.id, { state: 'unclear' })
            setOpen(null)
          }}
          onClose={() => {
            if (changed.change.kinds.length === 0)
              onChange((now) => ({ ...now, people: without(now.people, person.id) }))
            setOpen(null)
          }}
        />
      )}
      {added && (
        <NewcomerSheet
          newcomer={added}
          onChange={(anew) =>
            onChange((now) => ({
              ...now,
              newcomers: now.newcomers.map((each) => (each.id === anew.id ? anew : each)),
            }))
          }
          onRemove={() => {
            onChange((now) => ({ ...now, newcomers: now.newcomers.filter(({ id }) => id !== added.id) }))
            setOpen(null)
          }}
          onClose={() => setOpen(null)}
        />
      )}
    </section>
  )
}

interface LineProps {
  readonly person: PersonOnPhone
  readonly note: PersonNote | undefined
  readonly named: boolean
  readonly faulty: boolean
  readonly onSame: () => void
  readonly onChanged: () => void
}

function PersonLine({ person, note, named, faulty, onSame, onChanged }: LineProps) {
  const w = doorMessages.useMessages()
  const c = codes.useMessages()
  const name = named ? person.name : maskName(person.name)
  const facts = [
    person.phoneMasked ?? w.noPhoneKnown,
    c.residence[person.residenceKind],
    ...(person.livesHere ? [] : [w.livesElsewhere]),
  ]
  const kinds = note?.state === 'changed' ? note.change.kinds.map((kind) => c.change[kind]) : []
  return (
    <div className="person">
      <div>
        <b>{`${name}，${c.relation[person.relation]}`}</b>
        <small>
          {kinds.length > 0 && <span className="person-changes">{w.changesAre(kinds.join('、'))}</span>}
          {note?.state === 'unclear' && <span className="person-changes">{w.unclear}</span>}
          {kinds.length === 0 && note?.state !== 'unclear' && facts.join(' · ')}
        </small>
        <Fault fault={faulty ? w.incomplete : undefined} />
      </div>
      <Seg
        label={name}
        choices={[
          ['same', w.same],
          ['changed', w.changed],
        ]}
        value={note?.state === 'unclear' ? 'changed' : note?.state}
        warn={['changed']}
        onChoose={(code) => (code === 'same' ? onSame() : onChanged())}
      />
    </div>
  )
}

export function NewcomerLine({
  newcomer: { name, relation },
  faulty,
  onOpen,
}: {
  newcomer: NewcomerForm
  faulty: boolean
  onOpen: () => void
}) {
  const w = doorMessages.useMessages()
  const c = codes.useMessages()
  return (
    <button type="button" className="person person-new" onClick={onOpen}>
      <span>
        <b>{`${name || w.newcomer}，${c.relation[relation]}`}</b>
        <small className="person-changes">{w.newcomerLine}</small>
        <Fault fault={faulty ? w.incomplete : undefined} />
      </span>
      <Icon name="edit" />
    </button>
  )
}

function withRest(people: DoorForm['people'], persons: readonly PersonOnPhone[]): DoorForm['people'] {
  const rest = persons.filter(({ id }) => people[id] === undefined)
  return { ...people, ...Object.fromEntries(rest.map(({ id }) => [id, { state: 'same' as const }])) }
}

function without(people: DoorForm['people'], id: string): DoorForm['people'] {
  return Object.fromEntries(Object.entries(people).filter(([key]) => key !== id))
}
