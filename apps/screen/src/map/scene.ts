import type { AreaFigures, ScreenPoint } from '@linli/contract/screen-shapes'
import { type Bounds, type Box, onScreen, placedLabels, type Size, type Spot, type View, widthOf } from '@linli/ui/map'
import { drawBadge, drawName, drawPlace, drawState } from './draw-marks.ts'
import { LEAST_RADIUS, type Mark, placeLabels, UNDER } from './label-places.ts'
import type { Land, Shape } from './land.ts'
import type { Paint } from './paint.ts'
import type { Group, Pyramid } from './pyramid.ts'
import { spread } from './spread.ts'

export interface Layers {
  /** Numbers per area, or each matter where it is. */
  readonly marks: 'areas' | 'places'
  readonly duty: boolean
  readonly sites: boolean
}

export interface Scene {
  readonly land: Land
  readonly figures: ReadonlyMap<string, AreaFigures>
  /** Lies in an area of an incident that runs, or holds one. */
  readonly isTouched: (areaId: string) => boolean
  readonly shadeOf: (areaId: string) => number | null
  readonly layers: Layers
  readonly pyramid: Pyramid | null
  /** The area under the pointer or the focus. */
  readonly pointedId: string | null
  readonly nameOf: (shape: Shape) => string
  readonly letterOf: (kind: string) => string
  readonly dutyOf: (figures: AreaFigures) => string
}

interface Camera {
  readonly view: View
  /** Of the canvas, in CSS pixels. */
  readonly size: Size
  /** CSS pixels per unit of the design, which is drawn for a screen 1920 wide. */
  readonly unit: number
  readonly ratio: number
}

/** Points nearer to each other than this, in units of the design, are one mark. */
const GATHER = 44
const MOST_NAMES = 60
const NAME_SIZE = 22
/** Where a name may stand, in lines below the middle of its area and in letters beside it; nearest first. */
const NAME_SPOTS = [0, 1.5, -1.5, 3, -3, 4.5, -4.5, 6, -6]
  .flatMap((down) => [0, 2.5, -2.5, 5, -5].map((aside) => ({ down, aside })))
  .toSorted((a, b) => Math.hypot(a.down, a.aside) - Math.hypot(b.down, b.aside))

/** Something on the map that can be pressed, in CSS pixels. */
export interface Target extends Spot {
  readonly reach: number
  readonly group: Group
}

export function drawScene(canvas: CanvasRenderingContext2D, scene: Scene, paint: Paint, camera: Camera): Target[] {
  const { size, unit, ratio } = camera
  canvas.setTransform(1, 0, 0, 1, 0, 0)
  canvas.clearRect(0, 0, size.width * ratio, size.height * ratio)
  drawGround(canvas, scene, paint, camera)
  canvas.setTransform(ratio * unit, 0, 0, ratio * unit, 0, 0)
  const at = (spot: Spot): Spot => {
    const { x, y } = onScreen(camera.view, size, spot)
    return { x: x / unit, y: y / unit }
  }
  if (scene.layers.sites)
    for (const place of scene.land.places) drawPlace(canvas, paint, scene.letterOf(place.kind), at(place))
  if (scene.layers.marks === 'areas') {
    drawAreaMarks(canvas, scene, paint, at)
    return []
  }
  const groups = drawGroups(canvas, scene, paint, camera, at)
  drawAreaNames(
    canvas,
    scene,
    paint,
    camera,
    at,
    groups.map(({ x, y, reach }) => boxAround(x / unit, y / unit, reach / unit)),
  )
  return groups
}

const boxAround = (x: number, y: number, reach: number): Box => ({ x, y, width: 2 * reach, height: 2 * reach })

function drawGround(canvas: CanvasRenderingContext2D, scene: Scene, paint: Paint, { view, size, unit, ratio }: Camera) {
  const { land, shadeOf, isTouched, pointedId } = scene
  const scale = view.scale * ratio
  canvas.setTransform(
    scale,
    0,
    0,
    scale,
    (size.width / 2) * ratio - view.x * scale,
    (size.height / 2) * ratio - view.y * scale,
  )
  const line = (pixels: number) => (pixels * unit) / view.scale
  canvas.lineJoin = 'round'
  canvas.lineWidth = line(1.4)
  canvas.strokeStyle = paint.border
  for (const { id, path } of land.shapes) {
    const shade = shadeOf(id)
    canvas.fillStyle = shade === null ? paint.noShade : (paint.shades[shade] ?? paint.noShade)
    canvas.fill(path)
    canvas.stroke(path)
  }
  // Over all fills, so that no neighbour covers half of a line.
  const touched = land.shapes.filter(({ id }) => isTouched(id))
  canvas.strokeStyle = paint.red
  canvas.lineWidth = line(5)
  for (const { path } of touched) canvas.stroke(path)
  canvas.strokeStyle = paint.halo
  canvas.lineWidth = line(1.5)
  canvas.setLineDash([line(8), line(8)])
  for (const { path } of touched) canvas.stroke(path)
  canvas.setLineDash([])
  if (land.own) {
    canvas.strokeStyle = paint.rim
    canvas.lineWidth = line(2)
    if (land.shapes.length === 0) {
      canvas.fillStyle = paint.noShade
      canvas.fill(land.own)
    }
    canvas.stroke(land.own)
  }
  const pointed = land.shapes.find(({ id }) => id === pointedId)
  if (!pointed) return
  canvas.strokeStyle = paint.chosen
  canvas.lineWidth = line(3)
  canvas.stroke(pointed.path)
}

