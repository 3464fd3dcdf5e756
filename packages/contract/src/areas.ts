import { z } from 'zod'
import { importRoutes } from './area-imports.ts'
import {
  AddressCandidate,
  Area,
  AreaDay,
  AreaHit,
  AreaLevel,
  AreaMap,
  AreaRef,
  AreaRow,
  Assignment,
  AssignmentKind,
  Coverage,
  Datum,
  GridCard,
  GridKind,
  Located,
  UrbanRural,
} from './area-shapes.ts'
import { AreaGeometry, CommandId, Id, Point, text } from './common.ts'
import { defineRoute } from './route.ts'

export * from './area-imports.ts'
export * from './area-shapes.ts'

/** The day to look at; today if left out. */
const on = AreaDay.optional()
const command = { commandId: CommandId }
/** The first day of the change; today if left out. Later days are allowed, days before the area existed are not. */
const from = AreaDay.optional()
/** Drawn knowingly over neighbours: without it an overlap is refused. */
const acceptOverlap = z.boolean().default(false)
const households = z.number().int().min(0).max(100_000).nullable()
const gridNo = z.number().int().min(1).max(999)
const phone = z
  .string()
  .trim()
  .regex(/^\+?[\d -]{5,20}$/)
const place = { lon: z.coerce.number().min(-180).max(180), lat: z.coerce.number().min(-90).max(90) }

export const publicAreaRoutes = {
  listPublicAreas: defineRoute({
    method: 'GET',
    path: '/public/areas',
    access: 'public',
    summary: 'Names of the areas directly below one (the county if left out), to pick a place without a map.',
    input: z.object({ parentId: Id.optional() }),
    output: z.object({ parent: AreaRef.nullable(), items: z.array(AreaRef.extend({ childCount: z.number().int() })) }),
    problems: ['area.not_found'],
  }),
  getAreaMap: defineRoute({
    method: 'GET',
    path: '/areas/map',
    access: 'public',
    summary: 'Outlines of one level as GeoJSON, below one area or of the whole county; cached, with ETag.',
    input: z.object({ level: AreaLevel, parentId: Id.optional(), on }),
    output: AreaMap,
    problems: ['area.not_found'],
  }),
  locatePoint: defineRoute({
    method: 'GET',
    path: '/locate',
    access: 'public',
    summary: 'Which town, village and grid a point lies in; outside the county is an answer.',
    input: z.object({ ...place, datum: Datum.default('wgs84') }),
    output: Located,
    problems: [],
  }),
  locateAddress: defineRoute({
    method: 'GET',
    path: '/locate/address',
    access: 'public',
    summary: 'Areas and places that a written address may mean, best first.',
    input: z.object({ q: text(100) }),
    output: z.object({ items: z.array(AddressCandidate) }),
    problems: [],
  }),
  getGridCard: defineRoute({
    method: 'GET',
    path: '/public/grids/:gridId',
    access: 'public',
    summary: 'My grid: its worker, work phone, station and what they may decide.',
    input: z.object({ gridId: Id }),
    output: GridCard,
    problems: ['area.not_found'],
  }),
} as const

export const areaReadRoutes = {
  listAreaChildren: defineRoute({
    method: 'GET',
    path: '/areas/tree',
    access: 'area.read',
    summary: 'The areas directly below one on a day; without parentId the county itself.',
    input: z.object({ parentId: Id.optional(), on }),
    output: z.object({ items: z.array(AreaRow) }),
    problems: ['area.not_found'],
  }),
  searchAreas: defineRoute({
    method: 'GET',
    path: '/areas/search',
    access: 'area.read',
    summary: 'Areas by name, pinyin, initials or code (the last part of a code will do).',
    input: z.object({
      q: text(50),
      level: AreaLevel.optional(),
      on,
      limit: z.coerce.number().int().min(1).max(50).default(20),
    }),
    output: z.object({ items: z.array(AreaHit) }),
    problems: [],
  }),
  getArea: defineRoute({
    method: 'GET',
    path: '/areas/:areaId',
    access: 'area.read',
    summary: 'One area with codes, history, successions and assignments.',
    input: z.object({ areaId: Id, on }),
    output: Area,
    problems: ['area.not_found'],
  }),
  checkCoverage: defineRoute({
    method: 'GET',
    path: '/areas/:areaId/coverage',
    access: 'area.read',
    summary: 'Gaps between and overlaps of the basic grids of one village, as GeoJSON.',
    input: z.object({ areaId: Id, on }),
    output: Coverage,
    problems: ['area.not_found', 'area.wrong_state'],
  }),
  listGridWarnings: defineRoute({
    method: 'GET',
    path: '/areas/warnings',
    access: 'area.read',
    summary:
      'Grids below one area (the county if left out) outside the rule for households, without boundary or worker.',
    input: z.object({ areaId: Id.optional() }),
    output: z.object({ items: z.array(AreaHit.extend({ warnings: Area.shape.warnings })), truncated: z.boolean() }),
    problems: ['area.not_found'],
  }),
} as const

