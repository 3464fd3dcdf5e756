import type { Matter, MatterEntry } from '@linli/contract/matters'
import { amountText, dayText, fullText, Icon, type IconName, sameDay, timeText, useLocale } from '@linli/ui'
import { useMessages } from './messages.ts'
import { Pictures } from './Pictures.tsx'

const icons: Partial<Record<MatterEntry['kind'], IconName>> = {
  report: 'report',
  accept: 'check',
  dispatch: 'send',
  receive: 'check',
  settle: 'camera',
  settle_on_spot: 'camera',
  verify: 'ok',
  confirm: 'ok',
  reject: 'undo',
  return: 'undo',
  escalate: 'up',
  dispute: 'talk',
  decide_dispute: 'talk',
  pause: 'pause',
  resume: 'clock',
  warned: 'clock',
  overdue: 'alert',
  supervise: 'alert',
  comment: 'note',
  reveal: 'eye',
  merge: 'merge',
  locate: 'pin',
  close: 'ok',
  reopen: 'undo',
}
const red = new Set<MatterEntry['kind']>(['overdue', 'supervise', 'reject'])
const amber = new Set<MatterEntry['kind']>(['return', 'dispute', 'decide_dispute', 'warned'])

/** Newest first: who, what, and how much of which limit it took; waiting is dashed, never hidden. */
export function Timeline({ matter }: { matter: Matter }) {
  const m = useMessages()
  const { locale } = useLocale()
  return (
    <ol className="tl">
      {matter.timeline.map((entry, index) => {
        const before = matter.timeline[index - 1]
        const tone = index === 0 ? ' now' : red.has(entry.kind) ? ' red' : amber.has(entry.kind) ? ' amb' : ''
        const who =
          [entry.by.name, entry.by.unit].filter(Boolean).join(' · ') ||
          (entry.by.kind === 'system' ? m.system : m.resident)
        const changes = Object.values(entry.changes).map(([was, is]) => [was, is].filter(Boolean).join(' → '))
        return [
          !before || !sameDay(before.at, entry.at) ? (
            <li key={`day ${entry.id}`} className="day">
              {dayText(entry.at, locale)}
            </li>
          ) : null,
          <li key={entry.id} className={entry.kind === 'pause' || entry.from === 'paused' ? 'p' : ''}>
            <time dateTime={entry.at} title={fullText(entry.at, locale)}>
              {timeText(entry.at)}
            </time>
            <span className={`d${tone}`}>
              <Icon name={icons[entry.kind] ?? 'note'} />
            </span>
            <div>
              <b>{m.actions[entry.kind]}</b>
              <p>{[who, entry.words ? `“${entry.words}”` : '', changes.join('；')].filter(Boolean).join('：')}</p>
              {entry.capturedAt && <p className="dim">{m.recordedOffline(timeText(entry.capturedAt))}</p>}
              {entry.pictures.length > 0 && <Pictures pictures={entry.pictures} className="ph" />}
            </div>
            <span className="use">
              {entry.clock
                ? m.usedOf(
                    amountText(entry.clock.usedMinutes, 'work_hour', locale),
                    amountText(entry.clock.limitMinutes, 'work_hour', locale),
                  )
                : ''}
            </span>
          </li>,
        ]
      })}
    </ol>
  )
}
