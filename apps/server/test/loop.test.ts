import { matterRoutes } from '@linli/contract/matters'
import { inboxRoutes } from '@linli/contract/work-items'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newId } from '../src/platform/crypto/id.ts'
import { spot, staffId, unit } from './county.ts'
import { type Steps, stepsIn } from './steps.ts'
import { photograph, startUpload, uploadAll } from './uploading.ts'
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

describe('the closed loop', () => {
  it('goes from a picture on a phone to the judgement of whoever sent it', async () => {
    const picture = await photograph()
    const upload = await startUpload(world, picture)
    await upload.send(0, 1_000)
    // The line was cut: the phone asks how far it got and goes on there.
    expect(await upload.offset()).toBe(1_000)
    await upload.send(1_000)
    const before = await upload.uploaded()

    const receipt = await steps.report({ photos: [before] })
    expect(receipt).toMatchObject({
      number: expect.stringMatching(/^2026-1123-\d{4}$/),
      place: { townName: '新江口镇', villageName: '林园社区居委会', gridName: '第3网格' },
      // Two working hours from ten o'clock; five working days later at ten.
      promised: { acceptBy: '2026-11-23T04:00:00.000Z', settleBy: '2026-11-30T02:00:00.000Z' },
    })
    const { id, number, code } = receipt
    expect(await steps.waiting(id)).toEqual(['triage 林园社区网格站'])
    expect((await world.call('hefang', inboxRoutes.listInbox, {})).text).toContain(id)
    const reported = await steps.see('hefang', id)
    expect(reported).toMatchObject({ status: 'reported', reporter: { name: '张**', phone: '138****1234' }, photos: 1 })
    expect(reported.available).toEqual(expect.arrayContaining(['accept', 'decline', 'dispatch', 'settle_on_spot']))

    const accepted = await steps.done('hefang', matterRoutes.acceptMatter, id, {})
    expect(accepted.clock?.kind).toBe('dispatch')
    const given = { unitId: unit.station, staffId: staffId.zhoumin, words: '请今天去看' }
    expect(await steps.done('hefang', matterRoutes.dispatchMatter, id, given)).toMatchObject({
      status: 'dispatched',
      handler: { name: '周敏' },
      clock: { kind: 'handle' },
    })
    expect(await steps.waiting(id)).toEqual(['handle 林园社区网格站 周敏'])
    await steps.done('zhoumin', matterRoutes.receiveMatter, id, {})

    world.forward(90)
    const settled = { words: '灯泡和镇流器都换了', capturedAt: '2026-11-23T02:30:00.000Z' }
    const bare = await steps.act('zhoumin', matterRoutes.settleMatter, id, settled)
    expect(bare).toMatchObject({ status: 422, code: 'matter.evidence_required' })
    const after = await uploadAll(world, picture, 'zhoumin')
    await steps.done('zhoumin', matterRoutes.settleMatter, id, { ...settled, photos: [{ id: after.id }] })
    expect(await steps.waiting(id)).toEqual(['verify 林园社区网格站'])
    const inboxes = [
      await world.call('zhoumin', inboxRoutes.listInbox, {}),
      await world.call('hefang', inboxRoutes.listInbox, {}),
    ]
    // Nobody is shown their own work to check.
    expect(inboxes.map(({ text }) => text.includes(id))).toEqual([false, true])
    const own = await steps.act('zhoumin', matterRoutes.verifyMatter, id, { passed: true, words: '亮了' })
    expect(own).toMatchObject({ status: 409, code: 'matter.verifier_is_handler' })
    await steps.done('hefang', matterRoutes.verifyMatter, id, { passed: true, words: '到现场看过，亮了' })
    expect(await steps.waiting(id)).toEqual(['callback 林园社区网格站'])

    const tracked = await world.call(null, matterRoutes.trackReport, { number, code })
    expect(tracked.body).toMatchObject({ status: 'verified', may: ['confirm', 'reject', 'supplement'] })
    expect(tracked.text).not.toMatch(/周敏|何芳/)
    const rejected = await world.call(null, matterRoutes.rejectReport, {
      commandId: newId(),
      number,
      code,
      words: '只亮了一盏',
    })
    expect(rejected.body).toMatchObject({ status: 'handling' })
    expect(await steps.waiting(id)).toEqual(['handle 林园社区网格站 周敏'])

    const again = await uploadAll(world, picture, 'zhoumin')
    await steps.done('zhoumin', matterRoutes.settleMatter, id, { words: '第二盏也换了', photos: [{ id: again.id }] })
    await steps.done('hefang', matterRoutes.verifyMatter, id, { passed: true, words: '两盏都亮' })
    const confirmed = await world.call('zhangguilan', matterRoutes.confirmReport, {
      commandId: newId(),
      number,
      rating: 5,
      words: '谢谢',
    })
    expect(confirmed.body).toMatchObject({ status: 'closed', rating: 5, clock: null })

    const closed = await steps.see('hefang', id)
    expect(closed).toMatchObject({ status: 'closed', reopened: 1, settleLevel: 'grid', photos: 3, rating: 5 })
    expect(closed.timeline.map((entry) => entry.kind).toReversed()).toEqual(theSteps)
    const [, settling] = closed.timeline.filter((entry) => entry.kind === 'settle')
    expect(settling).toMatchObject({
      capturedAt: settled.capturedAt,
      by: { name: '周敏' },
      pictures: [{ role: 'after' }],
    })
    expect(settling?.clock).toEqual({ kind: 'handle', usedMinutes: 90, limitMinutes: expect.any(Number) })
    expect(closed.clocks.filter((clock) => clock.stoppedAt === null)).toEqual([])
    expect(await steps.waiting(id)).toEqual([])
    expect(await steps.events(id)).toEqual(theSteps.map((kind) => `matter.${kind}`))
  })

  const once = ['report', 'accept', 'dispatch', 'receive', 'settle', 'verify', 'reject']
  const theSteps = [...once, 'settle', 'verify', 'confirm']
})

