import { channelsFor, isFixed } from '@linli/client/notice-choice'
import { noticeChannelText, noticeKindHint, noticeKindText } from '@linli/client/notice-text'
import {
  type ChannelsByKind,
  type NoticeChannel,
  noticeChannels,
  type NoticeKind,
  noticeKinds,
  urgentKinds,
} from '@linli/contract/notice-kinds'
import { Icon, useLocale } from '@linli/ui'
import type { ReactNode } from 'react'
import { FieldFault } from '../frame/FieldFault.tsx'
import { useMessages } from './messages.ts'

interface Props {
  readonly own: ChannelsByKind
  /** What holds where `own` says nothing. */
  readonly above: Readonly<Record<NoticeKind, readonly NoticeChannel[]>>
  readonly under?: Readonly<Partial<Record<NoticeChannel, string>>>
  readonly faults: Readonly<Partial<Record<NoticeKind, string | undefined>>>
  readonly onToggle: (kind: NoticeKind, channel: NoticeChannel) => void
  readonly lastColumn?: (kind: NoticeKind) => ReactNode
}

/** Kinds of messages down, ways to a person across. */
export function ChannelTable({ own, above, under = {}, faults, onToggle, lastColumn }: Props) {
  const m = useMessages()
  const { locale } = useLocale()
  return (
    <table className="grid channels">
      <thead>
        <tr>
          <th scope="col">{m.kind}</th>
          {noticeChannels.map((channel) => (
            <th key={channel} scope="col">
              {noticeChannelText(channel, locale)}
              {under[channel] !== undefined && <small>{under[channel]}</small>}
            </th>
          ))}
          {lastColumn && <td />}
        </tr>
      </thead>
      <tbody>
        {noticeKinds.map((kind) => {
          const chosen = channelsFor(own, above, kind)
          return (
            <tr key={kind}>
              <th scope="row">
                {noticeKindText(kind, locale)}
                <small>{noticeKindHint(kind, locale)}</small>
                {urgentKinds.includes(kind) && (
                  <small className="always">
                    <Icon name="alert" />
                    {m.always}
                  </small>
                )}
                <FieldFault text={faults[kind]} />
              </th>
              {noticeChannels.map((channel) => (
                <td key={channel}>
                  <label className="box">
                    <input
                      type="checkbox"
                      aria-label={`${noticeKindText(kind, locale)}: ${noticeChannelText(channel, locale)}`}
                      checked={chosen.includes(channel) || (urgentKinds.includes(kind) && channel === 'inapp')}
                      disabled={isFixed(chosen, kind, channel)}
                      onChange={() => onToggle(kind, channel)}
                    />
                  </label>
                </td>
              ))}
              {lastColumn && <td>{lastColumn(kind)}</td>}
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}
