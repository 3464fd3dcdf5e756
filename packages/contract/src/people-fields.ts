import { z } from 'zod'
import { CommandId, Done, LocalDate, Names, text } from './common.ts'
import { defineRoute } from './route.ts'

export const FieldSubject = z.enum(['person', 'household', 'dwelling', 'organisation'])
export type FieldSubject = z.infer<typeof FieldSubject>

/** An impact assessment (个人信息保护影响评估, PIPL 55–56): a sensitive field is not in use without one. */
export const Assessment = z.strictObject({
  by: text(100),
  on: LocalDate,
  necessity: text(500),
  risk: text(500),
  measures: text(500),
})

/** One entry of the field catalogue. No entry, no field. */
export const RegisterField = z.strictObject({
  subject: FieldSubject,
  code: z.string().regex(/^[a-z][a-z0-9_]{1,40}$/),
  names: Names,
  purposes: z.array(z.enum(['service', 'visit', 'upkeep', 'statistics', 'emergency'])).min(1),
  basis: text(300),
  owner: text(100),
  retention: z.strictObject({
    years: z.number().int().min(0).max(50),
    after: z.enum(['recording', 'leaving', 'closing', 'end']),
  }),
  sensitivity: z.enum(['ordinary', 'personal', 'sensitive']),
  group: z.enum(['basic', 'identity', 'contact', 'health', 'child']),
  /** A column of the register, a sealed value in the vault, or a key of `extra`. */
  storage: z.enum(['column', 'sealed', 'extra']),
  columns: z.array(z.string()).max(20).default([]),
  shape: z.strictObject({
    type: z.enum(['text', 'choice', 'date', 'number', 'flag']),
    options: z
      .array(z.strictObject({ code: z.string().max(40), names: Names }))
      .max(100)
      .optional(),
  }),
  /** Permissions of which one is needed to read it. */
  readers: z.array(z.string().max(40)).min(1).max(5),
  /** "Unknown" and "declined to say" are always valid answers. */
  unknownAllowed: z.literal(true),
  assessment: Assessment.nullable(),
})
export type RegisterField = z.infer<typeof RegisterField>

export const CatalogueField = RegisterField.extend({ own: z.boolean(), version: z.number().int() })
export type CatalogueField = z.infer<typeof CatalogueField>

export const fieldRoutes = {
  listFields: defineRoute({
    method: 'GET',
    path: '/register/fields',
    access: 'staff',
    summary: 'The field catalogue: what may be held, for what, on which basis, for how long.',
    input: z.strictObject({}),
    output: z.object({ items: z.array(CatalogueField) }),
    problems: [],
  }),
  setField: defineRoute({
    method: 'POST',
    path: '/register/fields',
    access: 'register.configure',
    audit: 'register.field_set',
    summary:
      'Adds or changes a field of the county’s own; a sensitive one needs its impact assessment and lies in the vault.',
    input: z.strictObject({ commandId: CommandId, seenVersion: z.number().int().optional(), field: RegisterField }),
    output: CatalogueField,
    problems: ['field.stale', 'field.assessment_missing'],
  }),
  closeField: defineRoute({
    method: 'POST',
    path: '/register/fields/:subject/:code/close',
    access: 'register.configure',
    audit: 'register.field_closed',
    summary: 'A field of the county’s own is filled in no more; what is held stays until its retention ends.',
    input: z.strictObject({ commandId: CommandId, subject: FieldSubject, code: z.string().max(41) }),
    output: Done,
    problems: ['register.not_found'],
  }),
} as const
