import type { WorkItem } from '@linli/contract/matters'
import type { MyTasks } from '../tasks/use-tasks.ts'
import { metresBetween, type Position } from './position.ts'
import { TaskRow } from './task-row.tsx'

interface Props {
  readonly items: readonly WorkItem[]
  readonly tasks: MyTasks
  readonly here: Position | null
  readonly numbered: boolean
}

export function TaskRows({ items, tasks, here, numbered }: Props) {
  return (
    <ol className="tasks">
      {items.map((task, index) => {
        const pin = tasks.pins.find((each) => each.matterId === task.subjectId)
        const metres = here && pin ? metresBetween(here.point, pin.point) : null
        return (
          <TaskRow
            key={task.id}
            task={task}
            number={numbered ? index + 1 : null}
            metres={metres}
            syncedAt={tasks.syncedAt}
          />
        )
      })}
    </ol>
  )
}
