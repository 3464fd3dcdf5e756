import type { VisitResult } from '@linli/contract/fieldwork-shapes'
import { fieldworkRoutes } from '@linli/contract/fieldwork'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { area, type Person } from '../../../../test/county.ts'
import { createWorld, type World } from '../../../../test/world.ts'
import { systemCtx } from '../../../platform/command/system-ctx.ts'
import { newId } from '../../../platform/crypto/id.ts'
import { type Settling, settleDue } from './settle-due.ts'

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.close())

const TODAY = '2026-11-23'
interface Planned {
  readonly code: string
  readonly target: 'household' | 'need'
  readonly subjectId: string
  readonly householdId: string
  readonly from?: string
  readonly on?: string
  readonly by?: string
  readonly state?: string
  readonly nth?: number
}

/** An item as the planner would have made it. */
async function due(plan: Planned): Promise<string> {
  const { db, config } = world.deps
  const { countyId } = config
  const rule = await db.selectFrom('dutyRules').select('id').where('code', '=', plan.code).executeTakeFirstOrThrow()
  const id = newId()
  await db
    .insertInto('dueItems')
    .values({
      countyId,
      id,
      ruleCode: plan.code,
      ruleId: rule.id,
      target: plan.target,
      subjectId: plan.subjectId,
      householdId: plan.householdId,
      townId: area.xinjiangkou,
      villageId: area.linyuan,
      gridId: area.linyuan3,
      periodFrom: '2026-11-01',
      nth: plan.nth ?? 1,
      dueFrom: plan.from ?? '2026-11-16',
      plannedOn: plan.on ?? TODAY,
      dueBy: plan.by ?? '2026-11-30',
      state: plan.state ?? 'open',
      title: '林园路 9 号',
      ...(plan.target === 'need' ? {} : { lon: 111.625, lat: 30.11 }),
      why: JSON.stringify({
        lastOn: null,
        per: 'month',
        times: 1,
        nth: 1,
        mode: 'each',
        isFirst: false,
        needKinds: [],
      }),
    })
    .execute()
  return id
}

const visit = async (changes: Partial<Settling> & { householdId: string; result?: VisitResult }) => {
  const ctx = systemCtx(world.deps, world.deps.config.countyId, 'test')
  const subject = { kind: 'household', id: changes.householdId } as const
  const settling: Settling = {
    visitId: newId(),
    subject,
    gridId: area.linyuan3,
    dueItemIds: [],
    result: 'found',
    capturedAt: `${TODAY}T10:00:00+08:00`,
    ...changes,
  }
  return world.deps.db.transaction().execute((tx) => settleDue(tx, ctx, settling))
}
const stateOf = async (id: string) => {
  const row = await world.deps.db.selectFrom('dueItems').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
  return `${row.state} ${row.plannedOn} ${row.dueBy} ${row.tries}`
}

