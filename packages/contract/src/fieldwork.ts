import { z } from 'zod'
import { CommandId, Done, Id, Instant, LocalDate, optionalText, page, pageInput, Point } from './common.ts'
import {
  Answers,
  DueItem,
  FieldResponse,
  Patrol,
  ResponseKind,
  ResponseStep,
  Visit,
  VisitPart,
  VisitResult,
} from './fieldwork-shapes.ts'
import { defineRoute } from './route.ts'

export * from './fieldwork-shapes.ts'

const done = { commandId: CommandId, /** By the phone's clock. */ capturedAt: Instant.optional() }
const photos = z
  .array(z.object({ id: Id, claim: z.string().max(100).optional() }))
  .max(9)
  .default([])

/** What a worker does in a day: visits, patrols, first help; and who reads and decides about it. */
export const fieldworkRoutes = {
  listMyDue: defineRoute({
    method: 'GET',
    path: '/field/due',
    access: 'fieldwork.do',
    summary: 'What is due in my grids until a day, planned day first; support visits without name and place.',
    input: z.strictObject({ ...pageInput, until: LocalDate.optional() }),
    output: page(DueItem),
    problems: [],
  }),
  recordVisit: defineRoute({
    method: 'POST',
    path: '/field/visits',
    access: 'fieldwork.do',
    audit: 'visit.recorded',
    summary: 'A visit, with all that it changed: ends what was due, updates the file, keeps both where it disagrees.',
    input: z.strictObject({
      ...done,
      visitId: Id,
      subject: z.strictObject({ kind: z.enum(['grid', 'household', 'person', 'organisation']), id: Id }),
      /** Items that it settles; others of the same household and day are settled with it. */
      dueItemIds: z.array(Id).max(20).default([]),
      result: VisitResult,
      deeds: z.array(z.string().max(40)).max(20).default([]),
      form: z.strictObject({ code: z.string().max(40), version: z.number().int(), answers: Answers }).optional(),
      words: optionalText(1000).default(''),
      /** Made by the phone for reports that follow in the outbox. */
      matterIds: z.array(Id).max(10).default([]),
      /** Visits to the same door that this phone had put in before: what they changed is nobody else's change. */
      after: z.array(Id).max(50).default([]),
      parts: z.array(VisitPart).max(60).default([]),
      photos,
    }),
    output: Visit,
    problems: ['register.not_found', 'form.unknown'],
  }),
  listVisits: defineRoute({
    method: 'GET',
    path: '/fieldwork/visits',
    access: 'fieldwork.read',
    summary: 'Visits to a household, a person or in an area, newest first.',
    input: z.strictObject({ ...pageInput, householdId: Id.optional(), areaId: Id.optional(), staffId: Id.optional() }),
    output: page(
      Visit.extend({
        /** Address of the household, name of the place; empty for a whole grid. */ where: z.string(),
        gridName: z.string(),
      }),
    ),
    problems: ['register.not_found'],
  }),
  listConflicts: defineRoute({
    method: 'GET',
    path: '/fieldwork/conflicts',
    access: 'register.merge',
    summary: 'What visits said against the file as it stands, oldest first.',
    input: z.strictObject(pageInput),
    output: page(
      z.object({
        id: Id,
        visitId: Id,
        householdId: Id.nullable(),
        title: z.string(),
        by: z.string(),
        capturedAt: Instant,
        part: VisitPart,
        /** What holds now of the same fields, with `updatedAt`: since when; names and numbers masked. */
        holds: z.record(z.string(), z.unknown()),
        problem: z.object({ code: z.string(), details: z.record(z.string(), z.unknown()) }).nullable(),
      }),
    ),
    problems: [],
  }),
  decideConflict: defineRoute({
    method: 'POST',
    path: '/fieldwork/conflicts/:partId/decide',
    access: 'register.merge',
    audit: 'visit.conflict_decided',
    summary: 'A person decides: what the visit said is applied now, or what holds stays.',
    input: z.strictObject({
      commandId: CommandId,
      partId: Id,
      accept: z.boolean(),
      words: optionalText(300).default(''),
    }),
    output: Done,
    problems: ['register.not_found', 'register.stale'],
  }),
  startPatrol: defineRoute({
    method: 'POST',
    path: '/field/patrols',
    access: 'fieldwork.do',
    audit: 'patrol.started',
    summary: 'A round through the grid begins.',
    input: z.strictObject({ ...done, patrolId: Id, gridId: Id }),
    output: Patrol,
    problems: ['register.not_found'],
  }),
  endPatrol: defineRoute({
    method: 'POST',
    path: '/field/patrols/:patrolId/end',
    access: 'fieldwork.do',
    audit: 'patrol.ended',
    summary: 'The round is over; the track only where the county keeps tracks, and only of the time on shift.',
    input: z.strictObject({
      ...done,
      patrolId: Id,
      words: optionalText(1000).default(''),
      matterIds: z.array(Id).max(50).default([]),
      track: z
        .array(z.strictObject({ at: Instant, point: Point, accuracy: z.number().min(0).max(100_000) }))
        .max(5000)
        .default([]),
    }),
    output: Patrol,
    problems: ['patrol.not_found', 'patrol.tracks_off'],
  }),
  listPatrols: defineRoute({
    method: 'GET',
    path: '/fieldwork/patrols',
    access: 'fieldwork.read',
    summary: 'Rounds through the grids of an area, newest first.',
    input: z.strictObject({ ...pageInput, areaId: Id.optional(), staffId: Id.optional() }),
    output: page(Patrol.extend({ by: z.string(), gridName: z.string() })),
    problems: [],
  }),
  recordResponse: defineRoute({
    method: 'POST',
    path: '/field/responses',
    access: 'fieldwork.do',
    audit: 'response.recorded',
    summary: 'First to help: on the way, arrived, helped, each with its time.',
    input: z.strictObject({
      ...done,
      responseId: Id,
      kind: ResponseKind,
      step: ResponseStep,
      gridId: Id,
      matterId: Id.optional(),
      words: optionalText(500).default(''),
    }),
    output: Done,
    problems: ['register.not_found'],
  }),
  listResponses: defineRoute({
    method: 'GET',
    path: '/fieldwork/responses',
    access: 'fieldwork.read',
    summary: 'First help in the grids of an area, newest first.',
    input: z.strictObject({ ...pageInput, areaId: Id.optional(), staffId: Id.optional() }),
    output: page(FieldResponse.extend({ by: z.string(), gridName: z.string() })),
    problems: [],
  }),
} as const
