import { connect } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import type { Page } from 'playwright-core'
import { launchBrowser } from '../../e2e/browser.ts'
import { open } from '../../e2e/people.ts'
import { newId } from '../../apps/server/src/platform/crypto/id.ts'
import { type Figures, Latencies, type Result, round } from './figures.ts'
import { createHttp, type Http } from './http.ts'
import { type Clerk, plainCategories, signIn, signInClerks } from './people.ts'
import { type Platform, processorOf, startPlatform, withDatabase } from './platform.ts'

const SCREENS = 200
/** Matter events per second: a report is one, its dispatch and its settling are two more. */
const EVENTS = 100
const EVENTS_EACH = 3
/** Seven in ten have a pin: the map shows some fifty thousand. */
const OPEN = 72_000
const WATCHER = 'wujing'
const DRAG_SECONDS = 6

/**
 * A hundred matter events a second with two hundred screens open, one of them in a browser: from the commit until a screen
 * has heard of it, and until it is painted. Beside it, what a screen alone costs, and how its map moves with 50,000 points.
 */
export async function screen({ records, seconds }: { records: number; seconds: number }): Promise<Result> {
  const platform = await startPlatform(records, { open: Math.min(OPEN, records) })
  const http = createHttp(platform.url, 100)
  const browser = await launchBrowser()
  try {
    const clerks = await signInClerks(http, platform.connectionString, 64)
    const cookie = await signIn(http, WATCHER)
    const page = await open(browser, platform.url, {
      login: WATCHER,
      size: { width: 1920, height: 1080 },
    })
    await watchPainting(page)
    const firstPaint = await opened(page)
    const map = await framesOf(page)
    const points = await page.evaluate(async () => {
      const answer = await fetch('/api/screen/points')
      return ((await answer.json()) as { items: unknown[] }).items.length
    })
    const told = new Map<string, number>()
    const one = [await follow(platform.url, cookie, told)]
    const alone = await run(platform, http, clerks, seconds / 2)
    const many = await Promise.all(Array.from({ length: SCREENS - 1 }, () => follow(platform.url, cookie, new Map())))
    const all = await run(platform, http, clerks, seconds)
    await wait(1_000)
    const screens = [...one, ...many]
    const painted = await page.evaluate(() => (globalThis as unknown as { painted: Record<string, number> }).painted)
    const order = [...(one[0]?.heard.keys() ?? [])]
    const since = (heard: readonly ReadonlyMap<string, number>[]) => latencyOf(heard, order, told, all.committed)
    const kinds: Record<string, Figures> = {
      heard: since(screens.map(({ heard }) => heard)).figures(seconds),
      painted: since([new Map(Object.entries(painted))]).figures(seconds),
      commit: all.latencies.figures(seconds),
      server: { cores: all.cores, coresWithOneScreen: alone.cores },
      database: { transactionsPerEvent: all.transactions, transactionsPerEventWithOneScreen: alone.transactions },
      open: { firstPaintMs: round(firstPaint) },
      map: { points, ...map },
    }
    for (const each of screens) each.close()
    const errors = all.latencies.errors + alone.latencies.errors
    return { name: 'screen', records, screens: SCREENS, eventsPerSecond: EVENTS, seconds, errors, kinds }
  } finally {
    await browser.close()
    http.close()
    await platform.stop()
  }
}

/** Milliseconds from the address to the first line of the stream beside a drawn map. */
async function opened(page: Page): Promise<number> {
  await page.goto('/screen/')
  await page.locator('.evs .ev').first().waitFor({ timeout: 60_000 })
  // A second visit: the county's machine has the files, as on every day but the first.
  const began = performance.now()
  await page.goto('/screen/')
  await page.locator('.evs .ev').first().waitFor({ timeout: 60_000 })
  await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))))
  return performance.now() - began
}

/** Frames a second while the map is dragged to and fro. */
async function framesOf(page: Page): Promise<Figures> {
  await page.waitForTimeout(3_000)
  const box = await page.locator('canvas').first().boundingBox()
  if (!box) throw new Error('no map')
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2]
  await page.evaluate(() => {
    const stamps: number[] = []
    Object.assign(globalThis, { stamps })
    const next = (at: number) => {
      stamps.push(at)
      requestAnimationFrame(next)
    }
    requestAnimationFrame(next)
  })
  await page.mouse.move(x, y)
  await page.mouse.down()
  const until = performance.now() + DRAG_SECONDS * 1_000
  for (let step = 0; performance.now() < until; step++) {
    await page.mouse.move(x + 60 * Math.sin(step / 10), y + 40 * Math.cos(step / 10))
    await page.waitForTimeout(10)
  }
  await page.mouse.up()
  const stamps = await page.evaluate(() => (globalThis as unknown as { stamps: number[] }).stamps)
  const gaps = stamps.slice(1).map((at, index) => at - (stamps[index] ?? at))
  const sorted = gaps.toSorted((a, b) => a - b)
  const whole = ((stamps.at(-1) ?? 0) - (stamps[0] ?? 0)) / 1_000
  return {
    framesPerSecond: round(gaps.length / whole),
    frameP95Ms: round(sorted[Math.floor(sorted.length * 0.95)] ?? 0),
  }
}

interface Run {
  /** When the answer to each report came, by the id of its matter. */
  readonly committed: ReadonlyMap<string, number>
  readonly latencies: Latencies
  /** Of the server's process. */
  readonly cores: number
  /** Of the database, per matter event. */
  readonly transactions: number
}

