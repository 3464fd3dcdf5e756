import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Actor } from '../../platform/command/ctx.ts'
import { newId } from '../../platform/crypto/id.ts'
import { purgeIdentity } from './jobs.ts'
import { createSessionResolver } from './resolve-actor.ts'
import { area, areas, Browser, countyId, earlierTown, identityWorld, person, unit, type World } from './testing.ts'

let world: World
beforeAll(async () => (world = await identityWorld()))
afterAll(() => world.close())

async function actorOf(login: string): Promise<Actor> {
  const browser = new Browser(world)
  await browser.login(login)
  const found = await createSessionResolver(world.deps, areas)('staff', browser.cookies.get('linli-staff') ?? '')
  if (!found) throw new Error(`${login} has no session`)
  return found.actor
}

describe('how far a permission reaches', () => {
  it('for a grid worker: the grids assigned', async () => {
    const actor = await actorOf('zhoumin')
    expect(actor.reach('matter.read')).toEqual({ townIds: [], villageIds: [], gridIds: [area.grid], unitIds: [] })
  })
  it('for a station clerk: the village, and what is given to the station', async () => {
    const actor = await actorOf('hefang')
    expect(actor.reach('matter.read')).toEqual({
      townIds: [],
      villageIds: [area.village],
      gridIds: [],
      unitIds: [unit.station],
    })
  })
  it('for a town dispatcher: the town and the towns it took over from', async () => {
    const actor = await actorOf('luobin')
    expect(actor.reach('matter.read')).toEqual({
      townIds: [area.town, earlierTown],
      villageIds: [],
      gridIds: [],
      unitIds: [unit.office],
    })
  })
  it('for the centre: the county', async () => {
    expect((await actorOf('wujing')).reach('matter.read')).toBe('county')
  })
  it('for a department: itself and the units below it, wherever the work lies', async () => {
    const reach = (await actorOf('huangjian')).reach('matter.read')
    expect(reach).toMatchObject({ townIds: [], villageIds: [], gridIds: [] })
    expect(reach !== 'county' && new Set(reach.unitIds)).toEqual(new Set([unit.bureau, unit.maintenance]))
  })
  it('for a permission that is missing: nowhere', async () => {
    const actor = await actorOf('suwen')
    expect(actor.may('matter.read')).toBe(false)
    expect(actor.reach('matter.read')).toEqual({ townIds: [], villageIds: [], gridIds: [], unitIds: [] })
  })
  it('for somebody with two posts: each permission where it was given, no further', async () => {
    const id = newId()
    const roles = await world.deps.db.selectFrom('roles').select(['id', 'code']).execute()
    const roleId = roles.find(({ code }) => code === 'verifier')?.id ?? ''
    await world.deps.db
      .insertInto('posts')
      .values({ countyId, id, staffId: person.hefang, unitId: unit.otherOffice, roleId, validFrom: '2026-01-01' })
      .execute()
    const actor = await actorOf('hefang')
    expect(actor.posts).toHaveLength(2)
    expect(actor.reach('matter.verify')).toMatchObject({ townIds: [area.otherTown], villageIds: [area.village] })
    expect(actor.reach('matter.triage')).toMatchObject({ townIds: [], villageIds: [area.village] })
    await world.deps.db.deleteFrom('posts').where('id', '=', id).execute()
  })
})

describe('what takes effect at the next request', () => {
  const open = async (login: string) => {
    const browser = new Browser(world)
    await browser.login(login)
    expect((await browser.get('/units')).status).toBe(200)
    return browser
  }
  const posts = () => world.deps.db.updateTable('posts').where('staffId', '=', person.huangjian)

  it('a post that ended, by the date of the county and not of Greenwich', async () => {
    const browser = await open('huangjian')
    // 2026-11-23 10:00 in Songzi: a last day of the 24th is still ahead, the 23rd has come.
    await posts().set({ validTo: '2026-11-24' }).execute()
    expect((await browser.get('/units')).status).toBe(200)
    world.forward(14 * 3600 + 60)
    await browser.login('huangjian')
    expect((await browser.get('/units')).code).toBe('permission.missing')
    await posts().set({ validTo: null }).execute()
    expect((await browser.get('/units')).status).toBe(200)
  })
  it('a role that lost the permission, or was closed', async () => {
    const browser = await open('huangjian')
    const role = () => world.deps.db.updateTable('roles').where('code', '=', 'department_officer')
    await role()
      .set({ permissions: ['matter.read', 'no.longer_known'] })
      .execute()
    expect((await browser.get('/units')).code).toBe('permission.missing')
    await role()
      .set({ permissions: ['unit.read'], closedAt: '2026-01-01T00:00:00Z' })
      .execute()
    expect((await browser.get('/units')).code).toBe('permission.missing')
    await role().set({ closedAt: null }).execute()
    expect((await browser.get('/units')).status).toBe(200)
  })
  it('an account that was closed', async () => {
    const browser = await open('luobin')
    await world.deps.db
      .updateTable('staff')
      .set({ disabledAt: '2026-11-01T00:00:00Z' })
      .where('id', '=', person.luobin)
      .execute()
    expect((await browser.get('/units')).code).toBe('session.required')
    await world.deps.db.updateTable('staff').set({ disabledAt: null }).where('id', '=', person.luobin).execute()
  })
})

describe('the clearing up', () => {
  it('removes what has run out and keeps what is in use', async () => {
    const browser = new Browser(world)
    await browser.login('wujing')
    await new Browser(world).login('wujing', 'wrong password')
    await purgeIdentity(world.deps)
    expect((await browser.get('/me')).status).toBe(200)
    world.forward(200 * 24 * 3600)
    await purgeIdentity(world.deps)
    for (const table of ['sessions', 'loginFailures', 'trustedDevices'] as const) {
      expect(await world.deps.db.selectFrom(table).selectAll().execute()).toEqual([])
    }
  })
})
