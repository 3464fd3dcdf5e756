import { limitMs, type WorkCalendar } from '../platform/calendar/index.ts'
import { type ClockRow, dueOf, viewClock } from '../platform/clock/index.ts'
import { newId } from '../platform/crypto/id.ts'
import type { Deps } from '../platform/deps.ts'
import { mask } from '../platform/mask.ts'
import { holdings, type ItemHolder, newTrackingCode, trackingCodeHash } from '../modules/matters/index.ts'
import type { DemoArea } from './areas.ts'
import { MORE_TIME } from './handling.ts'
import type { Told } from './history.ts'
import { iso, type Ledger, note, platform, running } from './ledger.ts'
import type { Organisation } from './organisation.ts'

type Row = Readonly<Record<string, unknown>>

const MINUTE_MS = 60_000
/** Share of a limit that is used when the warning comes, as in platform/clock. */
const WARN_AFTER = 0.75
/** Opens the tracking pages of the demo's resident; everybody else's code is random. */
const RESIDENT_CODE = '421087'

/** Warnings and overdue lines that the sweep of clocks would have written, with the clocks as it would have left them. */
export function sweep(ledger: Ledger, now: number): void {
  ledger.clocks.forEach((clock, index) => {
    const warnAt = warningOf(clock, ledger.calendar)
    const end = Math.min(now, ...[clock.stoppedAt, clock.pausedAt].filter((at) => at !== null).map(Date.parse))
    const due = Date.parse(clock.dueAt)
    const [warned, late] = [warnAt <= end, due < end]
    ledger.clocks[index] = {
      ...clock,
      warnAt: iso(warnAt),
      warnedAt: warned ? iso(warnAt) : null,
      escalatedAt: late ? iso(due) : null,
    }
    // Who waits for the resident is told nothing: the resident is not late.
    if (clock.kind === 'confirm' || clock.kind === 'pause') return
    if (warned) note(ledger, { kind: 'warned', at: warnAt, by: platform, changes: { clock: [null, clock.kind] } })
    if (late) note(ledger, { kind: 'overdue', at: due, by: platform, changes: { clock: [null, clock.kind] } })
  })
}

/** When three quarters of the limit and its extensions are used: the due instant of a limit of that length. */
function warningOf(clock: ClockRow, calendar: WorkCalendar): number {
  const total = viewClock(clock, calendar, new Date(clock.startedAt)).limitMinutes * MINUTE_MS
  const share = (WARN_AFTER * total) / limitMs(calendar, clock)
  return dueOf({ ...clock, amount: clock.amount * share, extensions: [] }, calendar)
}

export function matterRows(countyId: number, told: readonly Told[]): Row[] {
  return told.map(({ ledger }) => {
    const { row } = ledger
    const whole = running(ledger, 'whole')
    return { countyId, ...row, dueAt: holdings[row.status].whole === 'runs' ? (whole?.dueAt ?? null) : null }
  })
}

export function reporterRows(deps: Deps, countyId: number, told: readonly Told[]): Row[] {
  return told.map(({ ledger: { row }, report }) => {
    const code = report.scene?.resident === true ? RESIDENT_CODE : newTrackingCode()
    return {
      countyId,
      id: newId(),
      matterId: row.id,
      role: 'reporter',
      ...report.reporter,
      notify: report.reporter.phone !== null,
      codeHash: `\\x${trackingCodeHash(deps, row.id, code).toString('hex')}`,
      createdAt: row.reportedAt,
    }
  })
}

export function entryRows(countyId: number, told: readonly Told[]): Row[] {
  const numbers = new Map(told.map(({ ledger: { row } }) => [row.id, row.number]))
  return told.flatMap(({ ledger: { row, entries } }) =>
    entries.map((entry) => ({
      countyId,
      id: newId(),
      matterId: row.id,
      at: iso(entry.at),
      kind: entry.kind,
      visibility: entry.visibility,
      byKind: entry.by.kind,
      byId: entry.by.id,
      byName: entry.by.name,
      byUnit: entry.by.unit,
      words: entry.words,
      fromStatus: entry.fromStatus,
      toStatus: entry.toStatus,
      changes:
        entry.toStatus === 'merged' ? { into: [null, numbers.get(row.mergedIntoId ?? '') ?? null] } : entry.changes,
      clock: entry.clock,
      pictures: [],
    })),
  )
}

