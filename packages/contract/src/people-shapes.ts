import { z } from 'zod'
import { Id, Instant, LocalDate, Names, Point, text } from './common.ts'

export const Sex = z.enum(['male', 'female', 'unknown'])
export type Sex = z.infer<typeof Sex>

/** Which document was seen. `none`: has none; `unknown`: not known or not told, which is always a valid answer. */
export const PersonDocumentKind = z.enum([
  'resident_id',
  'hk_macao_permit',
  'taiwan_permit',
  'foreign_residence',
  'passport',
  'none',
  'unknown',
])
export type PersonDocumentKind = z.infer<typeof PersonDocumentKind>

/** To the head of the household: GB/T 4761 in words. */
export const Relation = z.enum([
  'head',
  'spouse',
  'son',
  'daughter',
  'grandchild',
  'parent',
  'grandparent',
  'sibling',
  'other',
  'non_relative',
  'unknown',
])
export type Relation = z.infer<typeof Relation>

/** 户籍 registered, 流动 migrant, 未落户 unregistered, 境外 overseas. */
export const ResidenceKind = z.enum(['registered', 'migrant', 'unregistered', 'overseas'])
export type ResidenceKind = z.infer<typeof ResidenceKind>

export const PersonState = z.enum(['present', 'away', 'left', 'died', 'merged'])
export type PersonState = z.infer<typeof PersonState>

/** How something became known: it decides which of two statements that disagree is the stronger. */
export const KnownHow = z.enum(['document', 'person', 'household', 'neighbour', 'other_body', 'list', 'clerk'])
export type KnownHow = z.infer<typeof KnownHow>

/** `changed`: stayed in the household, with another relation, kind, or living here or not. */
export const BeganBy = z.enum(['known', 'born', 'moved_in', 'moved_within', 'married', 'correction', 'changed'])
export const EndedBy = z.enum(['died', 'moved_out', 'moved_within', 'married', 'correction', 'changed'])
export type BeganBy = z.infer<typeof BeganBy>
export type EndedBy = z.infer<typeof EndedBy>

export const Education = z.enum([
  'none',
  'primary',
  'junior',
  'senior',
  'vocational',
  'college',
  'university',
  'unknown',
  'declined',
])
export const Work = z.enum([
  'child',
  'pupil',
  'farming',
  'employed',
  'self_employed',
  'working_away',
  'homemaker',
  'seeking',
  'retired',
  'unable',
  'unknown',
  'declined',
])

/** What a purpose of reading opens in the vault. */
export const FieldGroup = z.enum(['identity', 'contact', 'health', 'child'])
export type FieldGroup = z.infer<typeof FieldGroup>

/** Purposes for which staff open the vault; `own` and `emergency` have doors of their own. */
export const RevealPurpose = z.enum(['upkeep', 'service', 'visit', 'merge', 'rights', 'emergency'])
export type RevealPurpose = z.infer<typeof RevealPurpose>

export const AreaNames = z.object({
  townId: Id.nullable(),
  villageId: Id.nullable(),
  gridId: Id.nullable(),
  townName: z.string().nullable(),
  villageName: z.string().nullable(),
  gridName: z.string().nullable(),
})
export type AreaNames = z.infer<typeof AreaNames>

/** A need that a service follows from, with its basis and its end. */
export const Need = z.object({
  id: Id,
  /** Code of the catalogue of needs. */
  kind: z.string(),
  names: Names,
  basis: z.string(),
  validFrom: LocalDate,
  validTo: LocalDate,
  knownHow: KnownHow,
})
export type Need = z.infer<typeof Need>

export const NeedKind = z.object({ code: z.string(), names: Names, service: Names, mostMonths: z.number().int() })
export type NeedKind = z.infer<typeof NeedKind>

