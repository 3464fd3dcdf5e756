import type { ScreenIncident } from '@linli/contract/screen-incidents'
import { isLater, patched, type ScreenPatch } from '@linli/contract/screen-patch'
import type { ScreenPoint, ScreenSnapshot } from '@linli/contract/screen-shapes'

/** Which source has fallen silent, and since when. */
export interface Lost {
  readonly source: 'connection' | 'database'
  readonly since: number
}

export interface Followed {
  readonly snapshot: ScreenSnapshot | null
  readonly lost: Lost | null
}

interface Options {
  readonly areaId: string | undefined
  readonly points: PointStore
  readonly onChange: (followed: Followed) => void
  /** The server no longer answers this person, or no longer knows this area. */
  readonly onRefused: () => void
  /** Somebody has arranged the county's screens anew. */
  readonly onArranged: () => void
  /** The running incidents as they are now; null: nobody said yet, to be asked for. */
  readonly onIncidents: (items: readonly ScreenIncident[] | null) => void
}

/** The server says every five seconds that it is there: after more than two of them the line is dead, whatever it says. */
const SILENT_MS = 13_000
const AGAIN_MS = 3_000

/**
 * Follows the screen of an area: everything at first, then what changes. A connection that breaks or falls silent is made
 * anew, and begins with everything: the figures are right again whatever was missed.
 * @returns how to stop.
 */
export function followScreen({ areaId, points, onChange, onRefused, onArranged, onIncidents }: Options): () => void {
  let source: EventSource | null = null
  let again: ReturnType<typeof setTimeout> | undefined
  let snapshot: ScreenSnapshot | null = null
  let lost: Lost | null = null
  let heardAt = Date.now()
  const query = areaId === undefined ? '' : `?areaId=${areaId}`

  const tell = () => onChange({ snapshot, lost })

  function open(): void {
    source?.close()
    source = new EventSource(`/api/screen/live${query}`)
    listen('screen', (data) => {
      // What the contract says of it: the server's own words.
      snapshot = data as ScreenSnapshot
      void points.load(query)
      onIncidents(null)
      heard(null)
    })
    listen('patch', (data) => {
      const patch = data as ScreenPatch
      if (!snapshot) return
      if (patch.points) points.change(patch.position, patch.points)
      snapshot = patched(snapshot, patch)
      heard(lost)
    })
    listen('beat', (data) => {
      const { lostSince } = data as { lostSince: string | null }
      heard(lostSince === null ? null : { source: 'database', since: Date.parse(lostSince) })
    })
    listen('arranged', onArranged)
    listen('incidents', (data) => onIncidents((data as { items: ScreenIncident[] }).items))
    source.onerror = () => {
      lose()
      // Refused, or the server is down: the browser gives up, we do not.
      if (source?.readyState === EventSource.CLOSED) later()
    }
  }

  function listen(name: string, take: (data: unknown) => void): void {
    source?.addEventListener(name, (event) => take(JSON.parse(String((event as MessageEvent).data))))
  }

  function heard(now: Lost | null): void {
    heardAt = Date.now()
    // A word from the server is the proof that the connection stands.
    lost = now?.source === 'connection' ? null : now
    tell()
  }

  function lose(): void {
    lost ??= { source: 'connection', since: heardAt }
    tell()
  }

  function later(): void {
    clearTimeout(again)
    again = setTimeout(() => void retry(), AGAIN_MS)
  }

  // An event source does not say why it was refused.
  async function retry(): Promise<void> {
    const answer = await fetch(`/api/screen${query}`).catch(() => null)
    if (answer && answer.status >= 400 && answer.status < 500 && answer.status !== 429) onRefused()
    else open()
  }

  const watch = setInterval(() => {
    if (Date.now() - heardAt < SILENT_MS) return
    lose()
    if (source?.readyState === EventSource.OPEN) open()
  }, 1_000)
  open()
  return () => {
    clearInterval(watch)
    clearTimeout(again)
    source?.close()
  }
}

/** Points of the map: by the thousand, and therefore beside the snapshot, loaded whole and kept up by changes. */
export class PointStore {
  #points = new Map<string, ScreenPoint>()
  #position = ''
  #waiting: { position: string; set: readonly ScreenPoint[]; gone: readonly string[] }[] = []
  #loading = 0
  readonly #listeners = new Set<() => void>()
  version = 0

  get all(): ReadonlyMap<string, ScreenPoint> {
    return this.#points
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  async load(query: string): Promise<void> {
    const turn = ++this.#loading
    this.#waiting = []
    const answer = await fetch(`/api/screen/points${query}`).catch(() => null)
    if (!answer?.ok) {
      setTimeout(() => turn === this.#loading && void this.load(query), AGAIN_MS)
      return
    }
    const { position, items } = (await answer.json()) as { position: string; items: ScreenPoint[] }
    if (turn !== this.#loading) return
    this.#points = new Map(items.map((point) => [point.id, point]))
    this.#position = position
    // Another process may have answered, which was ahead of what this one tells.
    for (const change of this.#waiting) if (!isLater(position, change.position)) this.#apply(change)
    this.#waiting = []
    this.#loading = 0
    this.#tell()
  }

  change(position: string, change: NonNullable<ScreenPatch['points']>): void {
    if (this.#loading > 0) this.#waiting.push({ position, ...change })
    else if (!isLater(this.#position, position)) {
      this.#apply(change)
      this.#tell()
    }
  }

  #apply({ set, gone }: NonNullable<ScreenPatch['points']>): void {
    for (const point of set) this.#points.set(point.id, point)
    for (const id of gone) this.#points.delete(id)
  }

  #tell(): void {
    this.version++
    for (const listener of this.#listeners) listener()
  }
}
