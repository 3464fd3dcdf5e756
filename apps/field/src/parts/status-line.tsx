import { Icon, timeText } from '@linli/ui'
import { useAccount, useEntries, useFact } from '../account/use-account.ts'
import { isPending } from '../outbox/entry.ts'
import { useObservable } from '../sync/observable.ts'
import { syncState } from '../sync/state.ts'
import { messages } from '../words/messages.ts'

/**
 * Always there, always as high, never shouting: whether there is a network, what waits, and how old the copy is;
 * with the button for whoever will not wait for the next round.
 */
export function StatusLine() {
  const t = messages.useMessages()
  const { driver } = useAccount()
  const { online, busy } = useObservable(syncState)
  const syncedAt = useFact('syncedAt')
  const entries = useEntries() ?? []
  const waiting = entries.filter(isPending).length
  const refused = entries.filter((entry) => entry.state === 'refused').length
  const facts = [
    ...(refused > 0 ? [t.refusedCount(refused)] : []),
    ...(waiting > 0 ? [t.waiting(waiting)] : []),
    syncedAt === undefined ? t.neverSynced : t.lastSync(timeText(syncedAt)),
  ]
  const network = online ? (busy && waiting > 0 ? t.syncing : t.online) : t.offline
  return (
    <div className="sync">
      <p role="status">
        <Icon name={online ? 'ok' : 'offline'} />
        <span>{network}</span>
        <span className="sync-facts">{facts.join(' · ')}</span>
      </p>
      <button type="button" aria-label={t.refresh} onClick={() => driver.now()}>
        <Icon name="renew" />
      </button>
    </div>
  )
}