/** One line of a search: enough to tell people apart, not enough to know them. */
export const SearchHit = z.object({
  kind: z.enum(['person', 'household', 'building', 'organisation']),
  id: Id,
  /** Masked for persons (张*伟) and households (张*户). */
  title: z.string(),
  /** Persons only. */
  sex: Sex.nullable(),
  birthYear: z.number().int().nullable(),
  state: PersonState.nullable(),
  /** Down to the building; the door is on the page. */
  address: z.string().nullable(),
  place: AreaNames,
  /** Page to open: a person's household, or the thing itself. */
  householdId: Id.nullable(),
})
export type SearchHit = z.infer<typeof SearchHit>

/** A person as a member of the household page: what a worker at the door needs; numbers stay masked. */
export const Member = z.object({
  id: Id,
  name: z.string(),
  sex: Sex,
  birthOn: LocalDate.nullable(),
  relation: Relation,
  residenceKind: ResidenceKind,
  livesHere: z.boolean(),
  since: LocalDate,
  documentKind: PersonDocumentKind,
  phoneMasked: z.string().nullable(),
  needs: z.array(Need),
  contested: z.boolean(),
  /** Whether their own file is within reach; of somebody who has moved beyond it, the masked name and the dated facts are all. */
  opens: z.boolean(),
  version: z.number().int(),
})
export type Member = z.infer<typeof Member>

/** A value of a field of the county's own; of a choice with its words. */
export const ExtraValue = z.object({
  code: z.string(),
  names: Names,
  value: z.union([z.string(), z.number(), z.boolean()]),
  words: Names.nullable(),
})
export type ExtraValue = z.infer<typeof ExtraValue>

export const HouseholdRow = z.object({
  id: Id,
  /** 张*户. */
  title: z.string(),
  address: z.string(),
  kind: z.enum(['family', 'collective']),
  members: z.number().int(),
  visitsDeclined: z.boolean(),
  place: AreaNames,
  updatedAt: Instant,
})
export type HouseholdRow = z.infer<typeof HouseholdRow>

export const Household = z.object({
  id: Id,
  number: z.string().nullable(),
  address: z.string(),
  kind: z.enum(['family', 'collective']),
  headName: z.string(),
  visitsDeclined: z.boolean(),
  place: AreaNames,
  dwelling: z
    .object({
      id: Id,
      buildingId: Id.nullable(),
      tenure: z.enum(['owned', 'rented', 'empty', 'other', 'unknown']),
      point: Point.nullable(),
    })
    .nullable(),
  /** On the day asked for. */
  members: z.array(Member),
  /** Who belonged to it before and does no more; newest first. */
  former: z.array(
    z.object({
      personId: Id,
      /** Masked where their own file is beyond reach. */
      name: z.string(),
      opens: z.boolean(),
      relation: Relation,
      from: LocalDate,
      to: LocalDate,
      endedBy: EndedBy,
    }),
  ),
  validFrom: LocalDate,
  validTo: LocalDate.nullable(),
  /** Fields of the county's own that the reader may read. */
  countyFields: z.array(ExtraValue),
  on: LocalDate,
  version: z.number().int(),
  updatedAt: Instant,
  changeable: z.boolean(),
})
export type Household = z.infer<typeof Household>

/** Values of the county's own fields by code; null takes one away. */
export const Extra = z.record(z.string().max(41), z.union([z.string().max(200), z.number(), z.boolean(), z.null()]))
export type Extra = z.infer<typeof Extra>

/** What a record may say of a person. What it leaves out stays as it was. */
export const PersonSaid = z.strictObject({
  name: text(80).optional(),
  sex: Sex.optional(),
  birthOn: LocalDate.nullable().optional(),
  education: Education.nullable().optional(),
  work: Work.nullable().optional(),
  extra: Extra.optional(),
})
export type PersonSaid = z.infer<typeof PersonSaid>

/** A death or departure as somebody told of it. */
export const Departure = z.strictObject({
  how: EndedBy.extract(['died', 'moved_out']),
  on: LocalDate,
  toPlace: z.string().nullable(),
})
export type Departure = z.infer<typeof Departure>

