import type { PointState } from '@linli/contract/screen-shapes'

/** Colours of the canvas, read from the same custom properties as everything else on the page. */
export interface Paint {
  readonly shades: readonly string[]
  readonly noShade: string
  readonly border: string
  readonly rim: string
  readonly chosen: string
  readonly halo: string
  readonly text: string
  readonly quiet: string
  readonly markFill: string
  readonly markLine: string
  readonly red: string
  readonly onRed: string
  readonly states: Readonly<Record<PointState, string>>
  readonly font: string
}

export function readPaint(element: Element): Paint {
  const style = getComputedStyle(element)
  const read = (name: string) => style.getPropertyValue(name).trim()
  return {
    shades: [0, 1, 2, 3, 4].map((step) => read(`--shade-${step}`)),
    noShade: read('--shade-none'),
    border: read('--map-border'),
    rim: read('--map-rim'),
    chosen: read('--map-chosen'),
    halo: read('--map-halo'),
    text: read('--map-text'),
    quiet: read('--text-2'),
    markFill: read('--mark-fill'),
    markLine: read('--mark-line'),
    red: read('--mark-red'),
    onRed: read('--mark-on-red'),
    states: {
      danger: read('--mark-red'),
      overdue: read('--mark-red'),
      waiting: read('--state-waiting'),
      handling: read('--state-handling'),
      paused: read('--state-paused'),
      settled: read('--state-settled'),
    },
    font: style.fontFamily,
  }
}
