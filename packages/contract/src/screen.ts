import { z } from 'zod'
import { CategoryCode, SettleLevel } from './categories.ts'
import { AreaGeometry, Id, Instant, Names } from './common.ts'
import { MatterStatus } from './matters.ts'
import { defineRoute } from './route.ts'

/** Today against the same weekday of the last eight weeks, up to the same hour. */
export const Figure = z.object({
  today: z.number().nullable(),
  /** Newest first; null where the county has no data that far back. */
  past: z.array(z.number().nullable()),
  median: z.number().nullable(),
})
export type Figure = z.infer<typeof Figure>

export const AreaFigures = z.object({
  areaId: Id,
  name: z.string(),
  households: z.number().int(),
  open: z.number().int(),
  overdue: z.number().int(),
  danger: z.number().int(),
  /** Staff with a post there now. Numbers, never a person. */
  onDuty: z.number().int(),
})
export type AreaFigures = z.infer<typeof AreaFigures>

export const StreamItem = z.object({
  id: Id,
  number: z.string(),
  title: z.string(),
  status: MatterStatus,
  danger: z.boolean(),
  overdue: z.boolean(),
  townId: Id.nullable(),
  townName: z.string().nullable(),
  gridId: Id.nullable(),
  remainingMinutes: z.number().nullable(),
  at: Instant,
  category: z.object({ code: CategoryCode, names: Names }),
})
export type StreamItem = z.infer<typeof StreamItem>

export const screenRoutes = {
  getScreen: defineRoute({
    method: 'GET',
    path: '/screen',
    access: 'screen.read',
    summary: 'Everything the command screen shows for one area, from maintained counters.',
    input: z.strictObject({ areaId: Id.optional() }),
    output: z.object({
      at: Instant,
      county: z.object({ name: z.string(), towns: z.number().int(), grids: z.number().int() }),
      area: z.object({ id: Id, name: z.string(), level: z.string(), parentId: Id.nullable() }),
      figures: z.object({
        received: Figure,
        settled: Figure,
        overdue: Figure,
        medianWorkingHours: Figure,
        satisfied: Figure,
      }),
      /** Of those settled today: by whom. */
      settledBy: z.record(SettleLevel, z.number().int()),
      open: z.number().int(),
      areas: z.array(AreaFigures),
      hours: z.object({
        today: z.array(z.number().int()),
        low: z.array(z.number()),
        median: z.array(z.number()),
        high: z.array(z.number()),
      }),
      stream: z.array(StreamItem),
      duty: z.array(z.object({ names: Names, value: z.string() })),
    }),
    problems: ['area.not_found'],
  }),
  getScreenMap: defineRoute({
    method: 'GET',
    path: '/screen/map',
    access: 'screen.read',
    summary: 'Outlines of the areas below one area.',
    input: z.strictObject({ areaId: Id.optional() }),
    output: z.object({
      outline: AreaGeometry.nullable(),
      areas: z.array(
        z.object({
          id: Id,
          name: z.string(),
          level: z.string(),
          geometry: AreaGeometry,
          centre: z.tuple([z.number(), z.number()]),
        }),
      ),
    }),
    problems: ['area.not_found'],
  }),
}
