import { categoryRoutes, type CategoryRules } from '@linli/contract/categories'
import type { Limit } from '@linli/contract/clock'
import { type Matter, matterRoutes } from '@linli/contract/matters'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { watchMatterClocks } from '../src/modules/matters/index.ts'
import { sweepClocks } from '../src/platform/clock/index.ts'
import { newId } from '../src/platform/crypto/id.ts'
import { noticesOf } from './notices.ts'
import { unit } from './county.ts'
import { type Steps, stepsIn } from './steps.ts'
import { createWorld, type World } from './world.ts'

let world: World
let steps: Steps
beforeAll(async () => {
  world = await createWorld()
  steps = stepsIn(world)
  watchMatterClocks(world.deps)
})
afterAll(async () => {
  expect(world.failures).toEqual([])
  await world.close()
})

/** The instant of a wall clock in the county. */
const local = (text: string) => new Date(`${text}:00+08:00`).toISOString()
function goTo(text: string): void {
  world.forward((Date.parse(local(text)) - world.now().getTime()) / 60_000)
}
const running = (matter: Matter, kind: string) =>
  matter.clocks.find((clock) => clock.kind === kind && clock.stoppedAt === null)
const lines = (matter: Matter, kind: string) =>
  matter.timeline
    .filter((entry) => entry.kind === kind)
    .map((entry) => entry.changes['clock']?.[1])
    .toReversed()
const limit = (amount: number, unit: Limit['unit']): Limit => ({ amount, unit })

async function rulesOf(code: string): Promise<CategoryRules> {
  const { body } = await world.call('suwen', categoryRoutes.listCategories, {})
  const {
    id: _id,
    version: _version,
    validFrom: _from,
    validTo: _to,
    ...rules
  } = body.items.find((one) => one.code === code) as (typeof body.items)[number]
  return rules
}