function drawAreaMarks(canvas: CanvasRenderingContext2D, scene: Scene, paint: Paint, at: (spot: Spot) => Spot) {
  const { land, figures, layers } = scene
  const marks = spread(
    land.shapes.map((shape) => {
      const figure = figures.get(shape.id)
      const open = figure?.open ?? 0
      return { shape, figure, ...at(shape.middle), open, overdue: figure?.overdue ?? 0, radius: radiusOf(open) }
    }),
  )
  const dutyOf = (figure: AreaFigures | undefined) => (layers.duty && figure ? scene.dutyOf(figure) : '')
  const labels = placeLabels(marks.map((mark) => asLabel(mark, scene.nameOf(mark.shape), dutyOf(mark.figure))))
  for (const mark of marks) drawBadge(canvas, paint, mark, mark)
  if (marks.length > MOST_NAMES) return
  marks.forEach(({ x, y, shape, figure }, index) => {
    const label = labels[index]
    if (!label) return
    const spot = { x: x + label.dx, y: y + label.dy }
    const align = label.anchor === 'middle' ? 'center' : label.anchor
    drawName(canvas, paint, scene.nameOf(shape), spot, { align })
    const duty = label.bare ? '' : dutyOf(figure)
    if (duty !== '')
      drawName(canvas, paint, duty, { x: spot.x, y: spot.y + UNDER.dy }, { align, size: UNDER.font, quiet: true })
  })
}

const radiusOf = (open: number) => (open > 999 ? 27 : open > 99 ? 22 : LEAST_RADIUS)

function asLabel(
  { x, y, radius, overdue }: Spot & { radius: number; overdue: number },
  name: string,
  under: string,
): Mark {
  return { x, y, radius, flagged: overdue > 0, name, under }
}

/** Where the name of an area may stand in its own land, for letters of a size: a map that is dragged asks for the same ones again. */
const spotsOf = new WeakMap<Shape, { readonly letter: number; readonly spots: readonly Spot[] }>()

function spotsWithin(canvas: CanvasRenderingContext2D, shape: Shape, letter: number): readonly Spot[] {
  const known = spotsOf.get(shape)
  if (known?.letter === letter) return known.spots
  const { x, y } = shape.middle
  canvas.save()
  // The outline in its own coordinates.
  canvas.setTransform(1, 0, 0, 1, 0, 0)
  const spots = NAME_SPOTS.map(({ down, aside }) => ({ x: x + aside * letter, y: y + down * letter })).filter((spot) =>
    canvas.isPointInPath(shape.path, spot.x, spot.y),
  )
  canvas.restore()
  spotsOf.set(shape, { letter, spots })
  return spots
}

/** Names of areas between the marks: in the middle, or some lines above or below, never in a neighbour's land. */
function drawAreaNames(
  canvas: CanvasRenderingContext2D,
  { land, nameOf }: Scene,
  paint: Paint,
  { view, unit }: Camera,
  at: (spot: Spot) => Spot,
  taken: readonly Box[],
) {
  if (land.shapes.length > MOST_NAMES) return
  const letter = (NAME_SIZE * unit) / view.scale
  const labels = land.shapes.map((shape) => {
    const { west, east } = shape.outline.bounds
    const words = nameOf(shape)
    const spots = spotsWithin(canvas, shape, letter).map(at)
    const room = at({ x: east, y: 0 }).x - at({ x: west, y: 0 }).x
    return { id: shape.id, words, width: widthOf(words, NAME_SIZE), height: NAME_SIZE, weight: 0, room, spots }
  })
  const places = placedLabels(labels, taken)
  for (const { id, words } of labels) {
    const place = places.get(id)
    if (place)
      drawName(canvas, paint, words, { x: place.x, y: place.y + NAME_SIZE * 0.35 }, { size: NAME_SIZE, quiet: true })
  }
}

function drawGroups(
  canvas: CanvasRenderingContext2D,
  { pyramid }: Scene,
  paint: Paint,
  { view, size, unit }: Camera,
  at: (spot: Spot) => Spot,
): Target[] {
  if (!pyramid) return []
  const seen = inSight(view, size, GATHER * unit)
  const targets: Target[] = []
  for (const group of pyramid.groups((GATHER * unit) / view.scale)) {
    if (group.x < seen.west || group.x > seen.east || group.y < seen.north || group.y > seen.south) continue
    const spot = at(group)
    if (group.count === 1) drawState(canvas, paint, group.state, spot)
    else {
      drawBadge(canvas, paint, spot, { open: group.count, overdue: group.overdue, radius: radiusOf(group.count) })
      if (group.danger > 0) drawState(canvas, paint, 'danger', { x: spot.x - 20, y: spot.y - 18 }, 8)
    }
    targets.push({ group, x: spot.x * unit, y: spot.y * unit, reach: (group.count === 1 ? 14 : 22) * unit })
  }
  return targets
}

function inSight(view: View, { width, height }: Size, margin: number): Bounds {
  const [halfWidth, halfHeight] = [(width / 2 + margin) / view.scale, (height / 2 + margin) / view.scale]
  return { west: view.x - halfWidth, east: view.x + halfWidth, north: view.y - halfHeight, south: view.y + halfHeight }
}

/** Where something has just come. */
export interface FreshSpot extends Spot {
  /** Another one when more has come: its ring beats anew. */
  readonly key: string
}

/** Where matters have just come, newest first, as the map can show it: on the spot, or once on each area. */
export function freshSpots(
  land: Land,
  layers: Layers,
  fresh: readonly { readonly id: string; readonly areaId: string | null; readonly point: ScreenPoint | undefined }[],
): FreshSpot[] {
  if (layers.marks === 'places')
    return fresh.flatMap(({ id, point }) => (point ? { key: id, ...land.plane(point.lon, point.lat) } : []))
  return land.shapes.flatMap(({ id, middle }) => {
    const newest = fresh.find(({ areaId }) => areaId === id)
    return newest ? { key: newest.id, ...middle } : []
  })
}
