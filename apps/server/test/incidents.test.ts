import { fieldDeviceRoutes } from '@linli/contract/field-devices'
import { incidentReceiptRoutes } from '@linli/contract/incident-receipts'
import { incidentRoutes } from '@linli/contract/incidents'
import { screenIncidentRoutes } from '@linli/contract/screen-incidents'
import { inboxRoutes } from '@linli/contract/work-items'
import type { RouteInput } from '@linli/contract/route'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { newId } from '../src/platform/crypto/id.ts'
import { area, founded, type Person, spot, staffId, unit } from './county.ts'
import { createWorld, type World } from './world.ts'

let world: World
beforeAll(async () => {
  world = await createWorld()
  await world.deps.db
    .insertInto('assignments')
    .values({
      countyId: world.deps.config.countyId,
      id: newId(),
      areaId: area.dayanzui1,
      staffId: staffId.tangqi,
      kind: 'worker',
      validFrom: founded,
    })
    .execute()
})
afterAll(() => world.close())

type Open = RouteInput<typeof incidentRoutes.openIncident>
const flood: Omit<Open, 'commandId'> = {
  title: '林园社区内涝',
  words: '锦绣家园门口水深半米',
  kind: 'flood',
  severity: 'iii',
  commanderId: staffId.luobin,
  areaIds: [area.linyuan],
  unitIds: [unit.station],
  point: spot.linyuan3,
}

async function open(who: Person = 'luobin', changes: Partial<Open> = {}) {
  const { body, status, text } = await world.call(who, incidentRoutes.openIncident, {
    ...flood,
    ...changes,
    commandId: newId(),
  })
  expect(status, text).toBe(200)
  return body
}
const as = <R extends keyof typeof incidentRoutes>(
  who: Person,
  name: R,
  input: Omit<RouteInput<(typeof incidentRoutes)[R]>, 'commandId'>,
) =>
  // Every writing route takes a command id; what is left is the input as the caller was held to give it.
  world.call(who, incidentRoutes[name], { ...input, commandId: newId() } as unknown as RouteInput<
    (typeof incidentRoutes)[R]
  >)

const logOf = async (incidentId: string) =>
  (await world.call('luobin', incidentRoutes.listIncidentLog, { incidentId })).body.items

