import type { ClockView, Limit } from '@linli/contract/clock'
import type { Insertable, Selectable } from 'kysely'
import { addElapsed, elapsed, limitMs, type WorkCalendar } from '../calendar/index.ts'
import { newId } from '../crypto/id.ts'
import type { DB, Db, Tx } from '../database/database.ts'

export type { Limit } from '@linli/contract/clock'

export interface Pause {
  readonly from: string
  readonly to: string
}
export interface Extension {
  readonly limit: Limit
  readonly at: string
  readonly by: string
  readonly reason: string
}
/** A row of `clocks`; jsonb columns as what they hold. */
export type ClockRow = Omit<Selectable<DB['clocks']>, 'pauses' | 'extensions' | 'unit'> & {
  readonly unit: Limit['unit']
  readonly pauses: readonly Pause[]
  readonly extensions: readonly Extension[]
}

interface Subject {
  readonly countyId: number
  readonly subjectKind: string
  readonly subjectId: string
}
interface OfKinds extends Subject {
  readonly kinds: readonly string[]
  readonly at: string
}
interface Facts {
  readonly startedAt: string
  readonly amount: number
  readonly unit: Limit['unit']
  readonly pauses: readonly Pause[]
  readonly extensions: readonly Extension[]
}

/** Share of the limit that is left when a warning is due. */
const WARN_SHARE = 0.25

/**
 * When a clock is due: always worked out anew from its start, its pauses that have ended and its extensions.
 * A pause that still runs moves it further; until it ends nothing is late.
 */
export function dueOf(clock: Facts, calendar: WorkCalendar): number {
  const own = runOn(clock, calendar, clock.unit, Date.parse(clock.startedAt), limitMs(calendar, clock))
  // Each extension runs in its own kind of time: two natural days are not forty-eight working hours.
  return clock.extensions.reduce(
    (from, { limit }) => runOn(clock, calendar, limit.unit, from, limitMs(calendar, limit)),
    own,
  )
}

/** The instant at which `ms` of that kind of time have passed since `start`, pauses left out. */
function runOn(clock: Facts, calendar: WorkCalendar, unit: Limit['unit'], start: number, ms: number): number {
  let from = start
  let left = ms
  for (const pause of clock.pauses) {
    const until = Date.parse(pause.from)
    const run = elapsed(calendar, unit, from, until)
    if (run >= left) break
    left -= run
    from = Math.max(from, Date.parse(pause.to))
  }
  return addElapsed(calendar, unit, from, left)
}

/** The limit with its extensions, in the clock's own kind of time. */
function totalMs(clock: Facts, calendar: WorkCalendar): number {
  return usedMs({ ...clock, pausedAt: null, stoppedAt: null }, calendar, dueOf(clock, calendar))
}

/** Own time used up to `now`, pauses left out. */
export function usedMs(
  clock: Facts & { pausedAt: string | null; stoppedAt: string | null },
  calendar: WorkCalendar,
  now: number,
): number {
  const end = Math.min(now, ...[clock.pausedAt, clock.stoppedAt].filter((at) => at !== null).map(Date.parse))
  let from = Date.parse(clock.startedAt)
  let used = 0
  for (const pause of clock.pauses) {
    used += elapsed(calendar, clock.unit, from, Math.min(end, Date.parse(pause.from)))
    from = Date.parse(pause.to)
  }
  return used + elapsed(calendar, clock.unit, from, end)
}

function due(clock: Facts, calendar: WorkCalendar): { dueAt: string; warnAt: string } {
  const warnMs = totalMs(clock, calendar) * (1 - WARN_SHARE)
  const warnAt = runOn(clock, calendar, clock.unit, Date.parse(clock.startedAt), warnMs)
  return { dueAt: new Date(dueOf(clock, calendar)).toISOString(), warnAt: new Date(warnAt).toISOString() }
}

interface Start extends Subject {
  readonly kind: string
  readonly limit: Limit
  readonly at: string
}

