import { z } from 'zod'
import { CommandId, Done, Id, Instant } from './common.ts'
import { Time } from './county.ts'
import { ChannelsByKind, NoticeChannel, NoticeKind } from './notice-kinds.ts'
import { defineRoute } from './route.ts'

const PushBrowser = z.object({
  id: Id,
  face: z.enum(['console', 'field']),
  /** As the browser calls itself. */
  userAgent: z.string(),
  addedAt: Instant,
  lastSentAt: Instant.nullable(),
})
export type PushBrowser = z.infer<typeof PushBrowser>

const QuietHours = z
  .strictObject({ from: Time, to: Time })
  .refine(({ from, to }) => from !== to, { path: ['to'], error: 'quiet_empty' })

/** What somebody has chosen. A kind that is not among the channels follows the county. */
const OwnRules = {
  channels: ChannelsByKind,
  quiet: QuietHours.nullable(),
  quietOnDaysOff: z.boolean(),
}

export const MyNoticeRules = z.object({
  ...OwnRules,
  /** What holds where I have not chosen. */
  countyChannels: z.record(NoticeKind, z.array(NoticeChannel)),
  /** Where messages go, masked; null where the account has none. */
  phone: z.string().nullable(),
  email: z.string().nullable(),
  /** Whether the platform has a way to send them. Without one they stay in its outbox. */
  gateways: z.object({ sms: z.boolean(), email: z.boolean() }),
  /** What a browser must be told to take messages from here. */
  pushKey: z.string(),
  browsers: z.array(PushBrowser),
})
export type MyNoticeRules = z.infer<typeof MyNoticeRules>

/** A point of P-256, uncompressed, and 16 bytes; as browsers write them. */
const PushKeys = z.strictObject({
  p256dh: z.string().regex(/^B[\w-]{86}$/),
  auth: z.string().regex(/^[\w-]{22}$/),
})

export const noticeRuleRoutes = {
  getMyNoticeRules: defineRoute({
    method: 'GET',
    path: '/my/notice-rules',
    access: 'staff',
    summary: 'By which channels I am told of what, and when not.',
    input: z.strictObject({}),
    output: MyNoticeRules,
    problems: [],
  }),
  changeMyNoticeRules: defineRoute({
    method: 'POST',
    path: '/my/notice-rules',
    access: 'staff',
    audit: 'notice_rules.changed',
    summary: 'Chooses the channels by kind of message and the quiet hours; what waits for their end is looked at anew.',
    input: z.strictObject({ commandId: CommandId, ...OwnRules }),
    output: Done,
    problems: [],
  }),
  addPushBrowser: defineRoute({
    method: 'POST',
    path: '/my/push-browsers',
    access: 'staff',
    audit: 'push_browser.added',
    summary: 'Lets this browser show messages to me; one that showed somebody else’s shows mine from now on.',
    input: z.strictObject({
      commandId: CommandId,
      face: z.enum(['console', 'field']),
      endpoint: z.url({ protocol: /^https?$/ }).max(1000),
      keys: PushKeys,
    }),
    output: z.object({ id: Id }),
    problems: ['push.endpoint_refused', 'push.endpoint_taken', 'push.too_many'],
  }),
  removePushBrowser: defineRoute({
    method: 'POST',
    path: '/my/push-browsers/:browserId/remove',
    access: 'staff',
    audit: 'push_browser.removed',
    summary: 'Ends the messages to one of my browsers.',
    input: z.strictObject({ commandId: CommandId, browserId: Id }),
    output: Done,
    problems: ['push.not_found'],
  }),
  tryPushBrowser: defineRoute({
    method: 'POST',
    path: '/my/push-browsers/:browserId/try',
    access: 'staff',
    audit: 'push_browser.tried',
    summary: 'Sends a message to one of my browsers, to see whether it arrives.',
    input: z.strictObject({ commandId: CommandId, browserId: Id }),
    output: Done,
    problems: ['push.not_found'],
  }),
} as const
