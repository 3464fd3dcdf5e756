import type { Role, Staff, StaffRow } from '@linli/contract/identity'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newId } from '../../platform/crypto/id.ts'
import { addStaff } from './seed.ts'
import { Browser, countyId, identityWorld, password, person, unit, type World } from './testing.ts'

let world: World
let suwen: Browser
let roles: ReadonlyMap<string, string>
beforeAll(async () => {
  world = await identityWorld()
  suwen = new Browser(world)
  await suwen.login('suwen')
  const { body } = await suwen.get<{ items: Role[] }>('/roles')
  roles = new Map(body.items.map(({ code, id }) => [code, id]))
})
afterAll(() => world.close())

const role = (code: string) => roles.get(code) ?? ''
const signedIn = async (login: string) => {
  const browser = new Browser(world)
  await browser.login(login)
  return browser
}
const create = (browser: Browser, fields: Record<string, unknown> = {}) =>
  browser.command<{ staff: Staff; temporaryPassword: string }>('/staff', {
    id: newId(),
    login: `new${Math.random().toString(36).slice(2, 8)}`,
    name: '新来的',
    phone: '13800000009',
    post: { unitId: unit.station, roleId: role('station_clerk') },
    ...fields,
  })
// A town that manages its own people, for the cases of limited reach.
async function townManager(): Promise<Browser> {
  await world.deps.db
    .updateTable('roles')
    .set((eb) => ({ permissions: eb.val(['unit.read', 'staff.read', 'staff.manage']) }))
    .where('code', '=', 'town_dispatcher')
    .execute()
  return signedIn('luobin')
}

describe('the list of staff', () => {
  it.each(['周敏', 'zhoumin', 'zm', 'ZHOU'])('finds 周敏 by %s, with the phone masked', async (q) => {
    const { body } = await suwen.get<{ items: StaffRow[] }>(`/staff?q=${encodeURIComponent(q)}`)
    expect(body.items).toMatchObject([
      { login: 'zhoumin', phoneMasked: '138****0001', posts: [{ unit: { name: '林园社区网格站' } }] },
    ])
  })
  it('takes wildcards literally', async () => {
    for (const q of ['%', '_', '\\'])
      expect((await suwen.get<{ items: StaffRow[] }>(`/staff?q=${encodeURIComponent(q)}`)).body.items).toEqual([])
  })
  it('shows a clerk the people of the station and below, and the rest as absent', async () => {
    const hefang = await signedIn('hefang')
    const { body } = await hefang.get<{ items: StaffRow[] }>('/staff')
    expect(body.items.map(({ login }) => login)).toEqual(['hefang', 'zhoumin'])
    expect((await hefang.get(`/staff/${person.wujing}`)).code).toBe('staff.not_found')
    expect((await (await signedIn('zhoumin')).get('/staff')).code).toBe('permission.missing')
  })
  it('is narrowed to a unit and all below it, and to a role', async () => {
    const inUnit = await suwen.get<{ items: StaffRow[] }>(`/staff?unitId=${unit.office}`)
    expect(inUnit.body.items.map(({ login }) => login)).toEqual(['hefang', 'luobin', 'zhoumin'])
    const inRole = await suwen.get<{ items: StaffRow[] }>(`/staff?unitId=${unit.office}&roleId=${role('grid_worker')}`)
    expect(inRole.body.items.map(({ login }) => login)).toEqual(['zhoumin'])
  })
  it("gives the phone in full on one person's page, and records who opened it", async () => {
    const { body } = await suwen.get<Staff>(`/staff/${person.hefang}`)
    expect(body.phone).toBe('13800000001')
    const log = await world.deps.db
      .selectFrom('accessLog')
      .select(['actorId', 'purpose', 'subjectIds', 'fieldGroup'])
      .execute()
    expect(log).toEqual([
      { actorId: person.suwen, purpose: 'staff.contact', subjectIds: [person.hefang], fieldGroup: 'contact' },
    ])
  })
})

describe('a new account', () => {
  it('opens with a password to hand over, which must be changed before anything else', async () => {
    const commandId = newId()
    const fields = { commandId, id: newId(), login: 'linqing', name: '林青' }
    const { body } = await create(suwen, fields)
    expect((await create(suwen, fields)).body.temporaryPassword).toBe(body.temporaryPassword)
    expect(JSON.stringify(await world.deps.db.selectFrom('commands').selectAll().execute())).not.toContain(
      body.temporaryPassword,
    )

    const browser = new Browser(world)
    expect((await browser.login('linqing', body.temporaryPassword)).body).toEqual({
      mustChangePassword: true,
      mustEnrolTotp: false,
    })
    expect((await browser.get('/staff')).code).toBe('permission.missing')
    const change = (next: string) => browser.command('/me/password', { current: body.temporaryPassword, next })
    expect((await change('linqing123')).body).toMatchObject({
      code: 'staff.weak_password',
      details: { reason: 'personal' },
    })
    expect((await change('short')).code).toBe('input.invalid')
    expect((await change(body.temporaryPassword)).body.details).toEqual({ reason: 'unchanged' })
    expect((await change('山高水长各自安好岁岁年年')).status).toBe(200)
    expect((await browser.get('/staff')).status).toBe(200)
  })
  it('is refused when the login is taken, wherever that person works', async () => {
    expect((await create(suwen, { login: 'hefang' })).code).toBe('staff.login_taken')
  })
  it('is not made by people without the permission', async () => {
    expect((await create(await signedIn('hefang'))).code).toBe('permission.missing')
  })
})