describe('a matter that is settled where nobody else is', () => {
  it('is checked at the next desk above', async () => {
    const { id } = await steps.report({ point: spot.dayanzui1 })
    const photo = { id: (await uploadAll(world, await photograph(), 'tangqi')).id }
    expect(await steps.waiting(id)).toEqual(['triage 洈水镇网格所'])
    await steps.done('tangqi', matterRoutes.settleOnSpot, id, { words: '换了灯泡', photos: [photo] })
    // Nobody is at the station: the town's office took it in, and has only whoever settled it.
    expect(await steps.waiting(id)).toEqual(['verify 松滋市社会治理中心'])
    await steps.done('wujing', matterRoutes.verifyMatter, id, { passed: true, words: '电话核实' })
  })
})

describe('a page that is no longer true', () => {
  it('is told what happened meanwhile, by whom and when', async () => {
    const { id } = await steps.report()
    const seen = await steps.see('hefang', id)
    await steps.done('luobin', matterRoutes.acceptMatter, id, {})
    const late = await steps.act('hefang', matterRoutes.dispatchMatter, id, {
      unitId: unit.station,
      seenVersion: seen.version,
    })
    expect(late).toMatchObject({ status: 409, code: 'matter.moved_on' })
    expect(late.problem.details).toEqual({
      status: 'accepted',
      action: 'accept',
      by: '罗斌',
      unit: '新江口镇网格所',
      at: world.now().toISOString(),
    })
    expect((await steps.see('hefang', id)).status).toBe('accepted')
  })

  it('is told the status where it did not say what it had seen', async () => {
    const { id } = await steps.report()
    await steps.done('luobin', matterRoutes.acceptMatter, id, {})
    const twice = await steps.act('hefang', matterRoutes.acceptMatter, id, {})
    expect(twice).toMatchObject({ status: 409, code: 'matter.wrong_state' })
  })
})

describe('a command that comes again', () => {
  const report = (commandId: string, description = '井边的护栏松了') => ({
    commandId,
    description,
    categoryCode: '0511',
    point: spot.linyuan3,
  })
  const countOf = async (commandId: string) => {
    const rows = await world.deps.db
      .selectFrom('auditLog')
      .select('subjectId')
      .where('commandId', '=', commandId)
      .execute()
    return rows.length
  }

  it('answers as it did the first time and takes effect once', async () => {
    const { id } = await steps.report()
    const commandId = newId()
    const first = await world.call('hefang', matterRoutes.acceptMatter, { commandId, matterId: id })
    const second = await world.call('hefang', matterRoutes.acceptMatter, { commandId, matterId: id })
    expect([first.status, second.status]).toEqual([200, 200])
    expect({ ...second.body, pictures: [] }).toEqual({ ...first.body, pictures: [] })
    expect(await countOf(commandId)).toBe(1)
    expect(await steps.events(id)).toEqual(['matter.report', 'matter.accept'])
  })

  it('takes effect once when it comes twenty times at once', async () => {
    const input = report(newId())
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => world.call(null, matterRoutes.reportMatter, input)),
    )
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]))
    expect(new Set(answers.map(({ body }) => `${body.number} ${body.code}`)).size).toBe(1)
    expect(await countOf(input.commandId)).toBe(1)
  })

  it('is refused with other content, or from somebody else', async () => {
    const input = report(newId())
    await world.call('zhangguilan', matterRoutes.reportMatter, input)
    const other = await world.call('zhangguilan', matterRoutes.reportMatter, report(input.commandId, '别的事'))
    const stranger = await world.call('lixiuying', matterRoutes.reportMatter, input)
    for (const refused of [other, stranger]) expect(refused).toMatchObject({ status: 422, code: 'command.reused' })
  })
})

describe('a report that cannot be', () => {
  it.each([
    ['lies outside the county', { point: spot.outside }, 'matter.outside_county'],
    ['was seen tomorrow', { seenAt: '2026-11-24T09:00:00+08:00' }, 'input.invalid'],
    ['is of a kind that does not exist', { categoryCode: '9999' }, 'matter.category_unknown'],
    ['is nowhere at all', { point: undefined }, 'input.invalid'],
    ['shows a picture of nobody', { photos: [{ id: newId() }] }, 'attachment.not_found'],
    ['names an area of another county', { point: undefined, areaId: newId() }, 'area.not_found'],
  ])('is refused when it %s', async (_why, changes, code) => {
    const refused = await world.call(null, matterRoutes.reportMatter, {
      commandId: newId(),
      description: '路灯不亮',
      categoryCode: '0501',
      point: spot.linyuan3,
      ...changes,
    })
    expect(refused.code).toBe(code)
  })
})
