import { type Handover, handoverRoutes } from '@linli/contract/duty-handover'
import { dateText, Icon, Status, useLocale } from '@linli/ui'
import { ErrorState, Loading } from '../frame/States.tsx'
import { More, usePaged } from '../paged.tsx'
import type { PageProps } from '../pages.ts'
import { paths } from '../paths.ts'
import { filter, Link } from '../router.tsx'
import { useMessages } from './messages.ts'
import './handover.css'
import { Wizard } from './Wizard.tsx'

/** Hand-overs of the stations in reach, and the wizard that makes one. */
export default function Handovers({ search, me }: PageProps) {
  const m = useMessages()
  const mayAssign = me.permissions.includes('assignment.manage')
  const making = search.get('new') === '1' && mayAssign
  return (
    <main className="scroll pad stack">
      <div className="handoverhead">
        <h1>{m.handovers}</h1>
        {mayAssign && !making && (
          <button type="button" className="btn pri" onClick={() => filter({ new: '1' })}>
            <Icon name="plus" />
            {m.begin}
          </button>
        )}
      </div>
      <p className="mut">{mayAssign ? m.intro : m.townDecides}</p>
      {making ? <Wizard search={search} /> : <List />}
    </main>
  )
}

function List() {
  const m = useMessages()
  const list = usePaged(handoverRoutes.listHandovers, { limit: 30 })
  if (list.error) return <ErrorState error={list.error} onRetry={list.refetch} />
  if (!list.isRead) return <Loading />
  if (list.items.length === 0) return <p className="blank">{m.none}</p>
  return (
    <section className="panel">
      <ul>
        {list.items.map((handover) => (
          <Row key={handover.id} handover={handover} />
        ))}
      </ul>
      <More list={list} />
    </section>
  )
}

const tones = { planned: 'warn', done: 'ok', withdrawn: 'neutral' } as const
const icons = { planned: 'clock', done: 'ok', withdrawn: 'undo' } as const

function Row({ handover }: { readonly handover: Handover }) {
  const m = useMessages()
  const { locale } = useLocale()
  const { id, number, from, to, onDay, state, grids, unit } = handover
  const successors = [...new Set([...grids.map((grid) => grid.to.name), to.name])]
  return (
    <li className="handoverrow">
      <div>
        <Link to={paths.handover(id)}>
          {number} · {m.passes(from.name, successors.join('、'))}
        </Link>
        <small>
          {unit.name} · {m.from(dateText(onDay, locale))} ·{' '}
          {grids.map(({ areaName }) => areaName).join('、') || m.noGrids}
        </small>
      </div>
      <Status tone={tones[state]} icon={icons[state]}>
        {m.states[state]}
      </Status>
    </li>
  )
}
