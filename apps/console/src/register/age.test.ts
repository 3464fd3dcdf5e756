import { describe, expect, it } from 'vitest'
import { ageOn, monthsLater } from './age.ts'

describe('the age on a day', () => {
  it('grows on the birthday itself', () => {
    expect(ageOn('1949-11-24', '2026-11-23').years).toBe(76)
    expect(ageOn('1949-11-23', '2026-11-23').years).toBe(77)
  })
  it('is told in months below one year', () => {
    expect(ageOn('2026-09-30', '2026-11-29')).toEqual({ years: 0, months: 1 })
    expect(ageOn('2026-11-20', '2026-11-23')).toEqual({ years: 0, months: 0 })
  })
  it('is below nothing before the birth', () => {
    expect(ageOn('2026-12-01', '2026-11-23').years).toBe(-1)
  })
})

describe('a day some months later', () => {
  it('is the same day of that month, or its last', () => {
    expect(monthsLater('2026-11-23', 12)).toBe('2027-11-23')
    expect(monthsLater('2026-08-31', 6)).toBe('2027-02-28')
  })
  it('is left alone while it is half typed', () => {
    expect(monthsLater('', 12)).toBe('')
  })
})
