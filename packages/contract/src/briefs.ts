import { z } from 'zod'
import { CommandId, Done, Id, Instant, optionalText, page, pageInput, text } from './common.ts'
import { defineRoute } from './route.ts'

const rhythm = {
  name: text(60),
  /** Every day tells of the day before; every week of the seven days before. */
  period: z.enum(['daily', 'weekly']),
  /** Of a weekly one; 1 is Monday. */
  weekday: z.number().int().min(1).max(7).nullable(),
  /** HH:MM in the county's time. */
  timeOfDay: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/),
  /** Null: the whole county. */
  areaId: Id.nullable(),
  locale: z.enum(['zh', 'en']),
  recipients: z.array(z.email().max(200)).min(1).max(50),
  enabled: z.boolean(),
}
const weekdayFits = ({ period, weekday }: { period: string; weekday: number | null }) =>
  (period === 'weekly') === (weekday !== null)

const Brief = z.object({
  ...rhythm,
  id: Id,
  name: optionalText(60),
  areaName: z.string().nullable(),
  recipients: z.array(z.string()),
  /** When it is sent next; null when it is switched off. */
  nextAt: Instant.nullable(),
  version: z.number().int(),
})
export type Brief = z.infer<typeof Brief>

const BriefIssue = z.object({
  id: Id,
  madeAt: Instant,
  filename: z.string(),
  sentTo: z.number().int(),
})
export type BriefIssue = z.infer<typeof BriefIssue>

export const briefRoutes = {
  listBriefs: defineRoute({
    method: 'GET',
    path: '/briefs',
    access: 'screen.manage',
    summary: 'Briefs that are sent by e-mail every day or week.',
    input: z.strictObject({}),
    output: z.object({ items: z.array(Brief) }),
    problems: [],
  }),
  saveBrief: defineRoute({
    method: 'POST',
    path: '/briefs',
    access: 'screen.manage',
    audit: 'brief.saved',
    summary: 'Makes a brief, or changes one that was seen in this version (0: a new one).',
    input: z
      .strictObject({
        commandId: CommandId,
        id: Id,
        seenVersion: z.number().int().min(0).max(2_000_000_000),
        ...rhythm,
      })
      .refine(weekdayFits, { error: 'weekday_with_weekly', path: ['weekday'] }),
    output: Done,
    problems: ['brief.stale', 'area.not_found'],
  }),
  sendBrief: defineRoute({
    method: 'POST',
    path: '/briefs/:briefId/send',
    access: 'screen.manage',
    audit: 'brief.sent',
    summary: 'Makes and sends a brief at once, beside its rhythm.',
    input: z.strictObject({ commandId: CommandId, briefId: Id }),
    output: Done,
    problems: ['brief.not_found'],
  }),
  listBriefIssues: defineRoute({
    method: 'GET',
    path: '/briefs/:briefId/issues',
    access: 'screen.manage',
    summary: 'What was sent of a brief, newest first.',
    input: z.strictObject({ ...pageInput, briefId: Id }),
    output: page(BriefIssue),
    problems: ['brief.not_found'],
  }),
  getBriefIssue: defineRoute({
    method: 'GET',
    path: '/briefs/issues/:issueId',
    access: 'screen.manage',
    summary: 'The PDF of one issue.',
    input: z.strictObject({ issueId: Id }),
    output: z.object({
      filename: z.string(),
      /** Base64. */
      file: z.string(),
    }),
    problems: ['brief.not_found'],
  }),
}
