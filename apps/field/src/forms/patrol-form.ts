import type { Point } from '@linli/contract/common'
import { newId } from '@linli/client'
import type { Entry, NewEntry } from '../outbox/entry.ts'
import { type DoorForm, emptyDoor } from './door-form.ts'

/** A round under way. It is a draft until it ends, so a killed phone goes on with it. */
export interface PatrolForm extends DoorForm {
  readonly patrolId: string
  readonly gridId: string
  readonly startedAt: string
  /** Reports made on the way. */
  readonly matterIds: readonly string[]
}

export interface TrackPoint {
  readonly at: string
  readonly point: Point
  readonly accuracy: number
}
export interface Track {
  readonly patrolId: string
  readonly points: readonly TrackPoint[]
}

/** The contract takes five thousand; a point every fifteen seconds lasts for twenty hours. */
export const MOST_POINTS = 5000

export function startOf(gridId: string, gridName: string, now = new Date()): { entry: NewEntry; patrol: PatrolForm } {
  const patrolId = newId()
  const startedAt = now.toISOString()
  const entry: NewEntry = {
    id: newId(),
    subject: patrolId,
    command: 'startPatrol',
    title: gridName,
    input: { patrolId, gridId, capturedAt: startedAt },
    photos: [],
    form: null,
    capturedAt: startedAt,
    seenVersion: null,
  }
  return { entry, patrol: { ...emptyDoor(gridName), patrolId, gridId, startedAt, matterIds: [] } }
}

export function endOf(
  patrol: PatrolForm,
  matterIds: readonly string[],
  track: Track | null,
  now = new Date(),
): NewEntry {
  const capturedAt = now.toISOString()
  const points = track?.patrolId === patrol.patrolId ? track.points : []
  return {
    id: newId(),
    subject: patrol.patrolId,
    command: 'endPatrol',
    title: patrol.title,
    input: {
      patrolId: patrol.patrolId,
      words: patrol.words.trim(),
      matterIds: [...patrol.matterIds, ...matterIds],
      track: points,
      capturedAt,
    },
    photos: [],
    form: null,
    capturedAt,
    seenVersion: null,
  }
}

/** A report made on the way belongs to the round. */
export function withMatter(patrol: unknown, matterId: string): unknown {
  if (typeof patrol !== 'object' || patrol === null) return patrol
  const before = 'matterIds' in patrol && Array.isArray(patrol.matterIds) ? patrol.matterIds : []
  return { ...patrol, matterIds: [...before, matterId] }
}

/** The county has switched tracks off meanwhile: the rest of the round is worth keeping. */
export const withoutTrack = (entry: Entry): Entry => ({ ...entry, input: { ...entry.input, track: [] } })

const GAP_MS = 3 * 60_000

/** What the worker is shown of the track: how far, and when the phone knew nothing. A web app sees nothing with the screen off. */
export function trackFacts(points: readonly TrackPoint[], metres: (a: Point, b: Point) => number) {
  const pairs = points.slice(1).map((point, index) => [points[index] ?? point, point] as const)
  const gaps = pairs.filter(([before, after]) => Date.parse(after.at) - Date.parse(before.at) > GAP_MS)
  return {
    points: points.length,
    metres: pairs.filter((pair) => !gaps.includes(pair)).reduce((sum, [a, b]) => sum + metres(a.point, b.point), 0),
    gaps: gaps.map(([before, after]) => ({ from: before.at, to: after.at })),
  }
}
