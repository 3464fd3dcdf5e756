import type { Limit } from '@linli/contract/clock'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WorkCalendar } from '../calendar/index.ts'
import { local, ordinaryRules } from '../calendar/oracle.ts'
import { newId } from '../crypto/id.ts'
import type { Tx } from '../database/database.ts'
import { countyId, type PlatformWorld, platformWorld } from '../testing.ts'
import {
  clocksOf,
  extendClock,
  pauseClocks,
  resumeClocks,
  setClockLimit,
  startClock,
  stopClocks,
  turnClocks,
} from './index.ts'

const calendar = new WorkCalendar(ordinaryRules)
const iso = (text: string) => new Date(local(text)).toISOString()
const sixHours: Limit = { amount: 6, unit: 'work_hour' }

let world: PlatformWorld
beforeAll(async () => (world = await platformWorld()))
afterAll(() => world.close())

const inTx = <T>(run: (tx: Tx) => Promise<T>) => world.deps.db.transaction().execute(run)
const newSubject = () => ({ countyId, subjectKind: 'matter', subjectId: newId() })
const handling = { kind: 'handle', limit: sixHours, at: iso('2026-11-23T09:00') }
const only = async (subjectId: string) => (await clocksOf(world.deps.db, countyId, 'matter', [subjectId]))[0]

describe('the clocks of a subject', () => {
  it('start with their due time and a warning before it', async () => {
    const clock = await inTx((tx) => startClock(tx, { ...newSubject(), ...handling }, calendar))
    expect(clock.dueAt).toBe(iso('2026-11-23T17:00'))
    // A quarter is left: an hour and a half before.
    expect(clock.warnAt).toBe(iso('2026-11-23T15:30'))
  })

  it('keep a pause as a fact and are worked out anew', async () => {
    const subject = newSubject()
    const kinds = ['handle']
    await inTx((tx) => startClock(tx, { ...subject, ...handling }, calendar))
    await inTx((tx) => pauseClocks(tx, { ...subject, kinds, at: iso('2026-11-23T10:00') }))
    // A second pause in the first is none.
    await inTx((tx) => pauseClocks(tx, { ...subject, kinds, at: iso('2026-11-23T11:00') }))
    const [resumed] = await inTx((tx) => resumeClocks(tx, { ...subject, kinds, at: iso('2026-11-24T10:00') }, calendar))
    expect(resumed?.pauses).toEqual([{ from: iso('2026-11-23T10:00'), to: iso('2026-11-24T10:00') }])
    expect(resumed?.dueAt).toBe(iso('2026-11-24T17:00'))
    expect(await inTx((tx) => resumeClocks(tx, { ...subject, kinds, at: iso('2026-11-24T11:00') }, calendar))).toEqual(
      [],
    )
  })

  it('stop once, by kind, and stay stopped', async () => {
    const subject = newSubject()
    await inTx((tx) => startClock(tx, { ...subject, ...handling }, calendar))
    await inTx((tx) => startClock(tx, { ...subject, ...handling, kind: 'whole' }, calendar))
    const stop = (at: string) => inTx((tx) => stopClocks(tx, { ...subject, kinds: ['handle'], at }).execute())
    await stop(iso('2026-11-23T10:00'))
    await stop(iso('2026-11-23T11:00'))
    const clocks = await clocksOf(world.deps.db, countyId, 'matter', [subject.subjectId])
    expect(clocks.map((clock) => [clock.kind, clock.stoppedAt])).toEqual([
      ['handle', iso('2026-11-23T10:00')],
      ['whole', null],
    ])
  })

  it('stop and start in one statement, the one that starts now being none of those that stop', async () => {
    const subject = newSubject()
    const at = iso('2026-11-23T10:00')
    await inTx((tx) => startClock(tx, { ...subject, ...handling }, calendar))
    await inTx((tx) =>
      turnClocks(tx, { ...subject, kinds: ['handle'], at }, { ...subject, ...handling, at }, calendar).execute(),
    )
    const clocks = await clocksOf(world.deps.db, countyId, 'matter', [subject.subjectId])
    expect(clocks.map((clock) => [clock.startedAt, clock.stoppedAt])).toEqual([
      [handling.at, at],
      [at, null],
    ])
  })

  it('get more time with who gave it and why', async () => {
    const subject = newSubject()
    await inTx((tx) => startClock(tx, { ...subject, ...handling }, calendar))
    const extension = {
      limit: { amount: 7, unit: 'work_hour' as const },
      at: iso('2026-11-23T11:00'),
      by: newId(),
      reason: '等零件',
    }
    const clock = await inTx((tx) => extendClock(tx, { ...subject, kind: 'handle' }, extension, calendar))
    expect(clock?.dueAt).toBe(iso('2026-11-24T17:00'))
    expect((await only(subject.subjectId))?.extensions).toEqual([extension])
  })

  it('take another limit from their own start', async () => {
    const subject = newSubject()
    await inTx((tx) => startClock(tx, { ...subject, ...handling }, calendar))
    const clock = await inTx((tx) =>
      setClockLimit(tx, { ...subject, kind: 'handle', limit: { amount: 1, unit: 'work_day' } }, calendar),
    )
    expect(clock?.dueAt).toBe(iso('2026-11-24T09:00'))
  })

  it('do not warn twice because a pause came after the warning', async () => {
    const subject = newSubject()
    const of = { ...subject, kinds: ['handle'] }
    const { id } = await inTx((tx) => startClock(tx, { ...subject, ...handling }, calendar))
    await world.deps.db
      .updateTable('clocks')
      .set({ warnedAt: iso('2026-11-23T15:31') })
      .where('countyId', '=', countyId)
      .where('id', '=', id)
      .execute()
    await inTx((tx) => pauseClocks(tx, { ...of, at: iso('2026-11-23T16:00') }))
    const [resumed] = await inTx((tx) => resumeClocks(tx, { ...of, at: iso('2026-11-24T16:00') }, calendar))
    expect(resumed).toMatchObject({ dueAt: iso('2026-11-24T17:00'), warnedAt: iso('2026-11-23T15:31') })
  })

  it('warn again when more time moves the warning', async () => {
    const subject = newSubject()
    const { id } = await inTx((tx) => startClock(tx, { ...subject, ...handling }, calendar))
    await world.deps.db
      .updateTable('clocks')
      .set({ warnedAt: iso('2026-11-23T15:30') })
      .where('countyId', '=', countyId)
      .where('id', '=', id)
      .execute()
    const extension = { limit: sixHours, at: iso('2026-11-23T16:00'), by: newId(), reason: '等零件' }
    expect(
      (await inTx((tx) => extendClock(tx, { ...subject, kind: 'handle' }, extension, calendar)))?.warnedAt,
    ).toBeNull()
  })
})
