import '../areas/areas.css'
import '../register/register.css'
import './fieldwork.css'
import type { FieldDevice } from '@linli/contract/field-devices'
import { fieldDeviceRoutes } from '@linli/contract/field-devices'
import { Icon, Status } from '@linli/ui'
import { useState } from 'react'
import { areaOf } from '../frame/area.ts'
import { ErrorState, Loading } from '../frame/States.tsx'
import { Heads } from '../frame/Table.tsx'
import { tabOf, Tabs } from '../frame/Tabs.tsx'
import { When } from '../frame/When.tsx'
import { More, usePaged } from '../paged.tsx'
import type { PageProps } from '../pages.ts'
import { AreaFilter } from '../register/AreaFilter.tsx'
import { filter } from '../router.tsx'
import { useMessages } from './messages.ts'
import { Quarantine } from './Quarantine.tsx'
import { RevokePhone } from './RevokePhone.tsx'

const tabs = ['phones', 'quarantine'] as const

/** The workers' phones, and what those that may not send any more had not sent. */
export default function Phones({ search, me }: PageProps) {
  const m = useMessages()
  const tab = tabOf(tabs, search)
  const areaId = areaOf({ search, me })
  return (
    <main className="scroll register">
      <div className="head find">
        {tab === 'phones' && <AreaFilter areaId={areaId} />}
        <Tabs tabs={tabs} words={m.phoneTabs} label={m.lists} chosen={tab} />
      </div>
      <div className="pad stack">
        {tab === 'phones' ? <PhoneList areaId={areaId} /> : <Quarantine state={search.get('state')} />}
      </div>
    </main>
  )
}

function PhoneList({ areaId }: { readonly areaId: string | null }) {
  const m = useMessages()
  const [revoking, revoke] = useState<FieldDevice | null>(null)
  const list = usePaged(fieldDeviceRoutes.listDevices, { limit: 50, ...(areaId === null ? {} : { areaId }) })
  if (list.error) return <ErrorState error={list.error} onRetry={list.refetch} />
  if (!list.isRead) return <Loading />
  if (list.items.length === 0) return <p className="blank">{m.noPhones}</p>
  const time = (at: string | null) => (at === null ? m.never : <When at={at} />)
  return (
    <section className="panel">
      <table className="grid cards">
        <Heads names={[m.phone, m.worker, m.lastSync, m.version, m.enrolled]}>
          <td />
        </Heads>
        <tbody>
          {list.items.map((phone) => (
            <tr key={`${phone.id} ${phone.staffId}`}>
              <th scope="row">
                {phone.name}{' '}
                <Status
                  tone={phone.revokedAt === null ? 'ok' : 'neutral'}
                  icon={phone.revokedAt === null ? 'check' : 'ban'}
                >
                  {phone.revokedAt === null ? m.inUse : m.revoked}
                </Status>
              </th>
              <td data-head={m.worker}>{phone.by}</td>
              <td data-head={m.lastSync}>
                {time(phone.lastSyncAt)}
                {phone.clockOffSeconds !== null && (
                  <small className="lost"> {m.clockOff(Math.round(Math.abs(phone.clockOffSeconds) / 60))}</small>
                )}
              </td>
              <td data-head={m.version}>{phone.appVersion}</td>
              <td data-head={m.enrolled}>{time(phone.enrolledAt)}</td>
              <td>
                {phone.waiting > 0 && (
                  <button type="button" className="btn txt" onClick={() => filter({ tab: 'quarantine' })}>
                    {m.waiting(phone.waiting)}
                  </button>
                )}
                {phone.revokedAt === null && (
                  <button
                    type="button"
                    className="btn"
                    aria-label={m.revokeOf(phone.name, phone.by)}
                    onClick={() => revoke(phone)}
                  >
                    <Icon name="ban" />
                    {m.revoke}
                  </button>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <More list={list} />
      {revoking && <RevokePhone phone={revoking} onClose={() => revoke(null)} />}
    </section>
  )
}
