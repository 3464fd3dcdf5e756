import { Icon, type IconName } from './icon.tsx'
import { type Locale, useLocale } from './locale.tsx'
import { remainingText } from './words.ts'

type Tone = 'neutral' | 'info' | 'warn' | 'danger' | 'ok'

/** Word, icon and colour together: never colour alone. */
export function Status({ tone, icon, children }: { tone: Tone; icon: IconName; children: string }) {
  return (
    <span className={tone === 'neutral' ? 'st' : `st st-${tone}`}>
      <Icon name={icon} />
      {children}
    </span>
  )
}

const matterStatuses = {
  reported: { zh: '待受理', en: 'reported', tone: 'neutral', icon: 'new' },
  accepted: { zh: '待分派', en: 'to be dispatched', tone: 'neutral', icon: 'new' },
  dispatched: { zh: '待签收', en: 'to be received', tone: 'info', icon: 'half' },
  handling: { zh: '办理中', en: 'being handled', tone: 'info', icon: 'half' },
  disputed: { zh: '权责争议', en: 'competence disputed', tone: 'warn', icon: 'talk' },
  paused: { zh: '已暂停', en: 'paused', tone: 'neutral', icon: 'pause' },
  settled: { zh: '待核查', en: 'to be checked', tone: 'info', icon: 'half' },
  verified: { zh: '待确认', en: 'to be confirmed', tone: 'info', icon: 'half' },
  closed: { zh: '已办结', en: 'closed', tone: 'ok', icon: 'ok' },
  declined: { zh: '不予受理', en: 'declined', tone: 'neutral', icon: 'close' },
  merged: { zh: '已并入', en: 'merged', tone: 'neutral', icon: 'merge' },
} as const satisfies Record<string, { zh: string; en: string; tone: Tone; icon: IconName }>

export type MatterStatusName = keyof typeof matterStatuses

export function matterStatusText(status: MatterStatusName, locale: Locale): string {
  return matterStatuses[status][locale]
}

export function MatterStatusTag({ status }: { status: MatterStatusName }) {
  const { locale } = useLocale()
  const { tone, icon, ...words } = matterStatuses[status]
  return (
    <Status tone={tone} icon={icon}>
      {words[locale]}
    </Status>
  )
}

/** Minutes from which a limit is near. */
const NEAR_MINUTES = 60

/** What is left of a limit; `step` names the limit where a page shows more than one. */
export function ClockTag({
  clock,
  step,
}: {
  clock: { remainingMinutes: number; state?: string; limit?: { unit: string } } | null
  step?: string | undefined
}) {
  const { locale } = useLocale()
  if (clock === null) return null
  const words = [step, remainingText(clock, locale)].filter(Boolean).join(' ')
  if (clock.state === 'paused')
    return (
      <Status tone="neutral" icon="pause">
        {words}
      </Status>
    )
  if (clock.remainingMinutes < 0)
    return (
      <Status tone="danger" icon="alert">
        {words}
      </Status>
    )
  return (
    <Status tone={clock.remainingMinutes <= NEAR_MINUTES ? 'warn' : 'info'} icon="clock">
      {words}
    </Status>
  )
}
