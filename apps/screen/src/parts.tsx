import type { ScreenIncident } from '@linli/contract/screen-incidents'
import type { WidgetName } from '@linli/contract/screen-arrangement'
import type { ScreenSnapshot } from '@linli/contract/screen-shapes'
import { dateFormat, useLocale } from '@linli/ui'
import type { ReactNode } from 'react'
import { useTheme } from './frame/theme.ts'
import { useFresh } from './fresh.ts'
import { IncidentPart } from './incidents/IncidentPart.tsx'
import type { PointStore } from './live/follow-screen.ts'
import { MapWidget } from './map/MapWidget.tsx'
import { useMessages } from './messages.ts'
import { AreaTable } from './widgets/AreaTable.tsx'
import { Categories } from './widgets/Categories.tsx'
import { Duty } from './widgets/Duty.tsx'
import { Figures } from './widgets/Figures.tsx'
import { Hours } from './widgets/Hours.tsx'
import { Levels } from './widgets/Levels.tsx'
import { Stream } from './widgets/Stream.tsx'
import { Trend } from './widgets/Trend.tsx'
import { Week } from './widgets/Week.tsx'

export type Parts = Readonly<Record<WidgetName, { readonly name: string; readonly part: ReactNode }>>

interface Wanted {
  readonly snapshot: ScreenSnapshot | null
  readonly incidents: readonly ScreenIncident[]
  readonly points: PointStore
  readonly areaId: string | undefined
  readonly measure: string
  readonly mayRead: boolean
  readonly now: Date
  readonly onMeasure: (code: string) => void
  readonly onEnter: (areaId: string | undefined) => void
}

const nothing: ScreenSnapshot['stream'] = []

/** Everything that can stand on the screen, by its name; which of it stands where is the arrangement's to say. */
export function useParts(wanted: Wanted): Parts | null {
  const { snapshot, incidents, points, areaId, measure, mayRead, now, onMeasure, onEnter } = wanted
  const m = useMessages()
  const { locale } = useLocale()
  const theme = useTheme()
  const fresh = useFresh(snapshot?.stream ?? nothing)
  if (!snapshot) return null
  const weekday = dateFormat(locale, { weekday: locale === 'zh' ? 'short' : 'long' }).format(now)
  const measured = snapshot.measures.find(({ code }) => code === measure) ?? snapshot.measures[0]
  return {
    figures: { name: m.today, part: <Figures data={snapshot} weekday={weekday} /> },
    levels: { name: m.level, part: <Levels data={snapshot} /> },
    categories: { name: m.categories, part: <Categories data={snapshot} /> },
    map: {
      name: m.map,
      part: (
        <MapWidget
          data={snapshot}
          points={points}
          areaId={areaId}
          theme={theme}
          fresh={fresh}
          measureCode={measure}
          mayRead={mayRead}
          incidents={incidents}
          onMeasure={onMeasure}
          onEnter={onEnter}
        />
      ),
    },
    hours: { name: m.hourly, part: <Hours data={snapshot} weekday={weekday} /> },
    trend: { name: m.trend, part: <Trend data={snapshot} /> },
    week: { name: m.week, part: <Week data={snapshot} /> },
    areas: {
      name: m.areas,
      part: (
        <>
          <h2>
            {m.areas} <small>{m.areasAside}</small>
          </h2>
          <div className="arealist">
            <AreaTable data={snapshot} measure={measured} onEnter={onEnter} />
          </div>
        </>
      ),
    },
    stream: {
      name: m.stream,
      part: (
        <>
          <IncidentPart incidents={incidents} />
          <Stream data={snapshot} fresh={fresh} mayRead={mayRead} />
        </>
      ),
    },
    duty: { name: m.dutyList, part: <Duty data={snapshot} /> },
  }
}
