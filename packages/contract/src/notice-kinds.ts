import { z } from 'zod'

/** Ways to a person. `inapp` is the list in the platform itself, where every message stands in any case. */
export const noticeChannels = ['inapp', 'push', 'email', 'sms'] as const
export const NoticeChannel = z.enum(noticeChannels)
export type NoticeChannel = z.infer<typeof NoticeChannel>

/** Ways out of the platform. */
export const outsideChannels = ['push', 'email', 'sms'] as const
export type OutsideChannel = (typeof outsideChannels)[number]

/** What staff are told about, as they choose by; the most pressing first. */
export const noticeKinds = [
  'danger',
  'incident',
  'work',
  'limit',
  'supervision',
  'answer',
  'roster',
  'oversight',
] as const
export const NoticeKind = z.enum(noticeKinds)
export type NoticeKind = z.infer<typeof NoticeKind>

/** Danger to life and calls to an incident pass quiet hours, and always keep a way beside the list. */
export const urgentKinds: readonly NoticeKind[] = ['danger', 'incident']

/** Channels by kind; a kind that is left out follows whoever decides above: the county, then the platform. */
export const ChannelsByKind = z
  .partialRecord(NoticeKind, z.array(NoticeChannel).max(noticeChannels.length))
  .superRefine((channels, { addIssue }) => {
    for (const kind of urgentKinds)
      if (channels[kind]?.every((channel) => channel === 'inapp'))
        addIssue({ code: 'custom', path: [kind], message: 'urgent_needs_channel' })
  })
export type ChannelsByKind = z.infer<typeof ChannelsByKind>

/** Where neither the person nor the county has chosen. Text messages cost money and wake people: for danger alone. */
export const defaultChannels: Readonly<Record<NoticeKind, readonly NoticeChannel[]>> = {
  danger: ['inapp', 'push', 'sms'],
  incident: ['inapp', 'push'],
  work: ['inapp', 'push'],
  limit: ['inapp', 'push'],
  supervision: ['inapp', 'push'],
  answer: ['inapp', 'push'],
  roster: ['inapp', 'push'],
  oversight: ['inapp', 'push'],
}
