import { ProblemError, problemText } from '@linli/client'
import { Status, useLocale, whenText } from '@linli/ui'
import { useState } from 'react'
import { useAccount } from '../account/use-account.ts'
import { actionOf } from '../forms/action-form.ts'
import { dutyCommandOf } from '../forms/duty-form.ts'
import { again } from '../outbox/decide.ts'
import { type Entry, mayEdit, type Refusal } from '../outbox/entry.ts'
import { withoutTrack } from '../forms/patrol-form.ts'
import { paths } from '../paths.ts'
import { Link } from '../router.tsx'
import { changeEntry, dropEntry } from '../store/entries.ts'
import { handIn } from '../sync/surrender.ts'
import { lockMessages } from '../words/lock.ts'
import { messages, type Words } from '../words/messages.ts'
import { announce } from './announce.tsx'
import { Ask } from './ask.tsx'
import { mayBeChanged, pathOfEntry, pathOfVisited } from './draft-words.ts'

/** One thing of the outbox: what it is, how far it has come, and what the person may decide about it. */
export function EntryCard({ entry }: { entry: Entry }) {
  const t = messages.useMessages()
  const { locale } = useLocale()
  const { db, driver, staffId } = useAccount()
  const w = lockMessages.useMessages()
  const [asking, setAsking] = useState(false)
  const [handing, setHanding] = useState(false)
  const action = actionOf(entry.command)
  const name = action === null ? t[wordOf(entry)] : t[action]
  const moved = entry.refusal?.code === 'matter.moved_on' || entry.refusal?.code === 'matter.wrong_state'

  async function resend(mend = (now: Entry) => now): Promise<void> {
    await changeEntry(db, entry.id, (now) => again(mend(now)))
    driver.now()
  }

  /** Not theirs any more (the grid is somebody else's): the station decides what becomes of it. */
  async function giveAway(): Promise<void> {
    setHanding(false)
    const received = await handIn(db, staffId, [entry]).catch((): readonly string[] => [])
    if (!received.includes(entry.id)) return announce(t.offline)
    await dropEntry(db, entry.id)
    announce(w.handedIn)
  }

  return (
    <li className="card" aria-label={`${name} ${entry.title}`}>
      <p className="card-head">
        <b>{name}</b>
        <EntryStatus entry={entry} t={t} />
      </p>
      <p>{entry.title}</p>
      <p className="hint">
        {[
          whenText(entry.doneAt ?? entry.capturedAt, locale),
          ...(entry.photos.length > 0 ? [t.photosCount(entry.photos.length)] : []),
          ...(entry.answer?.number && entry.command !== 'addHousehold' && entry.command !== 'addDwelling'
            ? [t.doneNumber(entry.answer.number)]
            : []),
          ...(entry.answer?.parts && entry.answer.parts.applied > 0
            ? [t.partsApplied(entry.answer.parts.applied)]
            : []),
          ...(entry.state === 'waiting' && entry.tries > 0 ? [t.triesNote(entry.tries)] : []),
          ...(entry.state === 'waiting' && entry.sealed !== null ? [t.unsure] : []),
        ].join(' · ')}
      </p>
      {entry.answer?.parts && entry.answer.parts.open > 0 && (
        <p className="note warn">
          {t.partsOpen(entry.answer.parts.open)}{' '}
          {'subject' in entry.input && <Link href={pathOfVisited(entry.input)}>{t.seeFile}</Link>}
        </p>
      )}
      {entry.refusal && (
        <p className="fault" role="alert">
          {problemText(asProblem(entry.refusal), locale)}
        </p>
      )}
      {(entry.state === 'refused' || entry.state === 'waiting') && (
        <p className="card-actions">
          {moved && (
            <Link className="button" href={paths.matter(entry.subject)}>
              {t.lookAgain}
            </Link>
          )}
          {mayEdit(entry) && mayBeChanged(entry) && (
            <Link className="button" href={pathOfEntry(entry)}>
              {t.edit}
            </Link>
          )}
          {/* What was written on an old page would be refused again: it is changed on a new one. */}
          {entry.refusal?.code === 'patrol.tracks_off' && (
            <button type="button" className="button" onClick={() => void resend(withoutTrack)}>
              {t.withoutTrack}
            </button>
          )}
          {entry.state === 'refused' && !moved && (
            <button type="button" className="button" onClick={() => void resend()}>
              {t.resend}
            </button>
          )}
          {entry.state === 'refused' && entry.refusal?.status === 404 && (
            <button type="button" className="button" onClick={() => setHanding(true)}>
              {w.handIn}
            </button>
          )}
          <button type="button" className="button quiet" onClick={() => setAsking(true)}>
            {t.discard}
          </button>
        </p>
      )}
      {handing && (
        <Ask title={w.handIn} yes={w.handIn} onYes={() => void giveAway()} onNo={() => setHanding(false)}>
          <p>{w.handInAsk}</p>
        </Ask>
      )}
      {asking && (
        <Ask
          title={entry.state === 'waiting' && entry.sealed !== null ? t.discardUnsureAsk : t.discardAsk}
          yes={t.discard}
          onYes={() => void dropEntry(db, entry.id)}
          onNo={() => setAsking(false)}
        />
      )}
    </li>
  )
}

/** What a command that is no step of a matter is called. */
function wordOf({ command }: Entry) {
  const duty = dutyCommandOf(command)
  if (duty !== null) return duty
  return command === 'recordVisit' ||
    command === 'startPatrol' ||
    command === 'endPatrol' ||
    command === 'recordResponse' ||
    command === 'tellIncidentTask' ||
    command === 'readBroadcast' ||
    command === 'addHousehold' ||
    command === 'addDwelling'
    ? command
    : 'reportFromField'
}

function EntryStatus({ entry, t }: { entry: Entry; t: Words }) {
  switch (entry.state) {
    case 'waiting':
      return (
        <Status tone="neutral" icon="clock">
          {t.stateWaiting}
        </Status>
      )
    case 'sending':
      return (
        <Status tone="info" icon="up">
          {t.stateSending}
        </Status>
      )
    case 'refused':
      return (
        <Status tone="warn" icon="alert">
          {t.stateRefused}
        </Status>
      )
    case 'done':
      return (
        <Status tone="ok" icon="ok">
          {t.stateDone}
        </Status>
      )
  }
}

// The sentence is made by whoever shows it, in the language of that moment.
function asProblem({ code, status, details, faults }: Refusal): ProblemError {
  return new ProblemError({
    type: 'about:blank',
    title: code,
    code,
    status,
    requestId: '',
    details,
    faults: [...faults],
  })
}
