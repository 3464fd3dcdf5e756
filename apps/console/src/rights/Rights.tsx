import { rightsRoutes, type RightsRow } from '@linli/contract/people-rights'
import { Status, useLocale, whenText } from '@linli/ui'
import { tabOf, Tabs } from '../frame/Tabs.tsx'
import { PagedList, usePaged } from '../paged.tsx'
import type { PageProps } from '../pages.ts'
import { paths } from '../paths.ts'
import { Link } from '../router.tsx'
import { Answer } from './Answer.tsx'
import { Emergencies } from './Emergencies.tsx'
import { Extend } from './Extend.tsx'
import { PrintCopy } from './PrintCopy.tsx'
import { Readings } from './Readings.tsx'
import { useMessages } from './messages.ts'

/** What people ask about their own data, and files opened in emergencies: for those who answer and review. */
export default function Rights({ search, me }: PageProps) {
  const m = useMessages()
  const handles = me.permissions.includes('rights.handle')
  const tabs = handles ? (['open', 'closed', 'readings', 'emergencies'] as const) : (['open', 'closed'] as const)
  const tab = tabOf(tabs, search)
  return (
    <main className="scroll pad stack">
      <h1 style={{ font: 'var(--t-20)' }}>{m.requests}</h1>
      <p className="mut">{m.hint}</p>
      <Tabs tabs={tabs} words={m} label={m.requests} chosen={tab} />
      {tab === 'readings' ? (
        <Readings />
      ) : tab === 'emergencies' ? (
        <Emergencies />
      ) : (
        <Requests key={tab} state={tab} mayOpen={me.permissions.includes('register.read')} handles={handles} />
      )}
    </main>
  )
}

interface May {
  /** May open the file in the register. */
  readonly mayOpen: boolean
  /** Handles rights, and does not only make corrections. */
  readonly handles: boolean
}

function Requests({ state, ...may }: May & { readonly state: 'open' | 'closed' }) {
  const m = useMessages()
  const list = usePaged(rightsRoutes.listRightsRequests, { state, limit: 30 })
  return (
    <PagedList list={list} none={m.none}>
      {list.items.map((request) => (
        <Request key={request.id} request={request} {...may} />
      ))}
    </PagedList>
  )
}

/** What somebody asked, with the form for the answer while it is open. */
export function Request({ request, mayOpen, handles }: May & { readonly request: RightsRow }) {
  const m = useMessages()
  const { locale } = useLocale()
  const { reading } = request
  return (
    <article className="panel stack">
      <h2 style={{ font: 'var(--t-16)' }}>
        {m.kinds[request.kind]} · {request.title ?? m.erased} · {request.phoneMasked}
      </h2>
      <p>{request.words}</p>
      {reading && (
        <p className="mut">
          {whenText(reading.at, locale)} ·{' '}
          {m.reading(reading.by ?? '—', reading.duty, m.purposes[reading.purpose] ?? reading.purpose)}
          {reading.reason !== null && ` · ${m.reason(reading.reason)}`}
        </p>
      )}
      {mayOpen && request.title !== null && (
        <p>
          <Link to={paths.forWork(paths.person(request.personId), request.id)}>{m.file}</Link>
        </p>
      )}
      {request.state === 'open' ? (
        <>
          {request.overdue ? (
            <Status tone="danger" icon="alert">
              {m.overdue(request.dueOn)}
            </Status>
          ) : (
            <p className="mut">{m.due(request.dueOn)}</p>
          )}
          {request.extension && <p className="mut">{m.extended(request.extension.words)}</p>}
          {handles && !request.overdue && !request.extension && <Extend requestId={request.id} />}
          <Answer request={request} />
        </>
      ) : (
        <p>
          <b>{m.state[request.state]}</b>
          {request.ground !== null && ` · ${m.grounds[request.ground]}`} · {request.answer}
        </p>
      )}
      {handles && request.copyUntil !== null && <PrintCopy requestId={request.id} until={request.copyUntil} />}
      {request.erased.length > 0 && (
        <p className="mut">
          {m.wasErased(request.erased.map(({ part, certificate }) => `${m.parts[part]} ${certificate}`))}
        </p>
      )}
    </article>
  )
}
