import type { IncidentSeverity, IncidentState, TaskState } from '@linli/contract/incident-shapes'
import { type IconName, Status } from '@linli/ui'
import { useMessages } from './messages.ts'

/** The four grades have colours of their own by law; the word says it as well. */
export function SeverityTag({ severity }: { readonly severity: IncidentSeverity }) {
  const m = useMessages()
  return <span className={`severity ${severity}`}>{m.severities[severity]}</span>
}

export function ExerciseTag({ exercise }: { readonly exercise: boolean }) {
  const m = useMessages()
  return exercise ? <span className="exercise">{m.exercise}</span> : null
}

const states = {
  open: ['danger', 'live'],
  standing_down: ['warn', 'half'],
  closed: ['ok', 'ok'],
  reviewed: ['neutral', 'book'],
} as const

export function StateTag({ state }: { readonly state: IncidentState }) {
  const m = useMessages()
  const [tone, icon] = states[state]
  return (
    <Status tone={tone} icon={icon}>
      {m.states[state] ?? state}
    </Status>
  )
}

const tasks: Record<TaskState, readonly ['info' | 'ok' | 'warn' | 'neutral' | 'danger', IconName]> = {
  given: ['warn', 'send'],
  received: ['info', 'inbox'],
  arrived: ['info', 'pin'],
  done: ['ok', 'ok'],
  unable: ['danger', 'alert'],
  withdrawn: ['neutral', 'undo'],
}

export function TaskTag({ state }: { readonly state: TaskState }) {
  const m = useMessages()
  const [tone, icon] = tasks[state]
  return (
    <Status tone={tone} icon={icon}>
      {m.taskStates[state] ?? state}
    </Status>
  )
}
