import { z } from 'zod'
import { AreaGeometry, Id, LocalDate, Point } from './common.ts'

/** A day on which something begins or is looked at. Years before a county could have existed are slips of the pen. */
export const AreaDay = LocalDate.refine((day) => day >= '1900-01-01' && day < '2200-01-01', { error: 'day_range' })

export const AreaLevel = z.enum(['county', 'town', 'village', 'grid'])
export type AreaLevel = z.infer<typeof AreaLevel>

/** `basic` 基础网格 tile their village; `dedicated` 专属网格 (a school, a plant, a market) lie over them. */
export const GridKind = z.enum(['basic', 'dedicated'])
export type GridKind = z.infer<typeof GridKind>

/** What the coordinates of a source mean. Chinese map services publish GCJ-02 or BD-09, GPS gives WGS 84. */
export const Datum = z.enum(['wgs84', 'gcj02', 'bd09'])
export type Datum = z.infer<typeof Datum>

/** Urban-rural class of the statistical office: 111 town centre … 220 village. 1xx counts as urban. */
export const UrbanRural = z.enum(['111', '112', '121', '122', '123', '210', '220'])
export type UrbanRural = z.infer<typeof UrbanRural>

export const AreaRef = z.object({ id: Id, level: AreaLevel, name: z.string(), nameEn: z.string().nullable() })
export type AreaRef = z.infer<typeof AreaRef>

/** An area with what was true of it on the day asked for. */
export const AreaRow = AreaRef.extend({
  parentId: Id.nullable(),
  kind: GridKind.nullable(),
  /** The official code on that day: 12 digits, for grids the village's with the number; null where none is known. */
  code: z.string().nullable(),
  gridNo: z.number().int().nullable(),
  urbanRural: UrbanRural.nullable(),
  households: z.number().int().nullable(),
  centre: Point.nullable(),
  hasBoundary: z.boolean(),
  /** Since when it exists, and the first day on which it no longer does. */
  openedOn: LocalDate,
  closedOn: LocalDate.nullable(),
  childCount: z.number().int(),
})
export type AreaRow = z.infer<typeof AreaRow>

export const AreaHit = AreaRow.extend({
  /** From the county down, the area itself not included. */
  path: z.array(AreaRef),
})
export type AreaHit = z.infer<typeof AreaHit>

export const AreaCode = z.object({
  scheme: z.string(),
  code: z.string(),
  validFrom: LocalDate,
  validTo: LocalDate.nullable(),
})
export type AreaCode = z.infer<typeof AreaCode>

/** What was true in one period; newest first. `changed` names what differs from the period before. */
export const AreaVersion = z.object({
  validFrom: LocalDate,
  validTo: LocalDate.nullable(),
  name: z.string(),
  parent: AreaRef.nullable(),
  households: z.number().int().nullable(),
  changed: z.array(z.enum(['opened', 'name', 'parent', 'kind', 'number', 'class', 'households', 'centre', 'boundary'])),
})
export type AreaVersion = z.infer<typeof AreaVersion>

export const SuccessionKind = z.enum(['split', 'merge', 'replace', 'rename'])
export type SuccessionKind = z.infer<typeof SuccessionKind>

export const Succession = z.object({ area: AreaRef, on: LocalDate, kind: SuccessionKind })
export type Succession = z.infer<typeof Succession>

export const AssignmentKind = z.enum([
  'worker',
  'deputy',
  'grid_lead',
  'station',
  'police_officer',
  'lawyer',
  'stationed_unit',
])
export type AssignmentKind = z.infer<typeof AssignmentKind>

/** Of these an area has one at a time: setting another ends the one before. */
export const soleAssignments: readonly AssignmentKind[] = ['worker', 'grid_lead', 'station']

/** Who answers for an area in which capacity: exactly one of staff, unit and outside person. */
export const Assignment = z.object({
  id: Id,
  areaId: Id,
  kind: AssignmentKind,
  staff: z.object({ id: Id, name: z.string(), phone: z.string().nullable() }).nullable(),
  unit: z.object({ id: Id, name: z.string(), phone: z.string().nullable() }).nullable(),
  outside: z.object({ name: z.string(), phone: z.string().nullable() }).nullable(),
  duties: z.string().nullable(),
  validFrom: LocalDate,
  validTo: LocalDate.nullable(),
})
export type Assignment = z.infer<typeof Assignment>

