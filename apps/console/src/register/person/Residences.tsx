import type { Person } from '@linli/contract/people'
import { Icon } from '@linli/ui'
import { paths } from '../../paths.ts'
import { Link } from '../../router.tsx'
import { useMessages } from '../messages.ts'
import { usePersonMessages } from '../person-messages.ts'
import { useWords } from '../words.ts'

/** Where somebody belonged and when, newest first; nothing that was is overwritten. */
export function Residences({ person }: { person: Person }) {
  const m = useMessages()
  const mine = usePersonMessages()
  const words = useWords()
  return (
    <section className="panel" aria-labelledby="residences">
      <h2 id="residences">{mine.residences}</h2>
      {person.residences.length === 0 ? (
        <p className="empty">{mine.noResidences}</p>
      ) : (
        <ol className="line">
          {person.residences.map((one) => (
            <li key={one.id}>
              <span className={one.validTo === null ? 'd now' : 'd'}>
                <Icon name={one.endedBy === 'died' ? 'note' : 'pin'} />
              </span>
              <div>
                <b>
                  <Link to={paths.household(one.householdId)}>{one.address}</Link>
                </b>
                <p>
                  {[
                    one.gridName,
                    words.relation[one.relation],
                    words.residence[one.kind],
                    one.livesHere ? '' : mine.elsewhere,
                    one.otherPlace ? mine.otherPlace(one.otherPlace) : '',
                  ]
                    .filter(Boolean)
                    .join(' · ')}
                </p>
              </div>
              <p className="when">
                <span className="num">{m.period(one.validFrom, one.validTo)}</span>
                <small>
                  {[words.beganBy[one.beganBy], one.endedBy ? words.endedBy[one.endedBy] : '']
                    .filter(Boolean)
                    .join(' → ')}
                  {` · ${words.knownHow[one.knownHow]}`}
                </small>
              </p>
            </li>
          ))}
        </ol>
      )}
    </section>
  )
}