describe('changing accounts', () => {
  it('changes what is named and keeps the rest, and the search follows', async () => {
    const { body } = await create(suwen)
    const changed = await suwen.command<Staff>(`/staff/${body.staff.id}`, { name: '欧阳静', phone: null })
    expect(changed.body).toMatchObject({ name: '欧阳静', phone: null, login: body.staff.login })
    const found = await suwen.get<{ items: StaffRow[] }>('/staff?q=ouyangjing')
    expect(found.body.items).toHaveLength(1)
  })
  it('closes an account at once, and opens it again', async () => {
    const zhoumin = await signedIn('zhoumin')
    expect((await suwen.command<Staff>(`/staff/${person.zhoumin}/disable`)).body.disabledAt).not.toBeNull()
    expect((await zhoumin.get('/me')).status).toBe(401)
    expect((await new Browser(world).login('zhoumin')).code).toBe('login.failed')
    expect((await suwen.command(`/staff/${person.zhoumin}/enable`)).status).toBe(200)
    expect((await zhoumin.get('/me')).status).toBe(401)
    expect((await zhoumin.login('zhoumin')).status).toBe(200)
  })
  it('resets a password: sessions end, the old one is worthless', async () => {
    const tangqi = await signedIn('tangqi')
    const { body } = await suwen.command<{ temporaryPassword: string }>(`/staff/${person.tangqi}/reset-password`)
    expect((await tangqi.get('/me')).status).toBe(401)
    expect((await tangqi.login('tangqi')).code).toBe('login.failed')
    expect((await tangqi.login('tangqi', body.temporaryPassword)).body.mustChangePassword).toBe(true)
  })
  it('is never done to oneself', async () => {
    for (const action of ['disable', 'reset-password', 'reset-totp']) {
      expect((await suwen.command(`/staff/${person.suwen}/${action}`)).body).toMatchObject({
        code: 'permission.missing',
        details: { reason: 'own_account' },
      })
    }
    const post = { id: newId(), unitId: unit.centre, roleId: role('centre_supervisor') }
    expect((await suwen.command(`/staff/${person.suwen}/posts`, post)).body.details).toMatchObject({
      reason: 'own_account',
    })
    await world.deps.db.updateTable('roles').set({ reach: 'area' }).where('code', '=', 'administrator').execute()
    const own = (await suwen.get<{ items: Role[] }>('/roles')).body.items.find(({ code }) => code === 'administrator')
    const { names, permissions = [], reach, totpRequired } = own ?? {}
    const widened = { names, reach, totpRequired, permissions: [...permissions, 'matter.read'] }
    expect((await suwen.command(`/roles/${own?.id}`, widened)).body.details).toMatchObject({
      permission: 'matter.read',
      reason: 'own_account',
    })
  })
  it('links an account at the provider to one person only', async () => {
    const link = { issuer: 'https://id.example', subject: 'abc' }
    expect((await suwen.command(`/staff/${person.hefang}/identities`, link)).status).toBe(200)
    expect((await suwen.command(`/staff/${person.hefang}/identities`, link)).status).toBe(200)
    expect((await suwen.command(`/staff/${person.luobin}/identities`, link)).code).toBe('staff.login_taken')
    expect((await suwen.command(`/staff/${person.hefang}/identities/unlink`, link)).status).toBe(200)
    expect((await suwen.get<Staff>(`/staff/${person.hefang}`)).body.identities).toEqual([])
  })
})

describe('posts', () => {
  it('give and take what their role allows, from the next request on', async () => {
    const zhoumin = await signedIn('zhoumin')
    expect((await zhoumin.get('/staff')).code).toBe('permission.missing')
    const id = newId()
    const added = await suwen.command<Staff>(`/staff/${person.zhoumin}/posts`, {
      id,
      unitId: unit.station,
      roleId: role('station_clerk'),
      title: '代理站务',
    })
    expect(added.body.posts.map(({ title }) => title)).toContain('代理站务')
    expect((await zhoumin.get('/staff')).status).toBe(200)
    expect((await suwen.command(`/posts/${id}/end`)).status).toBe(200)
    expect((await zhoumin.get('/staff')).code).toBe('permission.missing')
    expect((await suwen.command(`/posts/${id}/end`)).code).toBe('post.not_found')
    expect((await suwen.get<Staff>(`/staff/${person.zhoumin}`)).body.earlierPosts).toMatchObject([
      { id, validTo: '2026-11-23' },
    ])
  })
  it('may begin later, and do not count before', async () => {
    const zhoumin = await signedIn('zhoumin')
    const post = { id: newId(), unitId: unit.station, roleId: role('station_clerk'), validFrom: '2026-12-01' }
    await suwen.command(`/staff/${person.zhoumin}/posts`, post)
    expect((await zhoumin.get('/staff')).code).toBe('permission.missing')
    await suwen.command(`/posts/${post.id}/end`)
  })
})

