import { localDay, sameDay } from '@linli/ui'
import { useMemo } from 'react'
import { useEntries, useFact, useKept } from '../account/use-account.ts'
import { type Position, useAllowedPosition } from '../parts/position.ts'
import type { Pin } from '../parts/grid-map.tsx'
import { paths } from '../paths.ts'
import type { Database } from '../store/database.ts'
import { readDue } from '../store/register.ts'
import { type Entry, isPending } from '../outbox/entry.ts'
import { type Day, dayOf, type Placed, type Stop } from './day.ts'
import { type TaskList, taskList } from './tasks.ts'

const readMatters = (db: Database) => db.getAll('matters')

export interface MyDay extends Day {
  readonly tasks: TaskList
  /** Visits that wait to be sent. */
  readonly visits: readonly Entry[]
  /** Done today, whether or not the server knows. */
  readonly done: number
  readonly pins: readonly Pin[]
  readonly here: Position | null
  readonly syncedAt: string | undefined
  readonly today: string
}

/** `asked`: where the person is, if they have just asked. Null until the phone has been read, and while nothing was fetched. */
export function useDay(asked: Position | null = null): MyDay | null {
  const tasks = useFact('tasks')
  const syncedAt = useFact('syncedAt')
  const entries = useEntries()
  const matters = useKept('matters', 'matters', readMatters)
  const due = useKept('register', 'due', readDue)
  const allowed = useAllowedPosition()
  const here = asked ?? allowed
  return useMemo(() => {
    if (tasks === undefined || entries === undefined || due === undefined) return null
    const now = new Date()
    const today = localDay(now)
    const list = taskList(tasks, entries, (at) => sameDay(at, now.toISOString()))
    const points = new Map(matters?.flatMap(({ id, matter }) => (matter.point ? [[id, matter.point]] : [])))
    const day = dayOf({ due, tasks: list.open, entries, points, here: here?.point ?? null, today })
    const visited = entries.filter(({ command, state }) => command === 'recordVisit' && state !== 'refused')
    const visitedToday = visited.filter(({ capturedAt }) => localDay(capturedAt) === today).length
    const done = list.doneToday + list.pending.length + visitedToday
    const visits = visited.filter(isPending)
    return {
      ...day,
      tasks: list,
      visits,
      done,
      pins: day.stops.flatMap((placed) => pinOf(placed, now)),
      here,
      syncedAt,
      today,
    }
  }, [tasks, entries, matters, due, here, syncedAt])
}

function pinOf({ stop, number }: Placed, now: Date): Pin[] {
  if (number === null || stop.point === null) return []
  return [
    { key: stop.key, number, title: titleOf(stop), point: stop.point, late: isLate(stop, now), href: pathOf(stop) },
  ]
}

export function titleOf(stop: Stop): string {
  return stop.kind === 'matter' ? stop.task.title : (stop.items[0]?.title ?? '')
}

export function pathOf(stop: Stop): string {
  if (stop.kind === 'matter') return paths.matter(stop.key)
  const [first] = stop.items
  if (first?.target === 'grid') return paths.patrol()
  return paths.visit(first?.householdId == null ? 'organisation' : 'household', stop.key)
}

export function isLate(stop: Stop, now: Date): boolean {
  if (stop.kind === 'visit') return stop.items.some(({ dueBy }) => dueBy < localDay(now))
  const { danger, dueAt, paused } = stop.task
  return danger || (dueAt !== null && !paused && Date.parse(dueAt) < now.getTime())
}
