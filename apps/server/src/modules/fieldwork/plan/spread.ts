import type { Day } from './days.ts'

/** Something to be planned for one of its days. */
export interface Placeable {
  /** On which it can be done, in order, at least one. Things with the very same array are spread together. */
  readonly days: readonly Day[]
  /** Place in the walking order, and what decides between two at one door. */
  readonly rank: number
  readonly id: string
  /** Household or place; what is behind one door is done on one day where that fits. */
  readonly door: string
  readonly neighbourhood: string
  plannedOn: Day | null
}

/** How much is planned on each day, and which days one comes to which door anyway. */
export class Diary {
  readonly #loads = new Map<Day, number>()
  readonly #doors = new Map<string, Day[]>()

  load(day: Day): number {
    return this.#loads.get(day) ?? 0
  }

  daysAt(door: string): readonly Day[] {
    return this.#doors.get(door) ?? []
  }

  add(day: Day, door: string): void {
    this.#loads.set(day, this.load(day) + 1)
    const days = this.#doors.get(door)
    if (days) days.push(day)
    else this.#doors.set(door, [day])
  }
}

/** A door that is passed anyway is taken along while that day is not much fuller than the others. */
const DETOUR = 1.2
/** How far a day's share may grow or shrink so that neighbours stay together. */
const GIVE = 0.2

/**
 * Plans each thing for one of its days so that days fill evenly and near ones fall on one day: narrow windows first, each
 * set poured over its days like water over an uneven floor, along the walking order. The same things give the same plan.
 */
export function spread(things: readonly Placeable[], diary: Diary): void {
  const sets = [...Map.groupBy(things, ({ days }) => days)].toSorted(([a], [b]) => a.length - b.length || orderOf(a, b))
  for (const [days, members] of sets) {
    members.sort((a, b) => a.rank - b.rank || (a.id < b.id ? -1 : 1))
    const level = (days.reduce((sum, day) => sum + diary.load(day), 0) + members.length) / days.length
    pour(
      members.filter((thing) => !joinDoor(thing, diary, level)),
      days,
      diary,
    )
  }
}

function orderOf(a: readonly Day[], b: readonly Day[]): number {
  const [x, y] = [`${a.at(-1)} ${a[0]}`, `${b.at(-1)} ${b[0]}`]
  return x < y ? -1 : x > y ? 1 : 0
}

function place(thing: Placeable, day: Day, diary: Diary): void {
  thing.plannedOn = day
  diary.add(day, thing.door)
}

function joinDoor(thing: Placeable, diary: Diary, level: number): boolean {
  let best: Day | null = null
  for (const day of diary.daysAt(thing.door)) {
    if (!thing.days.includes(day) || diary.load(day) + 1 > Math.max(1, level) * DETOUR) continue
    if (best === null || diary.load(day) < diary.load(best) || (diary.load(day) === diary.load(best) && day < best))
      best = day
  }
  if (best === null) return false
  place(thing, best, diary)
  return true
}

function pour(things: readonly Placeable[], days: readonly Day[], diary: Diary): void {
  const level = waterLevel(
    days.map((day) => diary.load(day)),
    things.length,
  )
  let [wanted, from] = [0, 0]
  for (const [index, day] of days.entries()) {
    const room = Math.max(0, level - diary.load(day))
    wanted += room
    const isLast = index === days.length - 1
    const to = isLast ? things.length : cutNear(things, from, Math.max(from, Math.round(wanted)), room)
    for (const thing of things.slice(from, to)) place(thing, day, diary)
    from = Math.max(from, to)
  }
}

/** Up to where every day is filled when so many are poured in. */
export function waterLevel(loads: readonly number[], amount: number): number {
  const sorted = loads.toSorted((a, b) => a - b)
  let below = 0
  for (const [index, load] of sorted.entries()) {
    below += load
    const level = (below + amount) / (index + 1)
    const next = sorted[index + 1]
    if (next === undefined || level <= next) return level
  }
  return 0
}

/** A place near `at` where the walking order passes from one neighbourhood to the next, or at least from door to door. */
function cutNear(things: readonly Placeable[], from: number, at: number, room: number): number {
  const give = Math.floor(room * GIVE)
  let nearest: number | null = null
  for (let off = 0; off <= things.length; off++) {
    if (off > give && nearest !== null) return nearest
    for (const cut of [at - off, at + off]) {
      if (cut < from || cut > things.length) continue
      const [before, after] = [things[cut - 1], things[cut]]
      if (before && after && before.door === after.door) continue
      nearest ??= cut
      if (off <= give && before?.neighbourhood !== after?.neighbourhood) return cut
    }
  }
  return nearest ?? things.length
}
