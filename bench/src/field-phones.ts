import { fieldDeviceRoutes } from '@linli/contract/field-devices'
import { fieldSyncRoutes } from '@linli/contract/field-sync'
import type { RouteOutput } from '@linli/contract/route'
import { get, type IncomingMessage, request } from 'node:http'
import { createBrotliDecompress } from 'node:zlib'
import { syntheticGrids } from '../../apps/server/src/demo/register.ts'
import { planDuties } from '../../apps/server/src/modules/fieldwork/index.ts'
import { newId } from '../../apps/server/src/platform/crypto/id.ts'
import { createHttp } from './http.ts'
import { signIn } from './people.ts'
import { type Platform, startPlatform, withDatabase } from './platform.ts'
import { fillRegister } from './population.ts'

const COUNTY = 421_087
/** A worker with a phone that the station knows. */
export interface Phone {
  readonly staffId: string
  readonly gridId: string
  readonly cookie: string
  readonly deviceId: string
}

export interface FieldPlatform extends Platform {
  readonly phones: readonly Phone[]
  readonly persons: number
}

/** The demo county with `households` in each grid of so many workers, planned; each answers for one grid alone. */
export async function startField(workers: number, households: number): Promise<FieldPlatform> {
  let persons = 0
  let gridIds: string[] = []
  const platform = await startPlatform(0, {
    fill: async (deps, connectionString) => {
      const grids = (await syntheticGrids(deps, COUNTY)).slice(0, workers)
      gridIds = grids.map(({ id }) => id)
      await deps.pool.query(`DELETE FROM assignments WHERE kind = 'deputy'`)
      ;({ persons } = await fillRegister(deps, connectionString, COUNTY, grids, households))
      await planDuties(deps, COUNTY)
    },
  })
  try {
    return { ...platform, persons, phones: await phonesOf(platform, gridIds) }
  } catch (error) {
    await platform.stop()
    throw error
  }
}

async function phonesOf({ url, connectionString }: Platform, gridIds: readonly string[]): Promise<Phone[]> {
  const found = await withDatabase(connectionString, async (client) => {
    const { rows } = await client.query<{ login: string; staffId: string; gridId: string }>(
      `SELECT DISTINCT ON (a.area_id) s.login, s.id AS "staffId", a.area_id AS "gridId"
       FROM assignments a JOIN staff s ON s.county_id = a.county_id AND s.id = a.staff_id
       WHERE a.kind = 'worker' AND a.area_id = any($1) ORDER BY a.area_id, a.id`,
      [gridIds],
    )
    return rows
  })
  const http = createHttp(url, 4)
  const phones: Phone[] = []
  for (const { login, staffId, gridId } of found) {
    const cookie = await signIn(http, login)
    const deviceId = newId()
    const input = { deviceId, name: 'Redmi 9A', appVersion: '0.1.0', pin: '271828' }
    const { status, text } = await http.send('POST', `/api${fieldDeviceRoutes.enrolDevice.path}`, cookie, input)
    if (status !== 200) throw new Error(text)
    phones.push({ staffId, gridId, cookie, deviceId })
  }
  http.close()
  return phones
}

type Synced = RouteOutput<typeof fieldSyncRoutes.syncField>

export interface FirstSync {
  readonly ms: number
  /** As they came over the line, compressed as a phone asks for it. */
  readonly bytes: number
  readonly households: number
  readonly cursor: string
}

/** All of a worker's grid onto an empty phone, page by page, as the app does it. */
export async function firstSync(url: string, phone: Phone): Promise<FirstSync> {
  const began = performance.now()
  let bytes = 0
  let households = 0
  for (let cursor: string | null = null; ;) {
    const answer = await sync(url, phone, cursor)
    bytes += answer.bytes
    const [grid] = answer.body.grids
    if (!grid) throw new Error('a worker without a grid')
    households += grid.households.length
    cursor = grid.cursor
    if (!grid.more) return { ms: performance.now() - began, bytes, households, cursor }
  }
}

export async function sync(url: string, phone: Phone, cursor: string | null): Promise<{ body: Synced; bytes: number }> {
  const { deviceId, gridId } = phone
  const answer = await post(url, `/api${fieldSyncRoutes.syncField.path}`, phone.cookie, {
    deviceId,
    appVersion: '0.1.0',
    phoneAt: new Date().toISOString(),
    grids: [{ gridId, cursor }],
    basics: null,
  })
  // The contract's own shape: the server has parsed it with it.
  return { body: JSON.parse(answer.text) as Synced, bytes: answer.bytes }
}

/** What a phone sends and gets, with the bytes of the body as they came. @throws when refused */
export function post(
  url: string,
  path: string,
  cookie: string,
  body: object,
): Promise<{ text: string; bytes: number }> {
  return new Promise((resolve, reject) => {
    const asked = request(
      new URL(path, url),
      { method: 'POST', headers: { cookie, 'content-type': 'application/json', 'accept-encoding': 'br' } },
      (answer) => void read(answer).then(resolve, reject),
    )
    asked.on('error', reject)
    asked.end(JSON.stringify(body))
  })
}

async function read(answer: IncomingMessage): Promise<{ text: string; bytes: number }> {
  let bytes = 0
  answer.on('data', (part: Buffer) => (bytes += part.length))
  const plain = answer.headers['content-encoding'] === 'br' ? answer.pipe(createBrotliDecompress()) : answer
  const parts: Buffer[] = []
  for await (const part of plain) parts.push(part as Buffer)
  const text = Buffer.concat(parts).toString('utf8')
  if (answer.statusCode !== 200) throw new Error(`${answer.statusCode} ${text.slice(0, 300)}`)
  return { text, bytes }
}

/** Somebody at a desk looks something up. */
export function look(url: string, path: string, cookie: string): Promise<{ text: string; bytes: number }> {
  return new Promise((resolve, reject) => {
    get(new URL(path, url), { headers: { cookie } }, (answer) => void read(answer).then(resolve, reject)).on(
      'error',
      reject,
    )
  })
}
