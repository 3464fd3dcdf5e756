import { peopleRoutes } from '@linli/contract/people'
import { rightsRoutes } from '@linli/contract/people-rights'
import { type ReviewKind, readingReviewRoutes } from '@linli/contract/reading-reviews'
import { inboxRoutes } from '@linli/contract/work-items'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { tasksOfDuty } from '../src/modules/fieldwork/index.ts'
import { watchReadings } from '../src/modules/people/index.ts'
import { newId } from '../src/platform/crypto/id.ts'
import { atTheCounter } from './counter.ts'
import { phoneOf, type StaffLogin, staffId } from './county.ts'
import { member, registerIn } from './register.ts'
import { stepsIn } from './steps.ts'
import { countyId, createWorld, type World } from './world.ts'

let world: World
let known: string
let unknown: string
/** Has reported something that waits at the desk of the station. */
let caller: string
beforeAll(async () => {
  world = await createWorld()
  // Whatever was read before a county began to watch is left alone.
  await watchReadings(world.deps, [tasksOfDuty])
  const register = registerIn(world)
  const ofPhone = async (name: string, phone = '13900002222') =>
    (await register.addHousehold('zhoumin', [member(name, { phone })])).body.members[0]?.id ?? ''
  ;[known, unknown] = [await ofPhone('熟门'), await ofPhone('生面')]
  caller = await ofPhone('来电', phoneOf.zhangguilan)
  await stepsIn(world).report()
})
afterAll(async () => {
  expect(world.failures).toEqual([])
  await world.close()
})

const reveal = (who: 'hefang' | 'zhoumin', personId: string) =>
  world.call(who, peopleRoutes.revealPerson, {
    commandId: newId(),
    personId,
    purpose: 'service',
    groups: ['contact'],
    reason: '想看看',
  })
const reviews = async (state: 'open' | 'closed' = 'open', kind: ReviewKind = 'no_task') =>
  (await world.call('daiping', readingReviewRoutes.listReadingReviews, { state, kind })).body.items

/** Looks through the record until it says so: readings settle when nothing older still runs in the cluster. */
const watched = (then: () => Promise<void>) =>
  vi.waitFor(
    async () => {
      await watchReadings(world.deps, [tasksOfDuty])
      await then()
    },
    { timeout: 20_000, interval: 200 },
  )
const add = async (name: string) =>
  (await registerIn(world).addHousehold('zhoumin', [member(name)])).body.members[0]?.id ?? ''
const looks = (who: StaffLogin, personId: string) => world.call(who, peopleRoutes.getPerson, { personId })

it('shows a human who opened a file without a task, and leaves alone who worked on it or on what the person reported', async () => {
  expect((await reveal('zhoumin', known)).status).toBe(200)
  expect((await reveal('hefang', unknown)).status).toBe(200)
  expect((await reveal('hefang', caller)).status).toBe(200)
  expect((await world.call('hefang', peopleRoutes.getPerson, { personId: known })).status).toBe(200)
  await watched(async () => expect(await reviews()).toHaveLength(1))
  const [review] = await reviews()
  expect(review).toMatchObject({
    kind: 'no_task',
    by: '何芳',
    persons: 1,
    titles: ['生*'],
    reasons: ['想看看'],
    finding: null,
  })
  const { items } = (await world.call('daiping', inboxRoutes.listInbox, { kind: 'reading_review' })).body
  expect(items).toMatchObject([{ subjectId: review?.id, title: '' }])
  expect((await world.call('wujing', inboxRoutes.listInbox, { kind: 'reading_review' })).body.items).toEqual([])
})

