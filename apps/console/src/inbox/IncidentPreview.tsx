import '../incidents/incidents.css'
import { incidentReceiptRoutes } from '@linli/contract/incident-receipts'
import type { TaskStep } from '@linli/contract/incident-shapes'
import type { WorkItem } from '@linli/contract/work-items'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { reading } from '../api.ts'
import { FormFault } from '../frame/FormFault.tsx'
import { roomChanges } from '../incidents/changes.ts'
import { useMessages } from '../incidents/messages.ts'
import { ExerciseTag, SeverityTag, TaskTag } from '../incidents/Tags.tsx'
import { useCommand } from '../pages/use-command.ts'
import { paths } from '../paths.ts'
import { Link } from '../router.tsx'
import { factsOf } from './entries.ts'

const steps: readonly TaskStep[] = ['received', 'arrived', 'done', 'unable']

interface Props {
  readonly item: WorkItem
  readonly mayOpen: boolean
}

/** A task of an incident with its receipts, or a lesson; the room itself is one click away for whoever may see it. */
export default function IncidentPreview({ item, mayOpen }: Props) {
  const m = useMessages()
  const { incidentId, incident } = factsOf(item)
  return (
    <section className="pv">
      <div className="in">
        <p className="meta">{[factsOf(item).number, incident].filter(Boolean).join(' · ')}</p>
        <h1>{item.title}</h1>
        {item.kind === 'incident_task' && <Receipts taskId={item.subjectId} />}
        {mayOpen && incidentId !== undefined && (
          <p>
            <Link
              to={`${paths.incident(incidentId)}${item.kind === 'incident_lesson' ? '?tab=review' : ''}`}
              className="btn"
            >
              {m.toRoom}
            </Link>
          </p>
        )}
      </div>
    </section>
  )
}

function Receipts({ taskId }: { readonly taskId: string }) {
  const m = useMessages()
  const mine = useQuery(reading(incidentReceiptRoutes.listMyIncidentWork, {}))
  const { run, busy, fault } = useCommand(incidentReceiptRoutes.tellIncidentTask, roomChanges)
  const [words, setWords] = useState('')
  const task = mine.data?.tasks.find(({ id }) => id === taskId)
  if (!task) return null
  return (
    <>
      <p className="meta">
        <ExerciseTag exercise={task.incident.exercise} />
        <SeverityTag severity={task.incident.severity} />
        <TaskTag state={task.state} />
      </p>
      <label className="field">
        {m.answer}
        <input value={words} maxLength={500} onChange={({ target }) => setWords(target.value)} />
      </label>
      <FormFault text={fault} />
      <p className="inline">
        {steps.map((step) => (
          <button
            key={step}
            type="button"
            className={step === 'done' ? 'btn pri' : 'btn'}
            disabled={busy || task.state === step || task.endedAt !== null}
            onClick={() => void run({ taskId, step, words })}
          >
            {m.steps[step]}
          </button>
        ))}
      </p>
    </>
  )
}
