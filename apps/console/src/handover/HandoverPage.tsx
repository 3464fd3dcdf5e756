import { handoverRoutes } from '@linli/contract/duty-handover'
import { rosterRoutes } from '@linli/contract/duty-roster'
import { Icon, useLocale, whenText } from '@linli/ui'
import { useQuery } from '@tanstack/react-query'
import { reading } from '../api.ts'
import { Fact } from '../frame/FactList.tsx'
import { FormFault } from '../frame/FormFault.tsx'
import { ErrorState, Loading } from '../frame/States.tsx'
import type { PageProps } from '../pages.ts'
import { useCommand } from '../pages/use-command.ts'
import { paths } from '../paths.ts'
import { Link } from '../router.tsx'
import './handover.css'
import { useMessages } from './messages.ts'

/** The protocol of a hand-over, on the screen as on paper: what passed to whom, things to tick, three to sign. */
export default function HandoverPage({ path, me }: PageProps) {
  const m = useMessages()
  const { locale } = useLocale()
  const handoverId = path.slice(paths.handover('').length)
  const page = useQuery(reading(handoverRoutes.getHandover, { handoverId }))
  const withdraw = useCommand(handoverRoutes.withdrawHandover, [
    handoverRoutes.getHandover.path,
    handoverRoutes.listHandovers.path,
    rosterRoutes.getRosterWeek.path,
  ])
  if (page.error) return <ErrorState error={page.error} onRetry={() => void page.refetch()} />
  if (!page.data) return <Loading />
  const { number, unit, from, to, onDay, leaves, state, grids, things, words, madeBy, madeAt, doneAt, protocol } =
    page.data
  const dueOf = (areaName: string, kind: string) =>
    protocol?.grids.find((grid) => grid.areaName === areaName && grid.kind === kind)?.due
  return (
    <main className="scroll pad stack">
      <div className="handoverhead noprint">
        <Link to={paths.handovers} className="btn">
          <Icon name="left" />
          {m.handovers}
        </Link>
        <button type="button" className="btn" onClick={() => window.print()}>
          {m.print}
        </button>
        {state === 'planned' && me.permissions.includes('assignment.manage') && (
          <button
            type="button"
            className="btn danger"
            disabled={withdraw.busy}
            onClick={() => void withdraw.run({ handoverId })}
          >
            {m.withdraw}
          </button>
        )}
      </div>
      <FormFault text={withdraw.fault} />
      <article className="panel protocol">
        <h1>{m.protocol}</h1>
        <p className="number">
          {number} · {m.states[state]}
        </p>
        <dl>
          <Fact name={m.station}>{unit.name}</Fact>
          <Fact name={m.who}>
            {from.name} · {leaves ? m.leaves : m.staysOn}
          </Fact>
          <Fact name={m.chief}>{to.name}</Fact>
          <Fact name={m.firstDay}>{onDay}</Fact>
          <Fact name={m.arranged}>
            {madeBy} {whenText(madeAt, locale)}
            {doneAt !== null && ` · ${m.carriedOut(whenText(doneAt, locale))}`}
          </Fact>
          {words !== '' && <Fact name={m.words}>{words}</Fact>}
        </dl>
        <h2>{m.grids}</h2>
        {grids.length === 0 ? (
          <p>{m.noGrids}</p>
        ) : (
          <table className="grid">
            <thead>
              <tr>
                <th>{m.grid}</th>
                <th>{m.duty}</th>
                <th>{m.successor}</th>
                <th className="num">{m.dueHead}</th>
              </tr>
            </thead>
            <tbody>
              {grids.map((grid) => (
                <tr key={`${grid.areaId} ${grid.kind}`}>
                  <td>{grid.areaName}</td>
                  <td>{m.kinds[grid.kind] ?? grid.kind}</td>
                  <td>{grid.to.name}</td>
                  <td className="num">{dueOf(grid.areaName, grid.kind) ?? '—'}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
        {protocol ? (
          <>
            <h2>{m.matters}</h2>
            {protocol.matters.length === 0 ? (
              <p>{m.nothing}</p>
            ) : (
              <ul>
                {protocol.matters.map((matter) => (
                  <li key={matter.number}>
                    {matter.number} {matter.title} → {matter.toName}
                  </li>
                ))}
              </ul>
            )}
            <dl>
              <Fact name={m.tasks}>{m.tasksOf(protocol.tasks)}</Fact>
              <Fact name={m.shifts}>{m.shiftsPassed(protocol.shiftsPassed, protocol.shiftsEnded)}</Fact>
              <Fact name={m.phones}>{protocol.phonesRevoked.join('、') || m.nothing}</Fact>
              {protocol.quarantined > 0 && <Fact name={m.unsent}>{m.quarantined(protocol.quarantined)}</Fact>}
            </dl>
          </>
        ) : (
          state === 'planned' && <p className="mut">{m.willPass}</p>
        )}
        <h2>{m.things}</h2>
        {things.length === 0 ? (
          <p>{m.nothing}</p>
        ) : (
          <ul className="ticks">
            {things.map((thing) => (
              <li key={thing.name}>{thing.name}</li>
            ))}
          </ul>
        )}
        <div className="signatures">
          <span>{m.signs.from}</span>
          <span>{m.signs.to}</span>
          <span>{m.signs.station}</span>
        </div>
      </article>
    </main>
  )
}
