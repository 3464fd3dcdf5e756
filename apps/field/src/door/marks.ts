import type { DueItem } from '@linli/contract/fieldwork'
import { localDay } from '@linli/ui'
import type { Entry } from '../outbox/entry.ts'

/** What is seen of a door from outside: whether one should call, or has been there today. Support visits leave no mark. */
export type Mark = 'due' | 'visited'

export function marksOf(due: readonly DueItem[], entries: readonly Entry[], today: string): ReadonlyMap<string, Mark> {
  const marks = new Map<string, Mark>()
  for (const { householdId, sensitive, plannedOn } of due) {
    if (householdId !== null && !sensitive && plannedOn <= today) marks.set(householdId, 'due')
  }
  for (const { command, state, subject, capturedAt, input } of entries) {
    if (command !== 'recordVisit' || state === 'refused' || isSupport(input)) continue
    if (localDay(capturedAt) === today) marks.set(subject, 'visited')
  }
  return marks
}

function isSupport({ subject }: Entry['input']): boolean {
  return typeof subject === 'object' && subject !== null && 'kind' in subject && subject.kind === 'person'
}
