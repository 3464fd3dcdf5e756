import type { Limit } from '@linli/contract/clock'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { WorkCalendar } from '../calendar/index.ts'
import {
  anyMinute,
  anyRules,
  type Counts,
  local,
  MINUTE,
  minutesIn,
  minutesOf,
  oracleAdd,
  oracleElapsed,
  ordinaryRules,
} from '../calendar/oracle.ts'
import { newId } from '../crypto/id.ts'
import { type ClockRow, dueOf, usedMs, viewClock } from './index.ts'

const calendar = new WorkCalendar(ordinaryRules)
const iso = (at: number) => new Date(at).toISOString()

function clock(from: string, limit: Limit, changes: Partial<ClockRow> = {}): ClockRow {
  const facts = {
    countyId: 421087,
    id: newId(),
    subjectKind: 'matter',
    subjectId: newId(),
    kind: 'handle',
    ...limit,
    startedAt: iso(local(from)),
    pauses: [],
    extensions: [],
    pausedAt: null,
    stoppedAt: null,
    warnAt: null,
    warnedAt: null,
    escalatedAt: null,
    retryAt: null,
    ...changes,
  }
  return { ...facts, dueAt: iso(dueOf(facts, calendar)) }
}
const pause = (from: string, to: string) => ({ from: iso(local(from)), to: iso(local(to)) })
const view = (of: ClockRow, at: string) => viewClock(of, calendar, new Date(local(at)))
const twoDays: Limit = { amount: 2, unit: 'work_day' }
const sixHours: Limit = { amount: 6, unit: 'work_hour' }

describe('when a clock is due', () => {
  it('moves by the working time of a pause, not by its length', () => {
    const paused = clock('2026-11-23T09:00', sixHours, { pauses: [pause('2026-11-23T11:00', '2026-11-24T09:00')] })
    // Two hours were used; four are left from Tuesday 09:00.
    expect(Date.parse(paused.dueAt)).toBe(local('2026-11-24T15:00'))
  })

  it('does not move by a pause in the night', () => {
    const paused = clock('2026-11-23T09:00', twoDays, { pauses: [pause('2026-11-23T18:00', '2026-11-24T08:00')] })
    expect(Date.parse(paused.dueAt)).toBe(local('2026-11-25T09:00'))
  })

  it('does not move by a pause after it', () => {
    const late = clock(
      '2026-11-23T09:00',
      { amount: 1, unit: 'work_hour' },
      { pauses: [pause('2026-11-23T11:00', '2026-11-24T11:00')] },
    )
    expect(Date.parse(late.dueAt)).toBe(local('2026-11-23T10:00'))
  })

  it('moves by an extension', () => {
    const extension = {
      limit: { amount: 1, unit: 'work_day' as const },
      at: iso(local('2026-11-24T09:00')),
      by: newId(),
      reason: '等零件',
    }
    expect(Date.parse(clock('2026-11-23T09:00', twoDays, { extensions: [extension] }).dueAt)).toBe(
      local('2026-11-26T09:00'),
    )
  })
})

describe('an extension of another kind than the clock', () => {
  const extension = {
    limit: { amount: 2, unit: 'natural_day' as const },
    at: iso(local('2026-11-23T10:00')),
    by: newId(),
    reason: '等零件',
  }
  const extended = clock('2026-11-23T09:00', sixHours, { extensions: [extension] })

  it('runs in its own kind of time: two natural days, not forty-eight working hours', () => {
    expect(Date.parse(extended.dueAt)).toBe(local('2026-11-25T17:00'))
  })

  it("counts in the clock's own time when people look", () => {
    expect(view(extended, '2026-11-23T09:00')).toMatchObject({
      limitMinutes: 360 + 2 * 7 * 60,
      remainingMinutes: 360 + 2 * 7 * 60,
    })
  })
})

