import {
  type ChannelsByKind,
  type NoticeChannel,
  type NoticeKind,
  noticeChannels,
  outsideChannels,
  urgentKinds,
} from '@linli/contract/notice-kinds'

type ByCounty = Readonly<Record<NoticeKind, readonly NoticeChannel[]>>

/** By which channels one is told of a kind: as chosen, else as the county does. */
export function channelsFor(own: ChannelsByKind, county: ByCounty, kind: NoticeKind): readonly NoticeChannel[] {
  return own[kind] ?? county[kind]
}

/** What cannot be switched off: of an urgent kind the list, and its last way out. */
export function isFixed(chosen: readonly NoticeChannel[], kind: NoticeKind, channel: NoticeChannel): boolean {
  if (!urgentKinds.includes(kind)) return false
  const ways = outsideChannels.filter((one) => chosen.includes(one))
  return channel === 'inapp' || (ways.length === 1 && ways[0] === channel)
}

/** The choice with one channel of a kind switched on or off. */
export function toggled(
  own: ChannelsByKind,
  county: ByCounty,
  kind: NoticeKind,
  channel: NoticeChannel,
): ChannelsByKind {
  const chosen = channelsFor(own, county, kind)
  const isOn = chosen.includes(channel)
  return {
    ...own,
    [kind]: noticeChannels.filter((one) => (one === channel ? !isOn : chosen.includes(one))),
  }
}

/** The choice without one's own word on a kind: the county's holds. */
export function withoutOwn(own: ChannelsByKind, kind: NoticeKind): ChannelsByKind {
  const { [kind]: _, ...rest } = own
  return rest
}
