import '../areas/areas.css'
import '../register/register.css'
import './reports.css'
import { reportRoutes } from '@linli/contract/people-reports'
import { statisticsRoutes } from '@linli/contract/people-statistics'
import { Icon, useLocale, whenText } from '@linli/ui'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { reading } from '../api.ts'
import { useAreaOrCounty } from '../frame/area.ts'
import { ErrorState, Loading } from '../frame/States.tsx'
import type { PageProps } from '../pages.ts'
import { paths } from '../paths.ts'
import { AreaFilter } from '../register/AreaFilter.tsx'
import { filter, Link } from '../router.tsx'
import { useMessages } from './messages.ts'
import { NameList } from './NameList.tsx'
import { ReportDesk } from './ReportDesk.tsx'
import { SendTemplate } from './SendTemplate.tsx'

/** Forms of the upper level, filled from the register: which one, for which area and month. */
export default function Reports({ search, me }: PageProps) {
  const m = useMessages()
  const { locale } = useLocale()
  const manages = me.permissions.includes('register.report')
  const [sending, send] = useState<'new' | 'next' | null>(null)
  const templates = useQuery(reading(reportRoutes.listReportTemplates, {}))
  const months = useQuery(reading(statisticsRoutes.listStatisticsMonths, {}))
  const areaId = useAreaOrCounty({ search, me })
  if (templates.error) return <ErrorState error={templates.error} onRetry={() => void templates.refetch()} />
  if (!templates.data) return <Loading />
  const { items } = templates.data
  const chosen = items.find(({ id }) => id === search.get('template')) ?? items[0] ?? null
  const frozen = months.data?.items.map(({ month }) => month) ?? []
  const month = search.get('month') ?? frozen[0] ?? null
  return (
    <main className="scroll register">
      <div className="head lastline">
        <div className="l1">
          <h1>{m.title}</h1>
          {manages && (
            <div className="acts">
              <button type="button" className="btn" onClick={() => send('new')}>
                <Icon name="plus" />
                {m.add}
              </button>
            </div>
          )}
        </div>
        <p className="mut">{m.hint}</p>
        <div className="findfoot">
          <AreaFilter areaId={areaId} />
          {chosen?.ofMonth === true && frozen.length > 0 && (
            <label>
              <span className="mut">{m.month}</span>{' '}
              <select className="chip" value={month ?? ''} onChange={({ target }) => filter({ month: target.value })}>
                {frozen.map((one) => (
                  <option key={one} value={one}>
                    {one}
                  </option>
                ))}
              </select>
            </label>
          )}
        </div>
      </div>
      <div className="reports">
        <nav className="panel" aria-label={m.templates}>
          <h2>{m.templates}</h2>
          {items.length === 0 && <p className="empty">{manages ? m.noneManage : m.none}</p>}
          {items.map((one) => (
            <Link
              key={one.id}
              className="item"
              to={paths.report(one.id, areaId, search.get('month'))}
              current={one.id === chosen?.id}
            >
              <b>{one.name}</b>
              <small>
                {[
                  one.ofMonth ? m.ofMonth : m.ofToday,
                  one.namesPeople ? m.namesPeople : '',
                  m.version(one.version),
                  whenText(one.at, locale),
                ]
                  .filter(Boolean)
                  .join(' · ')}
              </small>
            </Link>
          ))}
        </nav>
        <div className="stack">
          {sending !== null && (
            <SendTemplate
              key={sending}
              template={sending === 'next' ? chosen : null}
              onDone={(kept) => {
                send(null)
                if (kept) filter({ template: kept.id })
              }}
            />
          )}
          {sending !== null && <NameList />}
          {sending === null && chosen && areaId !== null && (
            <ReportDesk
              key={`${chosen.id} ${areaId}`}
              template={chosen}
              areaId={areaId}
              month={month}
              onReplace={manages ? () => send('next') : null}
            />
          )}
        </div>
      </div>
    </main>
  )
}
