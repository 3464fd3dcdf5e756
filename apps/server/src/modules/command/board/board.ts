import type { ScreenSnapshot } from '@linli/contract/screen-shapes'
import { sql } from 'kysely'
import { countyOf } from '../../../platform/county/county.ts'
import type { Deps } from '../../../platform/deps.ts'
import { currentPosition, type EventPosition, type LiveEvent } from '../../../platform/events/events.ts'
import { serverEvent } from '../../../platform/live/stream.ts'
import { Problem } from '../../../platform/problem/problem.ts'
import { findSurroundings } from '../areas.ts'
import { type Moment, momentOf } from '../figures/moment.ts'
import type { DayFigures } from '../figures/own-figures.ts'
import type { Common } from './common.ts'
import { CountyState } from './county-state.ts'
import { IncidentTeller } from './incident-teller.ts'
import { Scope } from './scope.ts'

/** What happens within such a moment is told together. */
const GATHER_MS = 60
/** Least time between two tellings: the eye sees no more, and two hundred screens have to draw. */
const LEAST_MS = 200
/** How often what changes by time alone is looked at: limits that pass, minutes left, the hour. */
const TICK_MS = 5_000
/** After so long without anybody who looks, an area is no longer kept. */
const IDLE_MS = 10 * 60_000
const AGAIN_MS = 1_000

/** A screen that follows; what it is told is made once for all of them. */
export interface Viewer {
  tell(text: string): void
  /** The area is no more. */
  end(): void
}

interface Watched {
  readonly areaId: string | undefined
  readonly viewers: Set<Viewer>
  scope: Promise<Scope>
  lastAsked: number
}

const boards = new WeakMap<Deps, Map<number, Board>>()

export function boardOf(deps: Deps, countyId: number): Board {
  const ofProcess = boards.get(deps) ?? new Map<number, Board>()
  boards.set(deps, ofProcess)
  const board = ofProcess.get(countyId) ?? new Board(deps, countyId)
  ofProcess.set(countyId, board)
  return board
}

/**
 * What the screens of a county show, once per process: it follows the events, keeps what is open and the counters of the
 * areas that are looked at, and tells every screen of an area the same changes. Two hundred screens ask the database no
 * more than one.
 */
export class Board {
  readonly #deps: Deps
  readonly #countyId: number
  readonly #watched = new Map<string, Watched>()
  readonly #incidents: IncidentTeller
  #state: Promise<CountyState> | null = null
  #stop: (() => void) | null = null
  #day = ''
  #position: EventPosition = { xid: '0', seq: 0 }
  #next: NodeJS.Timeout | null = null
  #tick: NodeJS.Timeout | null = null
  #turnedAt = 0
  #turning: Promise<unknown> = Promise.resolve()
  #redrawn = false
  #lostSince: string | null = null

  constructor(deps: Deps, countyId: number) {
    this.#deps = deps
    this.#countyId = countyId
    this.#incidents = new IncidentTeller(deps, countyId, (text) => this.#tellAll(text))
  }

  /** The screen of an area as it is now; with somebody watching it is never older than a moment. */
  async look(areaId: string | undefined): Promise<Scope> {
    const watched = this.#watch(areaId)
    const scope = await watched.scope
    if (watched.viewers.size === 0 || !scope.told) await this.#turn(watched)
    return watched.scope
  }

  /** The screen of an area as it is now, with so many whole days before today, a week of them at most. */
  async lookBack(areaId: string | undefined, days: number): Promise<{ now: ScreenSnapshot; days: DayFigures[] }> {
    const scope = await this.look(areaId)
    const [state, moment, county] = await Promise.all([
      this.#begun(),
      this.#moment(),
      countyOf(this.#deps, this.#countyId),
    ])
    if (!scope.told) throw new Error('a screen that was looked at has been told')
    const now = scope.told.snapshot
    return { now, days: scope.wholeDays(state.common(moment, now.position, county), days) }
  }

  /** Hears the screen of an area from now on. @returns how to stop. */
  async watch(areaId: string | undefined, viewer: Viewer): Promise<() => void> {
    const scope = await this.look(areaId)
    const watched = this.#watch(areaId)
    watched.viewers.add(viewer)
    viewer.tell(beginning(scope))
    return () => {
      watched.viewers.delete(viewer)
      watched.lastAsked = Date.now()
    }
  }

  #watch(areaId: string | undefined): Watched {
    const key = areaId ?? ''
    const watched = this.#watched.get(key) ?? {
      areaId,
      viewers: new Set<Viewer>(),
      scope: this.#open(areaId),
      lastAsked: 0,
    }
    if (!this.#watched.has(key)) {
      this.#watched.set(key, watched)
      // A failed opening must not be remembered.
      watched.scope.catch(() => this.#watched.delete(key))
    }
    watched.lastAsked = Date.now()
    return watched
  }

