import { covers, fitting, type Size, type View, within } from '@linli/ui/map'
import { finest, type Land, type Shape, shapeOf } from './land.ts'

/** An area is entered when it nearly fills the map, and left when it fills less than half: between lies neither. */
const ENTERED = 0.75
const LEFT = 0.5
/** A bent area's middle may lie in its neighbour: only from here on does that mean to be in the neighbour. */
const NEAR = 1.5

/**
 * Into which area somebody has zoomed or pushed the map; undefined while they are still where they were.
 * Grids are entered by choosing one: a village's grids are read together.
 */
export function wanderedTo(land: Land, view: View, size: Size): string | undefined {
  const { here, path, layers, bounds } = land
  const middle = { x: view.x, y: view.y }
  if (here.level !== 'county' && bounds) {
    const fit = fitting(bounds, size).scale
    if (view.scale < fit * LEFT) return path.at(-2)?.id
    const own = shapeOf(layers, here.id)
    const outside = own ? !covers(own.outline, middle) : !within(bounds, middle)
    if (outside && (view.scale > fit * NEAR || !within(bounds, middle))) {
      const beside = layers.toReversed().flatMap((layer) => layer.filter(({ outline }) => covers(outline, middle)))
      return beside.find(({ id }) => !path.some((above) => above.id === id))?.id
    }
  }
  if (here.level === 'village' || here.level === 'grid') return undefined
  return finest(land).find((shape) => fills(shape, view, size) && covers(shape.outline, middle))?.id
}

const fills = ({ outline }: Shape, view: View, size: Size) =>
  view.scale >= fitting(outline.bounds, size).scale * ENTERED

/** Whether this shape is where we are, or lies directly below it, so that it bears a number. */
export function counts(land: Land, shape: Shape): boolean {
  const { here } = land
  return here.level === 'grid' ? shape.parentId === shapeOf(land.layers, here.id)?.parentId : shape.parentId === here.id
}
