import { matterRoutes, type WorkItem } from '@linli/contract/matters'
import type { Me } from '@linli/contract/sign-in'
import { ClockTag, Icon, Status, useLocale, whenText } from '@linli/ui'
import { useEffect, useState } from 'react'
import { isTyping } from '../frame/Frame.tsx'
import { ErrorState, Loading } from '../frame/States.tsx'
import { useMessages } from '../matter/messages.ts'
import { Preview } from '../matter/Preview.tsx'
import { More, usePaged } from '../paged.tsx'
import { paths } from '../paths.ts'
import { filter, go, usePlace } from '../router.tsx'

const kinds = ['triage', 'handle', 'verify', 'callback', 'decide', 'extension', 'assist'] as const
const groups = ['danger', 'late', 'hour', 'today', 'later', 'paused'] as const

/** What waits for me: danger on top, then by limit; the preview beside it answers where to, why, and whether it is the same again. */
export default function Inbox(_props: { me: Me }) {
  const m = useMessages()
  const { search } = usePlace()
  const kind = kinds.find((one) => one === search.get('kind'))
  const inbox = usePaged(matterRoutes.listInbox, { limit: 100, ...(kind ? { kind: [kind] } : {}) })
  const { items } = inbox
  const [chosenId, choose] = useState<string | null>(null)
  const chosen = items.find((item) => item.id === chosenId) ?? items[0]
  useKeys(items, chosen, choose)

  if (inbox.error) return <ErrorState error={inbox.error} onRetry={inbox.refetch} />
  if (!inbox.isRead) return <Loading />
  const counts = inbox.pages[0]?.counts ?? {}
  return (
    <main className="two">
      <section className="list" aria-label={m.all}>
        <div className="tabs" role="tablist">
          {[undefined, ...kinds].map((one) =>
            one !== undefined && !counts[one] ? null : (
              <button
                key={one ?? 'all'}
                type="button"
                role="tab"
                aria-selected={one === kind}
                className={one === kind ? 'on' : ''}
                onClick={() => filter({ kind: one })}
              >
                {one === undefined ? m.all : m.kinds[one]}
                <em>
                  {one === undefined ? Object.values(counts).reduce((sum, count) => sum + count, 0) : counts[one]}
                </em>
              </button>
            ),
          )}
        </div>
        <div className="list-scroll">
          {items.length === 0 && <p className="blank">{m.nothingWaits}</p>}
          {groups.map((group) => {
            const own = items.filter((item) => groupOf(item) === group)
            if (own.length === 0) return null
            return (
              <div key={group}>
                <h2 className={group === 'danger' ? 'grp d' : 'grp'}>
                  {m.groups[group]} <span>{own.length}</span>
                </h2>
                {own.map((item) => (
                  <Row key={item.id} item={item} chosen={item.id === chosen?.id} onChoose={() => choose(item.id)} />
                ))}
              </div>
            )
          })}
          <More list={inbox} />
        </div>
        <div className="keys" aria-hidden="true">
          <span>
            <kbd>J</kbd>
            <kbd>K</kbd> {m.upDown}
          </span>
          <span>
            <kbd>Enter</kbd> {m.openIt}
          </span>
        </div>
      </section>
      {chosen ? (
        <Preview
          key={chosen.subjectId}
          matterId={chosen.subjectId}
          onNext={() => choose(items[(items.indexOf(chosen) + 1) % items.length]?.id ?? null)}
        />
      ) : (
        <section className="pv">
          <p className="blank">{m.chooseOne}</p>
        </section>
      )}
    </main>
  )
}

function groupOf(item: WorkItem): (typeof groups)[number] {
  if (item.paused) return 'paused'
  if (item.danger) return 'danger'
  if (item.dueAt === null || item.remainingMinutes === null) return 'later'
  if (item.remainingMinutes < 0) return 'late'
  if (item.remainingMinutes <= 60) return 'hour'
  return new Date(item.dueAt).toDateString() === new Date().toDateString() ? 'today' : 'later'
}

function Row({ item, chosen, onChoose }: { item: WorkItem; chosen: boolean; onChoose: () => void }) {
  const m = useMessages()
  const { locale } = useLocale()
  // Written by the matters module's inbox-facts; anything missing is simply not shown.
  const facts = item.facts as {
    place?: string
    channel?: string
    reportedAt?: string
    reporter?: { name: string | null; phone: string | null } | null
  }
  return (
    <button
      type="button"
      id={`row-${item.id}`}
      className={chosen ? 'r on' : 'r'}
      aria-current={chosen}
      onClick={onChoose}
    >
      {item.paused ? (
        <ClockTag clock={{ remainingMinutes: 0, state: 'paused' }} />
      ) : item.danger ? (
        <Status tone="danger" icon="alert">
          {m.now}
        </Status>
      ) : item.remainingMinutes === null ? (
        <span />
      ) : (
        <ClockTag clock={{ remainingMinutes: item.remainingMinutes }} />
      )}
      <div>
        <b>{item.title}</b>
        <small>
          {[facts.place || m.noPlace, [facts.reporter?.name, facts.reporter?.phone].filter(Boolean).join(' ')]
            .filter(Boolean)
            .join(' · ')}
        </small>
      </div>
      <span className="ch">
        <Icon
          name={
            facts.channel === 'hotline'
              ? 'phone'
              : facts.channel === 'qr'
                ? 'qr'
                : facts.channel === 'field'
                  ? 'walk'
                  : 'web'
          }
        />{' '}
        {m.channels[facts.channel ?? '']}
        <br />
        {facts.reportedAt ? whenText(facts.reportedAt, locale) : ''}
      </span>
    </button>
  )
}

function useKeys(items: readonly WorkItem[], chosen: WorkItem | undefined, choose: (id: string) => void): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (isTyping(event.target) || event.ctrlKey || event.metaKey || event.altKey || !chosen) return
      const at = items.indexOf(chosen)
      const next = event.key === 'j' ? items[at + 1] : event.key === 'k' ? items[at - 1] : undefined
      if (next) {
        choose(next.id)
        document.getElementById(`row-${next.id}`)?.scrollIntoView({ block: 'nearest' })
      } else if (
        event.key === 'Enter' &&
        !(event.target instanceof HTMLButtonElement && event.target.className.includes('btn'))
      ) {
        event.preventDefault()
        go(paths.matter(chosen.subjectId))
      }
    }
    addEventListener('keydown', onKey)
    return () => removeEventListener('keydown', onKey)
  }, [items, chosen, choose])
}
