import { z } from 'zod'
import { AreaLevel } from './area-shapes.ts'
import { AreaGeometry, Id, Names } from './common.ts'
import { defineRoute } from './route.ts'
import { ScreenPoint, ScreenSnapshot } from './screen-shapes.ts'

/** A place that matters in an emergency, as the register of organisations holds it. */
export const ScreenPlace = z.object({
  id: Id,
  kind: z.string(),
  names: Names,
  name: z.string(),
  lon: z.number(),
  lat: z.number(),
})
export type ScreenPlace = z.infer<typeof ScreenPlace>

export const ScreenShape = z.object({
  id: Id,
  name: z.string(),
  nameEn: z.string().nullable(),
  level: AreaLevel,
  geometry: AreaGeometry,
  centre: z.tuple([z.number(), z.number()]),
})
export type ScreenShape = z.infer<typeof ScreenShape>

const ofArea = z.strictObject({ areaId: Id.optional() })

export const screenRoutes = {
  getScreen: defineRoute({
    method: 'GET',
    path: '/screen',
    access: 'screen.read',
    summary:
      'Everything the command screen shows for one area, from maintained counters; `/api/screen/live` goes on from there.',
    input: ofArea,
    output: ScreenSnapshot,
    problems: ['area.not_found'],
  }),
  getScreenMap: defineRoute({
    method: 'GET',
    path: '/screen/map',
    access: 'screen.read',
    summary: 'Outlines of an area and of the areas below it, and the places that matter there.',
    input: ofArea,
    output: z.object({ outline: AreaGeometry.nullable(), areas: z.array(ScreenShape), places: z.array(ScreenPlace) }),
    problems: ['area.not_found'],
  }),
  listScreenPoints: defineRoute({
    method: 'GET',
    path: '/screen/points',
    access: 'screen.read',
    summary: 'Open matters of an area that have a place, for the map. Confidential ones are left out.',
    input: ofArea,
    output: z.object({ position: z.string(), items: z.array(ScreenPoint) }),
    problems: ['area.not_found'],
  }),
  exportScreen: defineRoute({
    method: 'GET',
    path: '/screen/export',
    access: 'screen.read',
    summary: 'The figures of an area as they are now, with how each is worked out: an A4 PDF or a workbook.',
    input: z.strictObject({ areaId: Id.optional(), form: z.enum(['pdf', 'xlsx']) }),
    output: z.object({
      filename: z.string(),
      /** Base64. */
      file: z.string(),
    }),
    problems: ['area.not_found'],
  }),
}
