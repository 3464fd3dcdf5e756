import { fieldDeviceRoutes } from '@linli/contract/field-devices'
import { setTimeout as wait } from 'node:timers/promises'
import { newId } from '../../apps/server/src/platform/crypto/id.ts'
import { type FieldPlatform, firstSync, look, type Phone, post, startField, sync } from './field-phones.ts'
import { Latencies, type Result, round } from './figures.ts'
import { createHttp } from './http.ts'
import { signInClerks } from './people.ts'
import { withDatabase } from './platform.ts'

const DAYS_AWAY = 14
const VISITS_A_DAY = 10
/** As many as the app puts into one request. */
const AT_ONCE = 25
/** A phone comes back within this time of the first, as after a mast was mended. */
const SPREAD_MS = 60_000
/** What the server asks of a phone that it did not reach in time. */
const AGAIN_MS = 3_000
const DESKS = 8
const PAGES = ['/api/inbox?limit=50', '/api/matters?limit=50', '/api/me']

/** Phones that were away for two weeks come back, while people at desks go on with their work. */
export async function syncStorm({ records, seconds }: { records: number; seconds: number }): Promise<Result> {
  const platform = await startField(records, 200)
  try {
    const desks = await desksOf(platform)
    const cursors = new Map<Phone, string>()
    for (const phone of platform.phones) cursors.set(phone, (await firstSync(platform.url, phone)).cursor)
    const queues = await queuesOf(platform)
    await work(platform, desks, wait(3_000))
    const quiet = await work(platform, desks, wait(seconds * 1000))
    const back = new Latencies()
    const began = performance.now()
    const storm = Promise.all(
      platform.phones.map(async (phone, index) => {
        await wait((SPREAD_MS * index) / platform.phones.length)
        const since = performance.now()
        await comeBack(platform, phone, queues.get(phone) ?? [], cursors.get(phone) ?? '').then(
          () => back.add(performance.now() - since),
          () => back.errors++,
        )
      }),
    )
    const busy = await work(platform, desks, storm)
    const stormSeconds = (performance.now() - began) / 1000
    const [calm, under] = [quiet.figures(seconds), busy.figures(stormSeconds)]
    const visits = await withDatabase(platform.connectionString, async (client) => {
      const { rows } = await client.query<{ count: number }>('SELECT count(*)::int AS count FROM visits')
      return rows[0]?.count ?? 0
    })
    return {
      name: 'sync-storm',
      records: platform.phones.length,
      commandsEach: DAYS_AWAY * VISITS_A_DAY,
      visits,
      seconds: round(stormSeconds),
      commandsPerSecond: round(visits / stormSeconds),
      quietP95Ms: calm['p95Ms'],
      stormP95Ms: under['p95Ms'],
      ratio: round((under['p95Ms'] ?? 0) / (calm['p95Ms'] ?? 1)),
      errors: back.errors + busy.errors,
      kinds: { quiet: calm, storm: under, phone: back.figures(stormSeconds) },
    }
  } finally {
    await platform.stop()
  }
}

async function desksOf({ url, connectionString }: FieldPlatform): Promise<string[]> {
  const http = createHttp(url, 2)
  const clerks = await signInClerks(http, connectionString, DESKS)
  http.close()
  return clerks.map(({ cookie }) => cookie)
}

/** People at desks who look things up, until it is over. */
async function work({ url }: FieldPlatform, desks: readonly string[], until: Promise<unknown>): Promise<Latencies> {
  const latencies = new Latencies()
  let over = false
  void until.finally(() => (over = true))
  await Promise.all(
    desks.map(async (cookie, index) => {
      for (let turn = index; !over; turn++) {
        const began = performance.now()
        await look(url, PAGES[turn % PAGES.length] ?? '', cookie).then(
          () => latencies.add(performance.now() - began),
          () => latencies.errors++,
        )
        // Nobody reads faster than this.
        await wait(200)
      }
    }),
  )
  return latencies
}

interface Command {
  readonly command: 'recordVisit'
  readonly input: Readonly<Record<string, unknown>>
}

/** What each phone did in its two weeks: ten visits a day to the doors of its grid. */
async function queuesOf({ connectionString, phones }: FieldPlatform): Promise<Map<Phone, Command[]>> {
  return withDatabase(connectionString, async (client) => {
    const { rows } = await client.query<{ gridId: string; ids: string[] }>(
      `SELECT grid_id AS "gridId", (array_agg(id::text ORDER BY id))[1:${DAYS_AWAY * VISITS_A_DAY}] AS ids
       FROM households WHERE grid_id = any($1) GROUP BY grid_id`,
      [phones.map(({ gridId }) => gridId)],
    )
    const doors = new Map(rows.map(({ gridId, ids }) => [gridId, ids]))
    return new Map(phones.map((phone) => [phone, (doors.get(phone.gridId) ?? []).map(visitTo)]))
  })
}

function visitTo(householdId: string, index: number): Command {
  const capturedAt = new Date(Date.now() - (DAYS_AWAY - Math.floor(index / VISITS_A_DAY)) * 86_400_000 + index * 60_000)
  return {
    command: 'recordVisit',
    input: {
      commandId: newId(),
      visitId: newId(),
      subject: { kind: 'household', id: householdId },
      result: 'found',
      words: '一切都好',
      capturedAt: capturedAt.toISOString(),
    },
  }
}

async function comeBack(
  { url }: FieldPlatform,
  phone: Phone,
  queue: readonly Command[],
  cursor: string,
): Promise<void> {
  const { deviceId, cookie } = phone
  for (let left = queue; left.length > 0;) {
    const items = left.slice(0, AT_ONCE)
    const { text } = await post(url, `/api${fieldDeviceRoutes.sendCommands.path}`, cookie, { deviceId, items })
    const { answers } = JSON.parse(text) as { answers: { status: number }[] }
    const refused = answers.find(({ status }) => status !== 200 && status !== 429)
    if (refused) throw new Error(`refused: ${JSON.stringify(refused)}`)
    const unreached = items.filter((_, index) => answers[index]?.status === 429)
    left = [...unreached, ...left.slice(AT_ONCE)]
    if (unreached.length > 0) await wait(AGAIN_MS)
  }
  for (let [at, more] = [cursor, true]; more;) {
    const [grid] = (await sync(url, phone, at)).body.grids
    if (!grid) throw new Error('no grid')
    ;[at, more] = [grid.cursor, grid.more]
  }
}
