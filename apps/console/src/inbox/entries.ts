import type { Channel } from '@linli/contract/matters'
import type { PileKind, WorkItem } from '@linli/contract/work-items'
import type { IconName } from '@linli/ui'

/** A line of the inbox: one piece of work, or a pile of them. */
export type Entry =
  | { readonly is: 'item'; readonly id: string; readonly item: WorkItem }
  | { readonly is: 'pile'; readonly id: PileKind; readonly count: number; readonly more: boolean }

export const groups = ['danger', 'late', 'hour', 'today', 'later', 'paused', 'piles'] as const
export type Group = (typeof groups)[number]

const SOON_MINUTES = 60

export function groupOf(entry: Entry): Group {
  if (entry.is === 'pile') return 'piles'
  const { paused, danger, dueAt, remainingMinutes } = entry.item
  if (paused) return 'paused'
  if (danger) return 'danger'
  if (dueAt === null || remainingMinutes === null) return 'later'
  if (remainingMinutes < 0) return 'late'
  if (remainingMinutes <= SOON_MINUTES) return 'hour'
  return new Date(dueAt).toDateString() === new Date().toDateString() ? 'today' : 'later'
}

/** What the modules write beside a title (matters: inbox-facts; the register: waiting); what is missing is not shown. */
export interface Facts {
  readonly status?: string
  readonly place?: string
  readonly channel?: Channel
  readonly reportedAt?: string
  readonly reporter?: { readonly name: string | null; readonly phone: string | null } | null
  readonly number?: string
  readonly persons?: number
  readonly right?: string
  readonly by?: string
  readonly incidentId?: string
  readonly incident?: string
}

export const factsOf = (item: WorkItem): Facts => item.facts as Facts

export const channelIcons: Readonly<Record<string, IconName>> = {
  hotline: 'phone',
  qr: 'qr',
  field: 'walk',
  portal: 'web',
  open311: 'send',
  import: 'up',
  department: 'apply',
}

export const kindIcons: Readonly<Record<string, IconName>> = {
  export: 'dl',
  rights: 'book',
  correction: 'edit',
  emergency: 'eye',
  leave: 'clock',
  swap: 'people',
  swap_decision: 'people',
  incident_task: 'live',
  incident_lesson: 'book',
  hold: 'lock',
  closing: 'lock',
  reading_review: 'eye',
  duplicates: 'merge',
  contested: 'talk',
}

export type Several = 'accept' | 'dispatch' | 'receive'

/** What may be done to all of these at once; whether it may be done to each, its own command says. */
export function severalFor(items: readonly WorkItem[]): Several[] {
  const of = (kind: string, ...statuses: string[]) =>
    items.length > 0 && items.every((item) => item.kind === kind && statuses.includes(factsOf(item).status ?? ''))
  return [
    ...(of('triage', 'reported') ? (['accept'] as const) : []),
    ...(of('triage', 'reported', 'accepted') ? (['dispatch'] as const) : []),
    ...(of('handle', 'dispatched') ? (['receive'] as const) : []),
  ]
}
