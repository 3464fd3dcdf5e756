import type { SignedIn } from '@linli/contract/identity'
import type { ProblemBody } from '@linli/contract/problems'
import type { FastifyInstance } from 'fastify'
import { randomUUID } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pino from 'pino'
import { createTestDatabase } from '../../../test/testkit-database.ts'
import { type Config, loadConfig } from '../../platform/config/config.ts'
import { newId } from '../../platform/crypto/id.ts'
import { openMasterKeys } from '../../platform/crypto/master-keys.ts'
import { applicationRole } from '../../platform/database/application-role.ts'
import { createDb, createPool, type Tx } from '../../platform/database/database.ts'
import { handOverSessionKey } from '../../platform/database/session-key.ts'
import type { Deps } from '../../platform/deps.ts'
import { createHttpServer } from '../../platform/http/server.ts'
import { createSessionResolver, registerIdentityRoutes } from './index.ts'
import type { AreaSource } from './reach.ts'
import { seedIdentity, type SeedStaff, type SeedUnit } from './seed.ts'

export const countyId = 421087
/** Long enough for the rules, and nothing anybody uses elsewhere. */
export const password = '梧桐树下的第三盏路灯'

/** The named people of the tests and the units they work in. */
export const unit = {
  centre: newId(),
  office: newId(),
  station: newId(),
  bureau: newId(),
  maintenance: newId(),
  otherOffice: newId(),
}
export const area = { county: newId(), town: newId(), village: newId(), grid: newId(), otherTown: newId() }
export const person = {
  suwen: newId(),
  wujing: newId(),
  luobin: newId(),
  hefang: newId(),
  zhoumin: newId(),
  huangjian: newId(),
  tangqi: newId(),
}

const units: SeedUnit[] = [
  { id: unit.centre, parentId: null, kind: 'county_centre', areaId: null, name: '松滋市社会治理中心' },
  { id: unit.office, parentId: unit.centre, kind: 'town_grid_office', areaId: area.town, name: '新江口网格所' },
  {
    id: unit.station,
    parentId: unit.office,
    kind: 'village_grid_station',
    areaId: area.village,
    name: '林园社区网格站',
  },
  { id: unit.otherOffice, parentId: unit.centre, kind: 'town_grid_office', areaId: area.otherTown, name: '洈水网格所' },
  { id: unit.bureau, parentId: null, kind: 'department', areaId: null, departmentCode: 'housing', name: '市住建局' },
  { id: unit.maintenance, parentId: unit.bureau, kind: 'department', areaId: null, name: '市政维护所' },
]

const one = (login: keyof typeof person, name: string, unitId: string, roleCode: string): SeedStaff => ({
  id: person[login],
  login,
  name,
  phone: '13800000001',
  posts: [{ unitId, roleCode }],
})
const staff = [
  one('suwen', '苏文', unit.centre, 'administrator'),
  one('wujing', '吴静', unit.centre, 'centre_supervisor'),
  one('luobin', '罗斌', unit.office, 'town_dispatcher'),
  one('hefang', '何芳', unit.station, 'station_clerk'),
  one('zhoumin', '周敏', unit.station, 'grid_worker'),
  one('huangjian', '黄建', unit.bureau, 'department_officer'),
  one('tangqi', '唐琪', unit.otherOffice, 'town_dispatcher'),
]

/** Areas as the areas module would tell them: the town took over from an earlier one. */
export const earlierTown = newId()
export const areas: AreaSource = {
  lineage: async (_countyId, areaId) => {
    if (areaId === area.county) return { level: 'county', ids: [areaId] }
    if (areaId === area.town) return { level: 'town', ids: [area.town, earlierTown] }
    return { level: areaId === area.village ? 'village' : 'town', ids: [areaId] }
  },
  gridsAssignedTo: async (_countyId, staffId) => (staffId === person.zhoumin ? [area.grid] : []),
}

export interface World {
  readonly deps: Deps
  readonly app: FastifyInstance
  /** Moves the clock of the platform. */
  forward(seconds: number): void
  close(): Promise<void>
}

/** A county with the people above, on a database of its own, behind the real HTTP kernel. */
export async function identityWorld(change: (config: Config) => Config = (config) => config): Promise<World> {
  const database = await createTestDatabase()
  const pool = createPool(applicationRole(database.connectionString).url, 8)
  const db = createDb(pool)
  let now = new Date('2026-11-23T02:00:00Z')
  const config = change({
    ...loadConfig({ LINLI_DATA: join(tmpdir(), 'linli-identity-tests'), LINLI_SECRET: randomUUID().repeat(2) }),
    rateLimitPerMinute: 1_000_000,
  })
  await handOverSessionKey(database.connectionString, config.secret)
  const live: Deps['live'] = { subscribe: () => () => {}, poke: () => {}, start: async () => {}, stop: async () => {} }
  const deps: Deps = {
    config,
    pool,
    db,
    log: pino({ level: 'silent' }),
    live,
    masterKeys: openMasterKeys(config),
    now: () => now,
  }
  await db.transaction().execute(async (tx) => {
    await tx.insertInto('counties').values({ countyId, name: '松滋市', nameEn: 'Songzi' }).execute()
    await insertAreas(tx)
    await seedIdentity(tx, { countyId, validFrom: '2025-01-01', units, staff, password })
  })
  const app = await createHttpServer(deps, createSessionResolver(deps, areas))
  registerIdentityRoutes(app, deps)
  await app.ready()
  return {
    deps,
    app,
    forward: (seconds) => (now = new Date(now.getTime() + seconds * 1000)),
    close: async () => {
      await app.close()
      await db.destroy()
      await database.drop()
    },
  }
}

/** A browser of somebody: keeps its cookies, comes from an address of its own. */
export class Browser {
  readonly cookies = new Map<string, string>()
  readonly address: string
  readonly #app: FastifyInstance
  constructor(world: { readonly app: FastifyInstance }, address = '10.0.0.1') {
    this.#app = world.app
    this.address = address
  }

  get<T = unknown>(path: string) {
    return this.#send<T>('GET', path)
  }
  /** A write; `commandId` is made unless the body names one. */
  command<T = unknown>(path: string, body: Record<string, unknown> = {}) {
    return this.#send<T>('POST', path, { commandId: newId(), ...body })
  }
  post<T = unknown>(path: string, body: Record<string, unknown> = {}) {
    return this.#send<T>('POST', path, body)
  }
  login(login: string, secret = password) {
    return this.post<SignedIn>('/login', { login, password: secret })
  }

  async #send<T>(method: 'GET' | 'POST', path: string, payload?: Record<string, unknown>) {
    const answer = await this.#app.inject({
      method,
      url: path.startsWith('/api/') ? path : `/api${path}`,
      remoteAddress: this.address,
      headers: { cookie: [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
      ...(payload ? { payload } : {}),
    })
    for (const { name, value } of answer.cookies) {
      if (value === '') this.cookies.delete(name)
      else this.cookies.set(name, value)
    }
    const isJson = String(answer.headers['content-type']).includes('json')
    // A test expects one shape; with any other its next expectation fails.
    const body = (isJson ? answer.json() : {}) as T & Partial<ProblemBody>
    return { status: answer.statusCode, code: body.code, body, headers: answer.headers, cookies: answer.cookies }
  }
}

async function insertAreas(tx: Tx): Promise<void> {
  const levels = { [area.county]: 'county', [area.town]: 'town', [area.otherTown]: 'town', [area.village]: 'village' }
  const rows = Object.entries(levels).map(([id, level]) => ({ countyId, id, level, validFrom: '2016-01-01' }))
  await tx.insertInto('areas').values(rows).execute()
}
