import { z } from 'zod'
import { CategoryCode } from './categories.ts'
import { CommandId, Id, optionalText, page, pageInput, Point } from './common.ts'
import { words, photos, phone, report, key, captured, moved } from './matter-inputs.ts'
import { MatterRow, NearbyReport, Receipt, TrackedMatter } from './matter-shapes.ts'
import { defineRoute } from './route.ts'

/** Residents report, follow and judge; staff take in for them. */
export const matterReportRoutes = {
  reportMatter: defineRoute({
    method: 'POST',
    path: '/public/reports',
    access: 'public',
    audit: 'matter.reported',
    summary: 'A resident reports; no registration needed.',
    input: z.strictObject({
      ...report,
      /** Token of the QR code that was scanned, if any. */
      placeToken: z.string().max(40).optional(),
      contact: z
        .strictObject({ name: optionalText(50).optional(), phone: phone.optional(), notify: z.boolean().default(true) })
        .optional(),
      /** Hide who I am from the unit that handles it. */
      anonymous: z.boolean().default(false),
    }),
    output: Receipt,
    problems: ['matter.outside_county', 'matter.category_unknown', 'attachment.not_found', 'input.invalid'],
  }),
  findNearbyReports: defineRoute({
    method: 'POST',
    path: '/public/reports/nearby',
    access: 'public',
    audit: 'matter.nearby_shown',
    summary: 'Similar open reports near a point. POST, so that no position stands in an address.',
    input: z.strictObject({
      point: Point,
      categoryCode: CategoryCode.optional(),
      words: optionalText(2000).optional(),
    }),
    output: z.object({ items: z.array(NearbyReport) }),
    problems: [],
  }),
  followReport: defineRoute({
    method: 'POST',
    path: '/public/reports/:matterId/follow',
    access: 'public',
    audit: 'matter.followed',
    summary: 'Joins an open report instead of sending another.',
    input: z.strictObject({
      commandId: CommandId,
      matterId: Id,
      words: optionalText(500).optional(),
      phone: phone.optional(),
    }),
    output: Receipt,
    problems: ['matter.not_found'],
  }),
  trackReport: defineRoute({
    method: 'POST',
    path: '/public/reports/track',
    access: 'public',
    audit: 'matter.tracked',
    summary: 'The progress of a report, by number and code or by session.',
    input: z.strictObject(key),
    output: TrackedMatter,
    problems: ['matter.not_found'],
  }),
  listMyReports: defineRoute({
    method: 'GET',
    path: '/resident/reports',
    access: 'resident',
    summary: 'Reports made with the phone that signed in.',
    input: z.strictObject(pageInput),
    output: page(TrackedMatter.omit({ steps: true, pictures: true })),
    problems: [],
  }),
  confirmReport: defineRoute({
    method: 'POST',
    path: '/public/reports/confirm',
    access: 'public',
    audit: 'matter.confirmed',
    summary: 'The person who asked accepts the result.',
    input: z.strictObject({
      commandId: CommandId,
      ...key,
      rating: z.number().int().min(1).max(5),
      words: optionalText(1000).optional(),
    }),
    output: TrackedMatter,
    problems: [...moved],
  }),
  rejectReport: defineRoute({
    method: 'POST',
    path: '/public/reports/reject',
    access: 'public',
    audit: 'matter.rejected',
    summary: 'The person who asked rejects the result; it opens again.',
    input: z.strictObject({
      commandId: CommandId,
      ...key,
      rating: z.number().int().min(1).max(5).optional(),
      words,
      photos,
    }),
    output: TrackedMatter,
    problems: [...moved, 'matter.reopen_closed'],
  }),
  supplementReport: defineRoute({
    method: 'POST',
    path: '/public/reports/supplement',
    access: 'public',
    audit: 'matter.supplemented',
    summary: 'The person who asked adds words or pictures.',
    input: z.strictObject({ commandId: CommandId, ...key, words, photos }),
    output: TrackedMatter,
    problems: [...moved],
  }),
  takeCall: defineRoute({
    method: 'POST',
    path: '/hotline/calls',
    access: 'hotline.operate',
    audit: 'matter.reported_by_phone',
    summary: 'An operator writes down a call.',
    input: z.strictObject({
      ...report,
      callerName: optionalText(50).optional(),
      callerPhone: phone.optional(),
      anonymous: z.boolean().default(false),
      notify: z.boolean().default(true),
    }),
    output: Receipt.extend({
      /** What the operator reads back to the caller. */ readBack: z.object({ zh: z.string(), en: z.string() }),
    }),
    problems: ['matter.outside_county', 'matter.category_unknown'],
  }),
  findEarlierCalls: defineRoute({
    method: 'POST',
    path: '/hotline/earlier',
    access: 'hotline.operate',
    audit: 'matter.earlier_calls_read',
    summary: 'Earlier matters of a phone number; the reading is recorded.',
    input: z.strictObject({ phone }),
    output: z.object({ items: z.array(MatterRow) }),
    problems: [],
  }),
  reportFromField: defineRoute({
    method: 'POST',
    path: '/field/reports',
    access: 'matter.report',
    audit: 'matter.reported_from_field',
    summary: 'A grid worker reports what was seen, and may settle it on the spot.',
    input: z.strictObject({
      ...report,
      ...captured,
      /** Made by the phone, so that a visit or a patrol can name the report before the server has it. */
      matterId: Id.optional(),
      onBehalfOf: z.strictObject({ name: optionalText(50).optional(), phone: phone.optional() }).optional(),
      settled: z.strictObject({ words, photos }).optional(),
    }),
    output: Receipt,
    problems: ['matter.outside_county', 'matter.category_unknown', 'matter.evidence_required'],
  }),
} as const
