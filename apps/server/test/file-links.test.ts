import { peopleRoutes } from '@linli/contract/people'
import { rightsRoutes } from '@linli/contract/people-rights'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { newId } from '../src/platform/crypto/id.ts'
import { atTheCounter, linkCode } from './counter.ts'
import { type Person, phoneOf } from './county.ts'
import { member, numberOf, type Register, registerIn } from './register.ts'
import { createWorld, type World } from './world.ts'

let world: World
let register: Register
beforeAll(async () => {
  world = await createWorld()
  register = registerIn(world)
})
afterAll(async () => {
  expect(world.failures).toEqual([])
  await world.close()
})

let serial = 100
/** Somebody of their own for each test, whose file has 张桂兰's phone. */
async function someone(birth: string, phone: string | undefined = phoneOf.zhangguilan) {
  const number = numberOf(birth, String(++serial))
  const document = { kind: 'resident_id' as const, number }
  const name = `张${'甲乙丙丁戊己庚辛壬癸'[serial % 10]}${serial}`.replace(
    /\d/g,
    (digit) => '零一二三四五六七八九'[Number(digit)] ?? '',
  )
  const { body } = await register.addHousehold('hefang', [member(name, { document, ...(phone ? { phone } : {}) })])
  return { personId: body.members[0]?.id ?? '', name, document }
}
type Someone = Awaited<ReturnType<typeof someone>>

const claim = (who: Person, { name, document }: Someone) =>
  world.call(who, rightsRoutes.claimFile, { commandId: newId(), document, name })
const links = async (who: Person, personId: string) =>
  (await world.call(who, rightsRoutes.listOwnLinks, { personId })).body.items
const seen = async (who: Person) =>
  (await world.call(who, rightsRoutes.listOwnFiles, {})).body.items.map(({ personId }) => personId)
const told = async (template: string, phone: string) =>
  (
    await world.deps.db
      .selectFrom('notices')
      .select('params')
      .where('template', '=', template)
      .where('recipient', '=', phone)
      .execute()
  ).map(({ params }) => params)

beforeEach(async () => {
  for (const who of ['zhangguilan', 'lixiuying'] as const)
    for (const personId of await seen(who))
      for (const { id, mine } of await links(who, personId))
        if (mine) await world.call(who, rightsRoutes.endOwnLink, { commandId: newId(), personId, linkId: id })
  await world.deps.db.deleteFrom('fileClaims').execute()
})

describe('a phone that is linked at the counter', () => {
  it('is linked by a clerk, and not by whoever comes to the door', async () => {
    const { personId } = await someone('1953-01-01')
    expect((await atTheCounter(world, { who: 'zhoumin', personId, phone: phoneOf.lixiuying })).status).toBe(403)
    const { may } = (await world.call('zhoumin', peopleRoutes.getPerson, { personId })).body
    expect(may).toContain('change')
    expect(may).not.toContain('link')
    expect((await atTheCounter(world, { who: 'hefang', personId, phone: phoneOf.lixiuying })).status).toBe(200)
    expect(await seen('lixiuying')).toEqual([personId])
  })

  it('has proved itself by a code, which is good once, for this file, and signs nobody in', async () => {
    const [one, other] = [await someone('1953-01-02'), await someone('1953-01-03')]
    const { body } = await world.call('hefang', rightsRoutes.sendLinkCode, {
      commandId: newId(),
      personId: one.personId,
      phone: phoneOf.lixiuying,
    })
    const code = await linkCode(world, phoneOf.lixiuying)
    expect(await told('rights_link_code', phoneOf.lixiuying)).toContainEqual({ code, minutes: '10', name: '张**' })
    const link = (personId: string, given: string) =>
      world.call('hefang', rightsRoutes.linkResident, {
        commandId: newId(),
        personId,
        challenge: body.challenge,
        code: given,
        seen: 'identity_card',
      })
    const wrong = code === '000000' ? '000001' : '000000'
    expect((await link(one.personId, wrong)).code).toBe('code.wrong')
    expect((await link(other.personId, code)).code).toBe('code.wrong')
    const signIn = { method: 'POST' as const, url: '/api/resident/session' }
    const payload = { challenge: body.challenge, code }
    expect((await world.send(null, { ...signIn, payload })).code).toBe('code.wrong')
    expect(await seen('lixiuying')).toEqual([])
    expect((await link(one.personId, code)).status).toBe(200)
    expect((await link(one.personId, code)).code).toBe('code.wrong')
  })

  it('is told to the phone that is there, stands among its links with its readings, and is ended by it', async () => {
    const them = await someone('1953-01-04')
    const { personId } = them
    await claim('zhangguilan', them)
    await atTheCounter(world, { who: 'hefang', personId, phone: phoneOf.lixiuying })
    expect((await told('rights_linked', phoneOf.zhangguilan)).at(-1)).toEqual({ name: '张**', phone: '138****5678' })
    await world.call('lixiuying', rightsRoutes.revealOwnFile, { commandId: newId(), personId })
    const { items } = (await world.call('zhangguilan', rightsRoutes.listOwnReadings, { personId })).body
    expect(items[0]).toMatchObject({
      purpose: 'own',
      groups: ['identity', 'contact', 'health', 'child'],
      byResident: true,
    })
    expect(items.filter(({ byResident }) => byResident)).toHaveLength(1)
    const there = await links('zhangguilan', personId)
    expect(there).toMatchObject([
      { phoneMasked: '138****1234', how: 'document_and_phone', mine: true, mayEnd: true },
      { phoneMasked: '138****5678', how: 'counter', mine: false, mayEnd: true },
    ])
    const end = () =>
      world.call('zhangguilan', rightsRoutes.endOwnLink, { commandId: newId(), personId, linkId: there[1]?.id ?? '' })
    expect((await end()).status).toBe(200)
    expect((await end()).code).toBe('register.not_found')
    expect(await seen('lixiuying')).toEqual([])
    expect(await told('rights_unlinked', phoneOf.lixiuying)).toContainEqual({ name: '张**' })
  })

  it('is taken from both files of one person, and comes back by no undoing of the merge', async () => {
    const [kept, double] = [await someone('1951-02-02', undefined), await someone('1951-02-02', undefined)]
    expect(
      (await atTheCounter(world, { who: 'hefang', personId: double.personId, phone: phoneOf.lixiuying })).status,
    ).toBe(200)
    const pair = { keptId: kept.personId, otherId: double.personId }
    await world.call('hefang', peopleRoutes.proposeDuplicate, { commandId: newId(), ...pair })
    const { id } = await world.deps.db
      .selectFrom('duplicates')
      .select('id')
      .where('otherId', '=', double.personId)
      .executeTakeFirstOrThrow()
    const decide = (decision: 'merge' | 'undo') =>
      world.call('hefang', peopleRoutes.decideDuplicate, { commandId: newId(), duplicateId: id, decision })
    expect((await decide('merge')).status).toBe(200)
    expect(await seen('lixiuying')).toEqual([kept.personId])
    const linkId = (await links('lixiuying', kept.personId))[0]?.id ?? ''
    await world.call('hefang', rightsRoutes.endLink, { commandId: newId(), personId: kept.personId, linkId })
    expect(await seen('lixiuying')).toEqual([])
    expect((await decide('undo')).status).toBe(200)
    expect(await seen('lixiuying')).toEqual([])
  })

  it('is ended at the counter, within reach', async () => {
    const { personId } = await someone('1953-01-05')
    await atTheCounter(world, { who: 'hefang', personId, phone: phoneOf.lixiuying })
    const { items } = (await world.call('hefang', rightsRoutes.listLinks, { personId })).body
    expect(items).toMatchObject([{ phoneMasked: '138****5678', how: 'counter', seen: 'identity_card' }])
    expect((await register.readings(personId)).at(-1)).toMatchObject({
      purpose: 'register.links',
      field_group: 'links',
    })
    const end = (who: Person) =>
      world.call(who, rightsRoutes.endLink, { commandId: newId(), personId, linkId: items[0]?.id ?? '' })
    expect((await end('zhoumin')).status).toBe(403)
    expect((await end('hefang')).status).toBe(200)
    expect(await seen('lixiuying')).toEqual([])
  })
})