/** A record may also tell of a departure that a clerk has to look at, or that a clerk took back. */
export const RecordSaid = PersonSaid.extend({ gone: Departure.optional() })
export type RecordSaid = z.infer<typeof RecordSaid>

export const PersonRecord = z.object({
  id: Id,
  said: RecordSaid,
  /** Sealed fields that were said with it, by name: document, phone, codes of the county. */
  sealed: z.array(z.string()),
  validFrom: LocalDate,
  knownHow: KnownHow,
  standing: z.enum(['holds', 'contested', 'refused']),
  recordedAt: Instant,
  /** Staff by name; a list or the platform by kind. */
  by: z.string().nullable(),
  /** When and by whom it was decided, where it was contested. */
  decidedAt: Instant.nullable(),
  decidedBy: z.string().nullable(),
})
export type PersonRecord = z.infer<typeof PersonRecord>

export const Residence = z.object({
  id: Id,
  householdId: Id,
  address: z.string(),
  gridName: z.string().nullable(),
  relation: Relation,
  kind: ResidenceKind,
  livesHere: z.boolean(),
  validFrom: LocalDate,
  validTo: LocalDate.nullable(),
  beganBy: BeganBy,
  endedBy: EndedBy.nullable(),
  /** Where from; of somebody who lives elsewhere where that is. */
  otherPlace: z.string().nullable(),
  toPlace: z.string().nullable(),
  /** Of its beginning; `by` names staff. */
  knownHow: KnownHow,
  recordedAt: Instant,
  by: z.string().nullable(),
  /** Of its end; null while it lasts, and for ends that were recorded before this was kept. */
  ended: z.object({ how: KnownHow, at: Instant, by: z.string().nullable() }).nullable(),
})
export type Residence = z.infer<typeof Residence>

export const Person = z.object({
  id: Id,
  name: z.string(),
  sex: Sex,
  birthOn: LocalDate.nullable(),
  education: Education.nullable(),
  work: Work.nullable(),
  /** Fields of the county's own that the reader may read. */
  countyFields: z.array(ExtraValue),
  documentKind: PersonDocumentKind,
  phoneMasked: z.string().nullable(),
  /** Null on a day before the first residence. */
  state: PersonState.nullable(),
  diedOn: LocalDate.nullable(),
  place: AreaNames,
  householdId: Id.nullable(),
  address: z.string().nullable(),
  relation: Relation.nullable(),
  residenceKind: ResidenceKind.nullable(),
  needs: z.array(Need),
  /** Dated facts, newest first: what it was on any day. */
  residences: z.array(Residence),
  records: z.array(PersonRecord),
  /** Which sealed fields are held; their values only by `revealPerson`. */
  sealed: z.array(z.object({ field: z.string(), group: FieldGroup })),
  mergedIntoId: Id.nullable(),
  on: LocalDate,
  version: z.number().int(),
  updatedAt: Instant,
  may: z.array(z.enum(['change', 'link', 'reveal', 'merge', 'decide'])),
})
export type Person = z.infer<typeof Person>

/** A flat as a cell of the floor × room view. */
export const Flat = z.object({
  id: Id,
  unitNo: z.number().int().nullable(),
  floor: z.number().int().nullable(),
  room: z.string().nullable(),
  address: z.string(),
  tenure: z.enum(['owned', 'rented', 'empty', 'other', 'unknown']),
  households: z.array(z.object({ id: Id, title: z.string(), members: z.number().int() })),
})
export type Flat = z.infer<typeof Flat>

export const BuildingRow = z.object({
  id: Id,
  name: z.string(),
  address: z.string(),
  units: z.number().int(),
  floors: z.number().int(),
  point: Point.nullable(),
  place: AreaNames,
  flats: z.number().int(),
})
export type BuildingRow = z.infer<typeof BuildingRow>

export const Building = BuildingRow.extend({
  dwellings: z.array(Flat),
  closedAt: Instant.nullable(),
  version: z.number().int(),
})
export type Building = z.infer<typeof Building>
