import type { Area, Succession } from '@linli/contract/areas'
import { paths } from '../paths.ts'
import { Link } from '../router.tsx'
import { useMessages } from './messages.ts'

/** What an area came from and what carries it on. */
export function Lineage({ area }: { area: Area }) {
  const m = useMessages()
  if (area.closedOn === null && area.predecessors.length + area.successors.length === 0) return null
  return (
    <div className="empty lineage">
      {area.closedOn !== null && <p className="lost">{m.closed(area.closedOn)}</p>}
      <Others label={m.goesOn} successions={area.successors} />
      <Others label={m.cameFrom} successions={area.predecessors} />
    </div>
  )
}

function Others({ label, successions }: { label: string; successions: readonly Succession[] }) {
  const m = useMessages()
  if (successions.length === 0) return null
  return (
    <p>
      {`${label}：`}
      {successions.map(({ area, on, kind }) => (
        <span key={area.id}>
          <Link to={paths.area(area.id)}>{area.name}</Link>
          {` ${on} ${m.successions[kind]}　`}
        </span>
      ))}
    </p>
  )
}
