import { setTimeout as wait } from 'node:timers/promises'
import { newId } from '../../apps/server/src/platform/crypto/id.ts'
import { type Figures, Latencies, type Result } from './figures.ts'
import { createHttp, type Http } from './http.ts'
import { type Clerk, plainCategories, signInClerks } from './people.ts'
import { startPlatform } from './platform.ts'

const CLIENTS = 16
/** Clerks of as many villages: neighbours of one spot would all look like duplicates. */
const PEOPLE = 64
/** A server that has just started reads a million matters' indexes from disk for as long. */
const WARM_UP_SECONDS = 20
/** Lifecycles begun per second, one after the other. */
const BURSTS = [1, 15, 1, 25, 2, 35, 10]
const steps = ['create', 'dispatch', 'settle', 'search'] as const
type Step = (typeof steps)[number]

interface Measured {
  readonly whole: Latencies
  readonly steps: Readonly<Record<Step, Latencies>>
}

const measured = (): Measured => ({
  whole: new Latencies(),
  steps: { create: new Latencies(), dispatch: new Latencies(), settle: new Latencies(), search: new Latencies() },
})

/** Create → accept and dispatch → settle → search, over HTTP with sessions, authorization, clocks, audit and events. */
export async function lifecycle({ records, seconds }: { records: number; seconds: number }): Promise<Result> {
  const platform = await startPlatform(records)
  const http = createHttp(platform.url, 200)
  try {
    const clerks = await signInClerks(http, platform.connectionString, PEOPLE)
    await closedLoop(http, clerks, WARM_UP_SECONDS)
    const loop = await closedLoop(http, clerks, seconds)
    const kinds: Record<string, Figures> = { closedLoop: loop.whole.figures(seconds) }
    for (const step of steps) kinds[step] = loop.steps[step].figures(seconds)
    const perBurst = Math.max(3, Math.round(seconds / 5))
    const all = new Latencies()
    for (const [index, rate] of BURSTS.entries()) {
      const burst = await openLoop(http, clerks, rate, perBurst, all)
      kinds[`burst${index + 1}x${rate}`] = burst.figures(perBurst)
    }
    kinds['bursts'] = all.figures(perBurst * BURSTS.length)
    const closed = kinds['closedLoop'] as Figures
    return {
      name: 'lifecycle',
      records,
      clients: CLIENTS,
      categories: plainCategories.length,
      seconds,
      perSecond: closed['perSecond'],
      errors: (closed['errors'] ?? 0) + all.errors,
      kinds,
    }
  } finally {
    http.close()
    await platform.stop()
  }
}

/** Sixteen clients, each beginning anew when it has ended. */
async function closedLoop(http: Http, clerks: readonly Clerk[], seconds: number): Promise<Measured> {
  const into = measured()
  const until = performance.now() + seconds * 1000
  await Promise.all(
    Array.from({ length: CLIENTS }, async () => {
      while (performance.now() < until) await oneLifecycle(http, clerks, into)
    }),
  )
  return into
}

/** So many begun per second, whether or not earlier ones have ended. */
async function openLoop(
  http: Http,
  clerks: readonly Clerk[],
  rate: number,
  seconds: number,
  all: Latencies,
): Promise<Latencies> {
  const into = measured()
  const begun: Promise<void>[] = []
  const start = performance.now()
  for (let index = 0; index < rate * seconds; index++) {
    const due = start + (index * 1000) / rate
    const early = due - performance.now()
    if (early > 0) await wait(early)
    const began = performance.now()
    const before = into.whole.errors
    begun.push(
      oneLifecycle(http, clerks, into).then(() => {
        if (into.whole.errors === before) all.add(performance.now() - began)
      }),
    )
  }
  await Promise.all(begun)
  all.errors += into.whole.errors
  return into.whole
}

let turn = 0

async function oneLifecycle(http: Http, clerks: readonly Clerk[], into: Measured): Promise<void> {
  const began = performance.now()
  const serial = turn++
  // The index is below the length by the remainder.
  const clerk = clerks[serial % clerks.length] as Clerk
  const categoryCode = plainCategories[serial % plainCategories.length]
  try {
    const created = await timed(into, 'create', () =>
      http.send('POST', '/api/public/reports', '', {
        commandId: newId(),
        description: `第${serial}件：门口的事情请帮忙看一下。`,
        categoryCode,
        point: clerk.point,
        contact: { phone: '13800001234', notify: false },
      }),
    )
    // The answer's shape is the contract's.
    const { id, number } = JSON.parse(created) as { id: string; number: string }
    await timed(into, 'dispatch', () =>
      http.send('POST', `/api/matters/${id}/dispatch`, clerk.cookie, { commandId: newId(), unitId: clerk.unitId }),
    )
    await timed(into, 'settle', () =>
      http.send('POST', `/api/matters/${id}/settle`, clerk.cookie, { commandId: newId(), words: '已办好' }),
    )
    const list = await timed(into, 'search', () =>
      http.send('GET', `/api/matters?limit=20&q=${encodeURIComponent(number)}`, clerk.cookie),
    )
    if (!list.includes(id)) throw new Error(`${number} is not found`)
    into.whole.add(performance.now() - began)
  } catch (error) {
    if (into.whole.errors++ === 0) console.error(String(error))
  }
}

async function timed(
  into: Measured,
  step: Step,
  send: () => Promise<{ status: number; text: string }>,
): Promise<string> {
  const began = performance.now()
  const answer = await send()
  if (answer.status !== 200) {
    into.steps[step].errors++
    throw new Error(`${step}: ${answer.status} ${answer.text.slice(0, 300)}`)
  }
  into.steps[step].add(performance.now() - began)
  return answer.text
}
