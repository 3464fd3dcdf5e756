import { useLocale, whenText } from '@linli/ui'
import type { ReactNode } from 'react'
import { type Size, type Spot } from '@linli/ui/map'
import { type Figure, none, type PlacedPin } from './figures.ts'
import { useMessages } from './messages.ts'

/** Beside the thing, on the side where there is room. The list says the same to a screen reader. */
export function Tip({ at, size, children }: { at: Spot; size: Size; children: ReactNode }) {
  const left = at.x > size.width / 2
  const above = at.y > size.height / 2
  return (
    <div
      className="maptip"
      aria-hidden="true"
      style={{
        ...(left ? { right: size.width - at.x + 22 } : { left: at.x + 22 }),
        ...(above ? { bottom: size.height - at.y + 6 } : { top: at.y + 6 }),
      }}
    >
      {children}
    </div>
  )
}

export function AboutMatters({ members }: { members: readonly PlacedPin[] }) {
  const m = useMessages()
  const limit = useLimitText()
  const [only] = members
  if (members.length > 1 || !only)
    return (
      <>
        <b>{m.group(members.length, members.filter(({ overdue }) => overdue).length)}</b>
        <small>{m.groupHint}</small>
      </>
    )
  return (
    <>
      <b>{only.title}</b>
      <small>{[only.number, only.danger ? m.danger : ''].filter(Boolean).join(' · ')}</small>
      <small>{limit(only)}</small>
    </>
  )
}

export function AboutArea({
  name,
  nameEn,
  figure,
}: {
  name: string
  nameEn: string | null
  figure: Figure | undefined
}) {
  const m = useMessages()
  const { locale } = useLocale()
  const { open, overdue } = figure ?? none
  return (
    <>
      <b>{locale === 'zh' ? name : (nameEn ?? name)}</b>
      {figure && <small>{m.group(open, overdue)}</small>}
      <small>{m.areaHint}</small>
    </>
  )
}

/** When it must be done, as a sentence; what is overdue says so in words. */
export function useLimitText(): (pin: Pick<PlacedPin, 'dueAt' | 'overdue' | 'status'>) => string {
  const m = useMessages()
  const { locale } = useLocale()
  return ({ dueAt, overdue, status }) => {
    if (dueAt === null) return status === 'paused' ? m.paused : m.noLimit
    return overdue ? m.wasDue(whenText(dueAt, locale)) : m.due(whenText(dueAt, locale))
  }
}