describe('an incident room', () => {
  it('is seen by whoever reaches one of its areas or units, led by its commander or whoever reaches all of it', async () => {
    const room = await open('wujing', { areaIds: [area.linyuan, area.weishui], commanderId: staffId.wujing })
    expect(room.number).toMatch(/^YJ-\d{4}-\d{3}$/)
    for (const who of ['luobin', 'tangqi', 'hefang'] as const)
      expect((await world.call(who, incidentRoutes.getIncident, { incidentId: room.id })).status).toBe(200)
    const change = { incidentId: room.id, seenVersion: room.version, severity: 'ii' as const, words: '水位上涨' }
    expect((await as('luobin', 'changeIncident', change)).code).toBe('incident.not_leader')
    const townsOwn = await open()
    expect((await world.call('tangqi', incidentRoutes.getIncident, { incidentId: townsOwn.id })).code).toBe(
      'incident.not_found',
    )
    expect((await world.call('wujing', incidentRoutes.listIncidents, {})).body.items.map(({ id }) => id)).toContain(
      townsOwn.id,
    )
    const elsewhere = await world.call('luobin', incidentRoutes.openIncident, {
      ...flood,
      areaIds: [area.dayanzui],
      commandId: newId(),
    })
    expect(elsewhere.code).toBe('incident.not_leader')
    const clerk = await world.call('luobin', incidentRoutes.openIncident, {
      ...flood,
      commanderId: staffId.hefang,
      commandId: newId(),
    })
    expect(clerk.code).toBe('incident.no_commander')
  })

  it('tells the second of two commanders that somebody was faster, and keeps both words apart', async () => {
    const room = await open()
    const change = { incidentId: room.id, seenVersion: room.version, words: '升级' }
    const answers = await Promise.all([
      as('luobin', 'changeIncident', { ...change, severity: 'ii' }),
      as('wujing', 'changeIncident', { ...change, severity: 'i' }),
    ])
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409])
    expect(answers.find(({ status }) => status === 409)?.code).toBe('incident.stale')
    expect((await logOf(room.id)).filter(({ kind }) => kind === 'changed')).toHaveLength(1)
  })

  it('keeps a log that nobody can change; what was wrong is put right by an entry', async () => {
    const room = await open()
    const wrong = await as('hefang', 'logIncident', { incidentId: room.id, kind: 'report', words: '水深一米' })
    const right = await as('hefang', 'logIncident', {
      incidentId: room.id,
      kind: 'report',
      words: '水深半米，不是一米',
      corrects: wrong.body.seq,
    })
    expect(right.body).toMatchObject({ seq: 3, corrects: 2, by: '何芳' })
    await expect(
      world.deps.db.updateTable('incidentEntries').set({ words: '' }).where('seq', '=', 2).execute(),
    ).rejects.toThrow(/permission denied/)
    const nothing = await as('hefang', 'logIncident', {
      incidentId: room.id,
      kind: 'note',
      words: '改错',
      corrects: 99,
    })
    expect(nothing.code).toBe('incident.entry_not_found')
    await as('hefang', 'logIncident', {
      incidentId: room.id,
      kind: 'call',
      words: '已接通',
      call: { staffId: staffId.zhoumin, reached: true },
    })
    const { body } = await world.call('hefang', incidentRoutes.listIncidentContacts, { incidentId: room.id })
    const called = body.items.flatMap(({ people }) => people).filter(({ id }) => id === staffId.zhoumin)
    expect(called.length).toBeGreaterThan(0)
    expect(called.every((person) => person.called?.reached === true)).toBe(true)
  })

  it('puts the check-list of a plan in as it stands, with owners, and ticks each line once', async () => {
    const room = await open()
    const begun = await as('luobin', 'beginIncidentPlan', { incidentId: room.id, planCode: 'reservoir_flood' })
    const [plan] = begun.body.plans
    expect(plan?.checks.length).toBeGreaterThan(8)
    expect(plan?.checks.find(({ duty }) => duty.en === 'Village station')?.unit?.id).toBe(unit.station)
    const checkId = plan?.checks[0]?.id ?? ''
    const tick = { incidentId: room.id, checkId, done: true }
    const ticks = await Promise.all([as('hefang', 'tickIncidentCheck', tick), as('luobin', 'tickIncidentCheck', tick)])
    expect(ticks.map(({ status }) => status).toSorted()).toEqual([200, 409])
    expect((await as('luobin', 'beginIncidentPlan', { incidentId: room.id, planCode: 'reservoir_flood' })).code).toBe(
      'incident.plan_begun',
    )
  })

  it('finds who is nearest by the middle of their grid', async () => {
    const room = await open()
    const { body } = await world.call('luobin', incidentRoutes.listNearestWorkers, { incidentId: room.id })
    expect(body.items.map(({ staff }) => staff.id)).toEqual([staffId.zhoumin, staffId.tangqi])
    expect(body.items.every(({ onShift }) => !onShift)).toBe(true)
    expect(body.items[0]?.metres).toBeLessThan(body.items[1]?.metres ?? 0)
  })
})

