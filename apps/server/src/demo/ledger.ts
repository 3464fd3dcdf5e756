import type { Limit } from '@linli/contract/clock'
import type { MatterAction, MatterStatus } from '@linli/contract/matters'
import { elapsedWorking, type WorkCalendar } from '../platform/calendar/index.ts'
import { type ClockRow, dueOf, viewClock } from '../platform/clock/index.ts'
import { newId } from '../platform/crypto/id.ts'
import { type CategoryVersion, holdings, type StepClock } from '../modules/matters/index.ts'

/** A matter as a row of the database will hold it; steps change it. */
export interface MatterRow {
  readonly id: string
  /** Given when all are told, in the order in which they came in. */
  number: string
  title: string
  description: string
  status: MatterStatus
  channel: string
  categoryId: string
  categoryCode: string
  danger: boolean
  confidential: boolean
  supervision: string
  lon: number | null
  lat: number | null
  address: string
  townId: string
  villageId: string
  gridId: string
  deskUnitId: string
  deskLevel: 'village' | 'town' | 'county'
  firstUnitId: string
  firstStaffId: string | null
  leadUnitId: string | null
  handlerId: string | null
  designated: boolean
  settleLevel: string | null
  reportedAt: string
  seenAt: string | null
  dueAt: string | null
  closedAt: string | null
  reopened: number
  reopenUntil: string | null
  rating: number | null
  mergedIntoId: string | null
  statusBeforeMerge: string | null
  followers: number
  version: number
}

export interface Author {
  readonly kind: 'staff' | 'public' | 'system' | 'api'
  readonly id: string | null
  readonly name: string | null
  readonly unit: string | null
}

export interface LedgerEntry {
  readonly at: number
  readonly kind: MatterAction | 'report' | 'warned' | 'overdue' | 'silence' | 'supplement' | 'follow'
  readonly visibility: 'public' | 'internal'
  readonly by: Author
  readonly words: string | null
  readonly fromStatus: MatterStatus | null
  readonly toStatus: MatterStatus | null
  readonly changes: Record<string, [string | null, string | null]>
  readonly clock: { kind: string; usedMinutes: number; limitMinutes: number } | null
  /** As the event that tells of it carries it. */
  readonly payload: Record<string, unknown>
  readonly scope: readonly string[]
}

export interface Ledger {
  readonly row: MatterRow
  readonly entries: LedgerEntry[]
  readonly clocks: ClockRow[]
  readonly category: CategoryVersion
  readonly calendar: WorkCalendar
  /** Of the limits that the county sets and no category has. */
  readonly countyLimits: Record<'decide' | 'pause' | 'confirm', Limit>
}

export interface Step {
  readonly kind: LedgerEntry['kind']
  readonly at: number
  readonly by: Author
  readonly to?: MatterStatus
  readonly words?: string | null
  readonly visibility?: 'public' | 'internal'
  readonly changes?: LedgerEntry['changes'] | undefined
  readonly set?: Partial<MatterRow>
  /** The step's limit begins anew although the status stays. */
  readonly renew?: boolean
}

export const nobody: Author = { kind: 'public', id: null, name: null, unit: null }
export const platform: Author = { kind: 'system', id: null, name: null, unit: null }

/**
 * What `takeStep` of the matters module does, for a past that is written down at once instead of in five thousand
 * transactions. Clocks and holders follow the same table of statuses.
 */
export function record(ledger: Ledger, step: Step): void {
  const { row } = ledger
  const from = row.status
  const before = { ...row }
  const to = step.to ?? from
  const moved = to !== from || step.renew === true || step.kind === 'report'
  Object.assign(row, step.set, { status: to })
  const clock = moved ? turnClocks(ledger, from, to, step) : null
  if (moved) row.version += 1
  ledger.entries.push({
    at: step.at,
    kind: step.kind,
    visibility: step.visibility ?? 'public',
    by: step.by,
    words: step.words ?? null,
    fromStatus: to === from ? null : from,
    toStatus: moved ? to : null,
    changes: step.changes ?? {},
    clock,
    payload: { ...payloadOf(before, row), ...(to === 'settled' ? settlingFacts(ledger, step.at) : {}) },
    scope: scopeOf(before, row),
  })
}

/** Something internal that changed nothing, written down afterwards between the steps. */
export function note(
  ledger: Ledger,
  { kind, at, by, changes = {} }: Pick<Step, 'kind' | 'at' | 'by' | 'changes'>,
): void {
  const earlier = ledger.entries.filter((entry) => entry.at <= at && entry.toStatus !== null)
  const status = earlier.toSorted((a, b) => a.at - b.at).at(-1)?.toStatus ?? 'reported'
  const payload = {
    ...payloadOf(ledger.row, ledger.row),
    from: status,
    to: status,
    limit: changes['clock']?.[1] ?? null,
  }
  ledger.entries.push({
    at,
    kind,
    by,
    changes,
    payload,
    visibility: 'internal',
    words: null,
    fromStatus: null,
    toStatus: null,
    clock: null,
    scope: scopeOf(ledger.row, ledger.row),
  })
}

