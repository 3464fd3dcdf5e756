import { Icon, useLocale, whenText } from '@linli/ui'
import { useState } from 'react'
import { useAccount, useEntries, useKept } from '../account/use-account.ts'
import type { Entry } from '../outbox/entry.ts'
import { Ask } from '../parts/ask.tsx'
import { EntryCard } from '../parts/entry-card.tsx'
import { PageHead } from '../parts/page-head.tsx'
import { pathOfDraft, wordsOfDraft } from '../parts/draft-words.ts'
import { Link } from '../router.tsx'
import type { Draft } from '../store/database.ts'
import { draftKeys, dropDraft, listDrafts } from '../store/drafts.ts'
import { messages } from '../words/messages.ts'

const draftWords = {
  report: 'draftReport',
  visit: 'draftVisit',
  patrol: 'draftPatrol',
  response: 'draftResponse',
  'new-household': 'draftHousehold',
} as const

function kindOfDraft({ key }: Draft) {
  const kind = Object.keys(draftWords).find((each) => each === key.split(':')[0])
  // Found among the keys of the table.
  return kind === undefined ? 'draftAction' : draftWords[kind as keyof typeof draftWords]
}

export default function Outbox() {
  const t = messages.useMessages()
  const { driver } = useAccount()
  const entries = useEntries() ?? []
  const drafts = useKept('drafts', 'drafts', listDrafts) ?? []
  const refused = entries.filter((entry) => entry.state === 'refused')
  const pending = entries.filter((entry) => entry.state === 'waiting' || entry.state === 'sending')
  const done = entries.filter((entry) => entry.state === 'done').toReversed()
  return (
    <>
      <PageHead
        title={t.outbox}
        beside={
          <button type="button" className="button quiet" disabled={pending.length === 0} onClick={() => driver.now()}>
            <Icon name="up" />
            {t.sendNow}
          </button>
        }
      />
      {refused.length + pending.length + drafts.length === 0 && <p className="empty">{t.outboxEmpty}</p>}
      <Cards title={t.refusedList} entries={refused} />
      {drafts.length > 0 && (
        <section className="outbox-part">
          <h2>{t.drafts}</h2>
          <ul className="cards">
            {drafts.map((draft) => (
              <DraftCard key={draft.key} draft={draft} />
            ))}
          </ul>
        </section>
      )}
      <Cards title={t.waitingList} entries={pending} />
      <Cards title={t.doneList} entries={done} />
    </>
  )
}

function Cards({ title, entries }: { title: string; entries: readonly Entry[] }) {
  if (entries.length === 0) return null
  return (
    <section className="outbox-part">
      <h2>{title}</h2>
      <ul className="cards">
        {entries.map((entry) => (
          <EntryCard key={entry.id} entry={entry} />
        ))}
      </ul>
    </section>
  )
}

function DraftCard({ draft }: { draft: Draft }) {
  const t = messages.useMessages()
  const { locale } = useLocale()
  const { db } = useAccount()
  const entries = useEntries() ?? []
  const [asking, setAsking] = useState(false)
  return (
    <li className="card">
      <p className="card-head">
        <b>{t[kindOfDraft(draft)]}</b>
      </p>
      <p>{wordsOfDraft(draft)}</p>
      <p className="hint">{whenText(draft.savedAt, locale)}</p>
      <p className="card-actions">
        <Link className="button" href={pathOfDraft(draft, entries)}>
          {t.goOn}
        </Link>
        {/* A round that has begun ends by being ended. */}
        {draft.key !== draftKeys.patrol() && (
          <button type="button" className="button quiet" onClick={() => setAsking(true)}>
            {t.discard}
          </button>
        )}
      </p>
      {asking && (
        <Ask
          title={t.discardAsk}
          yes={t.discard}
          onYes={() => void dropDraft(db, draft.key)}
          onNo={() => setAsking(false)}
        />
      )}
    </li>
  )
}
