import '../../styles/mine.css'
import { Icon } from '@linli/ui'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { queries } from '../../api.ts'
import { myGrid } from '../../keep/my-grid.ts'
import { useStored } from '../../keep/stored.ts'
import { AreaList } from '../../parts/area-list.tsx'
import { Screen } from '../../parts/screen.tsx'
import { Trouble } from '../../parts/trouble.tsx'
import { whereAmI } from '@linli/client/where-am-i'
import { paths } from '../../paths.ts'
import { gridCardQuery, locatedQuery } from '../../queries.ts'
import { commonWords } from '../../words/common.ts'
import { gridWords } from '../../words/grid.ts'
import { homeWords } from '../../words/home.ts'
import { reportWords } from '../../words/report.ts'
import { NearbyList } from './nearby-list.tsx'

export default function Grid() {
  const t = gridWords.useMessages()
  const grid = useStored(myGrid)
  const [choosing, setChoosing] = useState(grid === null)
  return (
    <Screen title={t.title} back={paths.home()}>
      {grid && !choosing ? (
        <>
          <p className="lead">{grid.label}</p>
          <Card gridId={grid.gridId} />
          <button type="button" className="quiet" onClick={() => setChoosing(true)}>
            {t.change}
          </button>
          <NearbyList />
        </>
      ) : (
        <ChooseGrid onChosen={() => setChoosing(false)} />
      )}
    </Screen>
  )
}

function ChooseGrid({ onChosen }: { onChosen: () => void }) {
  const t = gridWords.useMessages()
  const report = reportWords.useMessages()
  const [state, setState] = useState<'idle' | 'locating' | 'denied' | 'failed' | 'outside' | 'noGrid'>('idle')
  const words = { denied: report.locateDenied, failed: report.locateFailed, outside: t.outside, noGrid: t.noGrid }

  async function locate() {
    setState('locating')
    const found = await whereAmI()
    if (typeof found === 'string') return setState(found)
    const located = await queries.fetchQuery(locatedQuery(found.point)).catch(() => null)
    if (!located) return setState('failed')
    const { town, village, grid, outcome } = located
    if (!grid) return setState(outcome === 'outside' ? 'outside' : 'noGrid')
    choose(grid.id, [town, village, grid].flatMap((area) => (area ? [area.name] : [])).join(' '))
  }

  function choose(gridId: string, label: string) {
    myGrid.set({ gridId, label })
    onChosen()
  }

  return (
    <section aria-labelledby="choose-heading">
      <h2 id="choose-heading">{t.choose}</h2>
      <p className="lead">{t.chooseHint}</p>
      <button type="button" className="quiet" disabled={state === 'locating'} onClick={() => void locate()}>
        <Icon name="target" />
        {state === 'locating' ? report.locating : t.here}
      </button>
      {state !== 'idle' && state !== 'locating' && <Trouble error={null} words={words[state]} />}
      <AreaList onArea={({ area, label }) => choose(area.id, label)} />
    </section>
  )
}

function Card({ gridId }: { gridId: string }) {
  const t = gridWords.useMessages()
  const common = commonWords.useMessages()
  const { data: card, error, isPending, refetch } = useQuery(gridCardQuery(gridId))
  if (isPending) return <p className="opening">{common.loading}</p>
  if (!card) return <Trouble error={error} words={t.failed} onRetry={() => void refetch()} />
  const { worker, station, stationedUnits, mayDecide } = card
  return (
    <>
      <Person
        role={t.worker}
        name={worker?.name ?? t.noWorker}
        phone={worker?.phone ?? null}
        more={worker?.duties ?? null}
      />
      {station && <Person role={t.station} {...station} />}
      {mayDecide.length > 0 && (
        <div className="card said">
          <b>{t.mayDecide}</b>
          <p>{common.list(mayDecide)}</p>
        </div>
      )}
      {stationedUnits.map((unit) => (
        <Person key={unit.name} role={t.stationedUnit} {...unit} />
      ))}
    </>
  )
}

function Person({
  role,
  name,
  phone,
  more = null,
}: {
  role: string
  name: string
  phone: string | null
  more?: string | null
}) {
  const t = homeWords.useMessages()
  return (
    <div className="card person">
      <span>
        <small>{role}</small>
        <strong>{name}</strong>
        {more && <small>{more}</small>}
        {phone && <small className="num">{phone}</small>}
      </span>
      {phone && (
        <a className="call" href={`tel:${phone}`} aria-label={`${t.call} ${name}`}>
          <Icon name="phone" />
          {t.call}
        </a>
      )}
    </div>
  )
}
