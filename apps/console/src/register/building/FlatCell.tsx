import type { Flat } from '@linli/contract/people'
import { Icon, type IconName } from '@linli/ui'
import { paths } from '../../paths.ts'
import { Link } from '../../router.tsx'
import { useBuildingMessages } from '../building-messages.ts'
import { useMessages } from '../messages.ts'
import { useWords } from '../words.ts'

const icons: Record<Flat['tenure'], IconName> = {
  owned: 'ok',
  rented: 'half',
  empty: 'new',
  other: 'more',
  unknown: 'alert',
}

interface Props {
  readonly flat: Flat
  /** Offered where nobody is registered. */
  readonly onAdd: ((flat: Flat) => void) | null
}

/** A flat: its number, how it is used in word and sign, and who keeps house there. */
export function FlatCell({ flat, onAdd }: Props) {
  const m = useMessages()
  const mine = useBuildingMessages()
  const words = useWords()
  return (
    <div className={`flat ${flat.tenure}`}>
      <p className="flathead">
        <Link to={paths.dwelling(flat.id)} aria-label={mine.openFlat(flat.room ?? flat.address)}>
          <b className="num">{flat.room ?? flat.address}</b>
        </Link>
        <span>
          <Icon name={icons[flat.tenure]} />
          {words.tenure[flat.tenure]}
        </span>
      </p>
      {flat.households.map((household) => (
        <Link key={household.id} to={paths.household(household.id)}>
          {`${household.title} · ${m.people(household.members)}`}
        </Link>
      ))}
      {flat.households.length === 0 &&
        (onAdd ? (
          <button
            type="button"
            className="btn txt"
            aria-label={`${flat.room ?? flat.address} ${mine.addHere}`}
            onClick={() => onAdd(flat)}
          >
            {mine.addHere}
          </button>
        ) : (
          <span className="mut">{mine.nobody}</span>
        ))}
    </div>
  )
}
