import type { Matter } from '@linli/contract/matters'
import { newId } from '@linli/client'
import { fullText, Icon, MatterStatusTag, useLocale, whenText } from '@linli/ui'
import { useCallback, useEffect, useRef, useState } from 'react'
import { useAccount, useEntries, useFact, useKept } from '../account/use-account.ts'
import { client } from '../api.ts'
import { actionEntry, emptyAction } from '../forms/action-form.ts'
import type { FieldAction } from '../outbox/entry.ts'
import { announce } from '../parts/announce.tsx'
import { EntryCard } from '../parts/entry-card.tsx'
import { MatterPictures } from '../parts/matter-pictures.tsx'
import { PageHead } from '../parts/page-head.tsx'
import { TaskClock } from '../parts/task-row.tsx'
import { Timeline } from '../parts/timeline.tsx'
import { paths } from '../paths.ts'
import { go, Link } from '../router.tsx'
import type { Database } from '../store/database.ts'
import { putEntry } from '../store/entries.ts'
import { readMatter } from '../store/matters.ts'
import { fetchMatter } from '../sync/refresh.ts'
import { isHandedOn, unsentOf } from '../tasks/tasks.ts'
import { messages } from '../words/messages.ts'

/** A kept matter; undefined while the phone is asked, null when it does not have it. */
export function useMatter(id: string) {
  const { db } = useAccount()
  const read = useCallback(async (from: Database) => (await readMatter(from, id)) ?? null, [id])
  const kept = useKept('matters', `matter ${id}`, read)
  useEffect(() => {
    // Looked at now, so as new as possible; without a network the copy has to do.
    void fetchMatter(client, db, id).catch(() => undefined)
  }, [db, id])
  return kept
}

export function MatterPage({ id }: { id: string }) {
  const t = messages.useMessages()
  const { locale } = useLocale()
  const kept = useMatter(id)
  const entries = useEntries() ?? []
  const task = useFact('tasks')?.find((each) => each.subjectId === id)
  const syncedAt = useFact('syncedAt')
  if (kept === undefined) return <p className="empty">{t.opening}</p>
  const unsent = unsentOf(entries, id)
  if (kept === null) {
    return (
      <>
        <PageHead title={task?.title ?? t.matterUnknown} back={paths.today()} />
        <p className="empty">{t.matterUnknown}</p>
      </>
    )
  }
  const { matter, fetchedAt } = kept
  const { villageName, gridName } = matter.place
  // People often write the village into the address: once is enough.
  const village = matter.address?.includes(villageName ?? '') ? null : villageName
  const grid = matter.address?.includes(gridName ?? '') ? null : gridName
  return (
    <>
      <PageHead
        title={matter.title}
        back={paths.today()}
        under={t.asOf(whenText(new Date(fetchedAt).toISOString(), locale))}
      />
      <div className="matter">
        <p className="tags">
          <MatterStatusTag status={matter.status} />
          {task && <TaskClock task={task} syncedAt={syncedAt} />}
        </p>
        <p className="matter-words">{matter.description}</p>
        <MatterPictures pictures={matter.pictures} />
        <dl className="facts">
          <dt>{t.number}</dt>
          <dd>{matter.number}</dd>
          <dt>{t.category}</dt>
          <dd>{matter.category.names[locale]}</dd>
          <dt>{t.place}</dt>
          <dd>{[[village, matter.address].filter(Boolean).join(' '), grid].filter(Boolean).join(' · ')}</dd>
          <dt>{t.reporter}</dt>
          <dd>{[matter.reporter.name, matter.reporter.phone].filter(Boolean).join(' ') || t.anonymous}</dd>
          <dt>{t.reportedAt}</dt>
          <dd title={fullText(matter.reportedAt, locale)}>{whenText(matter.reportedAt, locale)}</dd>
          {matter.closeWhen[locale] && (
            <>
              <dt>{t.closeWhen}</dt>
              <dd>{matter.closeWhen[locale]}</dd>
            </>
          )}
        </dl>
        {unsent.length > 0 && (
          <section>
            <h2>{t.pendingSteps}</h2>
            <ul className="cards">
              {unsent.map((entry) => (
                <EntryCard key={entry.id} entry={entry} />
              ))}
            </ul>
          </section>
        )}
        <section>
          <h2>{t.timeline}</h2>
          <Timeline entries={matter.timeline} />
        </section>
      </div>
      <Actions matter={matter} />
    </>
  )
}

/** Of what the server allows, what can be done in the field; the first is the one most often wanted. */
const offered: readonly FieldAction[] = [
  'settle',
  'settle_on_spot',
  'verify',
  'receive',
  'return',
  'escalate',
  'comment',
]

function Actions({ matter }: { matter: Matter }) {
  const t = messages.useMessages()
  const { db, driver } = useAccount()
  const entries = useEntries() ?? []
  const [busy, setBusy] = useState(false)
  // A second tap may come before the first has been drawn.
  const running = useRef(false)
  const received = unsentOf(entries, matter.id).some((entry) => entry.command === 'receiveMatter')
  const handedOn = isHandedOn(entries, matter.id)
  const actions = offered
    .filter((action) => matter.available.includes(action))
    .filter((action) => action === 'comment' || (!handedOn && !(action === 'receive' && received)))
  // Receiving comes before all else, as long as it has not been done.
  const ordered = actions.toSorted((a, b) => Number(b === 'receive') - Number(a === 'receive'))
  const [first, ...others] = ordered

  async function receive(): Promise<void> {
    if (running.current) return
    running.current = true
    setBusy(true)
    const kept = await putEntry(db, actionEntry('receive', emptyAction, matter, newId()), null).then(
      () => true,
      () => false,
    )
    running.current = false
    setBusy(false)
    announce(kept ? t.receiveKept : t.notKept)
    if (kept) driver.now()
  }

  if (first === undefined) return <p className="foot hint">{t.noActions}</p>
  return (
    <div className="foot actions">
      {others.map((action) => (
        <Link key={action} className="button" href={paths.action(matter.id, action)}>
          {t[action]}
        </Link>
      ))}
      {first === 'receive' ? (
        <button type="button" className="button main" disabled={busy} onClick={() => void receive()}>
          <Icon name="check" />
          {t.receive}
        </button>
      ) : (
        <button type="button" className="button main" onClick={() => go(paths.action(matter.id, first))}>
          {t[first]}
        </button>
      )}
    </div>
  )
}