describe('limits over National Day 2026, with its make-up Saturday', () => {
  let id: string

  beforeAll(async () => {
    // Every kind of limit in one category: round the clock, working hours, working days, natural days.
    const limits = {
      accept: limit(4, 'urgent_hour'),
      dispatch: limit(4, 'work_hour'),
      handle: limit(2, 'work_day'),
      verify: limit(3, 'natural_day'),
      whole: limit(5, 'work_day'),
    }
    const rules = { ...(await rulesOf('0106')), code: '0199', departmentCode: 'housing', limits, keywords: [] }
    goTo('2026-09-30T08:30')
    await world.call('suwen', categoryRoutes.createCategory, { commandId: newId(), rules })
    goTo('2026-09-30T16:30')
    const receipt = await steps.report({ categoryCode: '0199' })
    expect(receipt.promised).toEqual({
      acceptBy: local('2026-09-30T20:30'),
      // The 8th and 9th, the make-up Saturday the 10th, then the 12th and 13th.
      settleBy: local('2026-10-13T16:30'),
    })
    id = receipt.id
  })

  it('warn the desk once when a quarter is left, and tell it and the desk above once when over', async () => {
    goTo('2026-09-30T19:29')
    await sweepClocks(world.deps)
    expect(lines(await steps.see('luobin', id), 'warned')).toEqual([])
    goTo('2026-09-30T19:30')
    // Two processes look at the same moment.
    await Promise.all([sweepClocks(world.deps), sweepClocks(world.deps)])
    await sweepClocks(world.deps)
    expect(lines(await steps.see('luobin', id), 'warned')).toEqual(['accept'])
    expect((await noticesOf(world, id, 'matter_warned')).staff).toEqual(['hefang', 'zhoumin'])
    goTo('2026-09-30T20:31')
    await Promise.all([sweepClocks(world.deps), sweepClocks(world.deps)])
    await sweepClocks(world.deps)
    const late = await steps.see('luobin', id)
    expect(lines(late, 'overdue')).toEqual(['accept'])
    expect(late.clock).toMatchObject({ kind: 'accept', state: 'overdue', remainingMinutes: -1 })
    expect((await noticesOf(world, id, 'matter_overdue')).staff).toEqual(['hefang', 'luobin', 'zhoumin'])
  })

  it('in working hours and days stand still through the holiday and count the Saturday', async () => {
    goTo('2026-10-08T08:30')
    const accepted = await steps.done('luobin', matterRoutes.acceptMatter, id, {})
    expect(running(accepted, 'dispatch')?.dueAt).toBe(local('2026-10-08T14:30'))
    expect(running(accepted, 'whole')).toMatchObject({ usedMinutes: 60, state: 'running' })
    goTo('2026-10-08T10:00')
    await steps.done('luobin', matterRoutes.dispatchMatter, id, { unitId: unit.maintenance })
    const received = await steps.done('huangjian', matterRoutes.receiveMatter, id, {})
    expect(running(received, 'handle')?.dueAt).toBe(local('2026-10-10T10:00'))
  })

  it('tell whoever handles it, and over the limit the county as well', async () => {
    goTo('2026-10-10T09:59')
    await sweepClocks(world.deps)
    expect(lines(await steps.see('huangjian', id), 'warned')).toEqual(['accept', 'handle'])
    expect((await noticesOf(world, id, 'matter_warned')).staff).toEqual(['hefang', 'huangjian', 'zhoumin'])
    goTo('2026-10-10T10:01')
    await sweepClocks(world.deps)
    const { staff } = await noticesOf(world, id, 'matter_overdue')
    expect(staff.filter((login) => !['hefang', 'luobin', 'zhoumin'].includes(login))).toEqual(
      // Whoever runs or audits the house reads no matter, and hears of none.
      ['chenli', 'huangjian', 'wujing'],
    )
  })

  it('in natural days run through a Sunday, and silence closes the matter', async () => {
    goTo('2026-10-10T11:00')
    const settled = await steps.done('huangjian', matterRoutes.settleMatter, id, { words: '已办好' })
    expect(running(settled, 'verify')?.dueAt).toBe(local('2026-10-13T11:00'))
    expect(settled.timeline[0]?.clock).toEqual({ kind: 'handle', usedMinutes: 14 * 60 + 60, limitMinutes: 14 * 60 })
    await steps.done('luobin', matterRoutes.verifyMatter, id, { passed: true, words: '看过了' })
    goTo('2026-10-15T11:01')
    await sweepClocks(world.deps)
    const closed = await steps.see('luobin', id)
    expect(closed).toMatchObject({ status: 'closed', clock: null })
    expect(closed.timeline[0]).toMatchObject({ kind: 'silence', by: { kind: 'system' } })
    expect(lines(closed, 'overdue')).toEqual(['accept', 'handle'])
  })
})

describe('a closed matter', () => {
  /** Closed by the word of whoever asked, at the present moment. */
  async function closed(): Promise<Awaited<ReturnType<Steps['report']>>> {
    const receipt = await steps.report({ categoryCode: '0106' })
    await steps.done('hefang', matterRoutes.settleOnSpot, receipt.id, { words: '已代办' })
    const { number, code } = receipt
    await world.call(null, matterRoutes.confirmReport, { commandId: newId(), number, code, rating: 3 })
    return receipt
  }
  const reject = (number: string, code: string) =>
    world.call(null, matterRoutes.rejectReport, { commandId: newId(), number, code, words: '又坏了' })

  it('opens again until its window ends, and what a page offers is what is taken', async () => {
    goTo('2026-11-02T09:00')
    const [early, late] = [await closed(), await closed()]
    goTo('2026-11-09T08:59')
    const key = ({ number, code }: typeof early) => ({ number, code })
    const offered = await world.call(null, matterRoutes.trackReport, key(early))
    expect(offered.body.may).toEqual(['reopen'])
    const opened = await reject(early.number, early.code)
    expect(opened.body).toMatchObject({ status: 'handling', rating: null, reopenUntil: null })
    expect((await steps.see('hefang', early.id)).clocks.filter((one) => one.stoppedAt === null)).toHaveLength(2)
    // To the minute: the seventh day has ended.
    goTo('2026-11-09T09:00')
    expect((await world.call(null, matterRoutes.trackReport, key(late))).body.may).toEqual([])
    expect((await steps.see('hefang', late.id)).available).not.toContain('reopen')
    expect(await reject(late.number, late.code)).toMatchObject({ status: 409, code: 'matter.reopen_closed' })
    expect((await steps.act('hefang', matterRoutes.reopenMatter, late.id, { words: '来电' })).code).toBe(
      'matter.reopen_closed',
    )
  })
})

