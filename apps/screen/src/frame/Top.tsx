import type { ScreenSnapshot } from '@linli/contract/screen-shapes'
import { Logo, Status, useLocale } from '@linli/ui'
import type { ReactNode } from 'react'
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
  const { county } = data
  return (
    <header className="top">
      <Logo />
      <h1>{`${locale === 'en' ? county.nameEn : county.name} ${m.title}`}</h1>
      <span className="mut">{m.counts(county.towns, county.grids)}</span>
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
  const zone = { timeZone: 'Asia/Shanghai' } as const
  const format = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(locale === 'zh' ? 'zh-CN' : 'en-GB', { ...zone, ...options }).format(now)
  const time = new Intl.DateTimeFormat('en-GB', { ...zone, hour: '2-digit', minute: '2-digit' }).format(now)
  return `${format({ month: 'long', day: 'numeric' })} ${format({ weekday: 'short' })} ${time}`
}
