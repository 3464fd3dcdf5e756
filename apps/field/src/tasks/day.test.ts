import type { WorkItem } from '@linli/contract/work-items'
import { describe, expect, it } from 'vitest'
import { type Entry, freshEntry } from '../outbox/entry.ts'
import { dayOf, nextVisit } from './day.ts'
import { due } from './testing.ts'

const today = '2026-11-23'
const at = (step: number) => ({ lon: 111.779 + step / 1000, lat: 30.173 })
const here = at(0)
const task = (subjectId: string, more: Partial<WorkItem> = {}) =>
  ({ subjectId, danger: false, dueAt: null, facts: {}, ...more }) as WorkItem

function visitEntry(ids: readonly string[], more: Partial<Entry> & { result?: string } = {}): Entry {
  const { result = 'found', ...rest } = more
  return {
    ...freshEntry({
      id: ids.join(),
      subject: 'h',
      command: 'recordVisit',
      title: '',
      input: { dueItemIds: ids, result },
      photos: [],
      form: null,
      capturedAt: `${today}T08:00:00+08:00`,
      seenVersion: null,
    }),
    seq: 1,
    ...rest,
  }
}

const near = due('near', { point: at(1) })
const far = due('far', { point: at(4) })
const places = new Map([['m', at(2)]])
const known = { due: [far, near], tasks: [task('m'), task('unplaced')], entries: [], points: places, here, today }
const titles = (day: ReturnType<typeof dayOf>) =>
  day.stops.map(({ stop }) => (stop.kind === 'visit' ? stop.items[0]?.title : stop.task.subjectId))

describe('the day', () => {
  it('is walked from near to far, visits and matters alike, and ends with what has no place', () => {
    const day = dayOf(known)
    expect(titles(day)).toEqual(['near', 'm', 'far', 'unplaced'])
    expect(day.stops.map(({ number }) => number)).toEqual([1, 2, 3, null])
    expect(day.metres).toBeCloseTo(500, -2)
    expect(day.stops[2]?.metres).toBe(day.metres)
  })

  it('begins with danger, however far', () => {
    const points = new Map([...places, ['fire', at(9)]])
    const day = dayOf({ ...known, tasks: [task('m'), task('fire', { danger: true })], points })
    expect(titles(day)).toEqual(['fire', 'far', 'm', 'near'])
  })

  it('makes one stop of all that is due at one door', () => {
    const second = due('near', { householdId: near.householdId })
    expect(dayOf({ ...known, due: [near, second], tasks: [] }).stops).toMatchObject([
      { stop: { items: [near, second] } },
    ])
  })

  it('keeps support visits off the map and out of the list', () => {
    const support = due('关爱走访', { sensitive: true, target: 'need' })
    const day = dayOf({ ...known, due: [support, near] })
    expect(titles(day)).not.toContain('关爱走访')
    expect(day.support).toEqual([support])
  })

  it('counts what was never admitted among what can be refused, not among the stops', () => {
    const refusable = task('fee', { facts: { admitted: false } })
    const day = dayOf({ ...known, tasks: [refusable, task('m')] })
    expect(titles(day)).not.toContain('fee')
    expect(day.refusable).toEqual([refusable])
  })

  it('leaves tomorrow to tomorrow', () => {
    expect(dayOf({ ...known, due: [due('later', { plannedOn: '2026-11-24' })], tasks: [] }).stops).toEqual([])
  })

  it.each([
    ['waiting to be sent', {}, false],
    ['sent, not read back yet', { state: 'done' as const }, false],
    ['refused by the server', { state: 'refused' as const }, true],
    ['not at home today', { result: 'not_at_home' }, false],
    ['not at home days ago', { result: 'not_at_home', capturedAt: '2026-11-20T08:00:00+08:00' }, true],
    ['found days ago, never sent', { capturedAt: '2026-11-20T08:00:00+08:00' }, false],
  ])('a visit %s', (_name, more, shown) => {
    const day = dayOf({ ...known, entries: [visitEntry([near.id], more)] })
    expect(titles(day).includes('near')).toBe(shown)
  })

  it('knows the next door, and none after the last', () => {
    const day = dayOf(known)
    expect(nextVisit(day, near.householdId ?? '')).toBe(far.householdId)
    expect(nextVisit(day, far.householdId ?? '')).toBeNull()
  })
})
