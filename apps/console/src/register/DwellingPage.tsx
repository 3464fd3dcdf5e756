import '../areas/areas.css'
import './register.css'
import { dwellingRoutes } from '@linli/contract/people-dwellings'
import { Icon, useLocale } from '@linli/ui'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { reading } from '../api.ts'
import { FactList, type Facts } from '../frame/FactList.tsx'
import { gridText } from '../frame/place.ts'
import { ErrorState, Loading } from '../frame/States.tsx'
import type { PageProps } from '../pages.ts'
import { paths } from '../paths.ts'
import { Link } from '../router.tsx'
import { ChangeDwelling } from './building/ChangeDwelling.tsx'
import { CloseDwelling } from './building/CloseDialog.tsx'
import { useBuildingMessages } from './building-messages.ts'
import { AddHousehold } from './household/AddHousehold.tsx'
import { useMessages } from './messages.ts'
import { usePersonMessages } from './person-messages.ts'
import { useWords } from './words.ts'

/** A dwelling: where it is, how it was used from when on, who keeps house there. */
export default function DwellingPage({ path }: PageProps) {
  const m = useBuildingMessages()
  const mine = useMessages()
  const words = useWords()
  const { flag } = usePersonMessages()
  const { locale } = useLocale()
  const dwellingId = path.slice(paths.dwelling('').length)
  const [doing, setDoing] = useState<'change' | 'close' | 'add' | null>(null)
  const read = useQuery(reading(dwellingRoutes.getDwelling, { dwellingId }))
  if (read.error && !read.data) return <ErrorState error={read.error} onRetry={() => void read.refetch()} />
  if (!read.data) return <Loading />
  const { data } = read
  const { gridId } = data.place
  const close = () => setDoing(null)
  const flat = [
    data.unitNo === null ? '' : m.unit(data.unitNo),
    data.floor === null ? '' : m.floorNo(data.floor),
    data.room,
  ]
  const facts: Facts = [
    [m.use, words.tenure[data.tenure]],
    [mine.area2, gridText(data.place) || '—'],
    [
      m.inBuilding,
      data.building ? (
        <Link key="building" to={paths.building(data.building.id)}>
          {[data.building.name, ...flat].filter(Boolean).join(' · ')}
        </Link>
      ) : (
        m.noBuilding
      ),
    ],
    [m.position, data.point ? `${data.point.lon}, ${data.point.lat}` : m.noPosition],
    ...data.countyFields.map(
      ({ names, value, words: said }) => [names[locale], said?.[locale] ?? flag(value)] as const,
    ),
  ]
  return (
    <main className="scroll register" aria-busy={read.isFetching}>
      <div className="head">
        <div className="crumb">
          <Link to={gridId ? `${paths.registerMap}?area=${gridId}` : paths.registerMap}>{m.map}</Link>
          <Icon name="right" />
          <span>{gridText(data.place)}</span>
        </div>
        <div className="l1 lastline">
          <h1>{data.address}</h1>
          {data.closedAt !== null && <span className="mut">{m.closedAlready}</span>}
          {data.changeable && (
            <div className="acts">
              <button type="button" className="btn" onClick={() => setDoing('change')}>
                <Icon name="edit" />
                {m.changeDwelling}
              </button>
              <button type="button" className="btn" onClick={() => setDoing('close')}>
                {m.closeDwelling}
              </button>
            </div>
          )}
        </div>
      </div>
      <div className="pad stack">
        <section className="panel">
          <FactList className="factlist placefacts" facts={facts} />
        </section>
        <section className="panel" aria-labelledby="homes">
          <div className="panelhead">
            <h2 id="homes">{m.tabs.households}</h2>
            {data.changeable && (
              <button type="button" className="btn" onClick={() => setDoing('add')}>
                <Icon name="plus" />
                {m.addHere}
              </button>
            )}
          </div>
          {data.households.length === 0 && <p className="blank">{m.nobody}</p>}
          <ul>
            {data.households.map(({ id, title, members }) => (
              <li key={id}>
                <Link to={paths.household(id)} className="hrow">
                  <b>{title}</b>
                  <small>{mine.people(members)}</small>
                </Link>
              </li>
            ))}
          </ul>
        </section>
        {data.tenures.length > 0 && (
          <section className="panel" aria-labelledby="uses">
            <h2 id="uses">{m.uses}</h2>
            <ul>
              {data.tenures.map(({ tenure, validFrom, knownHow, recordedAt }) => (
                <li key={recordedAt} className="frow">
                  <b>{words.tenure[tenure]}</b>
                  <span className="num">{m.from(validFrom)}</span>
                  <span className="mut">{words.knownHow[knownHow]}</span>
                </li>
              ))}
            </ul>
          </section>
        )}
      </div>
      {doing === 'change' && gridId && <ChangeDwelling dwelling={data} gridId={gridId} onClose={close} />}
      {doing === 'close' && <CloseDwelling dwelling={data} onClose={close} />}
      {doing === 'add' && gridId && <AddHousehold areaId={gridId} flat={data} onClose={close} />}
    </main>
  )
}
