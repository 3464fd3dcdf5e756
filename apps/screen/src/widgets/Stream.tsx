import type { ScreenSnapshot, StreamItem } from '@linli/contract/screen-shapes'
import { ClockTag, dateFormat, MatterStatusTag, sameDay, Status, timeText, useLocale } from '@linli/ui'
import { memo } from 'react'
import { shortName } from '../area-names.ts'
import { useMessages } from '../messages.ts'
import { matterAddress } from '../rows.ts'
import { useFitting } from './use-fitting.ts'

interface Props {
  readonly data: ScreenSnapshot
  readonly fresh: ReadonlySet<string>
  readonly mayRead: boolean
}

/** What has come in, newest first. Titles of confidential matters are their category alone; the server sees to that. */
export const Stream = memo(function Stream({ data, fresh, mayRead }: Props) {
  const m = useMessages()
  const list = useFitting<HTMLUListElement>(data.stream)
  const thisHour = data.hours.today.at(-1) ?? 0
  return (
    <>
      <h2>
        {m.stream} <small>{m.thisHour(thisHour)}</small>
      </h2>
      {data.stream.length === 0 && <p className="empty">{m.nothing}</p>}
      <ul className="evs" ref={list}>
        {data.stream.map((item) => (
          <Line key={item.id} item={item} now={data.at} isFresh={fresh.has(item.id)} mayRead={mayRead} />
        ))}
      </ul>
    </>
  )
})

function Line({ item, now, isFresh, mayRead }: { item: StreamItem; now: string; isFresh: boolean; mayRead: boolean }) {
  const m = useMessages()
  const { locale } = useLocale()
  const placeName = (area: { name: string; nameEn: string | null }) =>
    locale === 'en' ? shortName(area, locale) : area.name
  const day = dateFormat(locale, { month: 'short', day: 'numeric' })
  const words = (
    <>
      <b>{item.title}</b>
      <span className="row">
        {item.danger ? (
          <Status tone="danger" icon="alert">
            {m.danger}
          </Status>
        ) : item.remainingMinutes !== null && item.status !== 'reported' && item.status !== 'accepted' ? (
          <ClockTag clock={{ remainingMinutes: item.remainingMinutes, limit: { unit: item.dueUnit } }} />
        ) : (
          <MatterStatusTag status={item.status} />
        )}
        <span>{item.areaName !== null && placeName({ name: item.areaName, nameEn: item.areaNameEn })}</span>
        <time dateTime={item.at}>{sameDay(item.at, now) ? timeText(item.at) : day.format(new Date(item.at))}</time>
      </span>
    </>
  )
  return (
    <li className={isFresh ? 'ev fresh' : 'ev'}>
      {mayRead ? (
        <a href={matterAddress(item.id)} target="linli-console">
          {words}
        </a>
      ) : (
        <div>{words}</div>
      )}
    </li>
  )
}
