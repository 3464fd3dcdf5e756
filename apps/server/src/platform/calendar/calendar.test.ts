import type { Limit } from '@linli/contract/clock'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addLimit, elapsed, elapsedWorking, limitMs, WorkCalendar } from './index.ts'
import {
  anyMinute,
  anyRules,
  local,
  MINUTE,
  minutesIn,
  minutesOf,
  oracleAdd,
  oracleElapsed,
  ordinaryRules,
  workingMinutes,
} from './oracle.ts'

const calendar = new WorkCalendar(ordinaryRules)
const due = (from: string, amount: number, unit: Limit['unit'], by = calendar) =>
  addLimit(by, local(from), { amount, unit })

describe('a limit in working time', () => {
  it('runs only in shifts: from Monday morning over noon', () => {
    expect(due('2026-11-23T11:00', 2, 'work_hour')).toBe(local('2026-11-23T15:00'))
  })

  it('ends with the shift, not with the next one', () => {
    expect(due('2026-11-23T10:00', 2, 'work_hour')).toBe(local('2026-11-23T12:00'))
  })

  it('begins with the next shift when it starts at night', () => {
    expect(due('2026-11-23T23:00', 1, 'work_hour')).toBe(local('2026-11-24T09:30'))
  })

  it('lasts a working day from the same time of day to the next', () => {
    expect(due('2026-11-23T10:00', 1, 'work_day')).toBe(local('2026-11-24T10:00'))
    expect(due('2026-11-27T16:00', 2, 'work_day')).toBe(local('2026-12-01T16:00'))
  })

  it('gives what comes in outside working hours the whole next working day', () => {
    expect(due('2026-11-28T09:00', 1, 'work_day')).toBe(local('2026-11-30T17:30'))
    expect(due('2026-11-23T19:00', 1, 'work_day')).toBe(local('2026-11-24T17:30'))
  })

  it('leaves out National Day and works on the make-up days around Spring Festival', () => {
    expect(due('2026-09-30T17:00', 1, 'work_hour')).toBe(local('2026-10-08T09:00'))
    // Saturday 14 February 2026 is worked, then nine days are off.
    expect(due('2026-02-13T17:30', 1, 'work_day')).toBe(local('2026-02-14T17:30'))
    expect(due('2026-02-14T17:30', 1, 'work_day')).toBe(local('2026-02-24T17:30'))
  })

  it("follows the county's own days off and workdays", () => {
    const own = new WorkCalendar({ ...ordinaryRules, extraHolidays: ['2026-11-24'], extraWorkdays: ['2026-11-28'] })
    expect(due('2026-11-23T17:30', 1, 'work_day', own)).toBe(local('2026-11-25T17:30'))
    expect(due('2026-11-27T17:30', 1, 'work_day', own)).toBe(local('2026-11-28T17:30'))
  })
})

describe('a limit that runs round the clock', () => {
  it('counts every hour of an emergency, holidays too', () => {
    expect(due('2026-09-30T23:00', 2, 'urgent_hour')).toBe(local('2026-10-01T01:00'))
  })

  it('ends a natural day at the time at which it began', () => {
    expect(due('2026-12-30T10:15', 3, 'natural_day')).toBe(local('2027-01-02T10:15'))
  })
})

describe('the hours of a day', () => {
  it('tell whether it is working time and until when', () => {
    expect(calendar.isWorking(local('2026-11-23T10:30'))).toBe(true)
    expect(calendar.nextChange(local('2026-11-23T10:30'))).toBe(local('2026-11-23T12:00'))
    expect(calendar.isWorking(local('2026-11-23T12:00'))).toBe(false)
    expect(calendar.nextChange(local('2026-11-23T12:00'))).toBe(local('2026-11-23T14:00'))
    expect(calendar.nextChange(local('2026-11-27T17:30'))).toBe(local('2026-11-30T08:30'))
  })

  it('are refused without a shift', () => {
    expect(() => new WorkCalendar({ ...ordinaryRules, shifts: [] })).toThrow('at least one shift')
  })

  it('follow the clocks where they are put forward', () => {
    const berlin = new WorkCalendar({ ...ordinaryRules, timeZone: 'Europe/Berlin', extraHolidays: [] })
    const monday = Date.parse('2026-03-30T06:30:00Z')
    expect(berlin.nextChange(Date.parse('2026-03-29T12:00:00Z'))).toBe(monday)
  })
})

describe('a year whose holidays nobody has announced', () => {
  it('has its weekends off, and says so', () => {
    expect(calendar.knowsHolidays(2026)).toBe(true)
    expect(calendar.knowsHolidays(2027)).toBe(false)
    // Every day that one would ask for falls on a weekend.
    expect(calendar.knowsHolidays(2033)).toBe(false)
    expect(calendar.isWorkday('2027-01-01')).toBe(true)
    expect(calendar.isWorkday('2027-01-02')).toBe(false)
  })
})

describe('against the minute-by-minute oracle', () => {
  const anyLimit: fc.Arbitrary<Limit> = fc.oneof(
    fc.record({ amount: fc.integer({ min: 1, max: 48 }), unit: fc.constantFrom('urgent_hour', 'work_hour') }),
    fc.record({ amount: fc.integer({ min: 1, max: 8 }), unit: fc.constantFrom('work_day', 'natural_day') }),
  )

  it('a limit is due at the same minute', () => {
    fc.assert(
      fc.property(anyRules, anyMinute, anyLimit, (rules, from, limit) => {
        const perUnit = { urgent_hour: 60, work_hour: 60, natural_day: 24 * 60, work_day: minutesIn(rules.shifts) }[
          limit.unit
        ]
        const expected = oracleAdd(minutesOf(limit.unit, rules), from, limit.amount * perUnit)
        expect(addLimit(new WorkCalendar(rules), from, limit)).toBe(expected)
      }),
      { numRuns: 150 },
    )
  })

  it('the time between two instants is the same', () => {
    fc.assert(
      fc.property(anyRules, anyMinute, fc.integer({ min: -100, max: 30 * 24 * 60 }), (rules, from, minutes) => {
        const to = from + minutes * MINUTE
        const expected = oracleElapsed(workingMinutes(rules), from, to) * MINUTE
        expect(elapsedWorking(new WorkCalendar(rules), from, to)).toBe(expected)
      }),
      { numRuns: 150 },
    )
  })

  it('working time begins and ends at the same minutes', () => {
    fc.assert(
      fc.property(anyRules, anyMinute, (rules, at) => {
        const by = new WorkCalendar(rules)
        const works = workingMinutes(rules)
        expect(by.isWorking(at)).toBe(works(at))
        // Two shifts that touch are two: their border is a change nobody would notice.
        const change = by.nextChange(at)
        for (let minute = at; minute < change; minute += MINUTE) expect(works(minute)).toBe(works(at))
      }),
      { numRuns: 100 },
    )
  })

  it('what was added has elapsed when it is due, to the millisecond', () => {
    fc.assert(
      fc.property(
        anyRules,
        anyMinute,
        fc.integer({ min: 1, max: 60 * 60_000 }),
        anyLimit,
        (rules, minute, extra, limit) => {
          const by = new WorkCalendar(rules)
          const from = minute + extra
          const dueAt = addLimit(by, from, limit)
          expect(elapsed(by, limit.unit, from, dueAt)).toBe(limitMs(by, limit))
          expect(elapsed(by, limit.unit, from, dueAt - 1)).toBe(limitMs(by, limit) - 1)
        },
      ),
      { numRuns: 150 },
    )
  })
})