/** Starts a limit. */
export async function startClock(tx: Tx, start: Start, calendar: WorkCalendar): Promise<ClockRow> {
  const row = await tx.insertInto('clocks').values(startRow(start, calendar)).returningAll().executeTakeFirstOrThrow()
  return asClock(row)
}

/** When a limit that starts now will be due. */
export function dueFrom(at: string, { amount, unit }: Limit, calendar: WorkCalendar): string {
  return due({ startedAt: at, amount, unit, pauses: [], extensions: [] }, calendar).dueAt
}

/** Statement that starts limits. */
export function startClocks(tx: Tx, starts: readonly Start[], calendar: WorkCalendar) {
  return tx.insertInto('clocks').values(starts.map((start) => startRow(start, calendar)))
}

/** Statement that stops clocks of these kinds, running or paused. */
export function stopClocks(tx: Pick<Tx, 'updateTable'>, which: OfKinds) {
  return ofKinds(tx, which).set({ stoppedAt: which.at })
}

/** Statement that does both, the limit that starts being none of those that stop. */
export function turnClocks(tx: Tx, stop: OfKinds, start: Start, calendar: WorkCalendar) {
  return tx
    .with('stopped', (db) => stopClocks(db, stop))
    .insertInto('clocks')
    .values(startRow(start, calendar))
}

function startRow(start: Start, calendar: WorkCalendar): Insertable<DB['clocks']> {
  const { limit, at, countyId, subjectKind, subjectId, kind } = start
  const facts = { startedAt: at, amount: limit.amount, unit: limit.unit, pauses: [], extensions: [] }
  return {
    countyId,
    subjectKind,
    subjectId,
    kind,
    id: newId(),
    startedAt: at,
    amount: limit.amount,
    unit: limit.unit,
    ...due(facts, calendar),
  }
}

export async function pauseClocks(tx: Tx, which: OfKinds): Promise<void> {
  await ofKinds(tx, which).set({ pausedAt: which.at }).where('pausedAt', 'is', null).execute()
}

/** Lets paused clocks run on: the pause becomes a fact and the limit is worked out anew. */
export async function resumeClocks(tx: Tx, which: OfKinds, calendar: WorkCalendar): Promise<ClockRow[]> {
  const paused = await lockKinds(tx, which)
  const resumed: ClockRow[] = []
  for (const clock of paused.filter((one) => one.pausedAt !== null)) {
    // Filtered just above.
    const pauses = [...clock.pauses, { from: clock.pausedAt as string, to: which.at }]
    resumed.push(await rewrite(tx, { ...clock, pauses, pausedAt: null }, calendar))
  }
  return resumed
}

/** More time: recorded with who granted it and why. */
export async function extendClock(
  tx: Tx,
  which: Subject & { kind: string },
  extension: Extension,
  calendar: WorkCalendar,
): Promise<ClockRow | undefined> {
  const [clock] = await lockKinds(tx, { ...which, kinds: [which.kind] })
  return clock && rewrite(tx, { ...clock, extensions: [...clock.extensions, extension] }, calendar)
}

/** Another limit from the same start, as when the category turns out to be another. */
export async function setClockLimit(
  tx: Tx,
  which: Subject & { kind: string; limit: Limit },
  calendar: WorkCalendar,
): Promise<ClockRow | undefined> {
  const [clock] = await lockKinds(tx, { ...which, kinds: [which.kind] })
  return clock && rewrite(tx, { ...clock, amount: which.limit.amount, unit: which.limit.unit }, calendar)
}

/** Clocks of a subject that have not stopped. */
export async function openClocks(db: Db, { countyId, subjectKind, subjectId }: Subject): Promise<ClockRow[]> {
  const rows = await db
    .selectFrom('clocks')
    .selectAll()
    .where('countyId', '=', countyId)
    .where('subjectId', '=', subjectId)
    .where('subjectKind', '=', subjectKind)
    .where('stoppedAt', 'is', null)
    .execute()
  return rows.map(asClock)
}

