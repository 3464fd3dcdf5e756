import { peopleRoutes } from '@linli/contract/people'
import { readingReviewRoutes } from '@linli/contract/reading-reviews'
import { inboxRoutes } from '@linli/contract/work-items'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { tasksOfDuty } from '../src/modules/fieldwork/index.ts'
import { watchReadings } from '../src/modules/people/index.ts'
import { newId } from '../src/platform/crypto/id.ts'
import { phoneOf } from './county.ts'
import { member, registerIn } from './register.ts'
import { stepsIn } from './steps.ts'
import { createWorld, type World } from './world.ts'

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
  const add = async (name: string, phone = '13900002222') =>
    (await register.addHousehold('zhoumin', [member(name, { phone })])).body.members[0]?.id ?? ''
  ;[known, unknown] = [await add('熟门'), await add('生面')]
  caller = await add('来电', phoneOf.zhangguilan)
  await stepsIn(world).report()
})
afterAll(async () => {
  expect(world.failures).toEqual([])
  await world.close()
})

const reveal = (who: 'hefang' | 'zhoumin', personId: string, caseId?: string) =>
  world.call(who, peopleRoutes.revealPerson, {
    commandId: newId(),
    personId,
    purpose: 'service',
    groups: ['contact'],
    reason: '想看看',
    ...(caseId === undefined ? {} : { caseId }),
  })
const reviews = async (state: 'open' | 'closed' = 'open') =>
  (await world.call('daiping', readingReviewRoutes.listReadingReviews, { state })).body.items

it('shows a human who opened a file without a task, and leaves alone who worked on it or on what the person reported', async () => {
  expect((await reveal('zhoumin', known)).status).toBe(200)
  // A piece of work that is nobody's explains nothing.
  expect((await reveal('hefang', unknown, newId())).status).toBe(200)
  expect((await reveal('hefang', caller)).status).toBe(200)
  expect((await world.call('hefang', peopleRoutes.getPerson, { personId: known })).status).toBe(200)
  // Readings settle when nothing older still runs in the cluster.
  await vi.waitFor(
    async () => {
      await watchReadings(world.deps, [tasksOfDuty])
      expect(await reviews()).toHaveLength(1)
    },
    { timeout: 20_000, interval: 200 },
  )
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

it('shows many files opened within an hour', async () => {
  for (let count = 0; count < 61; count++) {
    const { body } = await registerIn(world).addHousehold('hefang', [member('甲'.repeat(2))])
    await world.call('hefang', peopleRoutes.getPerson, { personId: body.members[0]?.id ?? '' })
  }
  await vi.waitFor(
    async () => {
      await watchReadings(world.deps, [tasksOfDuty])
      expect((await reviews()).map(({ kind }) => kind)).toEqual(['many'])
    },
    { timeout: 20_000, interval: 200 },
  )
})
