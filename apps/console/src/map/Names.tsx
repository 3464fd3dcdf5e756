import { useLocale } from '@linli/ui'
import {
  type Box,
  covers,
  onPlane,
  onScreen,
  placedLabels,
  pushedApart,
  type Size,
  type Spot,
  type View,
  widthOf,
} from '@linli/ui/map'
import { type Figure, none } from './figures.ts'
import { finest, type Land, type Shape } from './land.ts'
import { Badge, radiusOf } from './Marks.tsx'
import { counts } from './wander.ts'

interface Props {
  readonly land: Land
  readonly figures: ReadonlyMap<string, Figure>
  readonly view: View
  readonly size: Size
  /** Round numbers beside the names; else the number stands behind the name, and points are drawn elsewhere. */
  readonly badges: boolean
  /** What names must not run through. */
  readonly marks: readonly Box[]
}

const FONT = 13
const LINE = 18
/** How far a name may move away from points, in lines. */
const LINES = [0, -1.4, 1.4, -2.8, 2.8, -4.2, 4.2]

/** Names where there is room, and how many matters are open; a diamond says how many of them are overdue. */
export function Names({ land, figures, view, size, badges, marks }: Props) {
  const { locale } = useLocale()
  const all = finest(land)
    .filter((shape) => counts(land, shape))
    .map((shape) => {
      const figure = figures.get(shape.id) ?? none
      const name = locale === 'zh' ? short(shape.name) : (shape.nameEn ?? shape.name)
      const badge = badges && figure.open > 0
      const words = badges || figure.open === 0 ? name : `${name} ${figure.open}`
      return { shape, figure, badge, words, width: widthOf(words, FONT), middle: onScreen(view, size, shape.middle) }
    })
  const badged = all.filter(({ badge }) => badge)
  const free = pushedApart(badged.map(({ figure, middle }) => wholeBadge(middle, figure)))
  const stands = new Map(badged.map(({ shape }, index) => [shape.id, free[index]]))
  const areas = all.map((area) => {
    const stand = stands.get(area.shape.id)
    const { dx, dy } = extentOf(area.figure)
    return { ...area, ...(stand ? { x: stand.x - dx, y: stand.y - dy } : area.middle) }
  })
  const labels = areas.map(({ shape, figure, badge, words, width, x, y }) => {
    const { bounds } = shape.outline
    const spots = badge ? besideBadge({ x, y }, figure, width) : inShape(shape, { x, y }, view, size)
    const room = (bounds.east - bounds.west) * view.scale
    return { id: shape.id, words, width, height: LINE, weight: figure.open, room, spots }
  })
  const inside = new Set(land.path.map(({ id }) => id))
  const neighbours = (land.layers.at(-2) ?? []).filter(({ id }) => !inside.has(id))
  const around = neighbours.map(({ id, name, nameEn, outline, middle }) => {
    const words = locale === 'zh' ? short(name) : (nameEn ?? name)
    const room = (outline.bounds.east - outline.bounds.west) * view.scale
    const spots = [onScreen(view, size, middle)]
    return { id, words, width: widthOf(words, FONT), height: LINE, weight: -1, room, spots }
  })
  const numbers = areas.flatMap(({ badge, figure, x, y }) => (badge ? badgeBoxes({ x, y }, figure) : []))
  const places = placedLabels([...labels, ...around], badges ? numbers : marks)
  return (
    <g aria-hidden="true" pointerEvents="none">
      {[...labels, ...around].map(({ id, words, weight }) => {
        const at = places.get(id)
        return (
          at && (
            <text
              key={id}
              className={weight < 0 ? 'name aside' : 'name'}
              x={at.x.toFixed(1)}
              y={(at.y + FONT / 2 - 1).toFixed(1)}
            >
              {words}
            </text>
          )
        )
      })}
      {areas.map(({ shape, badge, figure, middle, x, y }) =>
        badge ? (
          <g key={shape.id} transform={`translate(${x.toFixed(1)} ${y.toFixed(1)})`}>
            {/* Pushed out of its own area, it says which one it counts. */}
            {Math.hypot(middle.x - x, middle.y - y) > radiusOf(figure.open) && (
              <line className="lead" x2={(middle.x - x).toFixed(1)} y2={(middle.y - y).toFixed(1)} />
            )}
            <Badge {...figure} />
          </g>
        ) : null,
      )}
    </g>
  )
}

/** A number and its diamond as one box, by how far the box's middle lies off the number's. */
function extentOf({ open, overdue }: Figure) {
  const radius = radiusOf(open)
  const [right, top] = overdue > 0 ? [radius + 18, radius + 11] : [radius, radius]
  return { dx: (right - radius) / 2, dy: (radius - top) / 2, width: right + radius, height: top + radius }
}

function wholeBadge({ x, y }: Spot, figure: Figure): Box {
  const { dx, dy, width, height } = extentOf(figure)
  return { x: x + dx, y: y + dy, width, height }
}

export function badgeBoxes({ x, y }: Spot, { open, overdue }: Figure): Box[] {
  const radius = radiusOf(open)
  const badge = { x, y, width: 2 * radius, height: 2 * radius }
  return overdue > 0 ? [badge, { x: x + radius + 7, y: y - radius, width: 22, height: 22 }] : [badge]
}

/** Below, above, left, right of the number; the diamond is at its upper right. */
function besideBadge({ x, y }: Spot, { open }: Figure, width: number): Spot[] {
  const radius = radiusOf(open)
  const [up, aside] = [radius + LINE / 2, radius + width / 2 + 3]
  return [
    { x, y: y + up },
    { x: x - aside, y },
    { x: x + aside, y: y + 4 },
    { x, y: y - up },
  ]
}

/** In the area's middle, or some lines above or below while still inside. */
function inShape({ outline }: Shape, { x, y }: Spot, view: View, size: Size): Spot[] {
  return LINES.map((lines) => ({ x, y: y + lines * LINE })).filter(
    (spot, index) => index === 0 || covers(outline, onPlane(view, size, spot)),
  )
}

/** 新江口街道 is 新江口 on a map, as on every printed one. */
const short = (name: string): string =>
  name.replace(/(街道|镇|土家族乡|乡|社区居委会|居委会|村委会|社区|村)$/u, '') || name
