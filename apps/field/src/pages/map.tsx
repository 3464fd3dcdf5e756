import { Icon } from '@linli/ui'
import { useState } from 'react'
import { useFact } from '../account/use-account.ts'
import { GridSketch } from '../parts/grid-map.tsx'
import { PageHead } from '../parts/page-head.tsx'
import { locate, type LocateFailure, type Position } from '../parts/position.ts'
import { TaskRows } from '../parts/task-rows.tsx'
import { useTasks } from '../tasks/use-tasks.ts'
import { messages } from '../words/messages.ts'

export default function MapPage() {
  const t = messages.useMessages()
  const tasks = useTasks()
  const grids = useFact('grids')
  const [here, setHere] = useState<Position | LocateFailure | 'asking' | null>(null)
  const position = typeof here === 'object' ? here : null

  async function ask(): Promise<void> {
    setHere('asking')
    setHere(await locate())
  }

  const placed = tasks
    ? tasks.open.filter((task) => tasks.pins.some((pin) => pin.matterId === task.subjectId)).length
    : 0
  const unplaced = (tasks?.open.length ?? 0) - placed
  return (
    <>
      <PageHead
        title={t.map}
        beside={
          <button type="button" className="button quiet" disabled={here === 'asking'} onClick={() => void ask()}>
            <Icon name="target" />
            {here === 'asking' ? t.locating : t.whereAmI}
          </button>
        }
      />
      <p className="fault" role="alert">
        {here === 'failed' ? t.locateFailed : here === 'refused' ? t.locateRefused : ''}
      </p>
      {grids && grids.features.length > 0 ? (
        <div className="large-map">
          <GridSketch
            height={400}
            shows="grid"
            grids={grids}
            pins={tasks?.pins ?? []}
            here={position?.point ?? null}
            label={t.mapLabel}
            hereLabel={t.you}
          />
          {grids.features.some((feature) => feature.properties.illustrative) && <small>{t.illustrative}</small>}
        </div>
      ) : (
        <p className="empty">{t.mapNone}</p>
      )}
      {tasks && (
        <>
          <h2 className="list-head">
            <b>{t.todo(tasks.open.length)}</b>
            {unplaced > 0 && <span>{t.withoutPlace(unplaced)}</span>}
          </h2>
          <TaskRows items={tasks.open} tasks={tasks} here={position} numbered />
        </>
      )}
    </>
  )
}
