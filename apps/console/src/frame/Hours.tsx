import type { LiveState } from '@linli/client'
import { Icon, timeText, useLocale, whenText } from '@linli/ui'
import { useEffect, useState } from 'react'
import { useMessages } from './messages.ts'

const MINUTE_MS = 60_000
const DAY_MS = 86_400_000

interface Props {
  readonly live: LiveState
  readonly hours: { readonly working: boolean; readonly until: string } | undefined
  /** The state named has come to its end. */
  readonly onChange: () => void
}

/** What time it is for the limits: whether they run, and until when. A lost connection is said in its place. */
export function Hours({ live, hours, onChange }: Props) {
  const m = useMessages()
  const { locale } = useLocale()
  const [now, setNow] = useState(() => new Date())
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), MINUTE_MS / 4)
    return () => clearInterval(timer)
  }, [])
  const ended = hours !== undefined && Date.parse(hours.until) <= now.getTime()
  useEffect(() => {
    if (ended) onChange()
  }, [ended])
  const soon = hours !== undefined && Date.parse(hours.until) - now.getTime() < DAY_MS / 2
  const until = hours && (soon ? timeText(hours.until) : whenText(hours.until, locale, now))
  return (
    <span className="clock">
      {live.kind === 'live' ? (
        hours &&
        until && (
          <>
            <Icon name="clock" /> <b>{timeText(now.toISOString())}</b>{' '}
            {hours.working ? m.working(until) : m.resting(until)}
          </>
        )
      ) : (
        <span className="lost" role="status">
          {m.lost}
        </span>
      )}
    </span>
  )
}
