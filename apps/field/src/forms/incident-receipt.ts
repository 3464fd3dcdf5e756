import { newId } from '@linli/client'
import type { TaskState, TaskStep } from '@linli/contract/incident-shapes'
import type { MyBroadcast, MyIncidentTask } from '@linli/contract/incident-receipts'
import type { Entry, NewEntry } from '../outbox/entry.ts'

const order: readonly TaskState[] = ['given', 'received', 'arrived', 'done']

/** Where a task stands with what this phone has told and the server may not have heard yet. */
export function taskStateHere(task: MyIncidentTask, entries: readonly Entry[]): TaskState {
  const told = entries.flatMap(({ command, subject, state, input }) =>
    command === 'tellIncidentTask' && subject === task.id && state !== 'refused' ? [input['step'] as TaskStep] : [],
  )
  if (task.endedAt !== null) return task.state
  if (told.includes('unable')) return 'unable'
  const furthest = Math.max(order.indexOf(task.state), ...told.map((step) => order.indexOf(step)))
  return order[furthest] ?? task.state
}

/** What can be told next: one may be there before one has said that the task was received. */
export function stepsAfter(state: TaskState): readonly TaskStep[] {
  switch (state) {
    case 'given':
      return ['received', 'arrived', 'unable']
    case 'received':
      return ['arrived', 'done', 'unable']
    case 'arrived':
      return ['done', 'unable']
    case 'done':
    case 'unable':
    case 'withdrawn':
      return []
  }
}

export const isReadHere = (broadcast: MyBroadcast, entries: readonly Entry[]) =>
  broadcast.readAt !== null ||
  entries.some(
    ({ command, subject, state }) => command === 'readBroadcast' && subject === broadcast.id && state !== 'refused',
  )

const bare = { photos: [], form: null, seenVersion: null } as const

export function receiptEntry(task: MyIncidentTask, step: TaskStep, words: string, now = new Date()): NewEntry {
  const capturedAt = now.toISOString()
  const said = words.trim()
  const input = { taskId: task.id, step, capturedAt, ...(said === '' ? {} : { words: said }) }
  return { ...bare, id: newId(), subject: task.id, command: 'tellIncidentTask', title: task.words, input, capturedAt }
}

export function readEntry(broadcast: MyBroadcast, now = new Date()): NewEntry {
  const capturedAt = now.toISOString()
  const input = { broadcastId: broadcast.id, capturedAt }
  return {
    ...bare,
    id: newId(),
    subject: broadcast.id,
    command: 'readBroadcast',
    title: broadcast.words,
    input,
    capturedAt,
  }
}
