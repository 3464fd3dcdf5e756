import { Icon } from '@linli/ui'
import { useState } from 'react'
import { useFact, useKept } from '../account/use-account.ts'
import { DayCount, DayList } from '../parts/day-list.tsx'
import { GridSketch } from '../parts/grid-map.tsx'
import { PageHead } from '../parts/page-head.tsx'
import { locate, type LocateFailure, type Position } from '../parts/position.ts'
import { paths } from '../paths.ts'
import { readSpots } from '../store/register.ts'
import { useDay } from '../tasks/use-day.ts'
import { messages } from '../words/messages.ts'

export default function MapPage() {
  const t = messages.useMessages()
  const [asked, setAsked] = useState<Position | LocateFailure | 'asking' | null>(null)
  const day = useDay(typeof asked === 'object' ? asked : null)
  const grids = useFact('grids')
  const dwellings = useKept('register', 'spots', readSpots) ?? []

  async function ask(): Promise<void> {
    setAsked('asking')
    setAsked(await locate())
  }

  const unplaced = day?.stops.filter(({ number }) => number === null).length ?? 0
  return (
    <>
      <PageHead
        title={t.map}
        back={paths.today()}
        beside={
          <button type="button" className="button quiet" disabled={asked === 'asking'} onClick={() => void ask()}>
            <Icon name="target" />
            {asked === 'asking' ? t.locating : t.whereAmI}
          </button>
        }
      />
      <p className="fault" role="alert">
        {asked === 'failed' ? t.locateFailed : asked === 'refused' ? t.locateRefused : ''}
      </p>
      {grids && grids.features.length > 0 ? (
        <div className="large-map">
          <GridSketch
            height={400}
            shows="grid"
            grids={grids}
            pins={day?.pins ?? []}
            here={day?.here?.point ?? null}
            dwellings={dwellings}
            label={t.mapLabel}
            hereLabel={t.you}
          />
          {grids.features.some((feature) => feature.properties.illustrative) && <small>{t.illustrative}</small>}
        </div>
      ) : (
        <p className="empty">{t.mapNone}</p>
      )}
      {day && (
        <>
          <DayCount day={day} />
          {unplaced > 0 && <p className="list-note">{t.withoutPlace(unplaced)}</p>}
          <DayList day={day} />
        </>
      )}
    </>
  )
}
