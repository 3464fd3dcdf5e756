import { z } from 'zod'
import { Id, LocalDate, optionalText, text } from './common.ts'
import { BeganBy, EndedBy, Extra, PersonDocumentKind, Relation, ResidenceKind, Sex } from './people-shapes.ts'

/** Document and phone as typed; checked, normalised and sealed by the server. */
export const personNumbers = {
  document: z.strictObject({ kind: PersonDocumentKind, number: optionalText(40).optional() }).optional(),
  /** Null: has none, or does not want to say. */
  phone: optionalText(30).nullable().optional(),
}

/** A person who is new to the register. */
export const NewPerson = z.strictObject({
  personId: Id,
  name: text(80),
  sex: Sex.default('unknown'),
  birthOn: LocalDate.nullable().default(null),
  ...personNumbers,
  relation: Relation.default('unknown'),
  residenceKind: ResidenceKind.default('registered'),
  livesHere: z.boolean().default(true),
  /** First day in this household, where known. */
  since: LocalDate.optional(),
  beganBy: BeganBy.exclude(['changed']).default('known'),
  otherPlace: optionalText(200).optional(),
})
export type NewPerson = z.infer<typeof NewPerson>

export const Tenure = z.enum(['owned', 'rented', 'empty', 'other', 'unknown'])

/** What may change of a household. */
export const HouseholdChange = z.strictObject({
  address: text(300).optional(),
  number: optionalText(30).nullable().optional(),
  kind: z.enum(['family', 'collective']).optional(),
  headId: Id.optional(),
  /** From when on they are the head; today if left out. */
  headSince: LocalDate.optional(),
  visitsDeclined: z.boolean().optional(),
  tenure: Tenure.optional(),
  /** The flat or house that it lives in; it goes to that one's grid, and is called by its address. */
  dwellingId: Id.optional(),
  extra: Extra.optional(),
})
export type HouseholdChange = z.infer<typeof HouseholdChange>

/** Out of a household: into another one, out of the county, or death. */
export const PersonMove = z.strictObject({
  on: LocalDate,
  how: EndedBy.exclude(['changed']),
  /** The household moved to, also by somebody who comes back; left out for a death or a move out of the county. */
  toHouseholdId: Id.optional(),
  relation: Relation.default('unknown'),
  residenceKind: ResidenceKind.optional(),
  livesHere: z.boolean().default(true),
  /** Where to; of somebody who comes back where from. */
  otherPlace: optionalText(200).optional(),
})
export type PersonMove = z.infer<typeof PersonMove>

/** What changes of somebody who stays in the household, from a day on. */
export const ResidenceChange = z.strictObject({
  on: LocalDate,
  relation: Relation.optional(),
  residenceKind: ResidenceKind.optional(),
  livesHere: z.boolean().optional(),
  /** Of somebody who lives elsewhere: where that is. Of somebody who is back: where from. */
  otherPlace: optionalText(200).optional(),
})
export type ResidenceChange = z.infer<typeof ResidenceChange>
