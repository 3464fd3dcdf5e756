import type { PlacedWidget } from '@linli/contract/screen-arrangement'

/** Where a part stands in the grid of the page. */
export const cellsOf = ({ x, y, w, h }: PlacedWidget) => ({
  gridColumn: `${x + 1} / span ${w}`,
  gridRow: `${y + 1} / span ${h}`,
})
