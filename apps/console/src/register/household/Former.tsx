import type { Household } from '@linli/contract/people'
import { paths } from '../../paths.ts'
import { Link } from '../../router.tsx'
import { useMessages } from '../messages.ts'
import { useWords } from '../words.ts'

/** Who belonged to it before, and why they do no more. */
export function Former({ former }: { former: Household['former'] }) {
  const m = useMessages()
  const words = useWords()
  if (former.length === 0) return null
  return (
    <section className="panel" aria-labelledby="former">
      <h2 id="former">
        {m.former} <small>{m.memberCount(former.length)}</small>
      </h2>
      <ul>
        {former.map((one) => (
          <li key={`${one.personId} ${one.from}`} className="frow">
            {one.opens ? <Link to={paths.person(one.personId)}>{one.name}</Link> : <span>{one.name}</span>}
            <span>{words.relation[one.relation]}</span>
            <span className="num mut">{m.period(one.from, one.to)}</span>
            <span>{words.endedBy[one.endedBy]}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}
