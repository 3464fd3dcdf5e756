import { z } from 'zod'
import { CommandId, Done, Id, Instant, LocalDate, optionalText, page, pageInput, Point, text } from './common.ts'
import { Tenure } from './people-inputs.ts'
import { AreaNames, Building, Extra, ExtraValue, Flat, KnownHow } from './people-shapes.ts'
import { defineRoute } from './route.ts'

/** A dwelling with how it was used from which day on. */
export const Dwelling = Flat.extend({
  place: AreaNames,
  building: z.object({ id: Id, name: z.string() }).nullable(),
  point: Point.nullable(),
  /** Newest first. */
  tenures: z.array(z.object({ tenure: Tenure, validFrom: LocalDate, knownHow: KnownHow, recordedAt: Instant })),
  /** Fields of the county's own that the reader may read. */
  countyFields: z.array(ExtraValue),
  closedAt: Instant.nullable(),
  version: z.number().int(),
  changeable: z.boolean(),
})
export type Dwelling = z.infer<typeof Dwelling>

/** Something that lies in a closed grid and waits for one of those that took over: a building goes with its flats. */
export const ToAssign = z.object({
  kind: z.enum(['building', 'dwelling', 'household', 'organisation']),
  id: Id,
  /** Address or name of a place; never of a person. */
  title: z.string(),
  households: z.number().int(),
  /** The heir in whose outline it lies, where its position is known. */
  suggestedId: Id.nullable(),
})
export type ToAssign = z.infer<typeof ToAssign>

const said = { commandId: CommandId, knownHow: KnownHow.default('person') }
const flat = {
  /** Null: in no building. */
  buildingId: Id.nullable().optional(),
  unitNo: z.number().int().min(1).max(50).nullable().optional(),
  floor: z.number().int().min(-5).max(120).nullable().optional(),
  room: optionalText(20).nullable().optional(),
}
const ids = z.array(Id).max(200).default([])
/** Grids with their names. */
const Grids = z.array(z.object({ id: Id, name: z.string() }))

