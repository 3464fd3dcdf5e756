import type { StreamItem } from '@linli/contract/screen'
import { ClockTag, MatterStatusTag, Status, timeText } from '@linli/ui'
import { useMessages } from './messages.ts'

const SHOWN = 8

/** What has come in, newest first. Titles of confidential matters are their category alone; the server sees to that. */
export function Stream({ items, fresh }: { items: readonly StreamItem[]; fresh: ReadonlySet<string> }) {
  const m = useMessages()
  return (
    <div className="stream" aria-live="polite">
      <h2>{m.stream}</h2>
      {items.length === 0 && <p className="empty">{m.nothing}</p>}
      {items.slice(0, SHOWN).map((item) => (
        <div key={item.id} className={fresh.has(item.id) ? 'ev fresh' : 'ev'}>
          <b>{item.title}</b>
          <p>
            {item.danger ? (
              <Status tone="danger" icon="alert">
                {m.danger}
              </Status>
            ) : item.remainingMinutes !== null && item.status !== 'reported' && item.status !== 'accepted' ? (
              <ClockTag clock={{ remainingMinutes: item.remainingMinutes }} />
            ) : (
              <MatterStatusTag status={item.status} />
            )}
            {item.townName}
            <time dateTime={item.at}>{timeText(item.at)}</time>
          </p>
        </div>
      ))}
    </div>
  )
}
