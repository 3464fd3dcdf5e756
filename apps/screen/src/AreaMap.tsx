import { screenRoutes } from '@linli/contract/screen'
import type { RouteOutput } from '@linli/contract/route'
import { CountyMap } from '@linli/ui'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { client } from './api.ts'
import { FLAG, placeLabels } from './label-places.ts'
import { useMessages } from './messages.ts'

type Data = RouteOutput<typeof screenRoutes.getScreen>
const STEPS = 5
/** From here on names would only cover each other. */
const MOST_NAMES = 40

interface Props {
  readonly data: Data
  readonly fresh: ReadonlySet<string>
  readonly onOpen: (areaId: string) => void
}

/** Areas shaded by open matters per thousand households; numbers for open, diamonds for overdue, a ring for what has just come. */
export function AreaMap({ data, fresh, onOpen }: Props) {
  const m = useMessages()
  const [selectedId, select] = useState<string | null>(null)
  const map = useQuery({
    queryKey: ['map', data.area.id],
    queryFn: ({ signal }) => client.call(screenRoutes.getScreenMap, { areaId: data.area.id }, { signal }),
    staleTime: 3_600_000,
  })
  const figures = new Map(data.areas.map((area) => [area.areaId, area]))
  const rate = (areaId: string) => {
    const area = figures.get(areaId)
    return area && area.households > 0 ? (area.open * 1000) / area.households : 0
  }
  const most = Math.max(...data.areas.map((area) => rate(area.areaId)), 0.001)
  const ringed = new Set(data.stream.filter((item) => fresh.has(item.id)).map((item) => item.townId))
  const selected = selectedId === null ? undefined : figures.get(selectedId)
  const areas = map.data?.areas ?? []

  return (
    <>
      <h2>
        {data.area.level === 'county' ? m.open(data.open) : `${data.area.name} ${m.open(data.open)}`}
        <small className="lg">
          <span className="ramp">
            {`${m.perThousand} ${m.few} `}
            {['#22333d', '#1d4558', '#1a5875', '#146c92', '#1f82b0'].map((colour) => (
              <i key={colour} style={{ background: colour }} />
            ))}
            {` ${m.many}`}
          </span>
        </small>
      </h2>
      <div className="map">
        {areas.length > 0 ? (
          <CountyMap
            areas={areas}
            label={m.map}
            step={(areaId) => Math.min(STEPS - 1, Math.floor((rate(areaId) / most) * STEPS))}
            selectedId={selectedId}
            onSelect={(areaId) =>
              areaId === selectedId && data.area.level !== 'village' ? onOpen(areaId) : select(areaId)
            }
          >
            {(projection) => {
              const marks = areas.map((area) => {
                const figure = figures.get(area.id)
                return {
                  area,
                  figure,
                  x: projection.x(area.centre[0]),
                  y: projection.y(area.centre[1]),
                  radius: (figure?.open ?? 0) > 99 ? 22 : 17,
                  flagged: (figure?.overdue ?? 0) > 0,
                  name: area.name.replace(/(街道|镇|土家族乡|乡|社区居委会|居委会|村委会|社区|村)$/u, ''),
                }
              })
              const labels = marks.length < MOST_NAMES ? placeLabels(marks) : []
              return marks.map(({ area, figure, x, y, radius, flagged, name }, index) => {
                const label = labels[index]
                return (
                  <g
                    key={area.id}
                    className="mk"
                    pointerEvents="none"
                    aria-hidden="true"
                    transform={`translate(${x} ${y})`}
                  >
                    {ringed.has(area.id) && <circle className="pulse" r="24" />}
                    <circle className="c" r={radius} />
                    <text className="n" y="8">
                      {figure?.open ?? 0}
                    </text>
                    {label && (
                      <text className="t" x={label.dx} y={label.dy} textAnchor={label.anchor}>
                        {name}
                      </text>
                    )}
                    {flagged && (
                      <g transform={`translate(${FLAG.dx} ${FLAG.dy})`}>
                        <path className="o" d="M0 -19L19 0L0 19L-19 0Z" />
                        <text className="on" y="8">
                          {figure?.overdue}
                        </text>
                      </g>
                    )}
                  </g>
                )
              })
            }}
          </CountyMap>
        ) : (
          <p className="empty">{map.isPending ? '' : m.noMap}</p>
        )}
        {selected && (
          <div className="call">
            <b>{selected.name}</b>
            <dl>
              <dt>{m.openOf}</dt>
              <dd>{`${selected.open} ${m.pieces}`}</dd>
              <dt>{m.overdueOf}</dt>
              <dd>{`${selected.overdue} ${m.pieces}`}</dd>
              <dt>{m.onDuty}</dt>
              <dd>{selected.onDuty}</dd>
              <dt>{m.households}</dt>
              <dd>{m.households_(selected.households)}</dd>
            </dl>
          </div>
        )}
      </div>
      <p className="lg" aria-hidden="true">
        <span>
          <svg viewBox="0 0 30 30">
            <circle cx="15" cy="15" r="12" fill="#0c1115" stroke="#f4f6f8" strokeWidth="2" />
          </svg>
          {m.legendOpen}
        </span>
        <span>
          <svg viewBox="0 0 30 30">
            <path d="M15 1l14 14-14 14L1 15z" fill="#ba2b28" />
          </svg>
          {m.legendOverdue}
        </span>
        <span>
          <svg viewBox="0 0 30 30">
            <circle cx="15" cy="15" r="12" fill="none" stroke="#ffb865" strokeWidth="4" />
          </svg>
          {m.legendNew}
        </span>
      </p>
      <ul className="sr">
        {data.areas.map((area) => (
          <li key={area.areaId}>{`${area.name}: ${m.openOf} ${area.open}, ${m.overdueOf} ${area.overdue}`}</li>
        ))}
      </ul>
    </>
  )
}