/** In the order of their instants: readers take them by number. */
export function eventRows(countyId: number, told: readonly Told[]): Row[] {
  return told
    .flatMap(({ ledger: { row, entries } }) => entries.map((entry) => ({ row, entry })))
    .toSorted((a, b) => a.entry.at - b.entry.at)
    .map(({ row, entry }) => ({
      countyId,
      module: 'matters',
      kind: `matter.${entry.kind}`,
      subjectKind: 'matter',
      subjectId: row.id,
      scope: entry.scope,
      at: iso(entry.at),
      byKind: entry.by.kind,
      byId: entry.by.id,
      payload: { ...entry.payload, number: row.number },
    }))
}

export function clockRows(countyId: number, told: readonly Told[]): Row[] {
  return told.flatMap(({ ledger }) => ledger.clocks.map((clock) => ({ ...clock, countyId })))
}

/** Requests for more time, read back from the timeline; those without a decision are still open. */
export function extensionRows(countyId: number, told: readonly Told[]): Row[] {
  return told.flatMap(({ ledger: { row, entries } }) =>
    entries.flatMap((asked, index) => {
      if (asked.kind !== 'request_extension') return []
      const decided = entries.slice(index).find((entry) => entry.kind === 'decide_extension')
      return [
        {
          countyId,
          id: newId(),
          matterId: row.id,
          ...MORE_TIME,
          reason: asked.words,
          requestedBy: asked.by.id,
          requestedByName: asked.by.name,
          requestedAt: iso(asked.at),
          granted: decided ? true : null,
          decidedBy: decided?.by.id ?? null,
          decidedByName: decided?.by.name ?? null,
          decidedAt: decided ? iso(decided.at) : null,
          decisionReason: null,
        },
      ]
    }),
  )
}

/** What waits for someone now. */
export function workItemRows(countyId: number, told: readonly Told[], organisation: Organisation): Row[] {
  return told.flatMap(({ ledger, report }) => {
    const { row } = ledger
    const { item, step } = holdings[row.status]
    if (item === null) return []
    const unitId = {
      desk: row.deskUnitId,
      lead: row.leadUnitId ?? row.deskUnitId,
      decider: decidingUnit(ledger, report.grid, organisation),
      // Every station has a clerk beside its workers.
      checker: row.deskUnitId,
    }
    const since = ledger.entries.findLast((entry) => entry.toStatus !== null)
    const own = (kind: string, heldBy: ItemHolder, clock: string | null, more: Record<string, unknown> = {}): Row => ({
      countyId,
      id: newId(),
      module: 'matters',
      kind,
      subjectKind: 'matter',
      subjectId: row.id,
      title: row.title,
      facts: { ...facts(ledger, report), ...more },
      unitId: unitId[heldBy],
      staffId: heldBy === 'lead' ? row.handlerId : null,
      exceptStaffId: heldBy === 'checker' ? row.handlerId : null,
      areaId: row.gridId,
      danger: row.danger,
      dueAt: clock === null ? null : (running(ledger, clock)?.dueAt ?? null),
      paused: row.status === 'paused',
      createdAt: iso(since?.at ?? Date.parse(row.reportedAt)),
    })
    // While paused the item still shows the limit of the work that waits.
    const waiting = own(item.kind, item.holder, row.status === 'paused' ? 'handle' : step)
    const asked = openExtension(ledger)
    return asked
      ? [waiting, own('extension', 'decider', 'handle', { asked: MORE_TIME, reason: asked.words })]
      : [waiting]
  })
}

function openExtension({ entries }: Ledger) {
  const asked = entries.findLast((entry) => entry.kind === 'request_extension')
  return entries.some((entry) => entry.kind === 'decide_extension') ? undefined : asked
}

// As in the matters module: within a village the town decides, otherwise the county centre.
function decidingUnit({ row }: Ledger, grid: DemoArea, organisation: Organisation): string {
  const lead = organisation.units.find((unit) => unit.id === row.leadUnitId)
  const town = grid.parent?.parent
  return lead?.kind.startsWith('village_') && town
    ? organisation.unitAt(town, 'town_grid_office').id
    : organisation.centre.id
}

function facts({ row, category }: Ledger, { grid, reporter }: Told['report']): Record<string, unknown> {
  const village = grid.parent
  return {
    number: row.number,
    status: row.status,
    channel: row.channel,
    reportedAt: row.reportedAt,
    supervision: row.supervision,
    category: category.rules.names,
    place: [village?.parent?.name, village?.name, grid.name].filter(Boolean).join(' '),
    address: row.address,
    reporter: !row.confidential && !reporter.anonymous ? mask.person(reporter) : null,
    followers: row.followers,
    photos: 0,
    reopened: row.reopened,
  }
}
