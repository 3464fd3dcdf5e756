import type { ClockView } from '@linli/contract/clock'
import { amountText, ClockTag, useLocale, whenText } from '@linli/ui'
import { useMessages } from './messages.ts'

/** The limits that run or were paused; a pause is hatched, never hidden. */
export function Clocks({ clocks }: { clocks: readonly ClockView[] }) {
  const m = useMessages()
  const { locale } = useLocale()
  const shown = clocks.filter((clock) => clock.state !== 'stopped')
  return (
    <section className="panel">
      <h2>{m.limits}</h2>
      {shown.length === 0 && <p className="empty">{m.noClock}</p>}
      {shown.map((clock) => {
        const share = Math.min(100, Math.round((clock.usedMinutes / Math.max(clock.limitMinutes, 1)) * 100))
        const tone = clock.state === 'overdue' ? 'r' : share > 75 ? 'w' : ''
        return (
          <div key={clock.id} className="ck">
            <div className="row">
              <b>{m.clockKinds[clock.kind] ?? clock.kind}</b>
              <ClockTag clock={clock} />
            </div>
            <div className="bar2" aria-hidden="true">
              <i className={tone} style={{ width: `${clock.state === 'overdue' ? 100 : share}%` }} />
              {clock.pauses.length > 0 && <i className="p" style={{ width: '8%' }} />}
            </div>
            <small>
              {[
                m.usedOf(
                  amountText(clock.usedMinutes, clock.limit.unit, locale),
                  amountText(clock.limitMinutes, clock.limit.unit, locale),
                ),
                clock.state === 'paused' ? '' : m.dueAt(whenText(clock.dueAt, locale)),
              ]
                .filter(Boolean)
                .join(' · ')}
            </small>
          </div>
        )
      })}
    </section>
  )
}