describe('a guardian', () => {
  it('ends their own link and nobody else’s', async () => {
    const { personId } = await someone('2018-01-01')
    for (const phone of [phoneOf.zhangguilan, phoneOf.lixiuying])
      await atTheCounter(world, { who: 'hefang', personId, phone, asGuardian: true, seen: 'household_booklet' })
    const there = await links('lixiuying', personId)
    expect(there.map(({ mine, mayEnd }) => [mine, mayEnd])).toEqual([
      [false, false],
      [true, true],
    ])
    const end = (linkId = '') =>
      world.call('lixiuying', rightsRoutes.endOwnLink, { commandId: newId(), personId, linkId })
    expect((await end(there[0]?.id)).code).toBe('register.not_found')
    expect((await end(there[1]?.id)).status).toBe(200)
    expect(await seen('zhangguilan')).toEqual([personId])
  })
})

describe('the phone of a file', () => {
  it('sees it no longer once another stands there', async () => {
    const them = await someone('1953-01-06')
    await claim('zhangguilan', them)
    const { personId } = them
    const changed = async (phone: string) => {
      const { version } = (await world.call('hefang', peopleRoutes.getPerson, { personId })).body
      const change = {
        commandId: newId(),
        personId,
        seenVersion: version,
        said: {},
        phone,
        knownHow: 'document' as const,
      }
      expect((await world.call('hefang', peopleRoutes.changePerson, change)).status).toBe(200)
    }
    await changed(phoneOf.zhangguilan)
    expect(await seen('zhangguilan')).toEqual([personId])
    await changed('13600006666')
    expect(await seen('zhangguilan')).toEqual([])
    expect((await told('rights_unlinked', phoneOf.zhangguilan)).at(-1)).toEqual({ name: '张**' })
  })
})

describe('finding one’s own file', () => {
  it('is not for a child, whose parent’s phone it is', async () => {
    expect((await claim('zhangguilan', await someone('2013-01-01'))).code).toBe('claim.no_match')
    // Sixteen, with a phone that stands on the mother's file too.
    expect((await claim('zhangguilan', await someone('2010-01-01'))).code).toBe('claim.no_match')
    const alone = await someone('2010-01-02', phoneOf.lixiuying)
    expect((await claim('lixiuying', alone)).status).toBe(200)
  })

  it('finds one: a phone is one person', async () => {
    const [own, mother] = [await someone('1975-01-01'), await someone('1950-01-01')]
    expect((await claim('zhangguilan', own)).status).toBe(200)
    expect((await claim('zhangguilan', mother)).code).toBe('claim.no_match')
    expect((await claim('zhangguilan', own)).status).toBe(200)
  })

  it('is tried five times a day, also all at once', async () => {
    const wrong = { ...(await someone('1953-01-07')), name: '张别' }
    const answers = await Promise.all(Array.from({ length: 12 }, () => claim('lixiuying', wrong)))
    expect(answers.filter(({ code }) => code === 'claim.no_match')).toHaveLength(5)
    expect(answers.filter(({ code }) => code === 'claim.throttled')).toHaveLength(7)
  })
})
