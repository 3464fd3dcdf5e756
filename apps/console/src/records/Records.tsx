import type { AccessCase } from '@linli/contract/access'
import { type AuditRow, recordRoutes } from '@linli/contract/records'
import { useLocale, whenText } from '@linli/ui'
import type { ReactNode } from 'react'
import { ErrorState, Loading } from '../frame/States.tsx'
import { Heads } from '../frame/Table.tsx'
import { tabOf, Tabs } from '../frame/Tabs.tsx'
import { More, type Paged, usePaged } from '../paged.tsx'
import type { PageProps } from '../pages.ts'
import { paths } from '../paths.ts'
import { filter, Link } from '../router.tsx'
import { actionsZh } from './actions.ts'
import { useMessages } from './messages.ts'

const tabs = ['access', 'audit'] as const

/** Who read personal data and for what, and who did what: for auditors and the data-protection officer. */
export default function Records({ search, me }: PageProps) {
  const m = useMessages()
  const mayRead = me.permissions.includes('matter.read')
  const tab = tabOf(tabs, search)
  const given = (name: string) => {
    const value = search.get(name)
    return value ? { [name]: value } : {}
  }
  const filters = { limit: 50, ...given('actorId'), ...given('subjectId'), ...given('from'), ...given('to') }
  return (
    <main className="scroll pad stack">
      <Tabs tabs={tabs} words={m} chosen={tab} />
      <div className="form" style={{ display: 'flex', gap: 16, alignItems: 'end' }}>
        {(['from', 'to'] as const).map((end) => (
          <label key={end}>
            {m[end]}
            <input
              type="date"
              defaultValue={search.get(end) ?? ''}
              onChange={(event) => filter({ [end]: event.target.value || undefined })}
            />
          </label>
        ))}
        {(search.get('actorId') ?? search.get('subjectId')) !== null && (
          <button type="button" className="btn" onClick={() => filter({ actorId: undefined, subjectId: undefined })}>
            {m.all}
          </button>
        )}
      </div>
      {tab === 'access' ? (
        <Access filters={filters} mayRead={mayRead} />
      ) : (
        <Audit filters={filters} mayRead={mayRead} />
      )}
    </main>
  )
}

interface ListProps {
  readonly filters: { readonly limit: number }
  /** Whether the matters themselves may be opened. */
  readonly mayRead: boolean
}

function Access({ filters, mayRead }: ListProps) {
  const m = useMessages()
  const { locale } = useLocale()
  const list = usePaged(recordRoutes.listAccess, filters)
  return (
    <Table list={list} heads={[m.at, m.who, m.duty, m.purpose, m.work, m.fields, m.about]}>
      {list.items.map((row) => (
        <tr key={`${row.requestId} ${row.purpose} ${row.subjectKind} ${row.fieldGroup} ${row.subjectIds[0]}`}>
          <td className="num">{whenText(row.at, locale)}</td>
          <td>
            <Who actor={row.actor} />
          </td>
          <td>
            {row.duty}
            {row.unit && <small className="mut">{` ${row.unit}`}</small>}
          </td>
          <td>
            {m.purposes[row.purpose] ?? row.purpose}
            {row.reason !== null && <small className="mut">{` ${row.reason}`}</small>}
            {row.basis !== null && <small className="mut">{` ${row.basis}`}</small>}
          </td>
          <td>{row.caseKind !== null && <Case kind={row.caseKind} id={row.caseId} mayRead={mayRead} />}</td>
          <td>
            {row.fieldGroup
              .split(',')
              .map((group) => m.groups[group] ?? group)
              .join(' · ')}
          </td>
          <td>
            {row.subjectIds.length === 1 ? (
              <About kind={row.subjectKind} id={row.subjectIds[0] ?? null} mayRead={mayRead} />
            ) : (
              m.records(row.subjectIds.length)
            )}
          </td>
        </tr>
      ))}
    </Table>
  )
}

function Audit({ filters, mayRead }: ListProps) {
  const m = useMessages()
  const { locale } = useLocale()
  const list = usePaged(recordRoutes.listAudit, filters)
  return (
    <Table list={list} heads={[m.at, m.who, m.action, m.about]}>
      {list.items.map((row) => (
        <tr key={`${row.requestId} ${row.action} ${row.subjectId}`}>
          <td className="num">{whenText(row.at, locale)}</td>
          <td>
            <Who actor={row.actor} />
          </td>
          <td>{(locale === 'zh' ? actionsZh[row.action] : undefined) ?? row.action}</td>
          <td>
            <About kind={row.subjectKind} id={row.subjectId} mayRead={mayRead} />
          </td>
        </tr>
      ))}
    </Table>
  )
}

function Table({ list, heads, children }: { list: Paged<unknown>; heads: readonly string[]; children: ReactNode }) {
  const m = useMessages()
  if (list.error) return <ErrorState error={list.error} onRetry={list.refetch} />
  if (!list.isRead) return <Loading />
  if (list.items.length === 0) return <p className="blank">{m.nothing}</p>
  return (
    <section className="panel">
      <table className="grid">
        <Heads names={heads} />
        <tbody>{children}</tbody>
      </table>
      <More list={list} />
    </section>
  )
}

/** A name narrows the list to that person. */
function Who({ actor }: { actor: AuditRow['actor'] }) {
  const m = useMessages()
  const { id, name } = actor
  if (id === null || name === null) return <>{m.kinds[actor.kind]}</>
  return (
    <button type="button" className="btn txt" title={m.onlyWho(name)} onClick={() => filter({ actorId: id })}>
      {name}
    </button>
  )
}

function Case({ kind, id, mayRead }: { kind: AccessCase; id: string | null; mayRead: boolean }) {
  const m = useMessages()
  const words = `${m.cases[kind]} ${id?.slice(-8) ?? ''}`
  if (kind === 'matter' && id !== null && mayRead) return <Link to={paths.matter(id)}>{words}</Link>
  return <span className="mut">{words}</span>
}

function About({ kind, id, mayRead }: { kind: string | null; id: string | null; mayRead: boolean }) {
  const m = useMessages()
  if (kind === null || id === null) return null
  const words = `${m.subjects[kind] ?? kind} ${id.slice(-8)}`
  if (kind === 'matter' && mayRead) return <Link to={paths.matter(id)}>{words}</Link>
  return <span className="mut">{words}</span>
}
