import type { MatterAction, MatterStatus } from '@linli/contract/matters'
import type { Permission } from '@linli/contract/permissions'

/** Who must be concerned for an action: the desk that triages, the unit that handles, or anyone in reach. */
export type Standing = 'desk' | 'handler' | 'reach' | 'resident'

interface Rule {
  readonly from: readonly MatterStatus[]
  /** The status afterwards; `same` where the action changes something else; a list where the answer decides. */
  readonly to: MatterStatus | 'same' | readonly MatterStatus[]
  /** Null: not done by staff. */
  readonly permission: Permission | null
  readonly standing: Standing
}

const before: readonly MatterStatus[] = ['reported', 'accepted']
const withUnit: readonly MatterStatus[] = ['dispatched', 'handling']
const unsettled: readonly MatterStatus[] = [...before, ...withUnit, 'disputed', 'paused']
export const openStatuses: readonly MatterStatus[] = [...unsettled, 'settled', 'verified']
const everyStatus: readonly MatterStatus[] = [...openStatuses, 'closed', 'declined', 'merged']

/** The transition table: the one place that says what may follow what, and who may do it. */
export const transitions: Readonly<Record<MatterAction, Rule>> = {
  accept: { from: ['reported'], to: 'accepted', permission: 'matter.triage', standing: 'desk' },
  decline: { from: before, to: 'declined', permission: 'matter.triage', standing: 'desk' },
  locate: { from: unsettled, to: 'same', permission: 'matter.triage', standing: 'desk' },
  categorise: { from: [...before, ...withUnit], to: 'same', permission: 'matter.triage', standing: 'desk' },
  settle_on_spot: { from: before, to: 'settled', permission: 'matter.handle', standing: 'reach' },
  escalate: { from: [...before, ...withUnit], to: 'accepted', permission: 'matter.handle', standing: 'reach' },
  dispatch: { from: before, to: 'dispatched', permission: 'matter.dispatch', standing: 'desk' },
  receive: { from: ['dispatched'], to: 'handling', permission: 'matter.handle', standing: 'handler' },
  assign: { from: withUnit, to: 'same', permission: 'matter.handle', standing: 'handler' },
  return: { from: withUnit, to: 'accepted', permission: 'matter.handle', standing: 'handler' },
  dispute: { from: withUnit, to: 'disputed', permission: 'matter.handle', standing: 'handler' },
  decide_dispute: { from: ['disputed'], to: 'dispatched', permission: 'matter.decide', standing: 'reach' },
  request_extension: { from: withUnit, to: 'same', permission: 'matter.handle', standing: 'handler' },
  decide_extension: { from: [...withUnit, 'paused'], to: 'same', permission: 'matter.decide', standing: 'reach' },
  pause: { from: ['handling'], to: 'paused', permission: 'matter.handle', standing: 'handler' },
  resume: { from: ['paused'], to: 'handling', permission: 'matter.handle', standing: 'handler' },
  settle: { from: withUnit, to: 'settled', permission: 'matter.handle', standing: 'handler' },
  verify: { from: ['settled'], to: ['verified', 'handling'], permission: 'matter.verify', standing: 'reach' },
  call_back: {
    from: ['verified'],
    to: ['closed', 'handling', 'verified'],
    permission: 'matter.callback',
    standing: 'reach',
  },
  confirm: { from: ['settled', 'verified'], to: 'closed', permission: null, standing: 'resident' },
  reject: { from: ['settled', 'verified', 'closed'], to: 'handling', permission: null, standing: 'resident' },
  close: { from: ['verified'], to: 'closed', permission: 'matter.triage', standing: 'desk' },
  reopen: { from: ['closed'], to: 'handling', permission: 'matter.callback', standing: 'reach' },
  merge: { from: unsettled, to: 'merged', permission: 'matter.merge', standing: 'desk' },
  unmerge: { from: ['merged'], to: unsettled, permission: 'matter.merge', standing: 'desk' },
  supervise: { from: openStatuses, to: 'same', permission: 'matter.supervise', standing: 'reach' },
  comment: { from: everyStatus, to: 'same', permission: 'matter.read', standing: 'reach' },
  reveal: { from: everyStatus, to: 'same', permission: 'matter.reveal', standing: 'reach' },
}

export function mayFollow(action: MatterAction, from: MatterStatus): boolean {
  return transitions[action].from.includes(from)
}

/** What a status means for clocks and for whoever it waits for. */
export interface Holding {
  /** Step limit that runs, by kind of clock. */
  readonly step: StepClock | null
  /** `runs`, `waits` (for the resident: paused) or `ended`. */
  readonly whole: 'runs' | 'waits' | 'ended'
  /** Kind of work item, and who has it. */
  readonly item: { readonly kind: ItemKind; readonly holder: ItemHolder } | null
}
export type ItemHolder = 'desk' | 'lead' | 'decider' | 'checker'
export type StepClock = 'accept' | 'dispatch' | 'handle' | 'decide' | 'pause' | 'verify' | 'confirm'
export type ItemKind = 'triage' | 'handle' | 'decide' | 'verify' | 'callback'

const ended: Holding = { step: null, whole: 'ended', item: null }

export const holdings: Readonly<Record<MatterStatus, Holding>> = {
  reported: { step: 'accept', whole: 'runs', item: { kind: 'triage', holder: 'desk' } },
  accepted: { step: 'dispatch', whole: 'runs', item: { kind: 'triage', holder: 'desk' } },
  dispatched: { step: 'handle', whole: 'runs', item: { kind: 'handle', holder: 'lead' } },
  handling: { step: 'handle', whole: 'runs', item: { kind: 'handle', holder: 'lead' } },
  disputed: { step: 'decide', whole: 'runs', item: { kind: 'decide', holder: 'decider' } },
  // Paused waits for the resident: the handling limit stands still, the pause has a limit of its own.
  paused: { step: 'pause', whole: 'waits', item: { kind: 'handle', holder: 'lead' } },
  settled: { step: 'verify', whole: 'runs', item: { kind: 'verify', holder: 'checker' } },
  // The work is checked: what is left is the resident's answer, and nobody is late for that.
  verified: { step: 'confirm', whole: 'waits', item: { kind: 'callback', holder: 'desk' } },
  closed: ended,
  declined: ended,
  merged: ended,
}

export function isOpen(status: MatterStatus): boolean {
  return holdings[status].whole !== 'ended'
}

/** Level that a unit of this kind stands on, for "settled by" and for the desk. */
export function levelOfUnit(kind: string): 'village' | 'town' | 'county' {
  if (kind.startsWith('village_')) return 'village'
  if (kind.startsWith('town_')) return 'town'
  return 'county'
}

const levels = ['village', 'town', 'county'] as const
export type DeskLevel = (typeof levels)[number]

export function levelAbove(level: DeskLevel): DeskLevel | null {
  return levels[levels.indexOf(level) + 1] ?? null
}

/** A desk's work may be done by the desk itself and by every level above it. */
export function reachesDesk(reached: DeskLevel | 'grid' | null, desk: DeskLevel): boolean {
  return reached !== null && reached !== 'grid' && levels.indexOf(reached) >= levels.indexOf(desk)
}
