import { sameDay } from '@linli/ui'
import { useMemo } from 'react'
import { useEntries, useFact, useKept } from '../account/use-account.ts'
import type { Pin } from '../parts/grid-map.tsx'
import type { Database } from '../store/database.ts'
import { type TaskList, taskList } from './tasks.ts'

const readMatters = (db: Database) => db.getAll('matters')

export interface MyTasks extends TaskList {
  /** Those with a place, numbered as in the list. */
  readonly pins: readonly Pin[]
  readonly syncedAt: string | undefined
}

/** Null until the phone has been asked, and while nothing was ever fetched. */
export function useTasks(): MyTasks | null {
  const tasks = useFact('tasks')
  const syncedAt = useFact('syncedAt')
  const entries = useEntries()
  const matters = useKept('matters', 'matters', readMatters)
  return useMemo(() => {
    if (tasks === undefined || entries === undefined) return null
    const now = new Date()
    const list = taskList(tasks, entries, (at) => sameDay(at, now.toISOString()))
    const points = new Map(matters?.map(({ id, matter }) => [id, matter.point]))
    const pins = list.open.flatMap((task, index): Pin[] => {
      const point = points.get(task.subjectId)
      const late = task.danger || (task.dueAt !== null && Date.parse(task.dueAt) < now.getTime())
      return point ? [{ matterId: task.subjectId, number: index + 1, title: task.title, point, late }] : []
    })
    return { ...list, pins, syncedAt }
  }, [tasks, entries, matters, syncedAt])
}
