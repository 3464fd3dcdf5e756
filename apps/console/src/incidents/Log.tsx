import type { Incident, LogEntry } from '@linli/contract/incident-shapes'
import { incidentRoutes } from '@linli/contract/incidents'
import { fullText, timeText, useLocale } from '@linli/ui'
import { type FormEvent, useState } from 'react'
import { FormFault } from '../frame/FormFault.tsx'
import { ErrorState } from '../frame/States.tsx'
import { More, usePaged } from '../paged.tsx'
import { useCommand } from '../pages/use-command.ts'
import { roomChanges } from './changes.ts'
import { beside } from './entry-words.ts'
import { useMessages } from './messages.ts'

const kinds = ['note', 'decision', 'report'] as const

/** The log beside the room: newest first, and a field to write into it. */
export function Log({ incident }: { readonly incident: Incident }) {
  const m = useMessages()
  const list = usePaged(incidentRoutes.listIncidentLog, { incidentId: incident.id, limit: 50 })
  const [corrected, correct] = useState<number | null>(null)
  const mayWrite = incident.available.includes('log')
  return (
    <section className="panel roomlog" aria-label={m.log}>
      <h2>
        {m.log} <small>{m.logHint}</small>
      </h2>
      {mayWrite && <Write incident={incident} corrected={corrected} onDone={() => correct(null)} />}
      {list.error && <ErrorState error={list.error} onRetry={list.refetch} />}
      <ol tabIndex={0} aria-label={m.log}>
        {list.items.map((entry) => (
          <Line key={entry.id} entry={entry} onCorrect={mayWrite ? () => correct(entry.seq) : null} />
        ))}
      </ol>
      <More list={list} />
    </section>
  )
}

function Line({ entry, onCorrect }: { readonly entry: LogEntry; readonly onCorrect: (() => void) | null }) {
  const m = useMessages()
  const { locale } = useLocale()
  return (
    <li>
      <time dateTime={entry.at} title={fullText(entry.at, locale)}>
        {timeText(entry.at)}
      </time>
      <div>
        <p>
          {entry.corrects !== null && <b>{m.corrects(entry.corrects)}</b>}
          {entry.words}
        </p>
        <small>
          {[`${entry.seq}`, m.entryKinds[entry.kind], beside(m, locale, entry), entry.by].filter(Boolean).join(' · ')}{' '}
          {onCorrect && (
            <button type="button" className="btn txt" onClick={onCorrect} aria-label={m.correcting(entry.seq)}>
              {m.correct}
            </button>
          )}
        </small>
      </div>
    </li>
  )
}

interface WriteProps {
  readonly incident: Incident
  readonly corrected: number | null
  readonly onDone: () => void
}

function Write({ incident, corrected, onDone }: WriteProps) {
  const m = useMessages()
  const { run, busy, fault } = useCommand(incidentRoutes.logIncident, roomChanges)
  const [words, setWords] = useState('')

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const kind = kinds.find((one) => one === form.get('kind')) ?? 'note'
    const done = await run({
      incidentId: incident.id,
      kind,
      words,
      ...(corrected === null ? {} : { corrects: corrected }),
    })
    if (!done) return
    setWords('')
    onDone()
  }

  return (
    <form onSubmit={(event) => void submit(event)}>
      <textarea
        aria-label={corrected === null ? m.writeWords : m.correcting(corrected)}
        placeholder={corrected === null ? m.writeWords : m.correcting(corrected)}
        value={words}
        maxLength={1000}
        onChange={({ target }) => setWords(target.value)}
      />
      <div className="inline" style={{ flexWrap: 'wrap' }}>
        {kinds.map((kind) => (
          <label key={kind} className="inline" style={{ minHeight: 24 }}>
            <input type="radio" name="kind" value={kind} defaultChecked={kind === 'note'} />
            {m.logKinds[kind]}
          </label>
        ))}
        <button type="submit" className="btn pri" style={{ marginLeft: 'auto' }} disabled={busy || words.trim() === ''}>
          {m.write}
        </button>
      </div>
      {corrected !== null && (
        <p className="mut">
          {m.correcting(corrected)}{' '}
          <button type="button" className="btn txt" onClick={onDone}>
            {m.cancel}
          </button>
        </p>
      )}
      <FormFault text={fault} />
    </form>
  )
}