export const dwellingRoutes = {
  getDwelling: defineRoute({
    method: 'GET',
    path: '/register/dwellings/:dwellingId',
    access: 'register.read',
    summary: 'A dwelling: where it is, how it was used from when on, who keeps house there, masked.',
    input: z.strictObject({ dwellingId: Id }),
    output: Dwelling,
    problems: ['register.not_found'],
  }),
  addDwelling: defineRoute({
    method: 'POST',
    path: '/register/dwellings',
    access: 'register.change',
    audit: 'register.dwelling_added',
    summary: 'A dwelling in which nobody keeps house, or how one is used that the grid has at this address.',
    input: z.strictObject({
      ...said,
      dwellingId: Id,
      gridId: Id,
      address: text(300),
      tenure: Tenure.default('unknown'),
      since: LocalDate.optional(),
      point: Point.optional(),
    }),
    output: Dwelling,
    problems: ['register.not_found', 'dwelling.elsewhere', 'command.done_unseen'],
  }),
  changeDwelling: defineRoute({
    method: 'POST',
    path: '/register/dwellings/:dwellingId',
    access: 'register.change',
    audit: 'register.dwelling_changed',
    summary: 'Use from a day on, address, position, or its place in a building; what is left out stays as it was.',
    input: z.strictObject({
      ...said,
      dwellingId: Id,
      seenVersion: z.number().int(),
      address: text(300).optional(),
      tenure: Tenure.optional(),
      /** Of the use; today where left out. */
      since: LocalDate.optional(),
      point: Point.nullable().optional(),
      extra: Extra.optional(),
      ...flat,
    }),
    output: Dwelling,
    problems: ['register.not_found', 'register.stale', 'dwelling.elsewhere', 'field.unknown'],
  }),
  closeDwelling: defineRoute({
    method: 'POST',
    path: '/register/dwellings/:dwellingId/close',
    access: 'register.change',
    audit: 'register.dwelling_closed',
    summary: 'It is no more, or never was; whoever keeps house there moves first.',
    input: z.strictObject({ commandId: CommandId, dwellingId: Id, seenVersion: z.number().int() }),
    output: Done,
    problems: ['register.not_found', 'register.stale', 'dwelling.inhabited'],
  }),
  changeBuilding: defineRoute({
    method: 'POST',
    path: '/register/buildings/:buildingId',
    access: 'register.change',
    audit: 'register.building_changed',
    summary: 'Name, address, size or position; another size makes no flats and takes none away.',
    input: z.strictObject({
      commandId: CommandId,
      buildingId: Id,
      seenVersion: z.number().int(),
      name: text(100).optional(),
      address: text(200).optional(),
      units: z.number().int().min(1).max(50).optional(),
      floors: z.number().int().min(1).max(120).optional(),
      point: Point.nullable().optional(),
    }),
    output: Building,
    problems: ['register.not_found', 'register.stale'],
  }),
  closeBuilding: defineRoute({
    method: 'POST',
    path: '/register/buildings/:buildingId/close',
    access: 'register.change',
    audit: 'register.building_closed',
    summary: 'Pulled down: it and its flats are no more; whoever keeps house there moves first.',
    input: z.strictObject({ commandId: CommandId, buildingId: Id, seenVersion: z.number().int() }),
    output: Done,
    problems: ['register.not_found', 'register.stale', 'dwelling.inhabited'],
  }),
  listClosedGrids: defineRoute({
    method: 'GET',
    path: '/register/closed-grids',
    access: 'register.merge',
    summary:
      'Closed grids in which something still lies, with the grids that it can be given to: the heirs come first.',
    input: z.strictObject({}),
    output: z.object({
      items: z.array(
        z.object({
          id: Id,
          name: z.string(),
          villageName: z.string().nullable(),
          places: z.number().int(),
          households: z.number().int(),
          heirs: z.number().int(),
          grids: Grids,
        }),
      ),
    }),
    problems: [],
  }),
  listToAssign: defineRoute({
    method: 'GET',
    path: '/register/closed-grids/:gridId',
    access: 'register.merge',
    summary: 'What lies in a closed grid, by address; nobody by name.',
    input: z.strictObject({ ...pageInput, gridId: Id }),
    output: page(ToAssign),
    problems: [],
  }),
  assignPlaces: defineRoute({
    method: 'POST',
    path: '/register/grids/:gridId/places',
    access: 'register.merge',
    audit: 'register.places_assigned',
    summary:
      'Gives buildings, dwellings, households and organisations to a grid; who lives there goes along. An address that the grid has already becomes one.',
    input: z.strictObject({
      commandId: CommandId,
      gridId: Id,
      buildingIds: ids,
      dwellingIds: ids,
      householdIds: ids,
      organisationIds: ids,
    }),
    output: z.object({ households: z.number().int() }),
    problems: ['register.not_found'],
  }),
  assignByOutline: defineRoute({
    method: 'POST',
    path: '/register/closed-grids/:gridId/assign',
    access: 'register.merge',
    audit: 'register.places_assigned',
    summary: 'Gives what has a position to the heir in whose outline it lies; the rest stays for a clerk.',
    input: z.strictObject({ commandId: CommandId, gridId: Id }),
    output: z.object({ places: z.number().int(), households: z.number().int() }),
    problems: ['register.not_found'],
  }),
  listInTwoGrids: defineRoute({
    method: 'GET',
    path: '/register/dwellings-in-two-grids',
    access: 'register.merge',
    summary: 'Addresses that two grids of a village have, both within reach.',
    input: z.strictObject({}),
    output: z.object({
      items: z.array(
        z.object({
          address: z.string(),
          villageName: z.string().nullable(),
          dwellings: z.array(z.object({ id: Id, gridId: Id, gridName: z.string(), households: z.number().int() })),
        }),
      ),
      more: z.boolean(),
    }),
    problems: [],
  }),
} as const
