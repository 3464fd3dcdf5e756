import { sql } from 'kysely'
import type { Deps } from '../deps.ts'
import { type EventPosition, isAfter, type LiveEvent, readEvents } from '../events/events.ts'
import { ALWAYS, deltasOf, READER } from './counters.ts'

const BATCH = 1_000
const start: EventPosition = { xid: '0', seq: 0 }

interface Wanted {
  readonly countyId: number
  readonly timeZone: string
  readonly areaIds: readonly string[]
  /** First day that is held. */
  readonly since: string
}

/**
 * The figures of some areas in memory, kept up by the same events that the table is folded from: whoever shows them asks
 * the database once, however many look and however much happens.
 */
export class CounterMirror {
  readonly #wanted: Wanted
  readonly #areas: ReadonlySet<string>
  readonly #figures = new Map<string, Map<string, number>>()
  #place: EventPosition = start

  readonly #stop: () => void
  /** Events that come while the table is read. */
  #early: LiveEvent[] | null = []

  private constructor(deps: Deps, wanted: Wanted) {
    this.#wanted = wanted
    this.#areas = new Set(wanted.areaIds)
    this.#stop = deps.live.subscribe({
      countyId: wanted.countyId,
      filter: () => true,
      send: (event) => (this.#early ? void this.#early.push(event) : this.#add(event)),
    })
  }

  /** Reads the table, then the events that it has not seen, and follows from there until it is stopped. */
  static async open(deps: Deps, wanted: Wanted): Promise<CounterMirror> {
    const mirror = new CounterMirror(deps, wanted)
    try {
      await mirror.#read(deps)
      return mirror
    } catch (error) {
      mirror.stop()
      throw error
    }
  }

  stop(): void {
    this.#stop()
  }

  async #read(deps: Deps): Promise<void> {
    const { countyId, areaIds, since } = this.#wanted
    // One statement is one moment: the figures and the place of whoever folds them fit each other.
    const { rows } = await sql<{ place: EventPosition | null; figures: [string, string, string, number][] }>`
      SELECT
        (SELECT json_build_object('xid', xid::text, 'seq', seq) FROM event_readers WHERE county_id = ${countyId} AND name = ${READER}) AS place,
        (SELECT coalesce(json_agg(json_build_array(area_id, day, measure, value)), '[]') FROM counters
          WHERE county_id = ${countyId} AND area_id = any(${[...areaIds]}::uuid[]) AND (day >= ${since}::date OR day = ${ALWAYS}::date)) AS figures`.execute(
      deps.db,
    )
    for (const [areaId, day, measure, value] of rows[0]?.figures ?? []) this.#addTo(areaId, day, measure, value)
    this.#place = rows[0]?.place ?? start
    for (;;) {
      const events = await readEvents(deps.db, this.#place, BATCH, countyId)
      for (const event of events) this.#add(event)
      if (events.length < BATCH) break
    }
    for (const event of this.#early ?? []) this.#add(event)
    this.#early = null
  }

  // In their order; those that are known already change nothing.
  #add(event: LiveEvent): void {
    if (!isAfter(event, this.#place)) return
    this.#place = { xid: event.xid, seq: event.seq }
    for (const { areaId, day, measure, delta } of deltasOf(event, this.#wanted.timeZone)) {
      if (this.#areas.has(areaId) && (day >= this.#wanted.since || day === ALWAYS))
        this.#addTo(areaId, day, measure, delta)
    }
  }

  on(areaId: string, day: string, measure: string): number {
    return this.#figures.get(`${areaId}|${day}`)?.get(measure) ?? 0
  }

  /** A gauge. */
  now(areaId: string, measure: string): number {
    return this.on(areaId, ALWAYS, measure)
  }

  #addTo(areaId: string, day: string, measure: string, delta: number): void {
    const key = `${areaId}|${day}`
    const figures = this.#figures.get(key)
    if (figures) figures.set(measure, (figures.get(measure) ?? 0) + delta)
    else this.#figures.set(key, new Map([[measure, delta]]))
  }
}
