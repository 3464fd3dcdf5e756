import type { KnownHow, Person, Residence } from '@linli/contract/people'
import { Icon, useLocale, whenText } from '@linli/ui'
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
  // Of somebody who lives elsewhere it is where that is.
  const placeOf = (one: Residence) => (one.livesHere ? mine.fromPlace : mine.otherPlace)
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
                    one.otherPlace ? placeOf(one)(one.otherPlace) : '',
                    one.toPlace ? mine.toPlace(one.toPlace) : '',
                  ]
                    .filter(Boolean)
                    .join(' · ')}
                </p>
              </div>
              <p className="when">
                <span className="num">{m.period(one.validFrom, one.validTo)}</span>
                <Account what={words.beganBy[one.beganBy]} how={one.knownHow} at={one.recordedAt} by={one.by} />
                {one.endedBy && (
                  <Account
                    what={`→ ${words.endedBy[one.endedBy]}`}
                    how={one.ended?.how ?? null}
                    at={one.ended?.at ?? null}
                    by={one.ended?.by ?? null}
                  />
                )}
              </p>
            </li>
          ))}
        </ol>
      )}
    </section>
  )
}

interface AccountProps {
  readonly what: string
  /** Null where that was not kept. */
  readonly how: KnownHow | null
  readonly at: string | null
  readonly by: string | null
}

/** What somebody told of a beginning or an end: how it is known, and who recorded it when. */
function Account({ what, how, at, by }: AccountProps) {
  const mine = usePersonMessages()
  const words = useWords()
  const { locale } = useLocale()
  return (
    <small>
      {[what, how ? words.knownHow[how] : '', at ? mine.toldBy(by ?? mine.system, whenText(at, locale)) : '']
        .filter(Boolean)
        .join(' · ')}
    </small>
  )
}
