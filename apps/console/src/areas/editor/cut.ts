import { cornersBetween, type Corner, crossing, metres, type Ring, sidesOf } from './plane.ts'

/** The parts, each that the line crosses from outside to outside cut in two. */
export function cutAll(parts: readonly Ring[], line: Ring): Ring[] {
  return parts.flatMap((part) => cut(part, line) ?? [part])
}

/** Two rings along a line that runs across, or null where it does not cross the ring exactly twice. */
function cut(ring: Ring, line: Ring): [Ring, Ring] | null {
  const hits = sidesOf([line], true).flatMap((stretch) =>
    sidesOf([ring])
      .flatMap((side) => {
        const at = crossing(stretch, side)
        return at ? [{ at, stretch: stretch.side, far: metres(stretch.from, at), place: placeOf(side, at) }] : []
      })
      .toSorted((a, b) => a.far - b.far),
  )
  const [enters, leaves] = hits
  if (!enters || !leaves || hits.length !== 2) return null
  const inside = line.slice(enters.stretch + 1, leaves.stretch + 1)
  const one = [enters.at, ...inside, leaves.at, ...cornersBetween(ring, leaves.place, enters.place)]
  const other = [leaves.at, ...inside.toReversed(), enters.at, ...cornersBetween(ring, enters.place, leaves.place)]
  return one.length < 3 || other.length < 3 ? null : [one, other]
}

function placeOf({ side, from, to }: { side: number; from: Corner; to: Corner }, at: Corner): number {
  return side + metres(from, at) / metres(from, to)
}
