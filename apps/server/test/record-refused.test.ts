import { matterRoutes } from '@linli/contract/matters'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sealRecords } from '../src/platform/audit/seal/sealer.ts'
import { sealingState } from '../src/platform/audit/seal/sealing-state.ts'
import { newId } from '../src/platform/crypto/id.ts'
import { phoneOf } from './county.ts'
import { stepsIn } from './steps.ts'
import { onCluster } from './testkit-database.ts'
import { createWorld, type World } from './world.ts'

let world: World
let matterId: string
beforeAll(async () => {
  world = await createWorld()
  matterId = (await stepsIn(world).report({ categoryCode: '0703', description: '楼上打人' })).id
})
afterAll(() => world.close())

const reveal = () =>
  world.call('wujing', matterRoutes.revealReporter, { commandId: newId(), matterId, reason: '约时间上门' })
const unsealed = async () =>
  (await sealingState(world.deps.pool, world.deps.config.countyId)).find(({ log }) => log === 'access_log')?.unsealed

describe('a reading', () => {
  it.each([
    [
      'may not be written',
      'REVOKE INSERT ON access_log FROM linli_application',
      'GRANT INSERT ON access_log TO linli_application',
    ],
    ['has no table', 'ALTER TABLE access_log RENAME TO away', 'ALTER TABLE away RENAME TO access_log'],
    [
      'of which the step may not be written',
      'REVOKE INSERT ON audit_log FROM linli_application',
      'GRANT INSERT ON audit_log TO linli_application',
    ],
  ])('whose record %s is refused, and tells nothing', async (_how, breaks, mends) => {
    await onCluster(world.ownerUrl, breaks)
    const before = await reveal()
    await onCluster(world.ownerUrl, mends)
    expect(before.status).toBe(500)
    expect(before.text).not.toMatch(/张|1380000/)
    expect((await reveal()).body.phone).toBe(phoneOf.zhangguilan)
  })

  it('goes on while nobody seals, also where sealing fails, and all of it is sealed afterwards', async () => {
    const waiting = (await unsealed()) ?? 0
    await onCluster(world.ownerUrl, 'REVOKE INSERT ON audit_leaves FROM linli_application')
    // Another test's open transaction may hold the rows back for a moment; then there is nothing to seal, and nothing to fail.
    const outcome = () => sealRecords(world.deps).then(() => 'sealed', String)
    await expect.poll(outcome, { timeout: 20_000 }).toContain('permission denied')
    expect((await reveal()).status).toBe(200)
    expect(await unsealed()).toBe(waiting + 1)
    const { body: metrics } = await world.app.inject({ method: 'GET', url: '/metrics' })
    expect(metrics).toMatch(/linli_audit_sealing_lag_seconds\{log="access_log"\} [\d.]+/)
    await onCluster(world.ownerUrl, 'GRANT INSERT ON audit_leaves TO linli_application')
    await expect.poll(() => sealRecords(world.deps).then(unsealed), { timeout: 20_000 }).toBe(0)
  })
})
