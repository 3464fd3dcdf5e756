import {
  isSound,
  leastSize,
  overlap,
  type PlacedWidget,
  type ScreenForm,
  screenGrid,
  type WidgetName,
} from '@linli/contract/screen-arrangement'

type Widgets = readonly PlacedWidget[]

/**
 * The arrangement with one part moved or resized: whatever it comes to lie over makes room, by going where there is some
 * or by giving up what is covered. Null where that cannot be.
 */
export function arranged(form: ScreenForm, widgets: Widgets, changed: PlacedWidget): Widgets | null {
  const wanted = within(form, changed)
  const before = widgets.find(({ name }) => name === wanted.name)
  const isResize = before !== undefined && before.x === wanted.x && before.y === wanted.y
  const others = widgets.filter(({ name }) => name !== wanted.name)
  let placed: PlacedWidget[] = [wanted, ...others.filter((one) => !overlap(one, wanted))]
  for (const one of others.filter((other) => overlap(other, wanted))) {
    const trimmed = trimmedBy(one, wanted)
    const moved = () => freeSpot(form, placed, one)
    const next = isResize ? (trimmed ?? moved()) : (moved() ?? trimmed)
    if (!next || placed.some((other) => overlap(other, next))) return null
    placed = [...placed, next]
  }
  // In the order in which they stood, so that the focus stays where it is.
  const result = widgets.flatMap(({ name }) => placed.find((one) => one.name === name) ?? [])
  return isSound(form, result) ? result : null
}

/** The arrangement with one part more, where there is room for it. */
export function added(form: ScreenForm, widgets: Widgets, name: WidgetName): Widgets | null {
  const spot = freeSpot(form, widgets, { name, x: 0, y: 0, ...leastSize[name] })
  return spot ? [...widgets, spot] : null
}

/** Parts that stand elsewhere than before or are of another size, and those that are new. */
export function movedIn(before: Widgets, after: Widgets): WidgetName[] {
  return after.flatMap(({ name, x, y, w, h }) =>
    before.some((one) => one.name === name && one.x === x && one.y === y && one.w === w && one.h === h) ? [] : [name],
  )
}

function within(form: ScreenForm, { name, x, y, w, h }: PlacedWidget): PlacedWidget {
  const { columns, rows } = screenGrid[form]
  const least = leastSize[name]
  const between = (value: number, low: number, high: number) => Math.min(Math.max(value, low), high)
  const [wide, high] = [between(w, least.w, columns), between(h, least.h, rows)]
  return { name, w: wide, h: high, x: between(x, 0, columns - wide), y: between(y, 0, rows - high) }
}

/** What is left of a part when another takes a side of it; the largest remainder that can still be read. */
function trimmedBy(one: PlacedWidget, by: PlacedWidget): PlacedWidget | null {
  const right = one.x + one.w
  const bottom = one.y + one.h
  const remainders: PlacedWidget[] = [
    { ...one, w: by.x - one.x },
    { ...one, h: by.y - one.y },
    { ...one, x: by.x + by.w, w: right - (by.x + by.w) },
    { ...one, y: by.y + by.h, h: bottom - (by.y + by.h) },
  ]
  const least = leastSize[one.name]
  const [largest] = remainders
    .filter(({ w, h }) => w >= least.w && h >= least.h)
    .toSorted((a, b) => b.w * b.h - a.w * a.h)
  return largest ?? null
}

/** Nearest to where it stood, as large as it was or else smaller. */
function freeSpot(form: ScreenForm, placed: Widgets, one: PlacedWidget): PlacedWidget | null {
  const { columns, rows } = screenGrid[form]
  const least = leastSize[one.name]
  let best: { spot: PlacedWidget; cost: number } | null = null
  for (let w = one.w; w >= least.w; w--)
    for (let h = one.h; h >= least.h; h--) {
      const lost = one.w * one.h - w * h
      // A whole cell less is worse than any way across the screen.
      if (best && lost * 100 >= best.cost) continue
      for (let x = 0; x + w <= columns; x++)
        for (let y = 0; y + h <= rows; y++) {
          const cost = lost * 100 + Math.abs(x - one.x) + Math.abs(y - one.y)
          const spot = { ...one, x, y, w, h }
          if ((!best || cost < best.cost) && !placed.some((other) => overlap(other, spot))) best = { spot, cost }
        }
    }
  return best?.spot ?? null
}
