import { countyRoutes } from '@linli/contract/county'
import { matterRoutes } from '@linli/contract/matters'
import { recordRoutes } from '@linli/contract/records'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newId } from '../src/platform/crypto/id.ts'
import { staffId } from './county.ts'
import { type Steps, stepsIn } from './steps.ts'
import { createWorld, type World } from './world.ts'

let world: World
let steps: Steps
beforeAll(async () => {
  world = await createWorld()
  steps = stepsIn(world)
})
afterAll(async () => {
  expect(world.failures).toEqual([])
  await world.close()
})

describe('the record, as an auditor reads it', () => {
  it('tells who read whose contact, and narrows to a person, a matter and a day', async () => {
    const { id } = await steps.report()
    await world.call('chenli', matterRoutes.findEarlierCalls, { phone: '13800001234' })
    const access = async (filters: object) =>
      (await world.call('shenjie', recordRoutes.listAccess, { limit: 50, ...filters })).body.items
    const read = { actor: { kind: 'staff', id: staffId.chenli, name: '陈立' }, purpose: 'hotline.earlier_calls' }
    const expected = { ...read, fieldGroup: 'contact', subjectKind: 'matter', subjectIds: expect.arrayContaining([id]) }
    expect(await access({})).toEqual(expect.arrayContaining([expect.objectContaining(expected)]))
    expect(await access({ actorId: staffId.chenli, subjectId: id })).toHaveLength(1)
    expect(await access({ actorId: staffId.hefang })).toEqual([])
    expect(await access({ to: '2026-11-22' })).toEqual([])
    expect(JSON.stringify(await access({}))).not.toContain('13800001234')
  })

  it('tells who did what, page by page without a gap, and never which resident', async () => {
    const { id } = await steps.report()
    await steps.done('hefang', matterRoutes.acceptMatter, id, {})
    const audit = async (filters: object) => (await world.call('shenjie', recordRoutes.listAudit, filters)).body
    const whole = await audit({ limit: 200 })
    expect(whole.next).toBeNull()
    const paged: unknown[] = []
    for (let cursor: string | undefined; ;) {
      const page = await audit({ limit: 1, ...(cursor ? { cursor } : {}) })
      paged.push(...page.items)
      if (page.next === null) break
      cursor = page.next
    }
    expect(paged).toEqual(whole.items)
    const [accepted] = (await audit({ subjectId: id, limit: 1 })).items
    expect(accepted).toMatchObject({ action: 'matter.accepted', actor: { name: '何芳' }, subjectKind: 'matter' })
    expect(whole.items.filter(({ actor }) => actor.kind === 'resident' && actor.id !== null)).toEqual([])
    expect((await world.call('shenjie', recordRoutes.listAudit, { cursor: 'bm9uc2Vuc2U' })).status).toBe(400)
  })
})

describe('the settings of a county', () => {
  it('hold for limits that begin afterwards, and not for those that were promised', async () => {
    const before = await steps.report()
    const { body: seen } = await world.call('suwen', countyRoutes.getCountySettings, {})
    const settings = { ...seen, shifts: [{ from: '10:00', to: '11:00' }] }
    const change = (input: object) =>
      world.call('suwen', countyRoutes.changeCountySettings, { commandId: newId(), seen, settings, ...input })
    expect((await change({})).status).toBe(200)
    const after = await steps.report()
    // One working hour a day: the two hours within which it is taken on end tomorrow at the earliest.
    expect(Date.parse(after.promised.acceptBy)).toBeGreaterThan(Date.parse(before.promised.acceptBy))
    const whole = (await steps.see('hefang', before.id)).clocks.find(({ kind }) => kind === 'whole')
    expect(whole?.dueAt).toBe(before.promised.settleBy)

    expect(await change({ settings: seen })).toMatchObject({ status: 409, code: 'county.stale' })
    expect((await change({ seen: settings, settings: seen })).status).toBe(200)
  })

  it('are refused where they make no sense, each at its place', async () => {
    const { body: seen } = await world.call('suwen', countyRoutes.getCountySettings, {})
    for (const [path, wrong] of [
      ['settings.shifts', { shifts: [{ from: '14:00', to: '12:00' }] }],
      [
        'settings.shifts',
        {
          shifts: [
            { from: '08:00', to: '12:00' },
            { from: '11:00', to: '17:00' },
          ],
        },
      ],
      ['settings.gridHouseholds.urban', { gridHouseholds: { urban: [500, 300], rural: [0, 300] } }],
      ['settings.extraHolidays.0', { extraHolidays: ['2026-02-30'] }],
    ] as const) {
      const input = { commandId: newId(), seen, settings: { ...seen, ...wrong } }
      const answer = await world.send('suwen', {
        method: 'POST',
        url: '/api/county/settings',
        payload: JSON.stringify(input),
        headers: { 'content-type': 'application/json' },
      })
      expect(answer.status, path).toBe(400)
      expect(answer.text, path).toContain(`"path":"${path}"`)
    }
  })
})
