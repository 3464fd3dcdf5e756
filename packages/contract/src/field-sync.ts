import { z } from 'zod'
import { Cursor, Id, Instant, LocalDate, Names, Point } from './common.ts'
import { DueItem, VisitForm } from './fieldwork-shapes.ts'
import { Relation, ResidenceKind, Sex } from './people.ts'
import { defineRoute } from './route.ts'

/** A member as the phone keeps it: what a visit needs and no more; no number, no day of birth, nothing sealed. */
export const PersonOnPhone = z.object({
  id: Id,
  name: z.string(),
  /** Pinyin and initials, for search without a network: `zhangguilan zgl`. */
  search: z.string(),
  sex: Sex,
  birthYear: z.number().int().nullable(),
  relation: Relation,
  residenceKind: ResidenceKind,
  livesHere: z.boolean(),
  phoneMasked: z.string().nullable(),
  /** Codes of the needs that call for a visit. */
  needs: z.array(z.string()),
  version: z.number().int(),
})
export type PersonOnPhone = z.infer<typeof PersonOnPhone>

export const HouseholdOnPhone = z.object({
  id: Id,
  gridId: Id,
  address: z.string(),
  building: z
    .object({
      id: Id,
      name: z.string(),
      unitNo: z.number().int().nullable(),
      floor: z.number().int().nullable(),
      room: z.string().nullable(),
    })
    .nullable(),
  point: Point.nullable(),
  tenure: z.enum(['owned', 'rented', 'empty', 'other', 'unknown']),
  visitsDeclined: z.boolean(),
  version: z.number().int(),
  members: z.array(PersonOnPhone),
  lastVisitOn: LocalDate.nullable(),
  /** What the last visit found, by key of its form: shown as 上次. */
  lastAnswers: z.record(z.string(), z.unknown()).nullable(),
})
export type HouseholdOnPhone = z.infer<typeof HouseholdOnPhone>

export const OrganisationOnPhone = z.object({
  id: Id,
  gridId: Id,
  name: z.string(),
  kind: z.string(),
  address: z.string(),
  point: Point.nullable(),
})
export type OrganisationOnPhone = z.infer<typeof OrganisationOnPhone>

/** Whom to call: station, police, lawyer, stationed unit of the grid; departments. */
export const HelpContact = z.object({
  gridId: Id.nullable(),
  kind: z.string(),
  name: z.string(),
  phone: z.string().nullable(),
  duties: z.string().nullable(),
})
export type HelpContact = z.infer<typeof HelpContact>

/** Changes of one grid since the phone's cursor; what the phone has and does not stand here stays as it is. */
export const GridChanges = z.object({
  gridId: Id,
  name: z.string(),
  /** The phone begins anew with this grid: what it holds of it is dropped first (first sync, a whole list was imported). */
  whole: z.boolean(),
  households: z.array(HouseholdOnPhone),
  goneHouseholds: z.array(Id),
  organisations: z.array(OrganisationOnPhone),
  goneOrganisations: z.array(Id),
  /** Open items planned until three weeks from now, and those that ended since. */
  due: z.array(DueItem),
  cursor: Cursor,
  /** There is more at once: ask again with the new cursor. */
  more: z.boolean(),
})
export type GridChanges = z.infer<typeof GridChanges>

export const fieldSyncRoutes = {
  syncField: defineRoute({
    method: 'POST',
    path: '/field/sync',
    access: 'fieldwork.do',
    audit: 'field.synchronised',
    summary: 'What changed in my grids since the cursors of the phone; the readings are recorded before it leaves.',
    input: z.strictObject({
      deviceId: Id,
      /** `1.4.0`: an app that is too old is told to update, with its queue kept. */
      appVersion: z.string().max(30),
      /** By the phone's clock. */
      phoneAt: Instant,
      /** What the phone holds; a grid that is not mine any more comes back in `purge`. */
      grids: z.array(z.strictObject({ gridId: Id, cursor: Cursor.nullable() })).max(50),
      /** Of forms, contacts and flags the phone has; null: all again. */
      basics: z.string().max(64).nullable(),
      /** Households per grid and answer. */
      limit: z.number().int().min(10).max(500).default(200),
    }),
    output: z.object({
      serverAt: Instant,
      /** The phone's clock is off by so many seconds (phone − server); null below two minutes. */
      clockOffSeconds: z.number().int().nullable(),
      updateNeeded: z.boolean(),
      /** Grids of mine, with their changes; those the phone did not name come whole. */
      grids: z.array(GridChanges),
      purge: z.array(Id),
      /** Null: as the phone has them. */
      basics: z
        .object({
          tag: z.string(),
          forms: z.array(VisitForm),
          contacts: z.array(HelpContact),
          needNames: z.record(z.string(), Names),
          flags: z.object({
            patrolTracks: z.boolean(),
            clockIn: z.boolean(),
            declinedVisitsDecidedBy: z.enum(['worker', 'clerk']),
          }),
        })
        .nullable(),
    }),
    problems: ['device.not_found', 'device.revoked'],
  }),
} as const
