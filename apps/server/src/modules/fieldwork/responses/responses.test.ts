import { fieldworkRoutes, type ResponseKind } from '@linli/contract/fieldwork'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { area } from '../../../../test/county.ts'
import { createWorld, type World } from '../../../../test/world.ts'
import { newId } from '../../../platform/crypto/id.ts'
import { runRetention } from '../../../platform/retention/index.ts'

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(async () => {
  expect(world.failures).toEqual([])
  await world.close()
})

type Step = 'on_the_way' | 'arrived' | 'helped' | 'not_needed'
const tell = (responseId: string, step: Step, capturedAt: string, more: { words?: string; gridId?: string } = {}) =>
  world.call('zhoumin', fieldworkRoutes.recordResponse, {
    commandId: newId(),
    responseId,
    kind: 'quarrel' satisfies ResponseKind,
    step,
    gridId: area.linyuan3,
    capturedAt,
    ...more,
  })
const listed = async (who: 'hefang' | 'tangqi' | 'wujing', query = {}) =>
  (await world.call(who, fieldworkRoutes.listResponses, query)).body.items

describe('the first to help', () => {
  const quarrel = newId()

  it('tells each step once, by the phone: told again, the first time holds and words are added', async () => {
    await tell(quarrel, 'on_the_way', '2026-11-23T01:00:00Z')
    await tell(quarrel, 'arrived', '2026-11-23T01:08:00Z')
    await tell(quarrel, 'arrived', '2026-11-23T02:00:00Z')
    await tell(quarrel, 'helped', '2026-11-23T01:30:00Z', { words: '两家为晒谷场争吵，已劝开' })
    expect(await listed('hefang', { areaId: area.linyuan })).toMatchObject([
      {
        id: quarrel,
        kind: 'quarrel',
        by: '周敏',
        gridName: '第3网格',
        words: '两家为晒谷场争吵，已劝开',
        steps: [
          { step: 'on_the_way', at: '2026-11-23T01:00:00.000Z' },
          { step: 'arrived', at: '2026-11-23T01:08:00.000Z' },
          { step: 'helped', at: '2026-11-23T01:30:00.000Z' },
        ],
      },
    ])
  })

  it('is read where it happened, page by page, and by no other town', async () => {
    const later = newId()
    await tell(later, 'not_needed', '2026-11-23T03:00:00Z')
    const first = await world.call('wujing', fieldworkRoutes.listResponses, { limit: 1 })
    const second = await world.call('wujing', fieldworkRoutes.listResponses, {
      limit: 1,
      cursor: first.body.next ?? '',
    })
    expect([...first.body.items, ...second.body.items].map(({ id }) => id).toSorted()).toEqual(
      [quarrel, later].toSorted(),
    )
    expect(second.body.next).toBeNull()
    expect(await listed('tangqi')).toEqual([])
    expect((await world.call('zhoumin', fieldworkRoutes.listResponses, {})).status).toBe(403)
  })

  it('helps in a grid of their own only', async () => {
    expect(await tell(newId(), 'on_the_way', '2026-11-23T01:00:00Z', { gridId: area.dayanzui1 })).toMatchObject({
      status: 404,
      code: 'register.not_found',
    })
  })

  it('is on record for three years and then no more', async () => {
    world.forward(3 * 366 * 24 * 60)
    await runRetention(world.deps)
    expect(await listed('wujing')).toEqual([])
    const { rows } = await sql<{ rule: string }>`
      SELECT DISTINCT rule FROM deletion_certificates WHERE rule LIKE '%response%'`.execute(world.deps.db)
    expect(rows).toEqual([{ rule: 'visit.response.3y' }])
  })
})
