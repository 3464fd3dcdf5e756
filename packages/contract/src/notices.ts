import { z } from 'zod'
import { CommandId, Done, Id, Instant, page, pageInput } from './common.ts'
import { NoticeChannel, NoticeKind } from './notice-kinds.ts'
import { defineRoute } from './route.ts'

export const NoticeRow = z.object({
  id: Id,
  channel: NoticeChannel,
  /** Masked, but in the demo county, whose people are made up. Of a browser its id. */
  recipient: z.string(),
  body: z.string(),
  state: z.enum(['waiting', 'sent', 'kept', 'failed']),
  createdAt: Instant,
  sentAt: Instant.nullable(),
  error: z.string().nullable(),
})
export type NoticeRow = z.infer<typeof NoticeRow>

export const MyNotice = z.object({
  id: Id,
  body: z.string(),
  createdAt: Instant,
  readAt: Instant.nullable(),
  subjectKind: z.string().nullable(),
  subjectId: Id.nullable(),
  kind: NoticeKind,
  /** Danger to life or harm to a child. */
  urgent: z.boolean(),
  /** Whether it counts among the unread: not where its reader wants no mark for its kind. */
  counts: z.boolean(),
})
export type MyNotice = z.infer<typeof MyNotice>

export const noticeRoutes = {
  listNotices: defineRoute({
    method: 'GET',
    path: '/notices',
    access: 'notice.read',
    summary: 'Messages that were sent or wait, newest first.',
    input: z.strictObject({ ...pageInput, channel: NoticeChannel.optional() }),
    output: page(NoticeRow),
    problems: [],
  }),
  listMyNotices: defineRoute({
    method: 'GET',
    path: '/my/notices',
    access: 'staff',
    summary: 'Messages to me, newest first.',
    input: z.strictObject(pageInput),
    output: page(MyNotice).extend({ unread: z.number().int() }),
    problems: [],
  }),
  readMyNotices: defineRoute({
    method: 'POST',
    path: '/my/notices/read',
    access: 'staff',
    audit: 'notice.read',
    summary: 'Marks my messages as read.',
    input: z.strictObject({ commandId: CommandId, ids: z.array(Id).min(1).max(200) }),
    output: Done,
    problems: [],
  }),
  listOutbox: defineRoute({
    method: 'GET',
    path: '/public/outbox',
    access: 'public',
    summary: 'Demo only: the last text messages, so that a visitor can read a code without a phone.',
    input: z.strictObject({}),
    output: z.object({ items: z.array(NoticeRow) }),
    problems: ['not_found'],
  }),
}
