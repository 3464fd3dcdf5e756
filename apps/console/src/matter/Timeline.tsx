import type { Matter, MatterEntry } from '@linli/contract/matters'
import {
  amountText,
  dayText,
  fullText,
  Icon,
  type IconName,
  sameDay,
  matterStatusText,
  timeText,
  useLocale,
  whenText,
} from '@linli/ui'
import { useState } from 'react'
import { useChangeWords } from './change-words.ts'
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

/**
 * Newest first: who, what, and how much of which limit it took; waiting is dashed, never hidden. From any entry one can
 * go back to how the matter stood then.
 */
export function Timeline({ matter }: { matter: Matter }) {
  const m = useMessages()
  const { locale } = useLocale()
  const changeWords = useChangeWords()
  const between = locale === 'zh' ? '；' : '; '
  const [thenId, goTo] = useState<string | null>(null)
  const at = matter.timeline.findIndex(({ id }) => id === thenId)
  // What came later was not known then.
  const entries = at < 0 ? matter.timeline : matter.timeline.slice(at)
  return (
    <>
      {entries[0] && at > 0 && (
        <p className="then" role="status">
          <Icon name="clock" />
          {m.asOf(whenText(entries[0].at, locale), matterStatusText(statusAfter(entries), locale))}
          <button type="button" className="btn" onClick={() => goTo(null)}>
            {m.backToNow}
          </button>
        </p>
      )}
      <ol className="tl">
        {entries.map((entry, index) => {
          const before = entries[index - 1]
          const tone = index === 0 ? ' now' : red.has(entry.kind) ? ' red' : amber.has(entry.kind) ? ' amb' : ''
          const who =
            [entry.by.name, entry.by.unit].filter(Boolean).join(' · ') ||
            (entry.by.kind === 'system' ? m.system : m.resident)
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
                <p>
                  {[who, [entry.words ? `“${entry.words}”` : '', changeWords(entry)].filter(Boolean).join(between)]
                    .filter(Boolean)
                    .join(locale === 'zh' ? '：' : ': ')}
                </p>
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
                {index > 0 && (
                  <button type="button" className="btn txt" onClick={() => goTo(entry.id)}>
                    {m.asItWas}
                  </button>
                )}
              </span>
            </li>,
          ]
        })}
      </ol>
    </>
  )
}

/** The status that the newest of these entries left; those that change none are passed over. */
const statusAfter = (entries: readonly MatterEntry[]) => entries.find(({ to }) => to !== null)?.to ?? 'reported'
