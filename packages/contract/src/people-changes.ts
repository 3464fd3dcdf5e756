import { z } from 'zod'
import { Id, Instant } from './common.ts'
import { defineRoute } from './route.ts'

/**
 * What happens in the register and is told to webhooks; none carries a personal value. `GET /register/changes` tells of
 * the same, and of a list (`list.imported`) person by person, as `person.imported`.
 * A test compares it with what the module publishes.
 */
export const registerEventKinds = [
  'list.imported',
  'list.undone',
  'person.added',
  'person.changed',
  'person.decided',
  'person.moved_within',
  'person.moved_out',
  'person.married',
  'person.died',
  'person.returned',
  'person.residence_changed',
  'person.end_taken_back',
  'person.erased',
  'person.correction',
  'need.added',
  'need.ended',
  'relation.added',
  'relation.ended',
  'household.added',
  'household.changed',
  'duplicate.merge',
  'duplicate.different',
  'duplicate.undo',
  'building.added',
  'building.changed',
  'building.closed',
  'dwelling.added',
  'dwelling.changed',
  'dwelling.closed',
  'organisation.added',
  'organisation.changed',
  'organisation.closed',
] as const

/** A person as another system may hold it: codes, no name, no number, no day of birth. */
export const ChangedPerson = z.object({
  /** GB/T 2261.1: 0 unknown, 1 male, 2 female. */
  sex: z.enum(['0', '1', '2']),
  birthYear: z.number().int().nullable(),
  /** GB/T 4761, as `docs/register-interface.md` maps it. */
  relation: z.string().nullable(),
  /** 1 户籍, 2 流动, 3 未落户, 4 境外. */
  residenceKind: z.enum(['1', '2', '3', '4']).nullable(),
  state: z.enum(['present', 'away', 'left', 'died', 'merged']),
  householdId: Id.nullable(),
  /** Of a merged file: the one that stays. */
  mergedIntoId: Id.nullable(),
})
export type ChangedPerson = z.infer<typeof ChangedPerson>

const place = { gridCode: z.string().nullable() }

export const RegisterChange = z.object({
  at: Instant,
  /** One of `registerEventKinds`, `person.imported`, or one of those that `from=start` tells. */
  kind: z.string(),
  subject: z.object({ kind: z.string(), id: Id }),
  /** As it is now, not as it was then; null for other subjects, and for what is there no more. */
  person: ChangedPerson.extend(place).nullable(),
  household: z
    .object({ kind: z.enum(['family', 'collective']), members: z.number().int(), ended: z.boolean(), ...place })
    .nullable(),
  organisation: z.object({ kind: z.string(), closed: z.boolean(), ...place }).nullable(),
})
export type RegisterChange = z.infer<typeof RegisterChange>

export const changeRoutes = {
  listRegisterChanges: defineRoute({
    method: 'GET',
    path: '/register/changes',
    // The key in the header decides, not a session.
    access: 'public',
    summary:
      'Changes of the register for another system, oldest first, with ids that only this key knows; needs `Authorization: Bearer` with a key for `register.changes`.',
    input: z.strictObject({
      /** `next` of the answer before; left out: from the first change, or from `start`. */
      after: z.string().max(400).optional(),
      /** `start`: first every file that there is, as `household.known`, `person.known`, `organisation.known`, then the changes. */
      from: z.literal('start').optional(),
      limit: z.coerce.number().int().min(1).max(500).default(200),
    }),
    output: z.object({
      items: z.array(RegisterChange),
      /** To ask with next time, also when there was nothing new. */
      next: z.string(),
      /** More is there already; otherwise come back later. */
      more: z.boolean(),
    }),
    problems: ['api_key.required'],
  }),
} as const