describe('a visit', () => {
  it('ends what was due at that door, once per rule, and nothing that is for another day or door', async () => {
    const [householdId, personId, otherPerson] = [newId(), newId(), newId()]
    const here = { householdId, subjectId: personId, target: 'need' } as const
    const own = await due({ ...here, code: 'support_monthly' })
    const second = await due({ ...here, code: 'support_monthly', nth: 2 })
    const house = await due({ code: 'household_rural', target: 'household', subjectId: householdId, householdId })
    const laterHere = await due({ ...here, subjectId: otherPerson, code: 'special_rural', on: '2026-11-27' })
    const elsewhere = await due({
      code: 'household_rural',
      target: 'household',
      subjectId: newId(),
      householdId: newId(),
    })
    const before = await world.deps.db
      .selectFrom('dueItems')
      .select('xid')
      .where('id', '=', own)
      .executeTakeFirstOrThrow()
    expect(await visit({ householdId, subject: { kind: 'person', id: personId } })).toEqual([
      'household_rural',
      'support_monthly',
    ])
    expect(await Promise.all([own, second, house, laterHere, elsewhere].map(stateOf))).toEqual([
      'done 2026-11-23 2026-11-30 0',
      'open 2026-11-23 2026-11-30 0',
      'done 2026-11-23 2026-11-30 0',
      'open 2026-11-27 2026-11-30 0',
      'open 2026-11-23 2026-11-30 0',
    ])
    // What a phone has not seen yet is found by the transaction.
    const after = await world.deps.db
      .selectFrom('dueItems')
      .select('xid')
      .where('id', '=', own)
      .executeTakeFirstOrThrow()
    expect(Number(after.xid)).toBeGreaterThan(Number(before.xid))
    // Sooner than planned is no less a visit; one that is not yet in its time is not served.
    const sooner = await due({
      code: 'urban_ten',
      target: 'household',
      subjectId: householdId,
      householdId,
      on: '2026-11-28',
    })
    const tooSoon = await due({
      code: 'places_month',
      target: 'household',
      subjectId: householdId,
      householdId,
      from: '2026-11-25',
      on: '2026-11-28',
    })
    expect(await visit({ householdId })).toEqual(['support_monthly', 'urban_ten'])
    expect((await stateOf(sooner)).split(' ')[0]).toBe('done')
    expect((await stateOf(tooSoon)).split(' ')[0]).toBe('open')
  })

  it('in vain is tried again after the rule’s days, not beyond its time, and counts as done in the end', async () => {
    const householdId = newId()
    const item = await due({
      code: 'household_rural',
      target: 'household',
      subjectId: householdId,
      householdId,
      by: '2026-12-31',
    })
    const later = await due({
      code: 'urban_ten',
      target: 'household',
      subjectId: householdId,
      householdId,
      on: '2026-11-30',
    })
    expect(await visit({ householdId, result: 'not_at_home' })).toEqual(['household_rural'])
    expect(await stateOf(item)).toBe('open 2026-11-26 2026-12-31 1')
    expect(await stateOf(later)).toBe('open 2026-11-30 2026-11-30 0')
    // Thursday and three days is a Sunday.
    await visit({ householdId, result: 'not_at_home', capturedAt: '2026-11-26T09:00:00+08:00' })
    expect(await stateOf(item)).toBe('open 2026-11-30 2026-12-31 2')
    await visit({ householdId, result: 'not_at_home', capturedAt: '2026-11-30T09:00:00+08:00', dueItemIds: [item] })
    expect(await stateOf(item)).toBe('done 2026-11-30 2026-12-31 3')
    const last = await due({
      code: 'support_monthly',
      target: 'need',
      subjectId: newId(),
      householdId: newId(),
      by: TODAY,
    })
    const row = await world.deps.db
      .selectFrom('dueItems')
      .select('householdId')
      .where('id', '=', last)
      .executeTakeFirstOrThrow()
    await visit({ householdId: row.householdId ?? '', result: 'not_at_home' })
    expect(await stateOf(last)).toBe('open 2026-11-26 2026-11-26 1')
  })

  it('that comes late from a phone serves what was missed meanwhile; a household that has gone owes nothing', async () => {
    const householdId = newId()
    const missed = await due({
      code: 'household_rural',
      target: 'household',
      subjectId: householdId,
      householdId,
      on: '2026-11-18',
      by: '2026-11-20',
      state: 'missed',
    })
    expect(await visit({ householdId })).toEqual([])
    expect(await visit({ householdId, capturedAt: '2026-11-20T23:00:00+08:00' })).toEqual(['household_rural'])
    expect((await stateOf(missed)).split(' ')[0]).toBe('done')
    const gone = await due({
      code: 'support_monthly',
      target: 'need',
      subjectId: newId(),
      householdId,
      on: '2026-11-29',
    })
    expect(await visit({ householdId, result: 'moved_away' })).toEqual(['support_monthly'])
    expect((await stateOf(gone)).split(' ')[0]).toBe('cancelled')
    // Naming an item of another grid and door ends nothing.
    const other = await due({ code: 'household_rural', target: 'household', subjectId: newId(), householdId: newId() })
    expect(await visit({ householdId, gridId: area.yuling1, dueItemIds: [other] })).toEqual([])
  })
})

describe('what is due', () => {
  const mine = async (who: Person, input = {}) => {
    const route = fieldworkRoutes.listMyDue
    const { listMyDue } = await import('./my-due.ts')
    const ctx = { ...systemCtx(world.deps, world.deps.config.countyId, ''), actor: await actorOf(who) }
    return listMyDue(ctx, route.input.parse(input))
  }
  const actorOf = async (who: Person) => {
    const { createSessionResolver } = await import('../../identity/index.ts')
    const { areaSource } = await import('../../areas/index.ts')
    const token = (await world.cookie(who)).split('=')[1] ?? ''
    const found = await createSessionResolver(world.deps, areaSource(world.deps))('staff', token)
    if (!found) throw new Error(`${who} is not signed in`)
    return found.actor
  }

  it('is listed to who works there, late ones first, page by page, support visits without name and place', async () => {
    await world.deps.db.deleteFrom('dueItems').execute()
    const subjectId = newId()
    for (const on of ['2026-11-20', TODAY, '2026-11-25'])
      await due({ code: 'household_rural', target: 'household', subjectId: newId(), householdId: newId(), on })
    await due({ code: 'support_monthly', target: 'need', subjectId, householdId: newId(), on: '2026-11-19' })
    const first = await mine('zhoumin', { limit: 2 })
    expect(first.items.map(({ plannedOn }) => plannedOn)).toEqual(['2026-11-19', '2026-11-20'])
    expect(first.items[0]).toMatchObject({
      sensitive: true,
      title: '',
      point: null,
      subject: { kind: 'person', id: subjectId },
      minutes: 25,
    })
    expect(first.items[1]).toMatchObject({ title: '林园路 9 号', formCode: 'household_rural', point: { lon: 111.625 } })
    const next = await mine('zhoumin', { limit: 2, cursor: first.next ?? '' })
    expect(next).toMatchObject({ items: [{ plannedOn: TODAY }], next: null })
    expect((await mine('zhoumin', { until: '2026-11-30' })).items).toHaveLength(4)
    expect((await mine('hefang')).items).toEqual([])
  })
})
