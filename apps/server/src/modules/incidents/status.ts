import type { IncidentAction, IncidentMove, IncidentState } from '@linli/contract/incident-shapes'
import type { Permission } from '@linli/contract/permissions'

interface Move {
  readonly from: readonly IncidentState[]
  readonly to: IncidentState
}

/** The one place that says which state follows which. A room that was reviewed is history. */
export const moves: Readonly<Record<IncidentMove | 'review', Move>> = {
  stand_down: { from: ['open'], to: 'standing_down' },
  resume: { from: ['standing_down'], to: 'open' },
  close: { from: ['standing_down'], to: 'closed' },
  review: { from: ['closed'], to: 'reviewed' },
}

export type IncidentPermission = Extract<Permission, `incident.${string}`>

interface Rule {
  readonly states: readonly IncidentState[]
  readonly permission: IncidentPermission
}

const running: readonly IncidentState[] = ['open', 'standing_down']

/** What may be done in which state. Receipts are not here: a phone that comes back late is always heard. */
export const rules: Readonly<Record<IncidentAction, Rule>> = {
  stand_down: { states: moves.stand_down.from, permission: 'incident.lead' },
  resume: { states: moves.resume.from, permission: 'incident.lead' },
  close: { states: moves.close.from, permission: 'incident.lead' },
  review: { states: moves.review.from, permission: 'incident.lead' },
  change: { states: running, permission: 'incident.lead' },
  task: { states: running, permission: 'incident.lead' },
  plan: { states: running, permission: 'incident.lead' },
  broadcast: { states: running, permission: 'incident.lead' },
  tick: { states: running, permission: 'incident.work' },
  log: { states: [...running, 'closed'], permission: 'incident.work' },
  settle_lesson: { states: ['reviewed'], permission: 'incident.work' },
}

export const isRunning = (state: IncidentState): boolean => running.includes(state)
