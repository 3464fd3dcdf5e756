import { holdRoutes } from '@linli/contract/legal-holds'
import { retentionRoutes } from '@linli/contract/retention'
import { inboxRoutes } from '@linli/contract/work-items'
import { rightsRoutes } from '@linli/contract/people-rights'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newId } from '../src/platform/crypto/id.ts'
import { phoneOf } from './county.ts'
import { member, numberOf, registerIn } from './register.ts'
import { createWorld, type World } from './world.ts'

const DAY = 24 * 60
const document = { kind: 'resident_id' as const, number: numberOf('1984-03-07', '098') }

let world: World
let personId: string
let childId: string
beforeAll(async () => {
  world = await createWorld()
  const { body } = await registerIn(world).addHousehold(
    'zhoumin',
    [
      member('李秀英', { document, phone: phoneOf.lixiuying, relation: 'head' }),
      // Fourteen in three weeks, of the world's own day.
      member('李小满', { birthOn: fourteenIn(21), relation: 'son' }),
      member('李小寒', { birthOn: '2019-01-06', relation: 'other' }),
    ],
    { knownHow: 'document' },
  )
  const idOf = (name: string) => body.members.find((one) => one.name === name)?.id ?? ''
  ;[personId, childId] = [idOf('李秀英'), idOf('李小满')]
  await world.call('lixiuying', rightsRoutes.claimFile, { commandId: newId(), document, name: '李秀英' })
})
afterAll(async () => {
  expect(world.failures).toEqual([])
  await world.close()
})

function fourteenIn(days: number): string {
  const today = world.now().toISOString().slice(0, 10)
  return Temporal.PlainDate.from(today).add({ days }).subtract({ years: 14 }).toString()
}
const ask = (whose: string, words: string) =>
  world.call('lixiuying', rightsRoutes.requestRight, { commandId: newId(), personId: whose, kind: 'copy', words })
const own = async () => (await world.call('lixiuying', rightsRoutes.listOwnRequests, {})).body.items
const files = async () => (await world.call('lixiuying', rightsRoutes.listOwnFiles, {})).body.items
const extend = (requestId: string) =>
  world.call('daiping', rightsRoutes.extendRightsRequest, {
    commandId: newId(),
    requestId,
    words: '档案在老库房，要调阅。',
  })

describe('a child’s file', () => {
  it('comes to the parent whom the register knows from a document, and no other child’s', async () => {
    const claim = () => world.call('lixiuying', rightsRoutes.claimChildren, { commandId: newId() })
    expect((await claim()).body).toEqual({ added: 1 })
    expect((await claim()).body).toEqual({ added: 0 })
    expect(await files()).toMatchObject([
      { personId, asGuardian: false },
      { personId: childId, asGuardian: true },
    ])
    expect((await world.call('zhangguilan', rightsRoutes.claimChildren, { commandId: newId() })).body).toEqual({
      added: 0,
    })
    expect((await ask(childId, '要一份孩子的资料')).status).toBe(200)
    expect((await ask(personId, '要一份我的资料')).status).toBe(200)
  })
})

describe('a request', () => {
  it('is extended once with a reason that the asker reads, and is refused by a ground of its kind alone', async () => {
    const request = (await own()).find((one) => one.personId === personId)
    const requestId = request?.id ?? ''
    expect(request).toMatchObject({ overdue: false, extension: null })
    expect((await extend(requestId)).status).toBe(200)
    expect((await extend(requestId)).code).toBe('request.not_extendable')
    const asked = Temporal.PlainDate.from(request?.dueOn ?? '')
    expect((await own()).find(({ id }) => id === requestId)).toMatchObject({
      dueOn: asked.add({ days: 15 }).toString(),
      extension: { words: '档案在老库房，要调阅。' },
    })
    const refuse = {
      commandId: newId(),
      requestId,
      decision: 'refuse' as const,
      answer: '不行',
      ground: 'no_fault' as const,
    }
    expect((await world.call('daiping', rightsRoutes.decideRightsRequest, refuse)).problem.faults).toMatchObject([
      { path: 'ground', rule: 'not_in_list' },
    ])
  })

  it('is overdue the day after its last, in the list and in the inbox, and then not extended any more', async () => {
    world.forward(16 * DAY)
    const late = (await own()).find((one) => one.personId === childId)
    expect(late).toMatchObject({ overdue: true })
    expect((await extend(late?.id ?? '')).code).toBe('request.not_extendable')
    const { items } = (await world.call('daiping', inboxRoutes.listInbox, { kind: 'rights' })).body
    expect(items.map(({ remainingMinutes }) => (remainingMinutes ?? 0) < 0)).toEqual([true, false])
  })
})