describe('numbers', () => {
  it('begin anew at midnight of the county, and carry their year', async () => {
    const next = async (text: string) => {
      goTo(text)
      return (await steps.report()).number
    }
    expect(await next('2026-12-31T23:59')).toBe('2026-1231-0001')
    expect(await next('2026-12-31T23:59')).toBe('2026-1231-0002')
    expect(await next('2027-01-01T00:00')).toBe('2027-0101-0001')
    expect(await next('2027-12-31T12:00')).toBe('2027-1231-0001')
    const found = await world.call('hefang', matterRoutes.listMatters, { q: '1231-0001' })
    expect(found.body.items.map(({ number }) => number)).toEqual(['2027-1231-0001'])
  })
})

describe('a category changed while a matter runs', () => {
  it('holds for new matters; one that runs keeps its version in limits, evidence and when sorted again', async () => {
    goTo('2028-03-06T09:00')
    const before = await steps.report({ categoryCode: '0199' })
    const rules = await rulesOf('0199')
    const change = (seenVersion: number, changed: CategoryRules) =>
      world.call('suwen', categoryRoutes.changeCategory, {
        commandId: newId(),
        code: '0199',
        seenVersion,
        rules: changed,
      })
    const stricter = {
      ...rules,
      evidence: 'photo_after',
      limits: { ...rules.limits, whole: limit(1, 'work_day') },
    } as const
    expect((await change(1, stricter)).body).toMatchObject({ version: 2, validTo: null })
    expect(await change(1, rules)).toMatchObject({ status: 409, code: 'category.stale' })
    const after = await steps.report({ categoryCode: '0199' })
    expect(after.promised.settleBy).toBe(local('2028-03-07T09:00'))
    const old = await steps.see('hefang', before.id)
    expect(old.evidence).toBe('words')
    expect(running(old, 'whole')?.dueAt).toBe(before.promised.settleBy)
    // The next step's limit, too, is the old version's.
    const accepted = await steps.done('hefang', matterRoutes.acceptMatter, before.id, {})
    expect(running(accepted, 'dispatch')?.limit).toEqual(rules.limits.dispatch)
    await steps.done('hefang', matterRoutes.settleOnSpot, before.id, { words: '不用照片' })
    const bare = await steps.act('hefang', matterRoutes.settleOnSpot, after.id, { words: '没有照片' })
    expect(bare.code).toBe('matter.evidence_required')
    const versions = await world.call('suwen', categoryRoutes.listCategoryVersions, { code: '0199' })
    expect(versions.body.items.map(({ version }) => version)).toEqual([2, 1])
  })
})

describe('a limit that nears while a question of competence is open', () => {
  it('is told to the desk that must decide', async () => {
    goTo('2028-03-13T09:00')
    const { id } = await steps.report({ categoryCode: '0106' })
    await steps.done('luobin', matterRoutes.dispatchMatter, id, { unitId: unit.maintenance })
    await steps.done('huangjian', matterRoutes.disputeMatter, id, { words: '不归我们' })
    // Four working hours to decide; the whole case has more.
    goTo('2028-03-13T14:30')
    await sweepClocks(world.deps)
    expect((await noticesOf(world, id, 'matter_warned')).staff).toEqual(['chenli', 'wujing'])
  })
})
