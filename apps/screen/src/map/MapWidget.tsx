import type { ScreenIncident } from '@linli/contract/screen-incidents'
import type { AreaFigures, AreaMeasure, ScreenSnapshot } from '@linli/contract/screen-shapes'
import { Icon, useLocale } from '@linli/ui'
import { useQuery } from '@tanstack/react-query'
import { memo, useMemo, useState, useSyncExternalStore } from 'react'
import { areaName, shortName } from '../area-names.ts'
import { useInfo } from '../frame/info.tsx'
import type { PointStore } from '../live/follow-screen.ts'
import { useMessages } from '../messages.ts'
import { AreaTable } from '../widgets/AreaTable.tsx'
import { AreaCard } from './AreaCard.tsx'
import { landOf } from './land.ts'
import { Legend } from './Legend.tsx'
import { MapCanvas } from './MapCanvas.tsx'
import { MatterCard } from './MatterCard.tsx'
import { Pyramid } from './pyramid.ts'
import { freshSpots, type Layers, type Scene } from './scene.ts'
import { Ramp } from './Ramp.tsx'
import { scaleOf } from './shades.ts'

interface Props {
  readonly data: ScreenSnapshot
  readonly points: PointStore
  readonly areaId: string | undefined
  readonly theme: string
  readonly fresh: ReadonlySet<string>
  readonly measureCode: string
  readonly mayRead: boolean
  /** Their areas are marked. */
  readonly incidents: readonly ScreenIncident[]
  readonly onMeasure: (code: string) => void
  readonly onEnter: (areaId: string | undefined) => void
}

/** What the card of the area takes of the map's left, in units of the design. */
const CARD = 200

/** Areas shaded by the chosen measure, with what is open; a way down into each, and back up. */
export const MapWidget = memo(function MapWidget(props: Props) {
  const { data, points, areaId, theme, fresh, measureCode, mayRead, incidents, onMeasure, onEnter } = props
  const touched = useMemo(() => new Set(incidents.flatMap((one) => one.touched)), [incidents])
  const m = useMessages()
  const { locale } = useLocale()
  const explain = useInfo()
  const land = useQuery(landOf(areaId))
  const pointVersion = useSyncExternalStore(points.subscribe, () => points.version)
  const [pointedId, point] = useState<string | null>(null)
  const [matterId, showMatter] = useState<string | null>(null)
  const [listed, setListed] = useState(false)
  const [own, setOwn] = useState<Partial<Layers>>({})
  const layers: Layers = {
    marks: data.area.level === 'village' || data.area.level === 'grid' ? 'places' : 'areas',
    duty: false,
    sites: false,
    ...own,
  }
  const measure: AreaMeasure | undefined = data.measures.find(({ code }) => code === measureCode) ?? data.measures[0]
  const scale = useMemo(
    () => scaleOf(data.areas.map(({ values }) => (measure ? (values[measure.code] ?? null) : null))),
    [data.areas, measure],
  )
  const pyramid = useMemo(
    () => (layers.marks === 'places' && land.data ? new Pyramid(points.all.values(), land.data.plane) : null),
    [layers.marks, land.data, points, pointVersion],
  )
  const figures = useMemo(() => new Map(data.areas.map((area) => [area.id, area])), [data.areas])
  const scene = useMemo(
    (): Scene | null =>
      land.data
        ? {
            land: land.data,
            figures,
            isTouched: (id) => touched.has(id),
            shadeOf: (id) => (measure ? scale.shadeOf(figures.get(id)?.values[measure.code]) : null),
            layers,
            pyramid,
            pointedId,
            nameOf: (shape) => shortName(shape, locale),
            letterOf: (kind) => (m.siteLetters as Readonly<Record<string, string>>)[kind] ?? '·',
            dutyOf: ({ staffed, grids }: AreaFigures) => m.staffedShort(staffed, grids),
          }
        : null,
    [
      land.data,
      figures,
      scale,
      measure,
      touched,
      layers.marks,
      layers.duty,
      layers.sites,
      pyramid,
      pointedId,
      locale,
      m,
    ],
  )
  const rings = useMemo(
    () =>
      land.data
        ? freshSpots(
            land.data,
            layers,
            data.stream
              .filter(({ id }) => fresh.has(id))
              .map(({ id, areaId: ringed }) => ({ id, areaId: ringed, point: points.all.get(id) })),
          )
        : [],
    [land.data, layers.marks, data.stream, fresh, points, pointVersion],
  )
  const pointed = pointedId === null ? undefined : figures.get(pointedId)
  const matter = matterId === null ? undefined : points.all.get(matterId)

  return (
    <>
      <h2 className="maphead">
        <Crumbs data={data} onEnter={onEnter} />
        {measure && (
          <Ramp
            measures={data.measures}
            measure={measure}
            scale={scale}
            onMeasure={onMeasure}
            onExplain={() =>
              explain({ title: measure.names[locale], value: '', how: measure.how[locale], at: data.at, rows: null })
            }
          />
        )}
      </h2>
      <div className={listed ? 'map listed' : 'map'}>
        {scene ? (
          <MapCanvas
            scene={scene}
            theme={theme}
            fresh={rings}
            inset={data.area.level === 'county' ? 0 : CARD}
            onEnter={(id) => {
              point(null)
              if (data.area.level === 'village') point(id)
              onEnter(id)
            }}
            onPoint={point}
            onGroup={(group) => showMatter(group.id)}
          />
        ) : (
          <p className="empty">{land.isPending ? '' : m.noMap}</p>
        )}
        {matter ? (
          <MatterCard point={matter} mayRead={mayRead} onClose={() => showMatter(null)} />
        ) : (
          <AreaCard data={data} area={pointed} measure={measure} />
        )}
        {listed && (
          <div className="maplist arealist">
            <AreaTable brief data={data} measure={measure} onEnter={onEnter} onPoint={point} />
          </div>
        )}
      </div>
      <Legend layers={layers} theme={theme} onLayers={setOwn} listed={listed} onList={() => setListed(!listed)} />
    </>
  )
})

function Crumbs({ data, onEnter }: { data: ScreenSnapshot; onEnter: (areaId: string | undefined) => void }) {
  const m = useMessages()
  const { locale } = useLocale()
  const { path } = data.area
  return (
    <nav aria-label={m.where} className="crumbs">
      {path.slice(0, -1).map((area) => (
        <button key={area.id} type="button" onClick={() => onEnter(area.level === 'county' ? undefined : area.id)}>
          {areaName(area, locale)}
          <Icon name="right" />
        </button>
      ))}
      <span aria-current="location">{path.length > 1 ? areaName(data.area, locale) : m.open(data.now.open)}</span>
      {path.length === 1 && data.now.overdue > 0 && <small className="late">{m.ofThemOverdue(data.now.overdue)}</small>}
      {path.length === 1 && data.now.danger > 0 && <small className="late">{m.ofThemDanger(data.now.danger)}</small>}
    </nav>
  )
}
