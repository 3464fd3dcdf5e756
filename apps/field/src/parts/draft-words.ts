import { actionOf } from '../forms/action-form.ts'
import { dutyCommandOf } from '../forms/duty-form.ts'
import { firstWords } from '../forms/report-form.ts'
import type { Entry, FieldAction } from '../outbox/entry.ts'
import { paths, type VisitKind, visitKinds } from '../paths.ts'
import type { Draft } from '../store/database.ts'

/** The first words of whatever was typed. */
export function wordsOfDraft({ value }: Draft): string {
  if (typeof value !== 'object' || value === null) return ''
  if ('title' in value && typeof value.title === 'string') return value.title
  if ('address' in value && typeof value.address === 'string' && 'members' in value) return value.address
  const words = 'description' in value ? value.description : 'words' in value ? value.words : ''
  return typeof words === 'string' ? firstWords(words) : ''
}

/** Where to go on with it; see `draftKeys`. */
export function pathOfDraft({ key }: Draft, entries: readonly Entry[]): string {
  const [kind, id = '', action = ''] = key.split(':')
  if (kind === 'report') return paths.report()
  // Made by draftKeys.action from an action.
  if (kind === 'action') return paths.action(id, action as FieldAction)
  if (kind === 'visit') return paths.visit(visitKinds.find((each) => each === id) ?? 'household', action)
  if (kind === 'new-household') return paths.newHousehold()
  if (kind === 'patrol') return paths.patrol()
  if (kind === 'response') return paths.firstHelp()
  const entry = entries.find((each) => each.id === id)
  return entry ? pathOfEntry(entry) : paths.report(id)
}

/** Where what lies in the outbox can be changed. */
export function pathOfEntry(entry: Entry): string {
  const { command, id, subject, input } = entry
  const step = actionOf(command)
  if (step !== null) return paths.action(subject, step, id)
  if (command === 'addHousehold' || command === 'addDwelling') return paths.newHousehold(id)
  return command === 'recordVisit' ? pathOfVisited(input, id) : paths.report(id)
}

/** The door of whom or what a visit was, where its records stand; with `entry` to change what was put in. */
export function pathOfVisited(input: Entry['input'], entry?: string): string {
  // Put there by the page of visits.
  const { kind, id } = input['subject'] as { kind: VisitKind; id: string }
  return paths.visit(kind, id, entry)
}

/** A round, a step of help or a word about one's duty is what it is; a visit of the round belongs to it. */
export function mayBeChanged({ command, input }: Entry): boolean {
  if (command === 'startPatrol' || command === 'endPatrol' || command === 'recordResponse') return false
  if (command === 'receiveMatter' || dutyCommandOf(command) !== null) return false
  if (command === 'tellIncidentTask' || command === 'readBroadcast') return false
  if (command !== 'recordVisit') return true
  const called = input['subject']
  return typeof called === 'object' && called !== null && 'kind' in called && called.kind !== 'grid'
}
