import type { WorkItem } from '@linli/contract/work-items'
import { type Entry, finalCommands, isPending, isUnsent } from '../outbox/entry.ts'

export interface TaskList {
  /** What is still to do, danger first, then what is nearest its limit: the order of the server. */
  readonly open: readonly WorkItem[]
  /** Done on this phone; the server does not know yet. */
  readonly pending: readonly WorkItem[]
  /** Done today and with the server. */
  readonly doneToday: number
}

/** My tasks as they are once everything in the outbox has arrived. */
export function taskList(
  tasks: readonly WorkItem[],
  entries: readonly Entry[],
  sameDay: (at: string) => boolean,
): TaskList {
  const finals = entries.filter((entry) => finalCommands.has(entry.command))
  const pending = new Set(finals.filter(isPending).map((entry) => entry.subject))
  const done = finals.filter((entry) => entry.state === 'done' && entry.doneAt !== null && sameDay(entry.doneAt))
  return {
    open: tasks.filter((task) => !pending.has(task.subjectId)),
    pending: tasks.filter((task) => pending.has(task.subjectId)),
    doneToday: done.length,
  }
}

/** Whether this matter has left the person's hands, as far as the phone knows. */
export function isHandedOn(entries: readonly Entry[], matterId: string): boolean {
  return entries.some((entry) => entry.subject === matterId && isPending(entry) && finalCommands.has(entry.command))
}

export function unsentOf(entries: readonly Entry[], matterId: string): Entry[] {
  return entries.filter((entry) => entry.subject === matterId && isUnsent(entry))
}
