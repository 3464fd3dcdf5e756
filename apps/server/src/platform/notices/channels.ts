import {
  type ChannelsByKind,
  defaultChannels,
  type NoticeChannel,
  type NoticeKind,
  noticeKinds,
  type OutsideChannel,
  outsideChannels,
  urgentKinds,
} from '@linli/contract/notice-kinds'

/** What holds where a person has not chosen: the county's word, else the platform's. */
export function channelsOfCounty(county: ChannelsByKind): Record<NoticeKind, NoticeChannel[]> {
  const entries = noticeKinds.map((kind) => [kind, [...(county[kind] ?? defaultChannels[kind])]] as const)
  // One entry for each kind.
  return Object.fromEntries(entries) as Record<NoticeKind, NoticeChannel[]>
}

/**
 * By which ways a message leaves the platform for somebody who can be reached by `open` ones. What is urgent takes any
 * way there is when none of the chosen ones is left: the browser is gone, or the account has no phone.
 */
export function waysOut(
  kind: NoticeKind,
  own: ChannelsByKind,
  county: ChannelsByKind,
  open: ReadonlySet<OutsideChannel>,
): OutsideChannel[] {
  const wanted = own[kind] ?? channelsOfCounty(county)[kind]
  const possible = outsideChannels.filter((channel) => open.has(channel))
  const chosen = possible.filter((channel) => wanted.includes(channel))
  return chosen.length === 0 && urgentKinds.includes(kind) ? possible : chosen
}

/** Kinds whose messages stand in somebody's list without counting as unread. */
export function kindsWithoutMark(own: ChannelsByKind, county: ChannelsByKind): NoticeKind[] {
  const channels = { ...channelsOfCounty(county), ...own }
  return noticeKinds.filter((kind) => !urgentKinds.includes(kind) && !channels[kind].includes('inapp'))
}
