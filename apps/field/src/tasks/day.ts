import type { Point } from '@linli/contract/common'
import type { DueItem } from '@linli/contract/fieldwork'
import type { WorkItem } from '@linli/contract/work-items'
import { localDay } from '@linli/ui'
import { type Entry, isPending } from '../outbox/entry.ts'
import { metresAlong, walkPast } from './walk.ts'

/** Where the day leads: a door, a place or the grid itself, with all that is due there; or a matter. */
export type Stop =
  | { readonly kind: 'visit'; readonly key: string; readonly items: readonly DueItem[]; readonly point: Point | null }
  | { readonly kind: 'matter'; readonly key: string; readonly task: WorkItem; readonly point: Point | null }

export interface Placed {
  readonly stop: Stop
  /** Its number on the map and in the list; null for what has no place on the map. */
  readonly number: number | null
  /** Metres walked by then; null without a number. */
  readonly metres: number | null
}

export interface Day {
  /** Danger first, then in walking order, then what has no place. */
  readonly stops: readonly Placed[]
  /** Support visits of the day: counted, not shown. */
  readonly support: readonly DueItem[]
  /** Given without being on the list of what grids may be given: one touch refuses it. */
  readonly refusable: readonly WorkItem[]
  /** Past all numbered stops. */
  readonly path: readonly Point[]
  readonly metres: number
}

interface Known {
  readonly due: readonly DueItem[]
  /** Still to do, in the order of the server. */
  readonly tasks: readonly WorkItem[]
  readonly entries: readonly Entry[]
  readonly points: ReadonlyMap<string, Point>
  readonly here: Point | null
  /** `2026-11-23`, in the county. */
  readonly today: string
}

export function dayOf({ due, tasks, entries, points, here, today }: Known): Day {
  const open = due.filter((item) => item.plannedOn <= today && !isAnswered(item, entries, today))
  const visits = [
    ...Map.groupBy(
      open.filter((item) => !item.sensitive),
      placeOf,
    ),
  ].map(([key, items]): Stop => ({ kind: 'visit', key, items, point: items.find(({ point }) => point)?.point ?? null }))
  const matters = tasks.filter(isAdmitted).map((task): Stop => ({
    kind: 'matter',
    key: task.subjectId,
    task,
    point: points.get(task.subjectId) ?? null,
  }))
  const stops = [...matters, ...visits]
  // Danger to life skips the queue, wherever it lies.
  const first = stops.filter(isDanger)
  const rest = stops.filter((stop) => !isDanger(stop))
  const placed = rest.flatMap((stop) => (stop.point ? [{ stop, point: stop.point }] : []))
  const from = first.findLast((stop) => stop.point)?.point ?? here
  const order = walkPast(
    placed.map(({ point }) => point),
    from,
  )
  const inOrder = [...first, ...order.flatMap((index) => placed[index]?.stop ?? [])]
  const path = inOrder.flatMap(({ point }) => point ?? [])
  const metres = metresAlong(path, here)
  const unplaced = rest.filter((stop) => stop.point === null).toSorted((a, b) => limitOf(a) - limitOf(b))
  let numbered = 0
  return {
    stops: [...inOrder, ...unplaced].map((stop) => {
      if (stop.point === null) return { stop, number: null, metres: null }
      const walked = metres[numbered] ?? 0
      // Where nobody knows where one stands, the first is no way from anywhere.
      return { stop, number: ++numbered, metres: here === null && numbered === 1 ? null : walked }
    }),
    refusable: tasks.filter((task) => !isAdmitted(task)),
    support: open.filter(({ sensitive }) => sensitive),
    path,
    metres: metres.at(-1) ?? 0,
  }
}

/** The door after this one, for whoever goes from door to door. */
export function nextVisit(day: Day, key: string): string | null {
  const visits = day.stops.filter(({ stop }) => stop.kind === 'visit' && stop.items[0]?.target !== 'grid')
  const at = visits.findIndex(({ stop }) => stop.key === key)
  return visits.slice(at + 1).find(({ stop }) => stop.key !== key)?.stop.key ?? null
}

/**
 * What this phone has put in and the server has not refused answers the item for the day, also before it is sent. Who was
 * not at home is called on again another day; all else waits for the server to end the item.
 */
export function isAnswered(item: DueItem, entries: readonly Entry[], today: string): boolean {
  return entries.some((entry) => {
    if (entry.command !== 'recordVisit' || entry.state === 'refused') return false
    const ids = entry.input['dueItemIds']
    if (!Array.isArray(ids) || !ids.includes(item.id)) return false
    if (localDay(entry.capturedAt) === today) return true
    return isPending(entry) && entry.input['result'] !== 'not_at_home'
  })
}

/** Visits to this door that wait to be sent. */
export function pendingVisits(entries: readonly Entry[], subject: string): Entry[] {
  return entries.filter((entry) => entry.command === 'recordVisit' && entry.subject === subject && isPending(entry))
}

/** Facts are free-form by contract: only a plain no is one. */
const isAdmitted = ({ facts }: WorkItem) => facts['admitted'] !== false
const placeOf = (item: DueItem) => item.householdId ?? item.subject.id
const isDanger = (stop: Stop) => stop.kind === 'matter' && stop.task.danger

/** When it must be done at the latest. */
function limitOf(stop: Stop): number {
  if (stop.kind === 'matter') return stop.task.dueAt === null ? Infinity : Date.parse(stop.task.dueAt)
  return Math.min(...stop.items.map(({ dueBy }) => Date.parse(`${dueBy}T23:59:59+08:00`)))
}
