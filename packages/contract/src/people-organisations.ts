import { z } from 'zod'
import {
  commaList,
  CommandId,
  Done,
  Id,
  Instant,
  LocalDate,
  Names,
  optionalText,
  page,
  pageInput,
  Point,
  text,
} from './common.ts'
import { AreaNames, Extra, ExtraValue } from './people-shapes.ts'
import { defineRoute } from './route.ts'

/** Letters of a unified social credit code: no I, O, Z, S or V, which are taken for digits or each other. */
const creditLetters = '0123456789ABCDEFGHJKLMNPQRTUWXY'

/** As it is kept: half-width, without spaces and hyphens, capital letters. Null where it breaks GB 32100-2015. */
export function checkedCreditCode(raw: string): string | null {
  const code = raw
    .normalize('NFKC')
    .replaceAll(/[\s\-–—]/gu, '')
    .toUpperCase()
  const values = [...code].map((letter) => creditLetters.indexOf(letter))
  if (values.length !== 18 || values.includes(-1) || !/^..\d{6}/.test(code)) return null
  // Weights are the powers of 3 modulo 31.
  let weight = 1
  let sum = 0
  for (const value of values.slice(0, -1)) {
    sum += value * weight
    weight = (weight * 3) % 31
  }
  return values[17] === (31 - (sum % 31)) % 31 ? code : null
}

export const OrganisationKind = z.object({
  code: z.string(),
  names: Names,
  /** What one looks at there; a new place of this kind begins with these. */
  hazards: z.array(z.string()),
})
export type OrganisationKind = z.infer<typeof OrganisationKind>

export const OrganisationRow = z.object({
  id: Id,
  kind: z.string(),
  name: z.string(),
  address: z.string(),
  hazards: z.array(z.string()),
  place: AreaNames,
  updatedAt: Instant,
})
export type OrganisationRow = z.infer<typeof OrganisationRow>

export const Organisation = OrganisationRow.extend({
  creditCode: z.string().nullable(),
  phone: z.string().nullable(),
  point: Point.nullable(),
  validFrom: LocalDate,
  validTo: LocalDate.nullable(),
  /** Fields of the county's own that the reader may read. */
  countyFields: z.array(ExtraValue),
  version: z.number().int(),
  changeable: z.boolean(),
})
export type Organisation = z.infer<typeof Organisation>

const Code = z.string().max(40)
const said = {
  kind: Code,
  name: text(100),
  address: text(300),
  creditCode: optionalText(30).nullable(),
  /** Of the place, not of a person. */
  phone: optionalText(30).nullable(),
  hazards: z.array(Code).max(20),
  point: Point.nullable(),
  extra: Extra,
}

export const organisationRoutes = {
  listOrganisationKinds: defineRoute({
    method: 'GET',
    path: '/register/organisation-kinds',
    access: 'staff',
    summary: 'Kinds of organisations and places, and what to look at there.',
    input: z.strictObject({}),
    output: z.object({
      kinds: z.array(OrganisationKind),
      hazards: z.array(z.object({ code: z.string(), names: Names })),
    }),
    problems: [],
  }),
  listOrganisations: defineRoute({
    method: 'GET',
    path: '/register/organisations',
    access: 'register.read',
    summary: 'Organisations and places of an area by name; found by name, pinyin, initials or address.',
    input: z.strictObject({
      ...pageInput,
      areaId: Id.optional(),
      kinds: commaList(Code),
      hazard: Code.optional(),
      q: optionalText(60).optional(),
    }),
    output: page(OrganisationRow),
    problems: ['register.not_found'],
  }),
  getOrganisation: defineRoute({
    method: 'GET',
    path: '/register/organisations/:organisationId',
    access: 'register.read',
    summary: 'An organisation or place.',
    input: z.strictObject({ organisationId: Id }),
    output: Organisation,
    problems: ['register.not_found'],
  }),
  addOrganisation: defineRoute({
    method: 'POST',
    path: '/register/organisations',
    access: 'register.change',
    audit: 'register.organisation_added',
    summary: 'An organisation or place new to the register.',
    input: z.strictObject({
      commandId: CommandId,
      organisationId: Id,
      gridId: Id,
      kind: said.kind,
      name: said.name,
      address: said.address,
      creditCode: said.creditCode.optional(),
      phone: said.phone.optional(),
      hazards: said.hazards.optional(),
      point: said.point.optional(),
      extra: said.extra.optional(),
      since: LocalDate.optional(),
    }),
    output: Organisation,
    problems: ['register.not_found', 'field.unknown'],
  }),
  changeOrganisation: defineRoute({
    method: 'POST',
    path: '/register/organisations/:organisationId',
    access: 'register.change',
    audit: 'register.organisation_changed',
    summary: 'What is left out stays as it was; another grid moves the place there.',
    input: z.strictObject({
      commandId: CommandId,
      organisationId: Id,
      seenVersion: z.number().int(),
      gridId: Id.optional(),
      ...z.strictObject(said).partial().shape,
    }),
    output: Organisation,
    problems: ['register.not_found', 'register.stale', 'field.unknown'],
  }),
  closeOrganisation: defineRoute({
    method: 'POST',
    path: '/register/organisations/:organisationId/close',
    access: 'register.change',
    audit: 'register.organisation_closed',
    summary: 'It is there no more, from a day on.',
    input: z.strictObject({ commandId: CommandId, organisationId: Id, seenVersion: z.number().int(), on: LocalDate }),
    output: Done,
    problems: ['register.not_found', 'register.stale'],
  }),
} as const