describe('a town that manages its own people', () => {
  it('appoints below itself only, and hands out no role that manages', async () => {
    const luobin = await townManager()
    const made = await create(luobin)
    expect(made.status).toBe(200)
    expect((await create(luobin, { post: { unitId: unit.centre, roleId: role('station_clerk') } })).code).toBe(
      'unit.not_found',
    )
    const roleId = role('administrator')
    expect((await create(luobin, { post: { unitId: unit.station, roleId } })).body.details).toEqual({
      permission: 'role.manage',
    })
    expect(
      (
        await luobin.command('/roles', {
          id: newId(),
          code: 'mine',
          names: { zh: '我的', en: 'Mine' },
          permissions: [],
          reach: 'area',
          totpRequired: false,
        })
      ).code,
    ).toBe('permission.missing')
  })
  it('cannot take over somebody who also works above it or manages', async () => {
    const luobin = await townManager()
    expect((await luobin.command(`/staff/${person.wujing}/reset-password`)).code).toBe('staff.not_found')
    const both = { countyId, staffId: person.hefang, validFrom: '2026-01-01', roleId: role('verifier') }
    await world.deps.db
      .insertInto('posts')
      .values({ ...both, id: newId(), unitId: unit.centre })
      .execute()
    expect((await luobin.get<Staff>(`/staff/${person.hefang}`)).body.manageable).toBe(false)
    expect((await luobin.command(`/staff/${person.hefang}/reset-password`)).code).toBe('staff.not_found')
    const managing = { countyId, staffId: person.zhoumin, validFrom: '2026-01-01', roleId: role('auditor') }
    await world.deps.db
      .insertInto('posts')
      .values({ ...managing, id: newId(), unitId: unit.station })
      .execute()
    expect((await luobin.command(`/staff/${person.zhoumin}/reset-password`)).code).toBe('staff.not_found')
  })
})

describe('roles', () => {
  const fields = {
    names: { zh: '河长', en: 'River keeper' },
    permissions: ['area.read', 'area.read'],
    reach: 'area',
    totpRequired: false,
  }
  it('are made, changed for everyone who holds them, and closed when nobody does', async () => {
    const id = newId()
    const made = await suwen.command<Role>('/roles', { ...fields, id, code: 'river_keeper' })
    expect(made.body).toMatchObject({ code: 'river_keeper', permissions: ['area.read'], staffCount: 0 })
    expect((await suwen.command('/roles', { ...fields, id: newId(), code: 'river_keeper' })).code).toBe('role.in_use')
    const staff = (await create(suwen, { post: { unitId: unit.maintenance, roleId: id } })).body.staff
    expect((await suwen.command(`/roles/${id}/close`)).code).toBe('role.in_use')
    await suwen.command(`/posts/${staff.posts[0]?.id}/end`)
    expect((await suwen.command<Role>(`/roles/${id}/close`)).body.closedAt).not.toBeNull()
    expect((await suwen.command(`/roles/${id}`, fields)).code).toBe('role.not_found')
    expect((await create(suwen, { post: { unitId: unit.maintenance, roleId: id } })).code).toBe('role.not_found')
  })
})

describe('a password', () => {
  it('is never kept, not even as a hash that could be guessed at fast', async () => {
    const browser = await signedIn('huangjian')
    const commandId = newId()
    const next = 'a quite different one'
    expect((await browser.command('/me/password', { commandId, current: password, next })).status).toBe(200)
    const { inputHash } = await world.deps.db
      .selectFrom('commands')
      .select('inputHash')
      .where('id', '=', commandId)
      .executeTakeFirstOrThrow()
    const { createHash } = await import('node:crypto')
    const plain = JSON.stringify({ commandId, current: password, next })
    expect(inputHash.equals(createHash('sha256').update(plain).digest())).toBe(false)
    expect((await browser.command('/me/password', { commandId, current: password, next })).status).toBe(200)
  })
})

describe('the command line', () => {
  it('makes the first administrator of a county that has no unit and no role yet', async () => {
    const account = { login: 'first', name: '第一人', password, roleCode: 'administrator', today: '2026-11-23' }
    const { db } = world.deps
    const other = 421000
    await db.insertInto('counties').values({ countyId: other, name: '别县', nameEn: 'Other' }).execute()
    const { staffId } = await db.transaction().execute((tx) => addStaff(tx, { ...account, countyId: other }))
    const cards = await db.selectFrom('postCards').select('card').where('staffId', '=', staffId).execute()
    expect(cards).toMatchObject([{ card: { unit: { kind: 'county_centre' }, role: { code: 'administrator' } } }])
    expect((await new Browser(world).login('first')).code).toBe('login.failed')
    await db.transaction().execute((tx) => addStaff(tx, { ...account, countyId }))
    expect((await new Browser(world).login('first')).status).toBe(200)
  })
})
