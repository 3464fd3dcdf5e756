import { z } from 'zod'
import { Id, LocalDate, Names } from './common.ts'

export const UnitKind = z.enum([
  'county_centre',
  'town_grid_office',
  'town_service_centre',
  'town_safety_centre',
  'village_grid_station',
  'village_service_station',
  'village_safety_station',
  'village_legal_station',
  'village_police_room',
  'department',
  'stationed_unit',
])
export type UnitKind = z.infer<typeof UnitKind>

/**
 * How far a role's permissions go. `area`: the unit's area and all below it; `function`: the unit and the
 * units below it, wherever the work lies; `assignment`: the grids assigned to the person.
 */
export const RoleReach = z.enum(['area', 'function', 'assignment'])
export type RoleReach = z.infer<typeof RoleReach>

export const UnitRef = z.object({ id: Id, name: z.string() })
export const RoleRef = z.object({ id: Id, code: z.string(), names: Names })

/** Somebody's place: unit, role and period. `validTo` is the first day on which it no longer holds. */
export const Post = z.object({
  id: Id,
  unit: UnitRef.extend({ kind: UnitKind, areaId: Id.nullable() }),
  role: RoleRef,
  title: z.string().nullable(),
  validFrom: LocalDate,
  validTo: LocalDate.nullable(),
})
export type Post = z.infer<typeof Post>