  async #open(areaId: string | undefined): Promise<Scope> {
    await this.#begun()
    const county = await countyOf(this.#deps, this.#countyId)
    const surroundings = await findSurroundings(this.#deps, this.#countyId, areaId)
    if (!surroundings) throw new Problem('area.not_found')
    return Scope.open(this.#deps, county, surroundings, await this.#moment())
  }

  async #moment(): Promise<Moment> {
    const { timeZone } = await countyOf(this.#deps, this.#countyId)
    return momentOf(this.#deps.now(), timeZone)
  }

  #begun(): Promise<CountyState> {
    if (this.#state) return this.#state
    const state = this.#begin()
    this.#state = state
    state.catch(() => this.#forget())
    return state
  }

  async #begin(): Promise<CountyState> {
    this.#stop ??= this.#deps.live.subscribe({
      countyId: this.#countyId,
      filter: () => true,
      send: (event) => this.#hear(event),
    })
    this.#tick ??= setInterval(() => void this.#onTick(), TICK_MS).unref()
    this.#position = await currentPosition(this.#deps.db)
    const moment = await this.#moment()
    this.#day = moment.day
    return CountyState.open(this.#deps, await countyOf(this.#deps, this.#countyId), moment)
  }

  #hear(event: LiveEvent): void {
    this.#position = event
    if (event.module === 'areas') this.#redrawn = true
    if (event.module === 'incidents') this.#incidents.changed()
    if (event.kind === 'screen.arranged') this.#tellAll(serverEvent({}, { name: 'arranged' }))
    this.#schedule(Math.max(GATHER_MS, this.#turnedAt + LEAST_MS - Date.now()))
  }

  #schedule(ms: number): void {
    this.#next ??= setTimeout(() => {
      this.#next = null
      void this.#turn().catch(() => this.#schedule(AGAIN_MS))
    }, ms).unref()
  }

  /** Works out and tells what has changed, one turn after the other. `also`: an area that nobody watches yet. */
  #turn(also?: Watched): Promise<void> {
    const turn = this.#turning.then(() => this.#turnOnce(also))
    this.#turning = turn.catch(() => {})
    return turn
  }

  async #turnOnce(also?: Watched): Promise<void> {
    this.#turnedAt = Date.now()
    try {
      if (this.#redrawn || (await this.#moment()).day !== this.#day) await this.#reopen()
      const state = await this.#begun()
      const position = `${this.#position.xid}:${this.#position.seq}`
      const matters = await state.catchUp()
      const common = state.common(await this.#moment(), position, await countyOf(this.#deps, this.#countyId))
      for (const watched of this.#watched.values()) {
        const scope = await watched.scope.catch(() => null)
        scope?.update(matters)
        if (scope && (watched.viewers.size > 0 || watched === also)) await this.#tell(watched, scope, common)
      }
      this.#lostSince = null
    } catch (error) {
      this.#lostSince ??= this.#deps.now().toISOString()
      throw error
    }
  }

  async #tell(watched: Watched, scope: Scope, common: Common): Promise<void> {
    const isNew = scope.told === null
    const patch = await scope.turn(common)
    if (watched.viewers.size === 0 || (!isNew && !patch)) return
    const text = isNew ? beginning(scope) : serverEvent(patch, { name: 'patch' })
    for (const viewer of watched.viewers) viewer.tell(text)
  }

  /** Areas were drawn anew, or a new day has begun: everything is read again. */
  async #reopen(): Promise<void> {
    const old = this.#state
    this.#state = null
    this.#redrawn = false
    await this.#begun()
    void old?.then((state) => state.close())
    for (const [key, watched] of this.#watched) {
      const before = watched.scope
      watched.scope = this.#open(watched.areaId)
      void before.then((scope) => scope.close())
      await watched.scope.catch((error: unknown) => {
        // An area that was closed; anything else is tried again.
        if (!(error instanceof Problem)) throw error
        this.#watched.delete(key)
        for (const viewer of watched.viewers) viewer.end()
      })
    }
  }

  async #onTick(): Promise<void> {
    const idleBefore = Date.now() - IDLE_MS
    for (const [key, { viewers, scope, lastAsked }] of this.#watched) {
      if (viewers.size > 0 || lastAsked > idleBefore) continue
      this.#watched.delete(key)
      void scope.then((one) => one.close()).catch(() => {})
    }
    if (this.#watched.size === 0) return this.#forget()
    if ([...this.#watched.values()].every((watched) => watched.viewers.size === 0)) return
    // A quiet county asks nothing: without this nobody would notice that the database is gone.
    await sql`SELECT`
      .execute(this.#deps.db)
      .then(() => this.#turn())
      .catch(() => (this.#lostSince ??= this.#deps.now().toISOString()))
    this.#tellAll(serverEvent({ lostSince: this.#lostSince }, { name: 'beat' }))
  }

  #tellAll(text: string): void {
    for (const { viewers } of this.#watched.values()) for (const viewer of viewers) viewer.tell(text)
  }

  #forget(): void {
    this.#stop?.()
    this.#stop = null
    if (this.#tick) clearInterval(this.#tick)
    if (this.#next) clearTimeout(this.#next)
    this.#tick = null
    this.#next = null
    void this.#state?.then((state) => state.close()).catch(() => {})
    this.#state = null
  }
}

/** Everything, for whoever begins, and for all when the areas were drawn anew or a new day has begun. */
const beginning = (scope: Scope): string => serverEvent(scope.told?.snapshot, { name: 'screen' })