/** All clocks of these subjects, oldest first. */
export async function clocksOf(
  db: Db,
  countyId: number,
  subjectKind: string,
  subjectIds: readonly string[],
): Promise<ClockRow[]> {
  if (subjectIds.length === 0) return []
  const rows = await db
    .selectFrom('clocks')
    .selectAll()
    .where('countyId', '=', countyId)
    .where('subjectKind', '=', subjectKind)
    .where('subjectId', 'in', subjectIds)
    .orderBy('startedAt')
    .orderBy('id')
    .execute()
  return rows.map(asClock)
}

/** A clock as people see it; minutes are of its own kind of time. */
export function viewClock(clock: ClockRow, calendar: WorkCalendar, now: Date): ClockView {
  const at = now.getTime()
  const total = totalMs(clock, calendar)
  const dueMs = Date.parse(clock.dueAt)
  const end = clock.stoppedAt === null ? at : Date.parse(clock.stoppedAt)
  const late = clock.pausedAt === null && end > dueMs
  const used = usedMs(clock, calendar, at)
  return {
    id: clock.id,
    kind: clock.kind,
    limit: { amount: clock.amount, unit: clock.unit },
    startedAt: clock.startedAt,
    dueAt: clock.dueAt,
    pausedAt: clock.pausedAt,
    stoppedAt: clock.stoppedAt,
    pauses: [...clock.pauses, ...(clock.pausedAt === null ? [] : [{ from: clock.pausedAt, to: null }])],
    extensions: [...clock.extensions],
    state: clock.stoppedAt !== null ? 'stopped' : clock.pausedAt !== null ? 'paused' : late ? 'overdue' : 'running',
    usedMinutes: minutes(used),
    limitMinutes: minutes(total),
    remainingMinutes: minutes(total - used),
  }
}

const minutes = (ms: number) => Math.round(ms / 60_000)

function ofKinds(tx: Pick<Tx, 'updateTable'>, which: Subject & { kinds: readonly string[] }) {
  return tx
    .updateTable('clocks')
    .where('countyId', '=', which.countyId)
    .where('subjectId', '=', which.subjectId)
    .where('subjectKind', '=', which.subjectKind)
    .where('kind', 'in', which.kinds)
    .where('stoppedAt', 'is', null)
}

async function lockKinds(tx: Tx, which: Subject & { kinds: readonly string[] }): Promise<ClockRow[]> {
  const rows = await tx
    .selectFrom('clocks')
    .selectAll()
    .where('countyId', '=', which.countyId)
    .where('subjectId', '=', which.subjectId)
    .where('subjectKind', '=', which.subjectKind)
    .where('kind', 'in', which.kinds)
    .where('stoppedAt', 'is', null)
    .forUpdate()
    .execute()
  return rows.map(asClock)
}

async function rewrite(tx: Tx, clock: ClockRow, calendar: WorkCalendar): Promise<ClockRow> {
  const { dueAt, warnAt } = due(clock, calendar)
  const later = (moved: string, before: string | null) => before === null || Date.parse(moved) > Date.parse(before)
  const row = await tx
    .updateTable('clocks')
    .set({
      pauses: JSON.stringify(clock.pauses),
      extensions: JSON.stringify(clock.extensions),
      amount: clock.amount,
      unit: clock.unit,
      pausedAt: clock.pausedAt,
      dueAt,
      warnAt,
      // Only what lies ahead again is told again: a pause after the warning moves the due time, not the warning.
      ...(later(warnAt, clock.warnAt) ? { warnedAt: null } : {}),
      ...(later(dueAt, clock.dueAt) ? { escalatedAt: null } : {}),
    })
    .where('countyId', '=', clock.countyId)
    .where('id', '=', clock.id)
    .returningAll()
    .executeTakeFirstOrThrow()
  return asClock(row)
}

// The jsonb columns are written above only; the check constraint holds the unit.
function asClock(row: Selectable<DB['clocks']>): ClockRow {
  return row as unknown as ClockRow
}
