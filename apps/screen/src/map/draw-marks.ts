import type { PointState } from '@linli/contract/screen-shapes'
import type { Spot } from '@linli/ui/map'
import { flagOf } from './label-places.ts'
import type { Paint } from './paint.ts'

type Canvas = CanvasRenderingContext2D

/** Sizes are of a screen 1920 wide; the canvas is scaled to what it has. */
const NUMBER = 23

/** A number in a circle, how many of them are overdue in a diamond beside it: form before colour. */
export function drawBadge(
  canvas: Canvas,
  paint: Paint,
  { x, y }: Spot,
  { open, overdue, radius }: { open: number; overdue: number; radius: number },
): void {
  canvas.beginPath()
  canvas.arc(x, y, radius, 0, 2 * Math.PI)
  canvas.fillStyle = paint.markFill
  canvas.fill()
  canvas.strokeStyle = paint.markLine
  canvas.lineWidth = 2
  canvas.stroke()
  number(canvas, paint, paint.markLine, { x, y }, open, open > 999 ? NUMBER - 6 : open > 99 ? NUMBER - 3 : NUMBER)
  if (overdue === 0) return
  const flag = flagOf(radius)
  const at = { x: x + flag.dx, y: y + flag.dy }
  diamond(canvas, at, flag.reach)
  canvas.fillStyle = paint.red
  canvas.fill()
  canvas.strokeStyle = paint.markFill
  canvas.stroke()
  number(canvas, paint, paint.onRed, at, overdue, overdue > 9 ? NUMBER - 6 : NUMBER)
}

function number(canvas: Canvas, paint: Paint, colour: string, { x, y }: Spot, value: number, size: number): void {
  canvas.font = `600 ${size}px ${paint.font}`
  canvas.textAlign = 'center'
  canvas.textBaseline = 'middle'
  canvas.fillStyle = colour
  canvas.fillText(String(value), x, y + 1)
}

/** A name over the map, with a halo that keeps it legible on every shade. */
export function drawName(
  canvas: Canvas,
  paint: Paint,
  words: string,
  at: Spot,
  { align = 'center', size = NUMBER, quiet = false }: { align?: CanvasTextAlign; size?: number; quiet?: boolean } = {},
): void {
  canvas.font = `${quiet ? 400 : 600} ${size}px ${paint.font}`
  canvas.textAlign = align
  canvas.textBaseline = 'alphabetic'
  canvas.lineJoin = 'round'
  canvas.lineWidth = 5
  canvas.strokeStyle = paint.halo
  canvas.strokeText(words, at.x, at.y)
  canvas.fillStyle = quiet ? paint.quiet : paint.text
  canvas.fillText(words, at.x, at.y)
}

/** What a matter stands at, by a form of its own. */
export function drawState(canvas: Canvas, paint: Paint, state: PointState, { x, y }: Spot, radius = 10): void {
  canvas.lineWidth = 2.4
  canvas.fillStyle = paint.markFill
  canvas.strokeStyle = paint.states[state]
  canvas.setLineDash([])
  switch (state) {
    case 'danger':
      triangle(canvas, { x, y }, radius + 4)
      fillWith(canvas, paint.red, paint.markFill)
      break
    case 'overdue':
      diamond(canvas, { x, y }, radius + 3)
      fillWith(canvas, paint.red, paint.markFill)
      break
    case 'waiting':
      circle(canvas, { x, y }, radius)
      canvas.fill()
      canvas.setLineDash([4, 3])
      canvas.stroke()
      canvas.setLineDash([])
      break
    case 'handling':
      circle(canvas, { x, y }, radius)
      canvas.fill()
      canvas.stroke()
      canvas.beginPath()
      canvas.arc(x, y, radius, -Math.PI / 2, Math.PI / 2)
      canvas.fillStyle = paint.states.handling
      canvas.fill()
      break
    case 'paused':
      circle(canvas, { x, y }, radius)
      canvas.fill()
      canvas.stroke()
      strokes(canvas, [x - 3, y - 4, x - 3, y + 4], [x + 3, y - 4, x + 3, y + 4])
      break
    case 'settled':
      circle(canvas, { x, y }, radius)
      canvas.fill()
      canvas.stroke()
      strokes(canvas, [x - 4.5, y, x - 1, y + 3.5, x + 5, y - 4])
  }
}

/** A place that matters: a letter in a square. */
export function drawPlace(canvas: Canvas, paint: Paint, letter: string, { x, y }: Spot): void {
  const half = 15
  canvas.beginPath()
  canvas.roundRect(x - half, y - half, 2 * half, 2 * half, 5)
  canvas.fillStyle = paint.markLine
  canvas.fill()
  canvas.strokeStyle = paint.markFill
  canvas.lineWidth = 2
  canvas.stroke()
  canvas.font = `600 20px ${paint.font}`
  canvas.textAlign = 'center'
  canvas.textBaseline = 'middle'
  canvas.fillStyle = paint.markFill
  canvas.fillText(letter, x, y + 1)
}

function circle(canvas: Canvas, { x, y }: Spot, radius: number): void {
  canvas.beginPath()
  canvas.arc(x, y, radius, 0, 2 * Math.PI)
}

function diamond(canvas: Canvas, { x, y }: Spot, reach: number): void {
  canvas.beginPath()
  canvas.moveTo(x, y - reach)
  canvas.lineTo(x + reach, y)
  canvas.lineTo(x, y + reach)
  canvas.lineTo(x - reach, y)
  canvas.closePath()
}

function triangle(canvas: Canvas, { x, y }: Spot, reach: number): void {
  canvas.beginPath()
  canvas.moveTo(x, y - reach)
  canvas.lineTo(x + reach, y + reach * 0.75)
  canvas.lineTo(x - reach, y + reach * 0.75)
  canvas.closePath()
}

function fillWith(canvas: Canvas, fill: string, line: string): void {
  canvas.fillStyle = fill
  canvas.fill()
  canvas.strokeStyle = line
  canvas.stroke()
}

function strokes(canvas: Canvas, ...lines: readonly (readonly number[])[]): void {
  canvas.beginPath()
  for (const line of lines)
    for (let at = 0; at < line.length; at += 2) {
      const [x = 0, y = 0] = line.slice(at)
      if (at === 0) canvas.moveTo(x, y)
      else canvas.lineTo(x, y)
    }
  canvas.stroke()
}
