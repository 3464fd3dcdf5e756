import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { quietUntil, startOfTomorrow } from './quiet.ts'

const shanghai = 'Asia/Shanghai'
const night = { from: '22:00', to: '07:00' }
const noon = { from: '12:30', to: '14:00' }
const at = (local: string, zone = shanghai) =>
  new Date(Temporal.PlainDateTime.from(local).toZonedDateTime(zone).epochMilliseconds)

describe('quiet hours', () => {
  it.each([
    [night, '2026-11-23T21:59', null],
    [night, '2026-11-23T22:00', '2026-11-24T07:00'],
    [night, '2026-11-23T23:59', '2026-11-24T07:00'],
    [night, '2026-11-24T00:00', '2026-11-24T07:00'],
    [night, '2026-11-24T06:59', '2026-11-24T07:00'],
    [night, '2026-11-24T07:00', null],
    [night, '2026-12-31T23:00', '2027-01-01T07:00'],
    [noon, '2026-11-23T12:29', null],
    [noon, '2026-11-23T13:00', '2026-11-23T14:00'],
    [noon, '2026-11-23T14:00', null],
    [{ from: '00:00', to: '23:59' }, '2026-11-23T23:58', '2026-11-23T23:59'],
  ])('%o at %s end at %s', (hours, now, end) => {
    expect(quietUntil(shanghai, hours, at(now))).toEqual(end === null ? null : at(end))
  })

  it('keep their hours on the wall where the clocks change in the night', () => {
    const berlin = 'Europe/Berlin'
    for (const [evening, morning] of [
      ['2026-03-28T23:00', '2026-03-29T07:00'],
      ['2026-10-24T23:00', '2026-10-25T07:00'],
    ] as const)
      expect(quietUntil(berlin, night, at(evening, berlin))).toEqual(at(morning, berlin))
  })

  it('end at the first minute outside, whatever the hours and the time', () => {
    const minute = fc.integer({ min: 0, max: 24 * 60 - 1 })
    const clock = (value: number) => new Date(value * 60_000).toISOString().slice(11, 16)
    fc.assert(
      fc.property(minute, minute, minute, (from, to, now) => {
        fc.pre(from !== to)
        const inside = (value: number) => (from < to ? value >= from && value < to : value >= from || value < to)
        let left = 0
        while (inside((now + left) % (24 * 60))) left++
        const instant = at(`2026-11-23T${clock(now)}`)
        const end = quietUntil(shanghai, { from: clock(from), to: clock(to) }, instant)
        expect(end === null ? 0 : (end.getTime() - instant.getTime()) / 60_000).toBe(left)
      }),
      { numRuns: 300 },
    )
  })

  it('of a whole day end with it', () => {
    expect(startOfTomorrow(shanghai, at('2026-11-23T13:00'))).toEqual(at('2026-11-24T00:00'))
  })
})
