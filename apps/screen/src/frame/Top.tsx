import type { ScreenSnapshot } from '@linli/contract/screen-shapes'
import { dateFormat, Logo, Status, timeText, useLocale } from '@linli/ui'
import type { ReactNode } from 'react'
import { areaName } from '../area-names.ts'
import type { Lost } from '../live/follow-screen.ts'
import { useMessages } from '../messages.ts'

interface Props {
  readonly data: ScreenSnapshot
  readonly lost: Lost | null
  readonly now: Date
  readonly children: ReactNode
}

/** Whose screen it is, whether it is live, and what time it is. */
export function Top({ data, lost, now, children }: Props) {
  const m = useMessages()
  const { locale } = useLocale()
  const { county, area, areas } = data
  return (
    <header className="top">
      <Logo />
      <h1>{`${locale === 'en' ? county.nameEn : county.name} ${m.title}`}</h1>
      <span className="mut">
        {area.level === 'county'
          ? m.counts(areas.length, area.grids)
          : m.countsHere(areaName(area, locale), area.households.toLocaleString('en'), area.grids)}
      </span>
      <div className="feed" role="status">
        {lost === null ? (
          <Status tone="ok" icon="live">
            {m.live}
          </Status>
        ) : (
          <Status tone="warn" icon="clock">
            {(lost.source === 'connection' ? m.connectionLost : m.databaseLost)(
              Math.floor((now.getTime() - lost.since) / 60_000),
            )}
          </Status>
        )}
      </div>
      <time dateTime={now.toISOString()}>{clockText(now, locale)}</time>
      {children}
    </header>
  )
}

function clockText(now: Date, locale: 'zh' | 'en'): string {
  const day = dateFormat(locale, { month: 'long', day: 'numeric' }).format(now)
  return `${day} ${dateFormat(locale, { weekday: 'short' }).format(now)} ${timeText(now)}`
}