export const areaWriteRoutes = {
  createGrid: defineRoute({
    method: 'POST',
    path: '/areas/grids',
    access: 'area.manage',
    audit: 'area.created',
    summary: 'A new grid in a village from a day on; the number is the next free one if left out.',
    input: z.strictObject({
      ...command,
      id: Id,
      villageId: Id,
      name: text(100).optional(),
      nameEn: text(200).nullable().optional(),
      kind: GridKind.default('basic'),
      gridNo: gridNo.optional(),
      households: households.optional(),
      boundary: AreaGeometry.nullable().optional(),
      datum: Datum.default('wgs84'),
      acceptOverlap,
      from,
    }),
    output: Area,
    problems: [
      'area.not_found',
      'area.code_taken',
      'area.self_crossing',
      'area.outside_parent',
      'area.overlap',
      'area.wrong_state',
    ],
  }),
  changeArea: defineRoute({
    method: 'POST',
    path: '/areas/:areaId',
    access: 'area.manage',
    audit: 'area.changed',
    summary: 'Changes facts of an area from a day on; fields left out stay.',
    input: z.strictObject({
      ...command,
      areaId: Id,
      from,
      name: text(100).optional(),
      nameEn: text(200).nullable().optional(),
      kind: GridKind.optional(),
      gridNo: gridNo.optional(),
      households: households.optional(),
      urbanRural: UrbanRural.nullable().optional(),
      centre: Point.nullable().optional(),
    }),
    output: Area,
    problems: ['area.not_found', 'area.code_taken', 'area.wrong_state'],
  }),
  changeBoundary: defineRoute({
    method: 'POST',
    path: '/areas/:areaId/boundary',
    access: 'area.manage',
    audit: 'area.boundary_changed',
    summary: 'Draws an area anew from a day on.',
    input: z.strictObject({
      ...command,
      areaId: Id,
      from,
      boundary: AreaGeometry,
      datum: Datum.default('wgs84'),
      acceptOverlap,
    }),
    output: Area,
    problems: ['area.not_found', 'area.self_crossing', 'area.outside_parent', 'area.overlap', 'area.wrong_state'],
  }),
  splitGrid: defineRoute({
    method: 'POST',
    path: '/areas/:areaId/split',
    access: 'area.manage',
    audit: 'area.split',
    summary:
      'Splits a grid from a day on, along a line into two or into given polygons; the old one closes, the parts succeed it.',
    input: z.strictObject({
      ...command,
      areaId: Id,
      from,
      datum: Datum.default('wgs84'),
      /** WGS 84 line that runs across the grid from outside to outside; left out when the parts bring boundaries. */
      line: z
        .array(z.tuple([z.number(), z.number()]))
        .min(2)
        .max(500)
        .optional(),
      parts: z
        .array(
          z.strictObject({
            id: Id,
            name: text(100).optional(),
            gridNo: gridNo.optional(),
            households: households.optional(),
            boundary: AreaGeometry.optional(),
          }),
        )
        .min(2)
        .max(20),
    }),
    output: z.object({ items: z.array(Area) }),
    problems: [
      'area.not_found',
      'area.wrong_state',
      'area.self_crossing',
      'area.outside_parent',
      'area.overlap',
      'area.code_taken',
    ],
  }),
  mergeGrids: defineRoute({
    method: 'POST',
    path: '/areas/grids/merge',
    access: 'area.manage',
    audit: 'area.merged',
    summary: 'Merges neighbouring grids of one village into a new one from a day on.',
    input: z.strictObject({
      ...command,
      id: Id,
      gridIds: z.array(Id).min(2).max(20),
      name: text(100).optional(),
      gridNo: gridNo.optional(),
      households: households.optional(),
      from,
    }),
    output: Area,
    problems: ['area.not_found', 'area.wrong_state', 'area.code_taken'],
  }),
  closeArea: defineRoute({
    method: 'POST',
    path: '/areas/:areaId/close',
    access: 'area.manage',
    audit: 'area.closed',
    summary:
      'Closes an area from a day on, with the one that takes over if there is one; refused while areas below it are open.',
    input: z.strictObject({ ...command, areaId: Id, successorId: Id.optional(), from }),
    output: Area,
    problems: ['area.not_found', 'area.wrong_state'],
  }),
  setAssignment: defineRoute({
    method: 'POST',
    path: '/areas/:areaId/assignments',
    access: 'assignment.manage',
    audit: 'assignment.set',
    summary: 'Says who answers for an area from a day on. A new worker, lead or station ends the one before.',
    input: z.strictObject({
      ...command,
      id: Id,
      areaId: Id,
      kind: AssignmentKind,
      holder: z.discriminatedUnion('kind', [
        z.strictObject({ kind: z.literal('staff'), staffId: Id }),
        z.strictObject({ kind: z.literal('unit'), unitId: Id }),
        z.strictObject({ kind: z.literal('outside'), name: text(50), phone: phone.optional() }),
      ]),
      duties: text(500).nullable().optional(),
      from,
      until: AreaDay.optional(),
    }),
    output: Assignment,
    problems: ['area.not_found', 'staff.not_found', 'unit.not_found', 'area.wrong_state'],
  }),
  addStandardUnits: defineRoute({
    method: 'POST',
    path: '/areas/standard-units',
    access: 'unit.manage',
    audit: 'areas.standard_units_added',
    summary:
      'Gives every town its three units and every village its five (一镇三所、一村五站), where they are missing.',
    input: z.strictObject(command),
    output: z.object({ added: z.number().int() }),
    problems: [],
  }),
  endAssignment: defineRoute({
    method: 'POST',
    path: '/assignments/:assignmentId/end',
    access: 'assignment.manage',
    audit: 'assignment.ended',
    summary: 'Ends an assignment: `on` is the first day on which it no longer holds (today if left out).',
    input: z.strictObject({ ...command, assignmentId: Id, on }),
    output: Assignment,
    problems: ['not_found', 'area.wrong_state'],
  }),
} as const

export const areaRoutes = { ...publicAreaRoutes, ...areaReadRoutes, ...areaWriteRoutes, ...importRoutes } as const
