import { incidentReceiptRoutes } from '@linli/contract/incident-receipts'
import { incidentRoutes } from '@linli/contract/incidents'
import type { TaskStep } from '@linli/contract/incident-shapes'
import type { Route, RouteInput, RouteOutput } from '@linli/contract/route'
import { newId } from '../platform/crypto/id.ts'
import type { FloodCast } from './flood-cast.ts'

/** Runs a route as one of the staff, with their own permissions and reach. */
export type Actor = <R extends Route>(staffId: string, route: R, input: RouteInput<R>) => Promise<RouteOutput<R>>

export interface Stage {
  readonly cast: FloodCast
  readonly by: Actor
  /** One step is over: tells it, and waits as long as was asked for. */
  next(words: string): Promise<void>
}

const inMinutes = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString()
const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)
const key = () => ({ commandId: newId() })

type Room = RouteOutput<typeof incidentRoutes.getIncident>

/** The flood on the 洈水 reservoir, rehearsed from the alarm to the review. Everything in it is an exercise. */
export async function rehearseFlood(stage: Stage): Promise<Room> {
  const room = await alarm(stage)
  await orders(stage, room.id)
  await receipts(stage, room.id)
  await crest(stage, room.id)
  return aftermath(stage, room.id)
}

async function alarm({ cast, by, next }: Stage): Promise<Room> {
  const { commanderId, departments, towns, villageIds, dam } = cast
  const room = await by(commanderId, incidentRoutes.openIncident, {
    ...key(),
    title: '洈水水库超汛限泄洪',
    words: '洈水水库库水位 94.1 米，超汛限 0.6 米，上游仍在降雨，拟加大泄洪。',
    kind: 'flood',
    severity: 'iii',
    exercise: true,
    commanderId,
    areaIds: [...villageIds],
    unitIds: [...towns, ...Object.values(departments)].map(({ unitId }) => unitId),
    point: dam,
  })
  await next(`开设指挥室 ${room.number}，影响 ${villageIds.length} 个村（社区） · a room is opened`)
  await by(departments.water.staffId, incidentRoutes.logIncident, {
    ...key(),
    incidentId: room.id,
    kind: 'report',
    words: '水利局：入库 1260 立方米每秒，出库 320 立方米每秒，预计 3 小时后到最高水位。',
  })
  await next('水利局来报水情 · the water bureau reports')
  await by(commanderId, incidentRoutes.beginIncidentPlan, {
    ...key(),
    incidentId: room.id,
    planCode: 'reservoir_flood',
  })
  await next('启动水库防汛应急预案 · the plan begins')
  await by(commanderId, incidentRoutes.logIncident, {
    ...key(),
    incidentId: room.id,
    kind: 'decision',
    words: '下游低洼村组两小时内转移完毕；行动不便的人先走，逐户有人帮。',
  })
  await next('指挥员定下转移 · the decision')
  return room
}

async function orders({ cast, by, next }: Stage, incidentId: string): Promise<void> {
  const { commanderId, departments, towns, phones } = cast
  const give = (to: { unitId: string }, words: string, minutes: number, staffId?: string) =>
    by(commanderId, incidentRoutes.giveIncidentTask, {
      ...key(),
      incidentId,
      words,
      unitId: to.unitId,
      dueAt: inMinutes(minutes),
      ...(staffId === undefined ? {} : { staffId }),
    })
  await give(departments.water, '大坝、溢洪道、输水涵管派人值守，每 30 分钟报水位', 30)
  for (const town of towns) await give(town, '低洼村组预警到户、组织转移，两小时内报完成', 120)
  await give(departments.public_security, '封闭过水路段和桥梁，设人看守', 45)
  await give(departments.emergency, '开放三处避难点，备足饮水、食品、被褥', 60)
  await give(departments.health, '医疗组到避难点', 90)
  await next('给水利、公安、应急、卫健和两个镇派任务 · tasks to six units')
  const { items } = await by(commanderId, incidentRoutes.listNearestWorkers, { incidentId, limit: 3 })
  for (const { staff, unitId } of items)
    if (unitId !== null) await give({ unitId }, '到坝下低洼组逐户敲门，确认人都走了', 60, staff.id)
  // At night nobody is on shift and the nearest are none: these are called by name.
  for (const phone of phones) await give(phone, '守住河边路口，本网格逐户看人走完', 60, phone.staffId)
  await next(
    `派最近的 ${items.length} 名在岗网格员到坝下，另点名 ${phones.length} 人 · the nearest are sent, six called by name`,
  )
  await by(commanderId, incidentRoutes.broadcastIncident, {
    ...key(),
    incidentId,
    areaIds: [...cast.villageIds],
    words: '洈水水库两小时后加大泄洪，请通知河边住户不要下河，低洼组按预案转移。',
    sms: false,
  })
  await by(commanderId, incidentRoutes.broadcastIncident, {
    ...key(),
    incidentId,
    areaIds: [...cast.nearIds],
    words: '坝下四村现在开始转移，避难点：西斋中学、洈水镇文体中心。',
    sms: true,
  })
  await next(`向 ${cast.workers.length} 个网格通播，坝下四村加发短信 · broadcasts to the grids`)
  for (const [index, worker] of phones.entries()) await readAll(by, worker.staffId, index)
  await next('六部手机读了通播 · six phones have read them')
}

