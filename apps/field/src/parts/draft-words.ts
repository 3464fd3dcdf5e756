import { actionOf } from '../forms/action-form.ts'
import { firstWords } from '../forms/report-form.ts'
import type { Entry, FieldAction } from '../outbox/entry.ts'
import { paths } from '../paths.ts'
import type { Draft } from '../store/database.ts'

/** The first words of whatever was typed. */
export function wordsOfDraft({ value }: Draft): string {
  if (typeof value !== 'object' || value === null) return ''
  const words = 'description' in value ? value.description : 'words' in value ? value.words : ''
  return typeof words === 'string' ? firstWords(words) : ''
}

/** Where to go on with it; see `draftKeys`. */
export function pathOfDraft({ key }: Draft, entries: readonly Entry[]): string {
  const [kind, id = '', action] = key.split(':')
  if (kind === 'report') return paths.report()
  // Made by draftKeys.action from an action.
  if (kind === 'action') return paths.action(id, action as FieldAction)
  const entry = entries.find((each) => each.id === id)
  const step = entry ? actionOf(entry.command) : null
  return entry && step ? paths.action(entry.subject, step, id) : paths.report(id)
}