/** Something to look at, never a refusal. */
export const AreaWarning = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('households_outside_rule'),
    households: z.number().int(),
    min: z.number().int().nullable(),
    max: z.number().int().nullable(),
  }),
  z.object({ kind: z.literal('no_boundary') }),
  z.object({ kind: z.literal('no_worker') }),
])
export type AreaWarning = z.infer<typeof AreaWarning>

export const Area = AreaRow.extend({
  path: z.array(AreaRef),
  boundary: AreaGeometry.nullable(),
  /** The boundary is schematic, not surveyed. */
  illustrative: z.boolean(),
  codes: z.array(AreaCode),
  history: z.array(AreaVersion),
  predecessors: z.array(Succession),
  successors: z.array(Succession),
  assignments: z.array(Assignment),
  /** Ended ones, latest first. */
  earlierAssignments: z.array(Assignment),
  warnings: z.array(AreaWarning),
  /** Fewest and most households that the county wants in a basic grid here; null above the village. */
  householdRule: z.object({ min: z.number().int(), max: z.number().int() }).nullable(),
  /** The viewer may change it (`area.manage`), and may say who answers for it (`assignment.manage`). */
  manageable: z.boolean(),
  assignable: z.boolean(),
})
export type Area = z.infer<typeof Area>

const feature = <P extends z.ZodType>(properties: P) =>
  z.object({ type: z.literal('Feature'), id: z.string().optional(), geometry: AreaGeometry, properties })
const featureCollection = <P extends z.ZodType>(properties: P) =>
  z.object({ type: z.literal('FeatureCollection'), features: z.array(feature(properties)) })

/** Outlines as GeoJSON, coordinates to five digits (about a metre). */
export const AreaMap = featureCollection(
  z.object({
    id: Id,
    level: AreaLevel,
    name: z.string(),
    nameEn: z.string().nullable(),
    parentId: Id.nullable(),
    kind: GridKind.nullable(),
    gridNo: z.number().int().nullable(),
    lon: z.number(),
    lat: z.number(),
    illustrative: z.boolean(),
  }),
)
export type AreaMap = z.infer<typeof AreaMap>

/** How well the basic grids of a village cover it. Slivers below the tolerance are left out. */
export const Coverage = z.object({
  /** Share of the village's surface that lies in some grid, 0…1; null without a village boundary. */
  covered: z.number().nullable(),
  gaps: featureCollection(z.object({ squareMetres: z.number() })),
  overlaps: featureCollection(z.object({ squareMetres: z.number(), grids: z.array(AreaRef) })),
  withoutBoundary: z.array(AreaRef),
})
export type Coverage = z.infer<typeof Coverage>

/** Where a point lies. `outside` is an answer, not an error. */
export const Located = z.object({
  outcome: z.enum(['inside', 'near', 'no_grid', 'outside']),
  /** The point in WGS 84, as it would be stored. */
  point: Point,
  town: AreaRef.nullable(),
  village: AreaRef.nullable(),
  grid: AreaRef.nullable(),
  /** A dedicated grid that lies over the basic one. */
  dedicated: AreaRef.nullable(),
  /** `near`: metres to the grid, which has a gap here. */
  metres: z.number().nullable(),
})
export type Located = z.infer<typeof Located>

export const AddressCandidate = z.object({
  /** The address as people would write it: 新江口街道 林园社区 第3网格. */
  label: z.string(),
  kind: z.enum(['town', 'village', 'grid', 'place']),
  /** The part of the text that was recognised. */
  matched: z.string(),
  point: Point.nullable(),
  town: AreaRef.nullable(),
  village: AreaRef.nullable(),
  grid: AreaRef.nullable(),
})
export type AddressCandidate = z.infer<typeof AddressCandidate>

/** What a resident sees of their grid: who to call and what they may decide; nothing else personal. */
export const GridCard = z.object({
  grid: AreaRef,
  village: AreaRef.nullable(),
  town: AreaRef.nullable(),
  worker: z.object({ name: z.string(), phone: z.string().nullable(), duties: z.string().nullable() }).nullable(),
  station: z.object({ name: z.string(), phone: z.string().nullable() }).nullable(),
  /** Units that departments have sent here; never their people. */
  stationedUnits: z.array(z.object({ name: z.string(), phone: z.string().nullable() })),
  /** Kinds of matter that may be settled on the spot, in the reader's language. */
  mayDecide: z.array(z.string()),
})
export type GridCard = z.infer<typeof GridCard>