describe('a clock as people see it', () => {
  it('tells used, allowed and remaining minutes in its own time', () => {
    expect(view(clock('2026-11-23T09:00', sixHours), '2026-11-23T15:00')).toMatchObject({
      state: 'running',
      usedMinutes: 240,
      limitMinutes: 360,
      remainingMinutes: 120,
    })
  })

  it('counts below zero once overdue, in working time too', () => {
    expect(view(clock('2026-11-23T09:00', sixHours), '2026-11-24T09:00')).toMatchObject({
      state: 'overdue',
      usedMinutes: 420,
      remainingMinutes: -60,
    })
  })

  it('stands still while paused and after it stopped', () => {
    const paused = clock('2026-11-23T09:00', sixHours, { pausedAt: iso(local('2026-11-23T10:00')) })
    expect(view(paused, '2026-12-01T10:00')).toMatchObject({ state: 'paused', usedMinutes: 60, remainingMinutes: 300 })
    expect(view(paused, '2026-12-01T10:00').pauses).toEqual([{ from: paused.pausedAt, to: null }])
    const stopped = clock('2026-11-23T09:00', sixHours, { stoppedAt: iso(local('2026-11-23T11:00')) })
    expect(view(stopped, '2026-12-01T10:00')).toMatchObject({
      state: 'stopped',
      usedMinutes: 120,
      remainingMinutes: 240,
    })
  })
})

describe('against the minute-by-minute oracle, with pauses', () => {
  const limits: fc.Arbitrary<Limit> = fc.oneof(
    fc.record({ amount: fc.integer({ min: 1, max: 40 }), unit: fc.constantFrom('urgent_hour', 'work_hour') }),
    fc.record({ amount: fc.integer({ min: 1, max: 6 }), unit: fc.constantFrom('work_day', 'natural_day') }),
  )
  // Gaps and lengths by turns, so that pauses follow each other; a gap of nothing makes two touch.
  const turns = fc.array(fc.tuple(fc.integer({ min: 0, max: 4_000 }), fc.integer({ min: 0, max: 6_000 })), {
    maxLength: 5,
  })

  function pausesFrom(start: number, spans: readonly (readonly [number, number])[]) {
    let at = start
    return spans.map(([gap, length]) => {
      const from = at + gap * MINUTE
      at = from + length * MINUTE
      return { from, to: at }
    })
  }
  const without =
    (counts: Counts, pauses: readonly { from: number; to: number }[]): Counts =>
    (minute) =>
      counts(minute) && !pauses.some(({ from, to }) => from <= minute && minute < to)

  it('is due at the same minute and has used as many', () => {
    fc.assert(
      fc.property(
        anyRules,
        anyMinute,
        limits,
        turns,
        fc.integer({ min: 0, max: 40_000 }),
        (rules, start, limit, spans, later) => {
          const by = new WorkCalendar(rules)
          const pauses = pausesFrom(start, spans)
          const counts = without(minutesOf(limit.unit, rules), pauses)
          const perUnit = { urgent_hour: 60, work_hour: 60, natural_day: 24 * 60, work_day: minutesIn(rules.shifts) }[
            limit.unit
          ]
          const facts = {
            ...limit,
            startedAt: iso(start),
            extensions: [],
            pausedAt: null,
            stoppedAt: null,
            pauses: pauses.map(({ from, to }) => ({ from: iso(from), to: iso(to) })),
          }
          expect(dueOf(facts, by)).toBe(oracleAdd(counts, start, limit.amount * perUnit))
          const now = start + later * MINUTE
          // Pauses that have ended by now: a later one cannot be known yet.
          const known = { ...facts, pauses: facts.pauses.filter(({ to }) => Date.parse(to) <= now) }
          const knownCounts = without(
            minutesOf(limit.unit, rules),
            pauses.filter(({ to }) => to <= now),
          )
          expect(usedMs(known, by, now)).toBe(oracleElapsed(knownCounts, start, now) * MINUTE)
        },
      ),
      { numRuns: 200 },
    )
  })
})