describe('tasks and broadcasts', () => {
  it('reach a phone, whose receipts count from when they were given, sent late and twice', async () => {
    const room = await open()
    const heard: string[] = []
    const stop = world.deps.live.subscribe({
      countyId: world.deps.config.countyId,
      filter: ({ module }) => module === 'incidents',
      send: ({ kind }) => heard.push(kind),
    })
    const given = await as('luobin', 'giveIncidentTask', {
      incidentId: room.id,
      words: '看住锦绣家园地下车库入口',
      unitId: unit.station,
      staffId: staffId.zhoumin,
    })
    expect(given.status, given.text).toBe(200)
    await as('luobin', 'broadcastIncident', {
      incidentId: room.id,
      areaIds: [area.linyuan],
      words: '今晚有大雨',
      sms: true,
    })
    const mine = await world.call('zhoumin', incidentReceiptRoutes.listMyIncidentWork, {})
    const broadcast = mine.body.broadcasts.find(({ incident }) => incident.id === room.id)
    expect(mine.body.tasks[0]).toMatchObject({
      words: '看住锦绣家园地下车库入口',
      state: 'given',
      incident: { id: room.id },
    })
    world.forward(30)
    const deviceId = newId()
    await world.call('zhoumin', fieldDeviceRoutes.enrolDevice, {
      deviceId,
      name: '测试手机',
      appVersion: '0.1.0',
      pin: '246810',
    })
    const [arrivedAt, doneAt] = [20, 5].map((ago) => new Date(world.now().getTime() - ago * 60_000).toISOString())
    const taskId = given.body.id
    const items = [
      {
        command: 'tellIncidentTask' as const,
        input: { commandId: newId(), taskId, step: 'arrived', capturedAt: arrivedAt },
      },
      {
        command: 'tellIncidentTask' as const,
        input: { commandId: newId(), taskId, step: 'done', words: '沙袋码好', capturedAt: doneAt },
      },
      {
        command: 'readBroadcast' as const,
        input: { commandId: newId(), broadcastId: broadcast?.id, capturedAt: arrivedAt },
      },
    ]
    for (const _again of [1, 2]) {
      const sent = await world.call('zhoumin', fieldDeviceRoutes.sendCommands, { deviceId, items })
      expect(sent.body.answers.map(({ status }) => status)).toEqual([200, 200, 200])
    }
    const { body } = await world.call('hefang', incidentRoutes.getIncident, { incidentId: room.id })
    expect(body.tasks[0]).toMatchObject({ state: 'done', arrivedAt, endedAt: doneAt, answer: '沙袋码好' })
    expect(body.broadcasts[0]).toMatchObject({ told: 1, read: 1 })
    expect((await logOf(room.id)).filter(({ kind }) => kind === 'receipt')).toHaveLength(2)
    const told = await world.call('luobin', incidentReceiptRoutes.tellIncidentTask, {
      commandId: newId(),
      taskId,
      step: 'done',
    })
    expect(told.code).toBe('incident.task_not_found')
    await vi.waitFor(
      () =>
        expect(heard).toEqual(
          expect.arrayContaining(['incident.task', 'incident.broadcast', 'incident.receipt', 'incident.read']),
        ),
      {
        timeout: 15_000,
      },
    )
    stop()
    const sms = await world.deps.db
      .selectFrom('notices')
      .select('body')
      .where('channel', '=', 'sms')
      .where('subjectId', '=', room.id)
      .execute()
    expect(sms).toEqual([{ body: '【邻里】林园社区内涝：今晚有大雨' }])
  })

  it('must have ended before a room closes; the review makes work of its lessons, and an exercise is marked', async () => {
    const room = await open('luobin', { exercise: true })
    await as('luobin', 'giveIncidentTask', { incidentId: room.id, words: '巡堤', unitId: unit.station })
    const taskId = (await world.call('zhoumin', incidentReceiptRoutes.listMyIncidentWork, {})).body.tasks[0]?.id ?? ''
    const screen = await world.call('wujing', screenIncidentRoutes.listScreenIncidents, {})
    expect(screen.body.items.find(({ id }) => id === room.id)).toMatchObject({
      exercise: true,
      villages: 1,
      households: 1200,
      tasks: { all: 1, done: 0 },
    })
    const move = async (name: 'stand_down' | 'close', version: number) =>
      as('luobin', 'moveIncident', { incidentId: room.id, seenVersion: version, move: name, words: '雨停了' })
    expect((await move('close', room.version)).code).toBe('incident.wrong_state')
    const standing = await move('stand_down', room.version)
    expect((await move('close', standing.body.version)).problem).toMatchObject({
      code: 'incident.tasks_open',
      details: { count: 1 },
    })
    await world.call('zhoumin', incidentReceiptRoutes.tellIncidentTask, {
      commandId: newId(),
      taskId,
      step: 'unable',
      words: '路断了',
    })
    const closed = await move('close', standing.body.version)
    expect(closed.body).toMatchObject({ state: 'closed', available: expect.arrayContaining(['review', 'log']) })
    const reviewed = await as('luobin', 'reviewIncident', {
      incidentId: room.id,
      seenVersion: closed.body.version,
      well: '到岗快',
      badly: '沙袋不够',
      lessons: [{ words: '沙袋备到两百条', unitId: unit.station, dueOn: '2027-03-01' }],
    })
    expect(reviewed.body).toMatchObject({ state: 'reviewed', lessons: [{ words: '沙袋备到两百条', doneAt: null }] })
    const inbox = await world.call('hefang', inboxRoutes.listInbox, {
      kind: ['incident_lesson'] as unknown as undefined,
    })
    expect(inbox.body.items).toEqual([
      expect.objectContaining({ title: '沙袋备到两百条', facts: expect.objectContaining({ exercise: true }) }),
    ])
    const lessonId = reviewed.body.lessons[0]?.id ?? ''
    expect((await as('hefang', 'settleLesson', { incidentId: room.id, lessonId, words: '已购' })).status).toBe(200)
    expect((await as('hefang', 'settleLesson', { incidentId: room.id, lessonId, words: '已购' })).code).toBe(
      'incident.lesson_settled',
    )
    expect((await as('hefang', 'logIncident', { incidentId: room.id, kind: 'note', words: '迟到的话' })).code).toBe(
      'incident.wrong_state',
    )
  })
})
