import type { PlacedWidget, ScreenForm } from '@linli/contract/screen-arrangement'

/** How a screen stands that nobody has arranged. */
export const defaults: Readonly<Record<ScreenForm, readonly PlacedWidget[]>> = {
  screen: [
    { name: 'figures', x: 0, y: 0, w: 6, h: 16 },
    { name: 'levels', x: 0, y: 16, w: 6, h: 4 },
    { name: 'categories', x: 0, y: 20, w: 6, h: 4 },
    { name: 'map', x: 6, y: 0, w: 12, h: 17 },
    { name: 'hours', x: 6, y: 17, w: 7, h: 7 },
    { name: 'week', x: 13, y: 17, w: 5, h: 7 },
    { name: 'stream', x: 18, y: 0, w: 6, h: 13 },
    { name: 'trend', x: 18, y: 13, w: 6, h: 5 },
    { name: 'duty', x: 18, y: 18, w: 6, h: 6 },
  ],
  // Wider, not stretched: the charts stand in a column of their own, and the areas beside the map in words.
  wall: [
    { name: 'figures', x: 0, y: 0, w: 10, h: 15 },
    { name: 'levels', x: 0, y: 15, w: 10, h: 4 },
    { name: 'categories', x: 0, y: 19, w: 10, h: 5 },
    { name: 'hours', x: 10, y: 0, w: 7, h: 8 },
    { name: 'trend', x: 10, y: 8, w: 7, h: 8 },
    { name: 'week', x: 10, y: 16, w: 7, h: 8 },
    { name: 'map', x: 17, y: 0, w: 16, h: 24 },
    { name: 'areas', x: 33, y: 0, w: 8, h: 24 },
    { name: 'stream', x: 41, y: 0, w: 7, h: 18 },
    { name: 'duty', x: 41, y: 18, w: 7, h: 6 },
  ],
}
