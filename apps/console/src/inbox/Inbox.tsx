import './inbox.css'
import type { Me } from '@linli/contract/sign-in'
import { inboxRoutes, type PileKind } from '@linli/contract/work-items'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { reading } from '../api.ts'
import { useKeys } from '../frame/keys.ts'
import { ErrorState, Loading } from '../frame/States.tsx'
import { More, usePaged } from '../paged.tsx'
import { paths } from '../paths.ts'
import { go, usePlace } from '../router.tsx'
import { type Entry, groupOf, groups, severalFor } from './entries.ts'
import { filtersIn, InboxBar } from './InboxBar.tsx'
import { useMessages } from './messages.ts'
import { EntryPreview } from './EntryPreview.tsx'
import { Row } from './Row.tsx'
import { SeveralBar } from './SeveralBar.tsx'

const PAGE = 100

/** What waits for me, whatever the module: danger on top, then by limit; beside it what the chosen one is about and what may be done. */
export default function Inbox({ me }: { me: Me }) {
  const m = useMessages()
  const { search } = usePlace()
  const filters = filtersIn(search)
  const inbox = usePaged(inboxRoutes.listInbox, { limit: PAGE, ...filters })
  const piles = useQuery({ ...reading(inboxRoutes.listPiles, {}), staleTime: 30_000 })
  const [chosenId, choose] = useState<string | null>(null)
  const [picked, pick] = useState<ReadonlySet<string>>(new Set())
  const unfiltered = Object.keys(filters).length === 0
  const entries: Entry[] = [
    ...inbox.items.map((item) => ({ is: 'item' as const, id: item.id, item })),
    ...(unfiltered
      ? (piles.data?.items ?? []).map(({ kind, ...pile }) => ({ is: 'pile' as const, id: kind, ...pile }))
      : []),
  ]
  const at = Math.max(
    0,
    entries.findIndex(({ id }) => id === chosenId),
  )
  const chosen = entries[at]
  const move = (step: number) => {
    const next = entries[at + step]
    if (!next) return
    choose(next.id)
    document.getElementById(`row-${next.id}`)?.scrollIntoView({ block: 'nearest' })
  }
  const toggle = (id: string) =>
    pick(new Set(picked.has(id) ? [...picked].filter((one) => one !== id) : [...picked, id]))
  useKeys({
    j: () => move(1),
    k: () => move(-1),
    x: chosen && mayPick(chosen) ? () => toggle(chosen.id) : null,
    Enter: chosen && (() => go(addressOf(chosen))),
    Escape: picked.size > 0 ? () => pick(new Set()) : null,
  })
  // What went elsewhere meanwhile is no longer selected.
  const pickedItems = inbox.items.filter(({ id }) => picked.has(id))

  if (inbox.error) return <ErrorState error={inbox.error} onRetry={inbox.refetch} />
  if (!inbox.isRead) return <Loading />
  return (
    <main className="two">
      <section className="list" aria-label={m.list}>
        <InboxBar counts={inbox.pages[0]?.counts ?? {}} search={search} />
        <div className="list-scroll">
          {entries.length === 0 && <p className="blank">{unfiltered ? m.nothingWaits : m.nothingPasses}</p>}
          {groups.map((group) => {
            const own = entries.filter((entry) => groupOf(entry) === group)
            if (own.length === 0) return null
            return (
              <section key={group}>
                <h2 className={group === 'danger' ? 'grp d' : 'grp'}>
                  {m.groups[group]} <span>{own.length}</span>
                </h2>
                <ul>
                  {own.map((entry) => (
                    <Row
                      key={entry.id}
                      entry={entry}
                      chosen={entry === chosen}
                      picked={picked.has(entry.id)}
                      onChoose={() => choose(entry.id)}
                      onPick={mayPick(entry) ? () => toggle(entry.id) : null}
                    />
                  ))}
                </ul>
              </section>
            )
          })}
          <More list={inbox} />
        </div>
        {pickedItems.length > 0 ? (
          <SeveralBar items={pickedItems} onDone={() => pick(new Set())} />
        ) : (
          <div className="keys" aria-hidden="true">
            <span>
              <kbd>J</kbd>
              <kbd>K</kbd> {m.keys['upDown']}
            </span>
            <span>
              <kbd>Enter</kbd> {m.keys['open']}
            </span>
            <span>
              <kbd>X</kbd> {m.keys['pick']}
            </span>
            <span>
              <kbd>?</kbd> {m.keys['all']}
            </span>
          </div>
        )}
      </section>
      {chosen ? (
        <EntryPreview key={previewKey(chosen)} me={me} entry={chosen} onNext={() => move(1)} />
      ) : (
        <section className="pv">
          <p className="blank">{m.chooseOne}</p>
        </section>
      )}
    </main>
  )
}

const mayPick = (entry: Entry) => entry.is === 'item' && severalFor([entry.item]).length > 0

// A matter that comes back as another piece of work is the same page beside the list.
const previewKey = (entry: Entry) => (entry.is === 'pile' ? entry.id : entry.item.subjectId)

/** Where a pile is worked off as a whole. */
const pileDesks = {
  duplicates: `${paths.registerDesks}?tab=duplicates`,
  contested: paths.registerDesks,
  conflicts: paths.conflicts,
  quarantine: paths.quarantine,
} as const satisfies Record<PileKind, string>

function addressOf(entry: Entry): string {
  if (entry.is === 'pile') return pileDesks[entry.id]
  const { subjectKind, subjectId, kind } = entry.item
  switch (subjectKind) {
    case 'matter':
      return paths.matter(subjectId)
    case 'register_export':
      return paths.exportRequests
    case 'rights_request':
      return kind === 'correction' ? paths.corrections : paths.rights
    case 'break_glass':
      return `${paths.rights}?tab=emergencies`
    default:
      return paths.inbox
  }
}
