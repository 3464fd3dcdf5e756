import type { NoticeKind } from '@linli/contract/notice-kinds'
import type { templates } from './templates.ts'

/** What goes to residents, or is itself word of other messages. */
type OfNoKind =
  | `matter_${'received' | 'settled' | 'reopened' | 'paused' | 'declined' | 'closed'}`
  | `rights_${string}`
  | `told${string}`
  | `push_${string}`
  | 'phone_code'
  | 'brief'

const kinds: Readonly<Record<Exclude<keyof typeof templates, OfNoKind>, NoticeKind>> = {
  matter_danger: 'danger',
  incident_task: 'incident',
  incident_broadcast: 'incident',
  matter_assigned: 'work',
  stand_in: 'work',
  stand_in_ended: 'work',
  handover_planned: 'work',
  handover_from: 'work',
  handover_withdrawn: 'work',
  matter_warned: 'limit',
  matter_overdue: 'limit',
  matter_supervised: 'supervision',
  matter_extended: 'answer',
  matter_not_extended: 'answer',
  leave_granted: 'answer',
  leave_refused: 'answer',
  swap_asked: 'answer',
  swap_settled: 'answer',
  swap_refused: 'answer',
  roster_published: 'roster',
  roster_changed: 'roster',
  break_glass: 'oversight',
}

/** What kind of thing a message to staff tells of. One written by an earlier version, whose template is gone, is work. */
export function kindOf(template: string): NoticeKind {
  return (kinds as Readonly<Record<string, NoticeKind>>)[template] ?? 'work'
}

export const templatesOf = (wanted: readonly NoticeKind[]): string[] =>
  Object.entries(kinds).flatMap(([template, kind]) => (wanted.includes(kind) ? [template] : []))
