import { ProblemError } from '@linli/client'
import { screenRoutes } from '@linli/contract/screen'
import { Icon, Logo, Status, useLocale } from '@linli/ui'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { client } from './api.ts'
import { Duty } from './Duty.tsx'
import { Figures } from './Figures.tsx'
import { Hours } from './Hours.tsx'
import { AreaMap } from './AreaMap.tsx'
import { useMessages } from './messages.ts'
import { SignIn } from './SignIn.tsx'
import { Stream } from './Stream.tsx'
import { useFollowing } from './following.ts'

/** One screen: figures, map, stream. The area shown stands in the address, so that a wall can be set to a town. */
export function Screen() {
  const [areaId, setAreaId] = useState(() => new URLSearchParams(location.search).get('area') ?? undefined)
  const input = areaId === undefined ? {} : { areaId }
  const screen = useQuery({
    queryKey: ['screen', areaId],
    queryFn: ({ signal }) => client.call(screenRoutes.getScreen, input, { signal }),
    placeholderData: keepPreviousData,
    refetchInterval: 60_000,
  })
  const signedOut = screen.error instanceof ProblemError && (screen.error.status === 401 || screen.error.status === 403)
  const following = useFollowing(!signedOut && screen.data !== undefined)
  const m = useMessages()
  const { locale } = useLocale()
  const now = useNow()

  function choose(next: string | undefined) {
    history.replaceState(null, '', next === undefined ? '/screen/' : `/screen/?area=${next}`)
    setAreaId(next)
  }

  if (signedOut) return <SignIn onSignedIn={() => void screen.refetch()} />
  if (!screen.data) return <div className="wall" aria-busy="true" />
  const { data } = screen
  const weekday = new Intl.DateTimeFormat(locale === 'zh' ? 'zh-CN' : 'en-GB', {
    weekday: locale === 'zh' ? 'short' : 'long',
    timeZone: 'Asia/Shanghai',
  }).format(now)
  return (
    <main className="wall">
      <header className="top">
        <Logo />
        <h1>{`${data.county.name} ${m.title}`}</h1>
        <span className="mut">{m.counts(data.county.towns, data.county.grids)}</span>
        <div className="feed" role="status">
          {following.kind === 'live' ? (
            <Status tone="ok" icon="live">
              {m.live}
            </Status>
          ) : (
            <Status tone="warn" icon="clock">
              {m.lost(Math.floor((now.getTime() - following.since) / 60_000))}
            </Status>
          )}
        </div>
        <time>{clockText(now, locale)}</time>
      </header>
      <section className="col" aria-label={m.today}>
        <Figures data={data} weekday={weekday} />
      </section>
      <section className="col mid" aria-label={m.map}>
        <AreaMap data={data} fresh={following.fresh} onOpen={choose} />
        {data.area.level !== 'county' && (
          <button
            type="button"
            className="back"
            onClick={() => choose(data.area.level === 'village' ? (data.area.parentId ?? undefined) : undefined)}
          >
            <Icon name="left" /> {m.back}
          </button>
        )}
        <Hours hours={data.hours} weekday={weekday} />
      </section>
      <section className="col rt" aria-label={m.stream}>
        <Stream items={data.stream} fresh={following.fresh} />
        <Duty lines={data.duty} />
      </section>
    </main>
  )
}

function useNow(): Date {
  const [now, setNow] = useState(() => new Date())
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), 10_000)
    return () => clearInterval(timer)
  }, [])
  return now
}

function clockText(now: Date, locale: 'zh' | 'en'): string {
  const zone = { timeZone: 'Asia/Shanghai' } as const
  const day = new Intl.DateTimeFormat(locale === 'zh' ? 'zh-CN' : 'en-GB', {
    ...zone,
    month: 'long',
    day: 'numeric',
    weekday: 'short',
  }).format(now)
  return `${day} ${new Intl.DateTimeFormat('en-GB', { ...zone, hour: '2-digit', minute: '2-digit' }).format(now)}`
}
