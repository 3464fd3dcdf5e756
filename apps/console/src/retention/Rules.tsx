import { retentionRoutes, type RetentionRule } from '@linli/contract/retention'
import { dayText, useLocale } from '@linli/ui'
import { useQuery } from '@tanstack/react-query'
import { Fragment } from 'react'
import { reading } from '../api.ts'
import { ErrorState, Loading } from '../frame/States.tsx'
import { Heads } from '../frame/Table.tsx'
import { More, usePaged } from '../paged.tsx'
import { filter } from '../router.tsx'
import { useMessages } from './messages.ts'
import { periodText } from './period.ts'

const COLUMNS = 7

/** Every rule with its figures; one can be looked into. Nothing is deleted by looking. */
export function Rules({ chosen }: { readonly chosen: string | null }) {
  const m = useMessages()
  const { locale } = useLocale()
  const rules = useQuery(reading(retentionRoutes.listRetentionRules, {}))
  if (rules.error) return <ErrorState error={rules.error} onRetry={() => void rules.refetch()} />
  if (!rules.data) return <Loading />
  const { items } = rules.data
  return (
    <>
      {items.every(({ due, soon }) => due + soon === 0) && <p role="status">{m.allClear}</p>}
      <section className="panel">
        <table className="grid">
          <thead>
            <tr>
              <th>{m.what}</th>
              <th>{m.kept}</th>
              <th>{m.basis}</th>
              <th className="num">{m.due}</th>
              <th className="num">{m.soon}</th>
              <th className="num">{m.held}</th>
              <th>
                <span className="sr">{m.look}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {items.map((rule) => (
              <Fragment key={rule.code}>
                <tr>
                  <td>
                    {rule.names[locale]} <small className="mut">{m.groups[rule.fieldGroup] ?? rule.fieldGroup}</small>
                  </td>
                  <td>{periodText(m, rule.period)}</td>
                  <td className="mut">{rule.basis}</td>
                  <td className="num">{rule.due}</td>
                  <td className="num">{rule.soon}</td>
                  <td className="num">{rule.held}</td>
                  <td>
                    <Look rule={rule} open={chosen === rule.code} />
                  </td>
                </tr>
                {chosen === rule.code && (
                  <tr>
                    <td colSpan={COLUMNS}>
                      <Due rule={rule.code} />
                    </td>
                  </tr>
                )}
              </Fragment>
            ))}
          </tbody>
        </table>
      </section>
    </>
  )
}

function Look({ rule, open }: { readonly rule: RetentionRule; readonly open: boolean }) {
  const m = useMessages()
  const { locale } = useLocale()
  if (rule.due + rule.soon + rule.held === 0 && !open) return null
  return (
    <button
      type="button"
      className="btn txt"
      aria-expanded={open}
      aria-label={`${open ? m.close : m.look} ${rule.names[locale]}`}
      onClick={() => filter({ rule: open ? undefined : rule.code })}
    >
      {open ? m.close : m.look}
    </button>
  )
}

function Due({ rule }: { readonly rule: string }) {
  const m = useMessages()
  const { locale } = useLocale()
  const list = usePaged(retentionRoutes.listRetentionDue, { rule, limit: 50 })
  if (list.error) return <ErrorState error={list.error} onRetry={list.refetch} />
  if (!list.isRead) return <Loading />
  if (list.items.length === 0) return <p className="mut">{m.nothingDue}</p>
  return (
    <>
      <table className="grid">
        <Heads names={[m.whose, m.since, m.deletedOn]} />
        <tbody>
          {list.items.map((one) => (
            <tr key={one.id}>
              <td>{one.title ?? m.unnamed(one.id.slice(-8))}</td>
              <td>{dayText(one.since, locale)}</td>
              <td>{one.held ? m.isHeld : dayText(one.deletedOn, locale)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <More list={list} />
    </>
  )
}
