import '../areas/areas.css'
import '../register/register.css'
import './fieldwork.css'
import { fieldworkRoutes } from '@linli/contract/fieldwork'
import { timeText } from '@linli/ui'
import type { ReactNode } from 'react'
import { areaOf } from '../frame/area.ts'
import { tabOf, Tabs } from '../frame/Tabs.tsx'
import { When } from '../frame/When.tsx'
import { PagedList, usePaged } from '../paged.tsx'
import type { PageProps } from '../pages.ts'
import { paths } from '../paths.ts'
import { AreaFilter } from '../register/AreaFilter.tsx'
import { Link } from '../router.tsx'
import { useMessages } from './messages.ts'
import { VisitList } from './VisitList.tsx'

const tabs = ['visits', 'patrols', 'responses'] as const

/** What workers did in an area: whom they called on, their rounds, and where they were first to help. */
export default function Visits({ search, me }: PageProps) {
  const m = useMessages()
  const tab = tabOf(tabs, search)
  const areaId = areaOf({ search, me })
  const within = areaId === null ? {} : { areaId }
  return (
    <main className="scroll register">
      <div className="head find">
        <AreaFilter areaId={areaId} />
        <Tabs tabs={tabs} words={m.fieldTabs} label={m.lists} chosen={tab} />
      </div>
      <div className="pad stack">
        <section className="panel">
          {tab === 'visits' && <VisitList within={within} nothing={m.noVisits} />}
          {tab === 'patrols' && <Patrols within={within} />}
          {tab === 'responses' && <Responses within={within} />}
        </section>
      </div>
    </main>
  )
}

interface Within {
  readonly within: { readonly areaId?: string }
}

function Patrols({ within }: Within) {
  const m = useMessages()
  const list = usePaged(fieldworkRoutes.listPatrols, { limit: 30, ...within })
  return (
    <PagedList list={list} none={m.noPatrols}>
      <ul>
        {list.items.map(({ id, gridName, by, startedAt, endedAt, words, matterIds, track }) => (
          <Deed
            key={id}
            title={gridName}
            at={startedAt}
            words={words}
            facts={[
              by,
              endedAt === null
                ? m.running
                : m.minutes(Math.round((Date.parse(endedAt) - Date.parse(startedAt)) / 60_000)),
              ...(matterIds.length > 0 ? [m.matters(matterIds.length)] : []),
              // There is a track only where the county has switched tracks on.
              ...(track === null ? [] : [m.metres((track.metres / 1000).toFixed(1))]),
              ...(track === null || track.gaps.length === 0 ? [] : [m.gaps(track.gaps.length)]),
            ]}
          />
        ))}
      </ul>
    </PagedList>
  )
}

function Responses({ within }: Within) {
  const m = useMessages()
  const list = usePaged(fieldworkRoutes.listResponses, { limit: 30, ...within })
  return (
    <PagedList list={list} none={m.noResponses}>
      <ul>
        {list.items.map(({ id, kind, gridName, by, steps, words, recordedAt, matterId }) => (
          <Deed
            key={id}
            title={
              matterId === null ? (
                m.responseKinds[kind]
              ) : (
                <Link to={paths.matter(matterId)}>{m.responseKinds[kind]}</Link>
              )
            }
            at={steps[0]?.at ?? recordedAt}
            words={words}
            facts={[gridName, by, ...steps.map(({ step, at }) => `${m.responseSteps[step]} ${timeText(at)}`)]}
          />
        ))}
      </ul>
    </PagedList>
  )
}

interface DeedProps {
  readonly title: ReactNode
  readonly at: string
  readonly facts: readonly string[]
  readonly words: string
}

function Deed({ title, at, facts, words }: DeedProps) {
  return (
    <li className="deed">
      <b>{title}</b>
      <When at={at} className="limit" />
      <p>{facts.join(' · ')}</p>
      {words !== '' && <p className="said">{words}</p>}
    </li>
  )
}
