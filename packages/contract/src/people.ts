import { z } from 'zod'
import { CommandId, commaList, Done, Id, LocalDate, optionalText, page, pageInput, Point, text } from './common.ts'
import { personNumbers, NewPerson, HouseholdChange, PersonMove, ResidenceChange, Tenure } from './people-inputs.ts'
import {
  Building,
  BuildingRow,
  FieldGroup,
  Household,
  HouseholdRow,
  KnownHow,
  NeedKind,
  Person,
  PersonDocumentKind,
  PersonRecord,
  PersonSaid,
  RecordSaid,
  ResidenceKind,
  RevealPurpose,
  SearchHit,
} from './people-shapes.ts'
import { defineRoute } from './route.ts'

export * from './people-inputs.ts'
export * from './people-shapes.ts'

/** The visit, matter or request that a file is opened for; it must concern whoever is read. */
const CaseId = Id.optional()

/** A building with more flats is a mistake of the form; as `too_many_flats` says. */
export const mostFlats = 3_000

const door = { commandId: CommandId, knownHow: KnownHow.default('person') }
const ShownNumber = z.object({ documentKind: PersonDocumentKind.nullable(), masked: z.string().nullable() })
const personAt = { personId: Id, seenVersion: z.number().int() }

export const peopleRoutes = {
  searchRegister: defineRoute({
    method: 'POST',
    path: '/register/search',
    access: 'register.read',
    audit: 'register.searched',
    summary: 'People, households, buildings and organisations by name, pinyin, initials, whole number, or address.',
    input: z.strictObject({
      q: text(60),
      kinds: z
        .array(z.enum(['person', 'household', 'building', 'organisation']))
        .min(1)
        .max(4)
        .optional(),
      areaId: Id.optional(),
      limit: z.number().int().min(1).max(50).default(20),
    }),
    output: z.object({ items: z.array(SearchHit), more: z.boolean() }),
    problems: [],
  }),
  listHouseholds: defineRoute({
    method: 'GET',
    path: '/register/households',
    access: 'register.read',
    summary: 'Households of an area by address.',
    input: z.strictObject({ ...pageInput, areaId: Id.optional(), need: z.string().max(40).optional() }),
    output: page(HouseholdRow),
    problems: [],
  }),
  getHousehold: defineRoute({
    method: 'GET',
    path: '/register/households/:householdId',
    access: 'register.read',
    summary: 'A household with its members on a day.',
    input: z.strictObject({ householdId: Id, on: LocalDate.optional(), caseId: CaseId }),
    output: Household,
    problems: ['register.not_found', 'register.case_unfit'],
  }),
  getPerson: defineRoute({
    method: 'GET',
    path: '/register/persons/:personId',
    access: 'register.read',
    summary: 'A person as known on a day, with the dated facts behind it; never with relatives.',
    input: z.strictObject({ personId: Id, on: LocalDate.optional(), caseId: CaseId }),
    output: Person,
    problems: ['register.not_found', 'register.file_closed', 'register.case_unfit'],
  }),
  revealPerson: defineRoute({
    method: 'POST',
    path: '/register/persons/:personId/reveal',
    access: 'register.read',
    audit: 'register.revealed',
    summary: 'Opens sealed fields of one person for a purpose; the reading is recorded before it leaves.',
    input: z.strictObject({
      commandId: CommandId,
      personId: Id,
      purpose: RevealPurpose,
      groups: z.array(FieldGroup).min(1).max(4),
      reason: text(200),
      caseId: CaseId,
    }),
    output: z.object({
      values: z.array(
        z.object({ field: z.string(), group: FieldGroup, value: z.string(), validFrom: LocalDate, knownHow: KnownHow }),
      ),
    }),
    problems: ['register.not_found', 'register.case_unfit', 'vault.no_work', 'vault.closed'],
  }),
  addHousehold: defineRoute({
    method: 'POST',
    path: '/register/households',
    access: 'register.change',
    audit: 'register.household_added',
    summary: 'A household new to the register, with its members.',
    input: z.strictObject({
      ...door,
      householdId: Id,
      gridId: Id,
      address: text(300),
      dwellingId: Id.optional(),
      point: Point.optional(),
      tenure: Tenure.default('unknown'),
      number: optionalText(30).optional(),
      kind: z.enum(['family', 'collective']).default('family'),
      since: LocalDate.optional(),
      members: z.array(NewPerson).max(200),
    }),
    output: Household,
    problems: ['register.not_found', 'command.done_unseen', 'dwelling.elsewhere'],
  }),
  changeHousehold: defineRoute({
    method: 'POST',
    path: '/register/households/:householdId',
    access: 'register.change',
    audit: 'register.household_changed',
    summary: 'Address, dwelling, number, kind, head, wish about visits or own fields of a household.',
    input: z.strictObject({
      ...door,
      householdId: Id,
      seenVersion: z.number().int(),
      ...HouseholdChange.shape,
    }),
    output: Household,
    problems: ['register.not_found', 'register.stale', 'field.unknown'],
  }),
  addPerson: defineRoute({
    method: 'POST',
    path: '/register/households/:householdId/persons',
    access: 'register.change',
    audit: 'register.person_added',
    summary: 'A person new to the register: born, moved in, or only now written down.',
    input: z.strictObject({ ...door, householdId: Id, person: NewPerson }),
    output: Household,
    problems: ['register.not_found'],
  }),
  changePerson: defineRoute({
    method: 'POST',
    path: '/register/persons/:personId',
    access: 'register.change',
    audit: 'register.person_changed',
    summary: 'Records what was said of a person; where it disagrees with something better known, both are kept.',
    input: z.strictObject({
      ...door,
      ...personAt,
      said: PersonSaid.optional(),
      ...personNumbers,
      /** Free words per sealed field of the catalogue, by group. */
      sealed: z
        .array(z.strictObject({ field: z.string().max(41), value: text(500) }))
        .max(20)
        .optional(),
      validFrom: LocalDate.optional(),
    }),
    output: Person,
    problems: ['register.not_found', 'register.stale', 'field.unknown'],
  }),
  movePerson: defineRoute({
    method: 'POST',
    path: '/register/persons/:personId/move',
    access: 'register.change',
    audit: 'register.person_moved',
    summary: 'Into another household, out of the county, or death; nothing that was is overwritten.',
    input: z.strictObject({
      ...door,
      ...personAt,
      ...PersonMove.shape,
    }),
    output: Person,
    problems: ['register.not_found', 'register.stale'],
  }),
  changeResidence: defineRoute({
    method: 'POST',
    path: '/register/persons/:personId/residence',
    access: 'register.change',
    audit: 'register.residence_changed',
    summary:
      'Relation to the head, kind of residence or living here of somebody who stays in the household, from a day on.',
    input: z.strictObject({ ...door, ...personAt, ...ResidenceChange.shape }),
    output: Person,
    problems: ['register.not_found', 'register.stale'],
  }),
  takeBackEnd: defineRoute({
    method: 'POST',
    path: '/register/persons/:personId/take-back-end',
    access: 'register.merge',
    audit: 'register.end_taken_back',
    summary: 'A death or departure was recorded by mistake: the residence goes on, and the account stays as refused.',
    input: z.strictObject({ commandId: CommandId, ...personAt }),
    output: Person,
    problems: ['register.not_found', 'register.stale'],
  }),
  addNeed: defineRoute({
    method: 'POST',
    path: '/register/persons/:personId/needs',
    access: 'register.change',
    audit: 'register.need_added',
    summary: 'A need that a service follows from, with its basis and end.',
    input: z.strictObject({
      ...door,
      ...personAt,
      needId: Id,
      kind: z.string().max(40),
      basis: text(200),
      validFrom: LocalDate,
      validTo: LocalDate,
    }),
    output: Person,
    problems: ['register.not_found', 'register.stale'],
  }),
  endNeed: defineRoute({
    method: 'POST',
    path: '/register/persons/:personId/needs/:needId/end',
    access: 'register.change',
    audit: 'register.need_ended',
    summary: 'The need is over, or was never there.',
    input: z.strictObject({ ...door, ...personAt, needId: Id }),
    output: Person,
    problems: ['register.not_found', 'register.stale'],
  }),
  listNeedKinds: defineRoute({
    method: 'GET',
    path: '/register/need-kinds',
    access: 'staff',
    summary: 'Kinds of need with the service that follows from each.',
    input: z.strictObject({}),
    output: z.object({ items: z.array(NeedKind) }),
    problems: [],
  }),
  listContested: defineRoute({
    method: 'GET',
    path: '/register/contested',
    access: 'register.merge',
    summary: 'Records that disagree with what holds, oldest first.',
    input: z.strictObject(pageInput),
    output: page(
      z.object({
        record: PersonRecord,
        personId: Id,
        title: z.string(),
        /** What holds now of the fields it speaks of; of a departure the one that is recorded. */
        holds: RecordSaid,
        /** Of a number as much as tells two apart. */
        numbers: z.array(z.object({ field: z.enum(['document', 'phone']), said: ShownNumber, holds: ShownNumber })),
      }),
    ),
    problems: [],
  }),
  decideRecord: defineRoute({
    method: 'POST',
    path: '/register/records/:recordId/decide',
    access: 'register.merge',
    audit: 'register.record_decided',
    summary: 'A clerk decides between two records that disagree.',
    input: z.strictObject({ commandId: CommandId, recordId: Id, accept: z.boolean() }),
    output: Done,
    problems: ['register.not_found', 'register.stale'],
  }),
  listDuplicates: defineRoute({
    method: 'GET',
    path: '/register/duplicates',
    access: 'register.merge',
    summary: 'Two files that may be one person, both within reach.',
    input: z.strictObject({ ...pageInput, state: z.enum(['open', 'merged']).default('open') }),
    output: page(
      z.object({
        id: Id,
        why: z.enum(['document', 'name_birth', 'name_phone', 'sound_birth', 'chosen']),
        kept: SearchHit,
        other: SearchHit,
        state: z.enum(['open', 'merged', 'different', 'undone']),
      }),
    ),
    problems: [],
  }),
  decideDuplicate: defineRoute({
    method: 'POST',
    path: '/register/duplicates/:duplicateId/decide',
    access: 'register.merge',
    audit: 'register.duplicate_decided',
    summary: 'One person (the other file is merged into the kept one) or two; a merge can be undone.',
    input: z.strictObject({
      commandId: CommandId,
      duplicateId: Id,
      decision: z.enum(['merge', 'different', 'undo']),
      keptId: Id.optional(),
      words: optionalText(300).optional(),
    }),
    output: Done,
    problems: ['register.not_found', 'register.stale'],
  }),
  proposeDuplicate: defineRoute({
    method: 'POST',
    path: '/register/duplicates',
    access: 'register.merge',
    audit: 'register.duplicate_proposed',
    summary: 'A clerk names two files that are one person.',
    input: z.strictObject({ commandId: CommandId, keptId: Id, otherId: Id }),
    output: Done,
    problems: ['register.not_found'],
  }),
  listBuildings: defineRoute({
    method: 'GET',
    path: '/register/buildings',
    access: 'register.read',
    summary: 'Buildings of an area by name.',
    input: z.strictObject({ ...pageInput, areaId: Id.optional() }),
    output: page(BuildingRow),
    problems: [],
  }),
  getBuilding: defineRoute({
    method: 'GET',
    path: '/register/buildings/:buildingId',
    access: 'register.read',
    summary: 'A building with its flats by floor and room.',
    input: z.strictObject({ buildingId: Id }),
    output: Building,
    problems: ['register.not_found'],
  }),
  addBuilding: defineRoute({
    method: 'POST',
    path: '/register/buildings',
    access: 'register.change',
    audit: 'register.building_added',
    summary: 'A building with as many flats as its units, floors and rooms per floor make.',
    input: z.strictObject({
      commandId: CommandId,
      buildingId: Id,
      gridId: Id,
      name: text(100),
      address: text(200),
      units: z.number().int().min(1).max(50),
      floors: z.number().int().min(1).max(120),
      roomsPerFloor: z.number().int().min(1).max(40),
      point: Point.optional(),
    }),
    output: Building,
    problems: ['register.not_found', 'dwelling.elsewhere'],
  }),
  listDwellingPoints: defineRoute({
    method: 'GET',
    path: '/register/dwelling-points',
    access: 'register.read',
    summary:
      'Dwellings and buildings with a position, for the map; many of them as sums of cells. Places only, nobody by name.',
    input: z.strictObject({
      areaId: Id,
      /** West, south, east, north: only what lies between. */
      box: commaList(z.coerce.number().min(-180).max(180), 4),
    }),
    output: z.object({
      items: z.array(
        z.object({
          id: Id,
          /** A cell stands for several places; its id is of one of them. */
          kind: z.enum(['dwelling', 'building', 'cell']),
          point: Point,
          places: z.number().int(),
          households: z.number().int(),
        }),
      ),
    }),
    problems: [],
  }),
  getRegisterSummary: defineRoute({
    method: 'GET',
    path: '/register/summary',
    access: 'register.read',
    summary:
      'Figures of an area: households, persons by kind, needs, what is missing; below ten persons suppressed above the grid.',
    input: z.strictObject({ areaId: Id }),
    output: z.object({
      households: z.number().int(),
      persons: z.number().int(),
      livesHere: z.number().int(),
      /** Null: fewer than ten, or what would give those away. */
      byKind: z.array(z.object({ kind: ResidenceKind, persons: z.number().int().nullable() })),
      children: z.number().int(),
      elders: z.number().int(),
      needs: z.array(z.object({ kind: z.string(), persons: z.number().int().nullable() })),
      withoutDocument: z.number().int(),
      buildings: z.number().int(),
      dwellings: z.number().int(),
      organisations: z.number().int(),
    }),
    problems: ['register.not_found'],
  }),
} as const