describe('a legal hold', () => {
  const holds = async (who: 'daiping' | 'wujing') => (await world.call(who, holdRoutes.listHolds, {})).body.items
  const decide = (who: 'daiping' | 'wujing', holdId: string, accept = true) =>
    world.call(who, holdRoutes.decideHold, { commandId: newId(), holdId, accept, words: '见法院函' })
  const erase = async (requestId: string) =>
    world.call('daiping', rightsRoutes.decideRightsRequest, {
      commandId: newId(),
      requestId,
      decision: 'fulfil',
      erase: ['contact'],
      answer: '已删除。',
    })

  it('begins and ends by two people; while it lasts nothing is deleted, and the asker is not told why', async () => {
    const propose = (number: string) =>
      world.call('daiping', holdRoutes.proposeHold, {
        commandId: newId(),
        subjectKind: 'household',
        document: { ...document, number },
        ground: 'litigation',
        words: '（2026）鄂1087民初12号',
      })
    expect((await propose('42108719840307')).problem.faults).toMatchObject([{ path: 'document.number' }])
    expect((await propose(numberOf('1984-03-07', '111'))).code).toBe('register.not_found')
    const { id, number } = (await propose(document.number)).body
    expect(number).toMatch(/^BQ-\d{4}-00001$/)
    expect(await holds('daiping')).toMatchObject([{ id, state: 'waiting', title: '李**', may: [] }])
    expect((await decide('daiping', id)).code).toBe('approval.not_found')
    const waiting = (await world.call('wujing', inboxRoutes.listInbox, { kind: 'hold' })).body.items
    expect(waiting).toMatchObject([{ subjectId: id, title: '' }])
    expect((await world.call('daiping', inboxRoutes.listInbox, { kind: 'hold' })).body.items).toEqual([])
    expect((await decide('wujing', id)).status).toBe(200)
    expect((await decide('wujing', id)).code).toBe('approval.wrong_state')

    const { body } = await world.call('lixiuying', rightsRoutes.requestRight, {
      commandId: newId(),
      personId,
      kind: 'deletion',
      words: '请删除我的电话',
    })
    expect((await world.call('daiping', rightsRoutes.previewErasure, { requestId: body.id })).body.held).toBe(true)
    expect((await erase(body.id)).code).toBe('erasure.held')
    expect((await own()).find((one) => one.id === body.id)?.state).toBe('open')
    const readings = (await world.call('lixiuying', rightsRoutes.listOwnReadings, { personId })).text
    expect(readings).not.toMatch(/hold|保全|民初/)

    const end = { commandId: newId(), holdId: id, words: '已结案' }
    expect((await world.call('wujing', holdRoutes.proposeHoldEnd, end)).status).toBe(200)
    expect((await world.call('wujing', holdRoutes.proposeHoldEnd, { ...end, commandId: newId() })).code).toBe(
      'hold.wrong_state',
    )
    expect((await erase(body.id)).code).toBe('erasure.held')
    expect((await decide('daiping', id)).status).toBe(200)
    expect(await holds('daiping')).toEqual([])
    expect((await erase(body.id)).status).toBe(200)
    const { items } = (await world.call('daiping', retentionRoutes.listCertificates, { cause: 'request' })).body
    expect(items).toMatchObject([{ rule: 'contact', subjects: 1 }])
  })
})

describe('the fourteenth birthday', () => {
  it('ends the guardian’s sight of the file, its readings and its requests, and leaves their own', async () => {
    expect(await files()).toHaveLength(2)
    world.forward(5 * DAY)
    expect(await files()).toMatchObject([{ personId }])
    expect((await world.call('lixiuying', rightsRoutes.listOwnReadings, { personId: childId })).status).toBe(404)
    const reveal = { commandId: newId(), personId: childId }
    expect((await world.call('lixiuying', rightsRoutes.revealOwnFile, reveal)).status).toBe(404)
    expect((await ask(childId, '再要一份')).status).toBe(404)
    expect(new Set((await own()).map((one) => one.personId))).toEqual(new Set([personId]))
  })
})