it('is judged in words, once; what the same person reads later is another review', async () => {
  const [review] = await reviews()
  const judge = () =>
    world.call('daiping', readingReviewRoutes.reviewReadings, {
      commandId: newId(),
      reviewId: review?.id ?? '',
      finding: 'asked',
      words: '电话询问：帮邻居找人，已提醒。',
    })
  expect((await judge()).status).toBe(200)
  expect((await judge()).code).toBe('register.stale')
  expect(await reviews()).toEqual([])
  expect(await reviews('closed')).toMatchObject([{ finding: 'asked', reviewedBy: '戴萍' }])
  expect((await world.call('daiping', inboxRoutes.listInbox, { kind: 'reading_review' })).body.items).toEqual([])
})

it('shows pages that were read without a task, apart from what was opened, and fills no inbox with them', async () => {
  await watched(async () =>
    expect(await reviews('open', 'page_no_task')).toMatchObject([{ by: '何芳', titles: ['熟*'], persons: 1 }]),
  )
  expect((await world.call('daiping', inboxRoutes.listInbox, { kind: 'reading_review' })).body.items).toEqual([])
  // Whoever wrote into one file of a household is at work on all of it.
  const { members } = (await registerIn(world).addHousehold('zhoumin', [member('同户'), member('同屋')])).body
  const [first, second] = members
  const said = { commandId: newId(), personId: first?.id ?? '', seenVersion: first?.version ?? 0 }
  await world.call('hefang', peopleRoutes.changePerson, { ...said, said: { work: 'retired' } })
  await looks('hefang', second?.id ?? '')
  const last = await add('压轴')
  await looks('hefang', last)
  await watched(async () =>
    expect((await reviews('open', 'page_no_task'))[0]?.titles.toSorted()).toEqual(['压*', '熟*']),
  )
})

it('lets a purpose explain itself by its own piece of work alone: a pair to merge, a request in hand', async () => {
  const [one, other, third] = [await add('重一'), await add('重二'), await add('重三')]
  const open = (personId: string, purpose: 'merge' | 'service', reason: string) =>
    world.call('hefang', peopleRoutes.revealPerson, {
      commandId: newId(),
      personId,
      purpose,
      groups: ['contact'],
      reason,
    })
  await world.call('hefang', peopleRoutes.proposeDuplicate, { commandId: newId(), keptId: one, otherId: other })
  expect((await open(one, 'merge', '核对重复')).status).toBe(200)
  expect((await open(third, 'merge', '借合并查看')).status).toBe(200)
  // A request that waits for the officer is no task of a clerk's.
  await atTheCounter(world, { who: 'hefang', personId: other, phone: phoneOf.lixiuying })
  const asked = { commandId: newId(), personId: other, kind: 'copy' as const, words: '要一份' }
  expect((await world.call('lixiuying', rightsRoutes.requestRight, asked)).status).toBe(200)
  expect((await open(other, 'service', '有人申请')).status).toBe(200)
  await watched(async () => expect((await reviews())[0]?.reasons.toSorted()).toEqual(['借合并查看', '有人申请']))
})

it('shows many files opened within an hour, whatever the reader did later', async () => {
  const ids: string[] = []
  for (let count = 0; count < 61; count++) ids.push(await add(`甲${String.fromCodePoint(0x4e00 + count)}`))
  // At noon one after another, and one quiet look hours later.
  const row = (personId: string, at: string) => ({
    countyId,
    at,
    actorKind: 'staff',
    actorId: staffId.luobin,
    duty: '',
    purpose: 'register.page',
    subjectKind: 'person',
    subjectIds: [personId],
    fieldGroup: 'basic',
    requestId: newId(),
  })
  const noon = ids.map((id, minute) => row(id, `2026-11-20T12:${String(minute % 60).padStart(2, '0')}:30+08:00`))
  await world.deps.db
    .insertInto('accessLog')
    .values([
      ...noon.slice(0, 60),
      row(ids[60] ?? '', '2026-11-20T12:59:45+08:00'),
      row(known, '2026-11-20T17:00:00+08:00'),
    ])
    .execute()
  await watched(async () =>
    expect((await reviews('open', 'many')).filter(({ by }) => by === '罗斌')).toMatchObject([
      { onDay: '2026-11-20', persons: 1 },
    ]),
  )
})