async function readAll(by: Actor, staffId: string, turn: number): Promise<void> {
  const { broadcasts } = await by(staffId, incidentReceiptRoutes.listMyIncidentWork, {})
  for (const { id, readAt } of broadcasts)
    if (readAt === null)
      await by(staffId, incidentReceiptRoutes.readBroadcast, {
        ...key(),
        broadcastId: id,
        // One of them was without a network for a while.
        ...(turn === 0 ? {} : { capturedAt: new Date().toISOString() }),
      })
}

async function receipts({ cast, by, next }: Stage, incidentId: string): Promise<void> {
  const { departments, towns, commanderId, operatorId, workers } = cast
  await tell(by, departments.water.staffId, 'arrived')
  for (const { staffId } of [...towns, departments.public_security, departments.emergency, departments.health])
    await tell(by, staffId, 'received')
  await next('各单位收到，水利局到坝 · receipts come in')
  const room = await by(commanderId, incidentRoutes.getIncident, { incidentId })
  const checks = room.plans[0]?.checks ?? []
  for (const check of checks.slice(0, 4))
    await by(commanderId, incidentRoutes.tickIncidentCheck, { ...key(), incidentId, checkId: check.id, done: true })
  await next('预案清单勾掉四项 · four lines of the check-list are ticked')
  for (const worker of workers.slice(0, Math.ceil(workers.length / 2))) await readAll(by, worker.staffId, 1)
  await next('一半网格员读了通播 · half of the workers have read it')
  const caller = operatorId ?? commanderId
  for (const [index, { staffId, name }] of cast.phones.slice(0, 2).entries())
    await by(caller, incidentRoutes.logIncident, {
      ...key(),
      incidentId,
      kind: 'call',
      words: index === 0 ? `${name}：组里 23 户已走 19 户，剩下的正在劝` : '无人接听，改由站里去找',
      call: { staffId, reached: index === 0 },
    })
  await next('值班员打电话核实 · calls are noted')
  for (const { staffId } of cast.phones) await tell(by, staffId, 'arrived')
  for (const { staffId } of [departments.public_security, departments.emergency, ...towns])
    await tell(by, staffId, 'arrived')
  await next('人员到场 · people have arrived')
}

/** Tells a step of every task that this person, or their unit, still has. */
async function tell(by: Actor, staffId: string, step: TaskStep, words = ''): Promise<void> {
  const { tasks } = await by(staffId, incidentReceiptRoutes.listMyIncidentWork, {})
  for (const { id, endedAt, incident } of tasks)
    if (endedAt === null && incident.exercise)
      await by(staffId, incidentReceiptRoutes.tellIncidentTask, { ...key(), taskId: id, step, words })
}

