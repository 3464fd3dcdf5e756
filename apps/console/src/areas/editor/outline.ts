import type { Corner, Ring } from './plane.ts'

export interface Place {
  readonly ring: number
  readonly corner: number
}

interface Drawn {
  readonly rings: readonly Ring[]
  /** The outline is closed and its corners are moved; before that, clicks add corners to its end. */
  readonly closed: boolean
}

/** What is being drawn, with every step that can be taken back. */
export interface Outline extends Drawn {
  readonly chosen: Place | null
  readonly past: readonly Drawn[]
  readonly future: readonly Drawn[]
}

export type Stroke =
  | { readonly kind: 'add'; readonly corners: readonly Corner[] }
  | { readonly kind: 'close'; readonly corners: readonly Corner[] }
  /** `first`: the first move of a drag. The moves after it belong to the same step back. */
  | { readonly kind: 'move'; readonly place: Place; readonly corner: Corner; readonly first: boolean }
  | { readonly kind: 'insert'; readonly after: Place; readonly corner: Corner }
  | { readonly kind: 'remove'; readonly place: Place }
  | { readonly kind: 'choose'; readonly place: Place | null }
  | { readonly kind: 'next'; readonly by: 1 | -1 }
  | { readonly kind: 'clear' }
  | { readonly kind: 'undo' }
  | { readonly kind: 'redo' }

const LEAST = 3

export function beginOutline(rings: readonly Ring[]): Outline {
  return { rings, closed: rings.length > 0, chosen: null, past: [], future: [] }
}

export function draw(outline: Outline, stroke: Stroke): Outline {
  const { rings, closed } = outline
  switch (stroke.kind) {
    case 'add':
      return closed ? outline : step(outline, { rings: [[...(rings[0] ?? []), ...stroke.corners]], closed })
    case 'close': {
      const ring = [...(rings[0] ?? []), ...stroke.corners]
      return closed || ring.length < LEAST ? outline : step(outline, { rings: [ring], closed: true })
    }
    case 'move': {
      const next = { rings: changed(rings, stroke.place, (ring, at) => ring.with(at, stroke.corner)), closed }
      return { ...(stroke.first ? step(outline, next) : { ...outline, ...next }), chosen: stroke.place }
    }
    case 'insert': {
      const place = { ring: stroke.after.ring, corner: stroke.after.corner + 1 }
      const next = changed(rings, stroke.after, (ring, at) => ring.toSpliced(at + 1, 0, stroke.corner))
      return { ...step(outline, { rings: next, closed }), chosen: place }
    }
    case 'remove':
      return remove(outline, stroke.place)
    case 'choose':
      return { ...outline, chosen: stroke.place }
    case 'next':
      return { ...outline, chosen: neighbour(rings, outline.chosen, stroke.by) }
    case 'clear':
      return step(outline, { rings: [], closed: false })
    case 'undo':
    case 'redo':
      return back(outline, stroke.kind)
  }
}

function step({ rings, closed, past }: Outline, next: Drawn): Outline {
  return { ...next, chosen: null, past: [...past, { rings, closed }], future: [] }
}

function changed(rings: readonly Ring[], place: Place, change: (ring: Ring, at: number) => Ring): readonly Ring[] {
  return rings.map((ring, index) => (index === place.ring ? change(ring, place.corner) : ring))
}

// A closed ring keeps three corners: with two it would be nothing, and its holes would belong to nothing.
function remove(outline: Outline, place: Place): Outline {
  const { rings, closed } = outline
  if (closed && (rings[place.ring]?.length ?? 0) <= LEAST) return outline
  const next = changed(rings, place, (ring, at) => ring.toSpliced(at, 1))
  return { ...step(outline, { rings: next, closed }), chosen: neighbour(next, place, -1) }
}

function neighbour(rings: readonly Ring[], chosen: Place | null, by: 1 | -1): Place | null {
  const places = rings.flatMap((ring, number) => ring.map((_, corner) => ({ ring: number, corner })))
  if (places.length === 0) return null
  const now = places.findIndex(({ ring, corner }) => ring === chosen?.ring && corner === chosen.corner)
  const next = now < 0 ? (by === 1 ? 0 : places.length - 1) : (now + by + places.length) % places.length
  return places[next] ?? null
}

function back(outline: Outline, kind: 'undo' | 'redo'): Outline {
  const { rings, closed, past, future } = outline
  const target = kind === 'undo' ? past.at(-1) : future.at(-1)
  if (!target) return outline
  const now = { rings, closed }
  return kind === 'undo'
    ? { ...target, chosen: null, past: past.slice(0, -1), future: [...future, now] }
    : { ...target, chosen: null, past: [...past, now], future: future.slice(0, -1) }
}
