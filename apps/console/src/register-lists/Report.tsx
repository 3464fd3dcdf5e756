import {
  listColumnText,
  type ListFaultReason,
  listFaultText,
  type ListImport,
  registerImportRoutes,
} from '@linli/contract/people-lists'
import { useLocale } from '@linli/ui'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { reading } from '../api.ts'
import { ErrorState } from '../frame/States.tsx'
import { Heads } from '../frame/Table.tsx'
import { FaultTable } from '../import/FaultTable.tsx'
import { More, usePaged } from '../paged.tsx'
import { paths } from '../paths.ts'
import { Link } from '../router.tsx'
import { useMessages } from './messages.ts'

/** What is wrong with which row: how often each thing, and each row of one of them or of all. */
export function Faults({ list }: { list: ListImport }) {
  const m = useMessages()
  const [reason, choose] = useState<ListFaultReason | null>(null)
  const faults = usePaged(registerImportRoutes.listListFaults, {
    importId: list.id,
    limit: 100,
    ...(reason === null ? {} : { reason }),
  })
  if (faults.error) return <ErrorState error={faults.error} onRetry={faults.refetch} />
  return (
    <section className="panel">
      <h2>
        {m.faults} <small>{list.counts.faulty}</small>
      </h2>
      <Kinds list={list} chosen={reason} onChoose={choose} />
      {faults.isRead && faults.items.length === 0 && <p className="empty">{m.noFaults}</p>}
      {faults.items.length > 0 && <FaultTable faults={faults.items} reasons={listFaultText} />}
      <More list={faults} />
    </section>
  )
}

interface KindsProps {
  readonly list: ListImport
  readonly chosen: ListFaultReason | null
  readonly onChoose: (reason: ListFaultReason | null) => void
}

/** What is wrong most often comes first: it is mended in the spreadsheet for all rows at once. */
function Kinds({ list, chosen, onChoose }: KindsProps) {
  const m = useMessages()
  const { locale } = useLocale()
  const kinds = useQuery(reading(registerImportRoutes.countListFaults, { importId: list.id }))
  // One reason may stand in several columns; the rows below are of all of them.
  const reasons = [...Map.groupBy(kinds.data?.items ?? [], ({ reason }) => reason)]
    .map(([reason, some]) => ({ reason, count: some.reduce((sum, { rows }) => sum + rows, 0) }))
    .toSorted((a, b) => b.count - a.count)
  if (reasons.length < 2) return null
  return (
    <fieldset className="kinds">
      <legend className="sr">{m.byReason}</legend>
      <label className="inline">
        <input type="radio" name="reason" checked={chosen === null} onChange={() => onChoose(null)} />
        {m.allReasons}
        <b className="num">{list.counts.faulty}</b>
      </label>
      {reasons.map(({ reason, count }) => (
        <label key={reason} className="inline">
          <input type="radio" name="reason" checked={chosen === reason} onChange={() => onChoose(reason)} />
          {listFaultText[reason][locale]}
          <b className="num">{count}</b>
        </label>
      ))}
    </fieldset>
  )
}

/** Rows beside the existing file of the person whom they seem to mean. */
export function Matches({ list }: { list: ListImport }) {
  const m = useMessages()
  const { locale } = useLocale()
  const matches = usePaged(registerImportRoutes.listListMatches, { importId: list.id, limit: 50 })
  if (matches.error) return <ErrorState error={matches.error} onRetry={matches.refetch} />
  if (matches.items.length === 0) return null
  return (
    <section className="panel">
      <h2>{m.matches}</h2>
      <table className="grid">
        <Heads names={[m.row, m.existing, m.differs, m.household]} />
        <tbody>
          {matches.items.map((match) => (
            <tr key={match.row}>
              <td>{match.row}</td>
              <td>
                {[match.title, match.birthYear === null ? null : m.born(match.birthYear), match.address]
                  .filter(Boolean)
                  .join(' · ')}
              </td>
              <td>
                <p>{match.told.name}</p>
                <dl className="both">
                  {match.differs.map((column) => (
                    <div key={column}>
                      <dt>{listColumnText[column][locale]}</dt>
                      <dd>
                        {m.told(match.told[column] || m.nothing)}
                        <br />
                        {m.held(match.held[column] || m.nothing)}
                      </dd>
                    </div>
                  ))}
                </dl>
              </td>
              <td>{match.householdId !== null && <Link to={paths.household(match.householdId)}>{m.open}</Link>}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <More list={matches} />
    </section>
  )
}

/** Whom an undo left in, and why. */
export function Left({ list }: { list: ListImport }) {
  const m = useMessages()
  const left = usePaged(registerImportRoutes.listListLeft, { importId: list.id, limit: 50 })
  if (left.error) return <ErrorState error={left.error} onRetry={left.refetch} />
  return (
    <section className="panel">
      <h2>{m.left}</h2>
      <table className="grid">
        <tbody>
          {left.items.map((one) => (
            <tr key={one.personId}>
              <td>{one.title}</td>
              <td>{m.reasons[one.reason]}</td>
              <td>{one.householdId !== null && <Link to={paths.household(one.householdId)}>{m.open}</Link>}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <More list={left} />
    </section>
  )
}
