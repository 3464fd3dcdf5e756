import { describe, expect, it } from 'vitest'
import { parsePlace, paths, reportSteps } from './paths.ts'

describe('addresses of the portal', () => {
  it('are read back as the place they were made for', () => {
    expect(parsePlace(paths.home())).toEqual({ page: 'home' })
    expect(parsePlace(paths.speak())).toEqual({ page: 'report', step: 'say', speak: true })
    expect(parsePlace(paths.track())).toEqual({ page: 'track' })
    expect(parsePlace(paths.mine())).toEqual({ page: 'mine' })
    expect(parsePlace(paths.grid())).toEqual({ page: 'grid' })
    expect(parsePlace(paths.outbox())).toEqual({ page: 'outbox' })
    for (const step of reportSteps)
      expect(parsePlace(paths.report(step))).toEqual({ page: 'report', step, speak: false })
  })

  it('carry numbers with Chinese words, slashes and percent signs', () => {
    for (const number of ['松滋-2026-000123', 'a/b', '100%']) {
      expect(parsePlace(paths.progress(number))).toEqual({ page: 'progress', number })
      expect(parsePlace(paths.receipt(number))).toEqual({ page: 'receipt', number })
    }
  })

  it('read the token of a QR code', () => {
    expect(parsePlace('/q/abc123')).toEqual({ page: 'scan', token: 'abc123' })
  })

  it('say nowhere to anything else, a broken escape included', () => {
    for (const address of ['/nothing', '/report/say', '/report/else', '/track/a/b', '/q']) {
      expect(parsePlace(address)).toEqual({ page: 'nowhere' })
    }
    expect(parsePlace('/track/%E0%A4%A')).toEqual({ page: 'progress', number: '%E0%A4%A' })
  })
})