async function crest({ cast, by, next }: Stage, incidentId: string): Promise<void> {
  const { commanderId, departments, towns } = cast
  const log = (staffId: string, kind: 'report' | 'note', words: string, corrects?: number) =>
    by(staffId, incidentRoutes.logIncident, {
      ...key(),
      incidentId,
      kind,
      words,
      ...(corrects === undefined ? {} : { corrects }),
    })
  const room = await by(commanderId, incidentRoutes.getIncident, { incidentId })
  await by(commanderId, incidentRoutes.changeIncident, {
    ...key(),
    incidentId,
    seenVersion: room.version,
    severity: 'ii',
    words: '出库加到 680 立方米每秒，提到Ⅱ级。',
  })
  await next('提到Ⅱ级 · raised to grade Ⅱ')
  const wrong = await log(departments.water.staffId, 'report', '库水位 95.9 米。')
  await log(departments.water.staffId, 'report', '库水位 94.9 米，前一条多报一米。', wrong.seq)
  await next('一条报错，用更正写明 · an entry is put right by another')
  await tell(by, departments.emergency.staffId, 'done', '三处避难点开放，安置 412 人')
  await tell(by, departments.public_security.staffId, 'done', '封闭 5 处过水路段')
  await tell(by, departments.health.staffId, 'done', '两组医护到点')
  await next('避难点、封路、医疗完成 · shelters, roads, doctors')
  for (const { staffId } of cast.phones) await tell(by, staffId, 'done', '逐户敲过门，人都走了')
  for (const town of towns) await tell(by, town.staffId, 'done', '低洼村组全部转移')
  await tell(by, departments.water.staffId, 'done', '大坝平稳')
  await next('转移完成 · everybody is out')
  await finishOthers(by, commanderId, incidentId)
}

/** The nearest workers may be none of the six: what is left is taken back, with the reason. */
async function finishOthers(by: Actor, commanderId: string, incidentId: string): Promise<void> {
  const { tasks } = await by(commanderId, incidentRoutes.getIncident, { incidentId })
  for (const { id, endedAt, staff } of tasks) {
    if (endedAt !== null) continue
    if (staff) await tell(by, staff.id, 'done', '已到，组里没有人了')
    else
      await by(commanderId, incidentRoutes.withdrawIncidentTask, {
        ...key(),
        incidentId,
        taskId: id,
        words: '由镇里一并完成',
      })
  }
}

async function aftermath({ cast, by, next }: Stage, incidentId: string): Promise<Room> {
  const { commanderId, departments, towns } = cast
  const room = () => by(commanderId, incidentRoutes.getIncident, { incidentId })
  const before = await room()
  for (const check of before.plans[0]?.checks.filter(({ doneAt }) => doneAt === null) ?? [])
    await by(commanderId, incidentRoutes.tickIncidentCheck, { ...key(), incidentId, checkId: check.id, done: true })
  await by(departments.water.staffId, incidentRoutes.logIncident, {
    ...key(),
    incidentId,
    kind: 'report',
    words: '库水位回落到 93.4 米，出库减到 150 立方米每秒。',
  })
  await next('水位回落，清单走完 · the water falls')
  const move = async (name: 'stand_down' | 'close', words: string) =>
    by(commanderId, incidentRoutes.moveIncident, {
      ...key(),
      incidentId,
      seenVersion: (await room()).version,
      move: name,
      words,
    })
  await move('stand_down', '查房、查路、消毒，安全了分批返家。')
  await next('转入收尾 · standing down')
  const closed = await move('close', '人员全部返家，无伤亡。')
  await next('结束事件 · closed')
  const lesson = (words: string, { unitId }: { unitId: string }, days: number) => ({
    words,
    unitId,
    dueOn: inDays(days),
  })
  const reviewed = await by(commanderId, incidentRoutes.reviewIncident, {
    ...key(),
    incidentId,
    seenVersion: closed.version,
    well: '预警到户快；行动不便的人都有人帮；回执能看清谁到了场。',
    badly: '一条水位多报一米；有一名网格员电话打不通；避难点被褥到得晚。',
    lessons: [
      lesson('水位报送改为两人核对后再报', departments.water, 14),
      lesson('避难点常备两百套被褥', departments.emergency, 30),
      ...towns.slice(0, 1).map((town) => lesson('核对低洼组联系电话，每季度一次', town, 20)),
    ],
  })
  await next(`复盘，${reviewed.lessons.length} 条教训成了待办 · reviewed; the lessons are work now`)
  return reviewed
}
