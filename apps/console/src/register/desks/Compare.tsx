import { type Person, peopleRoutes } from '@linli/contract/people'
import { Status, useLocale } from '@linli/ui'
import { useQuery } from '@tanstack/react-query'
import { reading } from '../../api.ts'
import { ErrorState, Loading } from '../../frame/States.tsx'
import { useDeskMessages } from '../desk-messages.ts'
import { useWords } from '../words.ts'

/** Both files in full, line by line; what differs says so. */
export function Compare({ firstId, secondId }: { firstId: string; secondId: string }) {
  const m = useDeskMessages()
  const first = useQuery(reading(peopleRoutes.getPerson, { personId: firstId }))
  const second = useQuery(reading(peopleRoutes.getPerson, { personId: secondId }))
  const lines = useLines()
  const error = first.error ?? second.error
  if (error) return <ErrorState error={error} onRetry={() => void Promise.all([first.refetch(), second.refetch()])} />
  if (!first.data || !second.data) return <Loading />
  const other = lines(second.data)
  return (
    <table className="grid cards compare">
      <thead>
        <tr>
          <th scope="col">{m.field}</th>
          <th scope="col">{m.first}</th>
          <th scope="col">{m.second}</th>
          <th scope="col">
            <span className="sr">{m.differs}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {lines(first.data).map(([name, value], index) => {
          const beside = other[index]?.[1] ?? '—'
          return (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td data-head={m.first}>{value}</td>
              <td data-head={m.second}>{beside}</td>
              <td>
                {value === beside ? (
                  <span className="mut">{m.same}</span>
                ) : (
                  <Status tone="warn" icon="alert">
                    {m.differs}
                  </Status>
                )}
              </td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}

function useLines(): (person: Person) => readonly (readonly [string, string])[] {
  const m = useDeskMessages()
  const words = useWords()
  const { locale } = useLocale()
  return (person) => [
    [m.name, person.name],
    [m.sex, words.sex[person.sex]],
    [m.birthOn, person.birthOn ?? '—'],
    [m.document, words.document[person.documentKind]],
    [m.phone, person.phoneMasked ?? '—'],
    [m.address, person.address ?? '—'],
    [m.relation, person.relation ? words.relation[person.relation] : '—'],
    [m.residence, person.residenceKind ? words.residence[person.residenceKind] : '—'],
    [m.since2, person.residences[0]?.validFrom ?? '—'],
    [m.state, person.state ? words.state[person.state] : '—'],
    [m.needs, person.needs.map(({ names }) => names[locale]).join(' · ') || '—'],
  ]
}
