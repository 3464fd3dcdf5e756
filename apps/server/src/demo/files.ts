import { readdirSync, readFileSync } from 'node:fs'
import { UrbanRural } from '@linli/contract/areas'
import { AreaGeometry, Names, text } from '@linli/contract/common'
import { CategoryCode, CategoryRules } from '@linli/contract/categories'
import { ResponseKind } from '@linli/contract/fieldwork-shapes'
import { Channel, MatterStatus } from '@linli/contract/matters'
import { UnitKind } from '@linli/contract/posts'
import { parse } from 'csv-parse/sync'
import { z } from 'zod'
import { kindOfCounty } from '../platform/county/county.ts'

const data = new URL('../../../../data/', import.meta.url)
const readText = (path: string) => readFileSync(new URL(path, data), 'utf8')
const read = <T extends z.ZodType>(path: string, shape: T): z.infer<T> => shape.parse(JSON.parse(readText(path)))

const LonLat = z.tuple([z.number(), z.number()])
const Phone = z.string().regex(/^1380000\d{4}$/)

const People = z.object({
  note: z.string(),
  password: z.string(),
  personas: z.array(
    z.object({
      login: z.string(),
      name: z.string(),
      phone: Phone,
      roleCode: z.string(),
      unit: z.object({ kind: UnitKind, areaCode: z.string().optional(), departmentCode: z.string().optional() }),
      gridCode: z.string().optional(),
      title: Names,
      face: z.enum(['console', 'field']),
    }),
  ),
  resident: z.object({ name: z.string(), phone: Phone }),
  phonePrefix: z.string(),
  surnames: z.string(),
  givenNames: z.array(z.string()),
})
export type People = z.infer<typeof People>
export const readPeople = () => read('demo/people.json', People)

const Department = z.object({
  code: z.string(),
  parent: z.string().nullable(),
  names: Names,
  duties: z.object({ zh: text(300), en: text(600) }),
})
export type Department = z.infer<typeof Department>

/** Named as those of this county are: 市公安局, 县公安局, 区公安局. */
export function readDepartments(countyId: number): Department[] {
  const departments = read('departments.json', z.array(Department))
  return departments.map((one) => ({ ...one, names: { ...one.names, zh: `${kindOfCounty(countyId)}${one.names.zh}` } }))
}

const Story = z.object({
  category: CategoryCode,
  /** How often it happens, against the others. */
  weight: z.number(),
  ground: z.enum(['urban', 'rural', 'any']),
  reports: z.array(z.object({ title: text(40), words: text(300), settled: text(300) })).min(1),
})
export type Story = z.infer<typeof Story>
export const readStories = () => read('demo/stories.json', z.array(Story))

const Scene = z.object({
  gridCode: z.string(),
  category: CategoryCode,
  channel: Channel,
  title: text(40),
  words: text(300),
  address: text(100),
  /** Metres east and north of the middle of the grid. */
  offset: LonLat.optional(),
  hoursAgo: z.number().positive(),
  /** Where the story stands when the demo begins. */
  until: MatterStatus,
  /** The step after which it stands there, where several lead to the same status. */
  lastStep: z.enum(['escalate', 'request_extension']).optional(),
  settled: text(300).optional(),
  resident: z.boolean().default(false),
})
export type Scene = z.infer<typeof Scene>
export const readScenes = () => read('demo/scenes.json', z.array(Scene))

const Reasoned = z.array(z.object({ code: z.string(), words: text(300) }))
const Lines = z.array(text(300)).min(1)
const Sayings = z.object({
  decline: Reasoned,
  return: Reasoned,
  pause: Reasoned,
  escalate: Lines,
  dispute: Lines,
  decide: Lines,
  extension: Lines,
  supervise: Lines,
  note: Lines,
  resume: Lines,
  passed: Lines,
  failed: Lines,
  again: Lines,
  reject: Lines,
  called: Lines,
  thanks: Lines,
  grumble: Lines,
})
export type Sayings = z.infer<typeof Sayings>
export const readSayings = () => read('demo/sayings.json', Sayings)

const Visits = z.object({
  /** Questions to which yes is the calm answer. */
  yes: z.array(z.string()).transform((keys): ReadonlySet<string> => new Set(keys)),
  words: z.object({ grid: Lines, household: Lines, need: Lines, organisation: Lines }),
  responses: z.record(ResponseKind, Lines),
})
export type VisitSayings = z.infer<typeof Visits>
export const readVisits = () => read('demo/visits.json', Visits)

const Places = z.object({
  urban: z.array(z.string()),
  rural: z.array(z.string()),
  qr: z.array(z.object({ gridCode: z.string(), name: z.string(), address: z.string() })),
})
export type Places = z.infer<typeof Places>
export const readPlaces = () => read('demo/places.json', Places)

const Landmark = z.object({
  gridCode: z.string(),
  kind: z.string(),
  name: text(100),
  address: text(200),
  /** Metres east and north of the middle of the grid. */
  offset: LonLat,
})
export type Landmark = z.infer<typeof Landmark>
export const readLandmarks = () => read('demo/landmarks.json', z.array(Landmark))

const Outline = z.object({
  geometry: AreaGeometry,
  properties: z.object({
    code: z.string(),
    name: z.string(),
    centre: LonLat,
    gridNo: z.number().int().optional(),
    urbanRural: UrbanRural.optional(),
  }),
})
export type Outline = z.infer<typeof Outline>

/** Schematic outlines of one level, made by scripts/make-demo-areas.ts. */
export function readOutlines(level: 'county' | 'towns' | 'villages' | 'grids'): Outline[] {
  return read(`demo/areas/${level}.geojson`, z.object({ features: z.array(Outline) })).features
}

export interface ListedArea {
  readonly code: string
  readonly parent: string
  readonly name: string
  readonly level: 'county' | 'town' | 'village'
}

/** The official list of today, county first. */
export function readAreaList(): ListedArea[] {
  const rows: string[][] = parse(readText('songzi/areas-2023.csv'))
  return rows.map(([code = '', parent = '', name = '', level]) => ({
    code,
    parent,
    name,
    // The file holds these three only.
    level: level as ListedArea['level'],
  }))
}

const CategoryClass = z.object({
  class: z.object({ code: z.string().regex(/^\d{2}$/), names: Names }),
  categories: z.array(CategoryRules.omit({ classNames: true })),
})

/** The catalogue that a county begins with, in order of its codes. */
export function readCategories(): CategoryRules[] {
  const files = readdirSync(new URL('categories/', data))
    .filter((name) => name.endsWith('.json'))
    .toSorted()
  return files.flatMap((name) => {
    const { class: own, categories } = read(`categories/${name}`, CategoryClass)
    return categories.map((category) => CategoryRules.parse({ ...category, classNames: own.names }))
  })
}
