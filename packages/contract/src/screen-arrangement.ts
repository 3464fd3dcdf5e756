import { z } from 'zod'
import { CommandId } from './common.ts'
import { defineRoute } from './route.ts'

/** Parts of the command screen that can be arranged. */
export const WidgetName = z.enum([
  'figures',
  'levels',
  'categories',
  'map',
  'hours',
  'trend',
  'week',
  'areas',
  'stream',
  'duty',
])
export type WidgetName = z.infer<typeof WidgetName>

/** screen: 16:9 and laptops; wall: 32:9. */
export const ScreenForm = z.enum(['screen', 'wall'])
export type ScreenForm = z.infer<typeof ScreenForm>

/** Cells of the grid that the screen is divided into. */
export const screenGrid: Readonly<Record<ScreenForm, { columns: number; rows: number }>> = {
  screen: { columns: 24, rows: 24 },
  wall: { columns: 48, rows: 24 },
}

/** Least columns and rows in which a part can still be read. */
export const leastSize: Readonly<Record<WidgetName, { w: number; h: number }>> = {
  figures: { w: 5, h: 8 },
  levels: { w: 5, h: 4 },
  categories: { w: 5, h: 4 },
  map: { w: 8, h: 10 },
  hours: { w: 5, h: 5 },
  trend: { w: 5, h: 5 },
  week: { w: 5, h: 5 },
  areas: { w: 6, h: 8 },
  stream: { w: 5, h: 6 },
  duty: { w: 5, h: 4 },
}

const cell = z.number().int().min(0).max(100)
export const PlacedWidget = z.strictObject({ name: WidgetName, x: cell, y: cell, w: cell, h: cell })
export type PlacedWidget = z.infer<typeof PlacedWidget>

export const overlap = (a: PlacedWidget, b: PlacedWidget): boolean =>
  a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h

/** Whether every part stands within the grid, is large enough, and covers no other. */
export function isSound(form: ScreenForm, widgets: readonly PlacedWidget[]): boolean {
  const { columns, rows } = screenGrid[form]
  return widgets.every(
    (one, index) =>
      one.x + one.w <= columns &&
      one.y + one.h <= rows &&
      one.w >= leastSize[one.name].w &&
      one.h >= leastSize[one.name].h &&
      !widgets.slice(index + 1).some((other) => other.name === one.name || overlap(one, other)),
  )
}

const Arrangement = z.object({
  /** Null: as the platform has it. */
  widgets: z.array(PlacedWidget).nullable(),
  version: z.number().int(),
})

export const arrangementRoutes = {
  getArrangement: defineRoute({
    method: 'GET',
    path: '/screen/arrangements/:form',
    access: 'screen.read',
    summary: 'How the county arranges its screens of this form.',
    input: z.strictObject({ form: ScreenForm }),
    output: Arrangement,
    problems: [],
  }),
  arrangeScreen: defineRoute({
    method: 'POST',
    path: '/screen/arrangements/:form',
    access: 'screen.manage',
    audit: 'screen.arranged',
    summary: 'Arranges all screens of this form; null puts them back to what the platform has.',
    input: z
      .strictObject({
        commandId: CommandId,
        form: ScreenForm,
        widgets: z.array(PlacedWidget).min(1).max(WidgetName.options.length).nullable(),
        seenVersion: z.number().int().min(0).max(2_000_000_000),
      })
      .refine(({ form, widgets }) => widgets === null || isSound(form, widgets), {
        error: 'widgets_collide',
        path: ['widgets'],
      }),
    output: Arrangement,
    problems: ['screen.stale'],
  }),
}