function turnClocks(ledger: Ledger, from: MatterStatus, to: MatterStatus, step: Step): LedgerEntry['clock'] {
  const [was, is] = [holdings[from], holdings[to]]
  const pausing = to === 'paused'
  const resuming = from === 'paused' && to === 'handling'
  let used: LedgerEntry['clock'] = null
  if (step.kind === 'report') {
    start(ledger, 'whole', ledger.category.rules.limits.whole, step.at)
  } else if (was.step !== null && (was.step !== is.step || step.renew) && !pausing) {
    used = stop(ledger, was.step, step.at)
    if (was.step === 'pause' && !resuming) stop(ledger, 'handle', step.at)
  }
  if (pausing) for (const kind of ['whole', 'handle']) change(ledger, kind, { pausedAt: iso(step.at) })
  if (resuming) for (const kind of ['whole', 'handle']) resume(ledger, kind, step.at)
  if (is.step !== null && !resuming && (is.step !== was.step || step.renew || step.kind === 'report')) {
    start(ledger, is.step, limitOf(ledger, is.step), step.at)
  }
  turnWhole(ledger, from, to, step.at)
  return used
}

function turnWhole(ledger: Ledger, from: MatterStatus, to: MatterStatus, at: number): void {
  const [was, is] = [holdings[from].whole, holdings[to].whole]
  if (was === is) return
  if (is === 'ended') stop(ledger, 'whole', at)
  else if (is === 'waits') change(ledger, 'whole', { pausedAt: iso(at) })
  else if (was === 'ended') start(ledger, 'whole', ledger.category.rules.limits.whole, at)
  else resume(ledger, 'whole', at)
}

/** A limit that runs in this status, by kind of clock. */
export function limitOf({ category, countyLimits }: Ledger, step: StepClock): Limit {
  return step === 'decide' || step === 'pause' || step === 'confirm' ? countyLimits[step] : category.rules.limits[step]
}

function start(ledger: Ledger, kind: string, limit: Limit, at: number): void {
  const facts = { startedAt: iso(at), amount: limit.amount, unit: limit.unit, pauses: [], extensions: [] }
  ledger.clocks.push({
    countyId: 0,
    id: newId(),
    subjectKind: 'matter',
    subjectId: ledger.row.id,
    kind,
    ...facts,
    dueAt: iso(dueOf(facts, ledger.calendar)),
    warnAt: null,
    pausedAt: null,
    stoppedAt: null,
    warnedAt: null,
    escalatedAt: null,
    retryAt: null,
  })
}

export function running(ledger: Ledger, kind: string): ClockRow | undefined {
  return ledger.clocks.find((clock) => clock.kind === kind && clock.stoppedAt === null)
}

function change(ledger: Ledger, kind: string, patch: Partial<ClockRow>): void {
  const clock = running(ledger, kind)
  if (!clock) return
  const changed = { ...clock, ...patch }
  ledger.clocks[ledger.clocks.indexOf(clock)] = { ...changed, dueAt: iso(dueOf(changed, ledger.calendar)) }
}

function stop(ledger: Ledger, kind: string, at: number): LedgerEntry['clock'] {
  const clock = running(ledger, kind)
  if (!clock) return null
  change(ledger, kind, { stoppedAt: iso(at) })
  const view = viewClock({ ...clock, stoppedAt: iso(at) }, ledger.calendar, new Date(at))
  return { kind, usedMinutes: view.usedMinutes, limitMinutes: view.limitMinutes }
}

function resume(ledger: Ledger, kind: string, at: number): void {
  const clock = running(ledger, kind)
  if (!clock?.pausedAt) return
  change(ledger, kind, { pauses: [...clock.pauses, { from: clock.pausedAt, to: iso(at) }], pausedAt: null })
}

/** More time for the step and for the whole case. */
export function extend(ledger: Ledger, limit: Limit, at: number, by: string, reason: string): void {
  for (const kind of ['handle', 'whole']) {
    const clock = running(ledger, kind)
    if (clock) change(ledger, kind, { extensions: [...clock.extensions, { limit, at: iso(at), by, reason }] })
  }
}

function payloadOf(before: MatterRow, after: MatterRow): Record<string, unknown> {
  return {
    from: before.status,
    to: after.status,
    number: after.number,
    category: after.categoryCode,
    danger: after.danger,
    channel: after.channel,
    areas: [after.townId, after.villageId, after.gridId],
    areasBefore: [before.townId, before.villageId, before.gridId],
    reportedAt: after.reportedAt,
    settleLevel: after.settleLevel,
    rating: after.rating,
    supervision: after.supervision,
  }
}

function settlingFacts(ledger: Ledger, at: number): Record<string, unknown> {
  const due = running(ledger, 'whole')?.dueAt
  const took = elapsedWorking(ledger.calendar, Date.parse(ledger.row.reportedAt), at)
  return { onTime: due === undefined || iso(at) <= due, tookMinutes: Math.round(took / 60_000) }
}

function scopeOf(before: MatterRow, after: MatterRow): string[] {
  const ids = [
    after.townId,
    after.villageId,
    after.gridId,
    before.leadUnitId,
    after.leadUnitId,
    before.deskUnitId,
    after.deskUnitId,
  ]
  return [...new Set(ids.filter((id) => id !== null))]
}

export const iso = (at: number) => new Date(at).toISOString()
