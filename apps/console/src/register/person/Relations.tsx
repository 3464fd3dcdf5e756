import type { Person } from '@linli/contract/people'
import { type PersonRelation, relationRoutes } from '@linli/contract/people-relations'
import { Icon, Status } from '@linli/ui'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { reading } from '../../api.ts'
import { ErrorState, Loading } from '../../frame/States.tsx'
import { paths } from '../../paths.ts'
import { Link } from '../../router.tsx'
import { useMessages } from '../messages.ts'
import { useRelationMessages } from '../relation-messages.ts'
import { useWords } from '../words.ts'
import { AddRelation } from './AddRelation.tsx'
import { EndRelation } from './EndRelation.tsx'

interface Props {
  readonly person: Person
  readonly changeable: boolean
}

/** Who is whose parent, spouse or guardian: asked for by itself, so that nobody's relatives come up with their page. */
export function Relations({ person, changeable }: Props) {
  const m = useRelationMessages()
  const [asked, ask] = useState(false)
  const [adding, add] = useState(false)
  return (
    <section className="panel" aria-labelledby="relations">
      <div className="panelhead">
        <h2 id="relations">{m.title}</h2>
        {changeable && (
          <button type="button" className="btn txt" onClick={() => add(true)}>
            <Icon name="plus" />
            {m.add}
          </button>
        )}
      </div>
      {asked ? (
        <Listed person={person} changeable={changeable} />
      ) : (
        <div className="empty stack">
          <p>{m.closed}</p>
          <div>
            <button type="button" className="btn" onClick={() => ask(true)}>
              {m.show}
            </button>
          </div>
        </div>
      )}
      {adding && (
        <AddRelation
          person={person}
          onClose={() => add(false)}
          onDone={() => {
            add(false)
            ask(true)
          }}
        />
      )}
    </section>
  )
}

function Listed({ person, changeable }: Props) {
  const m = useRelationMessages()
  const relations = useQuery(reading(relationRoutes.listRelations, { personId: person.id }))
  const [ending, end] = useState<PersonRelation | null>(null)
  if (relations.error) return <ErrorState error={relations.error} onRetry={() => void relations.refetch()} />
  if (!relations.data) return <Loading />
  const { items } = relations.data
  if (items.length === 0) return <p className="empty">{m.none}</p>
  return (
    <>
      <ul>
        {items.map((one) => (
          <Row key={one.id} one={one} {...(changeable && one.may.includes('end') ? { onEnd: () => end(one) } : {})} />
        ))}
      </ul>
      {ending && <EndRelation relation={ending} onClose={() => end(null)} />}
    </>
  )
}

function Row({ one, onEnd }: { one: PersonRelation; onEnd?: () => void }) {
  const m = useRelationMessages()
  const register = useMessages()
  const words = useWords()
  const { other } = one
  // The year beside it: of a name with one letter nothing is left to be touched.
  const title = [other.title, other.birthYear === null ? '' : register.bornIn(other.birthYear)]
    .filter(Boolean)
    .join(' ')
  const about = [other.address, other.place.gridName]
  const source = [words.knownHow[one.knownHow], one.by ?? '']
  return (
    <li className="needrow">
      <span>
        <b>{m.as[one.as]}</b> <Link to={paths.person(other.id)}>{title}</Link>{' '}
        {one.validTo !== null && (
          <Status tone="neutral" icon="close">
            {m.over}
          </Status>
        )}
      </span>
      <span className="num mut">{register.period(one.validFrom, one.validTo)}</span>
      <small>{[...about, ...source].filter(Boolean).join(' · ')}</small>
      {onEnd && (
        <button type="button" className="btn" onClick={onEnd}>
          {m.end}
        </button>
      )}
    </li>
  )
}
