import { dayIn } from '../../../platform/calendar/index.ts'
import type { Settlement } from '../../matters/index.ts'
import { dayBefore, medianOf, type Moment, round } from './moment.ts'

/** Of so many days is the middle time of an area made: a village settles a handful a week. */
const RECENT_DAYS = 28

/** How long matters took to settle, of some weeks: kept in memory, since a median cannot be added up from counters. */
export class Settlements {
  readonly #timeZone: string
  readonly #recentFrom: string
  readonly #byDay = new Map<string, Settlement[]>()
  readonly #recent = new Map<string, number[]>()
  readonly #medians = new Map<string, number | null>()

  readonly #known = new Set<number>()

  constructor({ day, timeZone }: Moment) {
    this.#timeZone = timeZone
    this.#recentFrom = dayBefore(day, RECENT_DAYS - 1)
  }

  /** One that was read and heard of counts once. */
  add(settlement: Settlement): void {
    if (this.#known.has(settlement.seq)) return
    this.#known.add(settlement.seq)
    const day = dayIn(this.#timeZone, new Date(settlement.at))
    const ofDay = this.#byDay.get(day)
    if (ofDay) ofDay.push(settlement)
    else this.#byDay.set(day, [settlement])
    if (day < this.#recentFrom) return
    for (const areaId of settlement.areas) {
      if (areaId === null) continue
      const minutes = this.#recent.get(areaId)
      if (minutes) minutes.push(settlement.tookMinutes)
      else this.#recent.set(areaId, [settlement.tookMinutes])
      this.#medians.delete(areaId)
    }
  }

  /** Median working hours of what an area (null: the county) settled on a day up to an instant of it. */
  onDay(areaId: string | null, day: string, until: string): number | null {
    const minutes = (this.#byDay.get(day) ?? [])
      .filter(({ at, areas }) => at <= until && (areaId === null || areas.includes(areaId)))
      .map(({ tookMinutes }) => tookMinutes)
    return hoursOf(medianOf(minutes))
  }

  /** Of an area's last four weeks. */
  ofLateIn(areaId: string): number | null {
    const known = this.#medians.get(areaId)
    if (known !== undefined) return known
    const median = hoursOf(medianOf(this.#recent.get(areaId) ?? []))
    this.#medians.set(areaId, median)
    return median
  }
}

const hoursOf = (minutes: number | null) => (minutes === null ? null : round(minutes / 60))