/** So many events a second, whether or not earlier ones have ended. */
async function run(platform: Platform, http: Http, clerks: readonly Clerk[], seconds: number): Promise<Run> {
  const committed = new Map<string, number>()
  const latencies = new Latencies()
  const before = await cost(platform)
  const begun: Promise<void>[] = []
  const rate = EVENTS / EVENTS_EACH
  const start = performance.now()
  for (let index = 0; index < rate * seconds; index++) {
    const early = start + (index * 1_000) / rate - performance.now()
    if (early > 0) await wait(early)
    begun.push(threeEvents(http, clerks, index, committed, latencies))
  }
  await Promise.all(begun)
  const took = (performance.now() - start) / 1_000
  const after = await cost(platform)
  const events = committed.size * EVENTS_EACH
  return {
    committed,
    latencies,
    cores: round((after.cpu - before.cpu) / took),
    transactions: round((after.transactions - before.transactions) / events),
  }
}

async function threeEvents(
  http: Http,
  clerks: readonly Clerk[],
  turn: number,
  committed: Map<string, number>,
  latencies: Latencies,
): Promise<void> {
  // The index is below the length by the remainder.
  const clerk = clerks[turn % clerks.length] as Clerk
  const send = async (path: string, cookie: string, body: object) => {
    const began = performance.now()
    const answer = await http.send('POST', `/api/${path}`, cookie, { commandId: newId(), ...body })
    if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${answer.text.slice(0, 200)}`)
    latencies.add(performance.now() - began)
    return answer.text
  }
  try {
    const created = await send('public/reports', '', {
      description: '门口的事情请帮忙看一下。',
      categoryCode: plainCategories[turn % plainCategories.length],
      point: clerk.point,
      contact: { phone: '13800001234', notify: false },
    })
    // The answer's shape is the contract's.
    const { id } = JSON.parse(created) as { id: string }
    committed.set(id, Date.now())
    await send(`matters/${id}/dispatch`, clerk.cookie, { unitId: clerk.unitId })
    await send(`matters/${id}/settle`, clerk.cookie, { words: '已办好' })
  } catch (error) {
    if (latencies.errors++ === 0) console.error(String(error))
  }
}

/** Seconds of processor that the server has used, and transactions of the database, up to now. */
async function cost({ pid, connectionString }: Platform): Promise<{ cpu: number; transactions: number }> {
  const transactions = await withDatabase(connectionString, async (client) => {
    const { rows } = await client.query<{ n: number }>(
      `SELECT (xact_commit + xact_rollback)::int AS n FROM pg_stat_database WHERE datname = current_database()`,
    )
    return rows[0]?.n ?? 0
  })
  return { cpu: processorOf(pid), transactions }
}

/** A screen that paints nothing: when each patch came, by its position. */
interface Follower {
  readonly heard: Map<string, number>
  close(): void
}

/** `told` learns in the how manieth patch each matter is first told of; parsing all that every screen hears would cost the most here. */
async function follow(url: string, cookie: string, told: Map<string, number>): Promise<Follower> {
  const { hostname, port, host } = new URL(url)
  const heard = new Map<string, number>()
  const socket = connect({ host: hostname, port: Number(port), noDelay: true })
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  let come = ''
  socket.setEncoding('latin1')
  socket.on('error', reject)
  socket.on('data', (part) => {
    come += String(part)
    for (let end = come.indexOf('\n\n'); end >= 0; end = come.indexOf('\n\n')) {
      const event = come.slice(0, end)
      come = come.slice(end + 2)
      if (event.includes('event: screen')) resolve()
      if (!event.includes('event: patch')) continue
      const at = Date.now()
      const position = /"position":"([^"]+)"/.exec(event)?.[1] ?? ''
      heard.set(position, at)
      for (const [, id = ''] of event.matchAll(/"id":"([0-9a-f-]{36})"/g)) if (!told.has(id)) told.set(id, heard.size)
    }
  })
  socket.write(`GET /api/screen/live HTTP/1.1\r\nhost: ${host}\r\ncookie: ${cookie}\r\n\r\n`)
  await promise
  return { heard, close: () => socket.destroy() }
}

/** From the commit of each matter to each of these screens. */
function latencyOf(
  screens: readonly ReadonlyMap<string, number>[],
  order: readonly string[],
  told: ReadonlyMap<string, number>,
  committed: ReadonlyMap<string, number>,
): Latencies {
  const latencies = new Latencies()
  for (const [id, at] of committed) {
    const position = order[(told.get(id) ?? 0) - 1] ?? ''
    for (const heard of screens) {
      const when = heard.get(position)
      if (when === undefined) latencies.errors++
      else latencies.add(Math.max(0, when - at))
    }
  }
  return latencies
}

/** Notes when each patch stands on the screen: in the frame after the one that drew it. For pages that are opened from now on. */
async function watchPainting(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const painted: Record<string, number> = {}
    Object.assign(globalThis, { painted })
    globalThis.EventSource = class extends EventSource {
      constructor(url: string | URL, options?: EventSourceInit) {
        super(url, options)
        this.addEventListener('patch', ({ data }: MessageEvent<string>) => {
          // The server's own words.
          const { position } = JSON.parse(data) as { position: string }
          requestAnimationFrame(() => requestAnimationFrame(() => (painted[position] = Date.now())))
        })
      }
    }
  })
}
