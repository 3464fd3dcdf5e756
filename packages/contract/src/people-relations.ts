import { z } from 'zod'
import { CommandId, Done, Id, LocalDate } from './common.ts'
import { KnownHow, SearchHit } from './people-shapes.ts'
import { defineRoute } from './route.ts'

/** What the other is to the person whose file is open; `child`, `ward` and `cared_for` are the same facts seen from the other side. */
export const RelatedAs = z.enum(['parent', 'child', 'spouse', 'guardian', 'ward', 'carer', 'cared_for'])
export type RelatedAs = z.infer<typeof RelatedAs>

export const PersonRelation = z.object({
  id: Id,
  as: RelatedAs,
  /** Masked, as a search shows them. */
  other: SearchHit,
  validFrom: LocalDate,
  validTo: LocalDate.nullable(),
  knownHow: KnownHow,
  by: z.string().nullable(),
  may: z.array(z.enum(['end'])),
})
export type PersonRelation = z.infer<typeof PersonRelation>

/** `over`: it held until a day; `mistake`: it never held. */
export const RelationEnd = z.enum(['over', 'mistake'])
export type RelationEnd = z.infer<typeof RelationEnd>

const door = { commandId: CommandId, knownHow: KnownHow.default('person') }

export const relationRoutes = {
  listRelations: defineRoute({
    method: 'GET',
    path: '/register/persons/:personId/relations',
    access: 'register.read',
    summary:
      'Relatives, guardians and carers of a person, masked, as far as one reaches them; never part of the person’s page, and a reading of its own.',
    input: z.strictObject({ personId: Id }),
    output: z.object({ items: z.array(PersonRelation) }),
    problems: ['register.not_found'],
  }),
  addRelation: defineRoute({
    method: 'POST',
    path: '/register/persons/:personId/relations',
    access: 'register.change',
    audit: 'register.relation_added',
    summary: 'Records from which day somebody is whose parent, child, spouse, guardian or carer.',
    input: z.strictObject({
      ...door,
      personId: Id,
      relationId: Id,
      otherId: Id,
      as: RelatedAs,
      validFrom: LocalDate,
    }),
    output: Done,
    problems: ['register.not_found'],
  }),
  endRelation: defineRoute({
    method: 'POST',
    path: '/register/relations/:relationId/end',
    access: 'register.change',
    audit: 'register.relation_ended',
    summary: 'The relation is over since a day, or never was.',
    input: z.strictObject({ commandId: CommandId, relationId: Id, how: RelationEnd, on: LocalDate.optional() }),
    output: Done,
    problems: ['register.not_found', 'register.stale'],
  }),
} as const
