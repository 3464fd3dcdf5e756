import '../areas/areas.css'
import '../fieldwork/fieldwork.css'
import './register.css'
import { peopleRoutes } from '@linli/contract/people'
import { Icon, Status, useLocale } from '@linli/ui'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { reading } from '../api.ts'
import { VisitList } from '../fieldwork/VisitList.tsx'
import { FactList, type Facts } from '../frame/FactList.tsx'
import { gridText, placeText } from '../frame/place.ts'
import { ErrorState, Loading } from '../frame/States.tsx'
import { Tabs } from '../frame/Tabs.tsx'
import { When } from '../frame/When.tsx'
import type { PageProps } from '../pages.ts'
import { paths } from '../paths.ts'
import { Link } from '../router.tsx'
import { caseOf, dayOf } from './day.ts'
import { DayPicker, OtherDay } from './DayPicker.tsx'
import { AddPerson } from './household/AddPerson.tsx'
import { ChangeHousehold } from './household/ChangeHousehold.tsx'
import { Former } from './household/Former.tsx'
import { Members } from './household/Members.tsx'
import { useMessages } from './messages.ts'
import { usePersonMessages } from './person-messages.ts'
import { useWords } from './words.ts'

const tabs = ['people', 'visits'] as const

/** One household: facts, members on a day, who belonged to it before; and who called on it. */
export default function HouseholdPage({ path, search, me }: PageProps) {
  const m = useMessages()
  const words = useWords()
  const { flag } = usePersonMessages()
  const { locale } = useLocale()
  const [doing, setDoing] = useState<'add' | 'change' | null>(null)
  const on = dayOf(search)
  const work = caseOf(search)
  const mayReadVisits = me.permissions.includes('fieldwork.read')
  const tab = mayReadVisits && search.get('tab') === 'visits' ? 'visits' : 'people'
  const householdId = path.slice(paths.household('').length)
  const household = useQuery(reading(peopleRoutes.getHousehold, { householdId, ...(on ? { on } : work) }))
  if (household.error && !household.data)
    return <ErrorState error={household.error} onRetry={() => void household.refetch()} />
  if (!household.data) return <Loading />
  const { data } = household
  const changeable = data.changeable && on === undefined && data.validTo === null
  const facts: Facts = [
    [m.head, data.headName],
    [m.area2, gridText(data.place) || '—'],
    [m.number, data.number ?? '—'],
    [m.kind, words.householdKind[data.kind]],
    [
      m.tenure,
      data.dwelling ? (
        <Link key="dwelling" to={paths.dwelling(data.dwelling.id)}>
          {words.tenure[data.dwelling.tenure]}
        </Link>
      ) : (
        '—'
      ),
    ],
    ...data.countyFields.map(
      ({ names, value, words: said }) => [names[locale], said?.[locale] ?? flag(value)] as const,
    ),
    [m.updated, <When key="updated" at={data.updatedAt} />],
  ]
  return (
    <main className="scroll register">
      <div className="head">
        <div className="crumb">
          <Link to={paths.register}>{m.title}</Link>
          <Icon name="right" />
          <span>{placeText(data.place)}</span>
        </div>
        <div className="l1">
          <h1>{data.address}</h1>
          {data.visitsDeclined && (
            <Status tone="warn" icon="ban">
              {m.visitsDeclined}
            </Status>
          )}
          <div className="acts">
            {changeable && (
              <>
                <button type="button" className="btn pri" onClick={() => setDoing('add')}>
                  <Icon name="plus" />
                  {m.addPerson}
                </button>
                <button type="button" className="btn" onClick={() => setDoing('change')}>
                  <Icon name="edit" />
                  {m.changeHousehold}
                </button>
              </>
            )}
            {data.dwelling?.buildingId && (
              <Link to={paths.building(data.dwelling.buildingId)} className="btn">
                <Icon name="apply" />
                {m.building}
              </Link>
            )}
          </div>
        </div>
        <FactList className="facts four" facts={facts} />
        {mayReadVisits && <Tabs tabs={tabs} words={m.householdTabs} label={m.householdHas} chosen={tab} />}
      </div>
      {on && <OtherDay on={on} />}
      {data.validTo && <p className="told warn">{m.closed(data.validTo)}</p>}
      <div className="pad stack" aria-busy={household.isFetching}>
        {tab === 'visits' ? (
          <section className="panel">
            <VisitList within={{ householdId }} nothing={m.noVisits} />
          </section>
        ) : (
          <>
            <section className="panel" aria-labelledby="members">
              <div className="panelhead">
                <h2 id="members">
                  {m.members} <small>{m.memberCount(data.members.length)}</small>
                </h2>
                <DayPicker on={on} />
              </div>
              <Members household={data} chosenId={search.get('person')} day={on} caseId={work.caseId} />
            </section>
            <Former former={data.former} />
          </>
        )}
      </div>
      {doing === 'add' && <AddPerson household={data} onClose={() => setDoing(null)} />}
      {doing === 'change' && <ChangeHousehold household={data} onClose={() => setDoing(null)} />}
    </main>
  )
}
