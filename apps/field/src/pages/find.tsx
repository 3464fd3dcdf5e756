import type { HouseholdOnPhone } from '@linli/contract/field-sync'
import { Icon, localDay } from '@linli/ui'
import { useDeferredValue, useMemo, useState } from 'react'
import { useEntries, useKept } from '../account/use-account.ts'
import { FloorView } from '../door/floor-view.tsx'
import { type Mark, marksOf } from '../door/marks.ts'
import { doorTitle, useHouseholds } from '../door/use-door.ts'
import { Line } from '../parts/field.tsx'
import { PageHead } from '../parts/page-head.tsx'
import { paths } from '../paths.ts'
import { Link } from '../router.tsx'
import { readDue } from '../store/register.ts'
import { housesOf } from '../tasks/buildings.ts'
import { type Found, findHouseholds, indexOf } from '../tasks/find-household.ts'
import { doorMessages } from '../words/door.ts'
import { maskName } from '../words/mask.ts'

/** More than these nobody reads: another letter tells them apart. */
const MOST = 40

interface Props {
  /** Somebody new is to be written down at the door that is found. */
  readonly newcomer: boolean
  /** The building that is looked into. */
  readonly house: string | null
}

export default function FindPage({ newcomer, house }: Props) {
  const w = doorMessages.useMessages()
  const households = useHouseholds()
  const due = useKept('register', 'due', readDue)
  const entries = useEntries()
  const [typed, setTyped] = useState('')
  const wanted = useDeferredValue(typed)
  const index = useMemo(() => indexOf(households ?? []), [households])
  const found = useMemo(() => findHouseholds(index, wanted), [index, wanted])
  const { houses, others } = useMemo(() => housesOf(households ?? []), [households])
  const marks = useMemo(() => marksOf(due ?? [], entries ?? [], localDay()), [due, entries])
  const pathTo = (id: string) => (newcomer ? paths.newcomerAt(id) : paths.visit('household', id))
  const opened = houses.find(({ id }) => id === house)

  return (
    <>
      <PageHead
        title={newcomer ? w.whereNewcomer : (opened?.name ?? w.findTitle)}
        {...(opened ? { back: paths.find(newcomer ? 'newcomer' : undefined) } : {})}
      />
      {opened ? (
        <FloorView house={opened} marks={marks} pathTo={pathTo} />
      ) : (
        <>
          <search className="find-box">
            <Line label={w.findLabel} hint={w.findHint} value={typed} maxLength={60} onValue={setTyped} />
          </search>
          {households?.length === 0 && <p className="empty">{w.noRegister}</p>}
          {wanted.trim() !== '' ? (
            <Hits found={found} marks={marks} pathTo={pathTo} />
          ) : (
            <>
              {houses.length > 0 && (
                <section>
                  <h2 className="list-head">
                    <b>{w.houses}</b>
                  </h2>
                  <ul className="houses">
                    {houses.map(({ id, name, households: doors }) => (
                      <li key={id}>
                        <Link className="button" href={paths.find(newcomer ? 'newcomer' : undefined, id)}>
                          <b>{name}</b>
                          <small>{w.doors(doors)}</small>
                        </Link>
                      </li>
                    ))}
                  </ul>
                </section>
              )}
              {others.length > 0 && (
                <section>
                  <h2 className="list-head">
                    <b>{houses.length > 0 ? w.otherDoors : w.doors(others.length)}</b>
                  </h2>
                  <ul className="tasks">
                    {others.map((household) => (
                      <HouseholdRow
                        key={household.id}
                        household={household}
                        mark={marks.get(household.id)}
                        href={pathTo(household.id)}
                      />
                    ))}
                  </ul>
                </section>
              )}
            </>
          )}
          <p className="find-new">
            <span className="hint">{w.newHousehold}</span>
            <Link className="button" href={paths.newHousehold()}>
              <Icon name="plus" />
              {w.registerHousehold}
            </Link>
          </p>
        </>
      )}
    </>
  )
}

/** Of a dormitory's two hundred nobody reads all. */
const MOST_NAMES = 8

interface HitsProps {
  readonly found: readonly Found[]
  readonly marks: ReadonlyMap<string, Mark>
  readonly pathTo: (id: string) => string
}

function Hits({ found, marks, pathTo }: HitsProps) {
  const w = doorMessages.useMessages()
  const shown = found.slice(0, MOST)
  if (shown.length === 0)
    return (
      <p className="empty" role="status">
        {w.nobodyFound}
      </p>
    )
  return (
    <>
      <ul className="tasks">
        {shown.map(({ household, persons }) => (
          <HouseholdRow
            key={household.id}
            household={household}
            names={persons.map(({ name }) => name)}
            mark={marks.get(household.id)}
            href={pathTo(household.id)}
          />
        ))}
      </ul>
      <p className="list-note" role="status">
        {found.length > MOST ? w.moreFound(found.length - MOST) : ''}
      </p>
    </>
  )
}

interface RowProps {
  readonly household: HouseholdOnPhone
  /** Of those that were searched for; the others stay masked. */
  readonly names?: readonly string[]
  readonly mark: Mark | undefined
  readonly href: string
}

function HouseholdRow({ household, names = [], mark, href }: RowProps) {
  const w = doorMessages.useMessages()
  const words = { due: w.isDue, visited: w.visitedToday }
  // Whoever was searched for is seen in the largest household, too.
  const people = household.members
    .toSorted((a, b) => Number(names.includes(b.name)) - Number(names.includes(a.name)))
    .slice(0, MOST_NAMES)
    .map(({ name }) => (names.includes(name) ? name : maskName(name)))
  return (
    <li>
      <Link className="task plain" href={href}>
        <span className="task-words">
          <strong>{doorTitle(household, w)}</strong>
          <span className="task-facts">{w.members(people, household.members.length)}</span>
        </span>
        <span className="task-far">{household.visitsDeclined ? w.noVisits : mark && words[mark]}</span>
      </Link>
    </li>
  )
}
