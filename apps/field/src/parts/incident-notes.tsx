import type { TaskStep } from '@linli/contract/incident-shapes'
import type { MyBroadcast, MyIncidentTask } from '@linli/contract/incident-receipts'
import { Icon, timeText, useLocale, whenText } from '@linli/ui'
import { useRef, useState } from 'react'
import { useAccount, useEntries, useFact } from '../account/use-account.ts'
import { isReadHere, readEntry, receiptEntry, stepsAfter, taskStateHere } from '../forms/incident-receipt.ts'
import { isPending, type NewEntry } from '../outbox/entry.ts'
import { putEntries } from '../store/entries.ts'
import { incidentMessages } from '../words/incidents.ts'
import { messages } from '../words/messages.ts'
import { announce } from './announce.tsx'
import { Words } from './field.tsx'

/** What running incidents ask of me, above everything else of the day. Every receipt goes through the outbox. */
export function IncidentNotes() {
  const t = messages.useMessages()
  const w = incidentMessages.useMessages()
  const { db, driver } = useAccount()
  const work = useFact('incidents')
  const entries = useEntries() ?? []
  const [failed, setFailed] = useState(false)
  // A second touch may come before the first has been drawn.
  const running = useRef(false)
  const tasks = work?.tasks.filter((task) => stepsAfter(taskStateHere(task, entries)).length > 0) ?? []
  const unread = work?.broadcasts.filter((one) => !isReadHere(one, entries)) ?? []
  if (tasks.length + unread.length === 0) return null

  async function put(entry: NewEntry, said: string): Promise<void> {
    if (running.current) return
    running.current = true
    const kept = await putEntries(db, [entry]).then(
      () => true,
      () => false,
    )
    running.current = false
    setFailed(!kept)
    if (!kept) return
    announce(`${said} ${timeText(entry.capturedAt)}`)
    driver.now()
  }

  return (
    <div className="incident-notes">
      {failed && (
        <p className="fault" role="alert">
          {t.notKept}
        </p>
      )}
      {unread.map((one) => (
        <Broadcast key={one.id} broadcast={one} onRead={() => void put(readEntry(one), w.read)} />
      ))}
      {tasks.map((task) => (
        <Task
          key={task.id}
          task={task}
          waits={entries.some((entry) => entry.subject === task.id && isPending(entry))}
          steps={stepsAfter(taskStateHere(task, entries))}
          onStep={(step, words) => void put(receiptEntry(task, step, words), w.step[step] ?? step)}
        />
      ))}
    </div>
  )
}

function Head({ incident }: Pick<MyBroadcast, 'incident'>) {
  const w = incidentMessages.useMessages()
  return (
    <p className="card-head">
      <b>
        {incident.exercise && `【${w.exercise}】`}
        {incident.title}
      </b>
      <span className={`severity ${incident.severity}`}>{w.severity[incident.severity]}</span>
    </p>
  )
}

function Broadcast({ broadcast, onRead }: { readonly broadcast: MyBroadcast; readonly onRead: () => void }) {
  const w = incidentMessages.useMessages()
  const { locale } = useLocale()
  return (
    <section className="card" aria-label={`${w.broadcasts} ${broadcast.words}`}>
      <Head incident={broadcast.incident} />
      <p>{broadcast.words}</p>
      <p className="hint">{whenText(broadcast.at, locale)}</p>
      <p className="card-actions">
        <button type="button" className="button main" onClick={onRead}>
          <Icon name="check" />
          {w.read}
        </button>
      </p>
    </section>
  )
}

interface TaskProps {
  readonly task: MyIncidentTask
  readonly waits: boolean
  readonly steps: readonly TaskStep[]
  readonly onStep: (step: TaskStep, words: string) => void
}

function Task({ task, waits, steps, onStep }: TaskProps) {
  const w = incidentMessages.useMessages()
  const { locale } = useLocale()
  const [words, setWords] = useState('')
  return (
    <section className="card" aria-label={`${w.tasks} ${task.words}`}>
      <Head incident={task.incident} />
      <p>
        <b>{task.words}</b>
      </p>
      <p className="hint">
        {[w.from(task.by), task.dueAt !== null && w.by(whenText(task.dueAt, locale)), waits && w.waiting]
          .filter(Boolean)
          .join(' · ')}
      </p>
      {steps.includes('done') && (
        <Words
          label={w.words}
          rows={2}
          value={words}
          maxLength={500}
          onChange={({ target }) => setWords(target.value)}
        />
      )}
      <p className="card-actions">
        {steps.map((step, index) => (
          <button
            key={step}
            type="button"
            className={index === 0 ? 'button main' : 'button'}
            onClick={() => onStep(step, words)}
          >
            {w.step[step]}
          </button>
        ))}
      </p>
    </section>
  )
}
