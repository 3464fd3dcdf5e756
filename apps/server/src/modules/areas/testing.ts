import type { Permission } from '@linli/contract/permissions'
import type { AreaGeometry } from '@linli/contract/common'
import type { ProblemBody } from '@linli/contract/problems'
import type { FastifyInstance } from 'fastify'
import { randomUUID } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pino from 'pino'
import { createTestDatabase } from '../../../test/testkit-database.ts'
import type { Actor, Reach } from '../../platform/command/ctx.ts'
import { loadConfig } from '../../platform/config/config.ts'
import { newId } from '../../platform/crypto/id.ts'
import { openMasterKeys } from '../../platform/crypto/master-keys.ts'
import { applicationRole } from '../../platform/database/application-role.ts'
import { createDb, createPool } from '../../platform/database/database.ts'
import { handOverSessionKey } from '../../platform/database/session-key.ts'
import type { Deps } from '../../platform/deps.ts'
import { createHttpServer } from '../../platform/http/server.ts'
import { seedIdentity } from '../identity/index.ts'
import { type AreaSources, registerAreaRoutes } from './routes.ts'
import { seedAreas } from './seed.ts'

export const countyId = 421087
export const opened = '2025-01-01'
/** The day of the tests. */
export const today = '2026-11-23'

/** A rectangle, in degrees; 0.01 degree is about a kilometre here. */
export const box = (x: number, y: number, width: number, height = width): AreaGeometry => ({
  type: 'Polygon',
  coordinates: [
    [
      [x, y],
      [x + width, y],
      [x + width, y + height],
      [x, y + height],
      [x, y],
    ],
  ],
})

/** A county with one town and two communities; 林园 has two grids side by side that tile its western half, and room in the east. */
export const area = {
  county: newId(),
  town: newId(),
  linyuan: newId(),
  yuling: newId(),
  grid1: newId(),
  grid2: newId(),
}
export const unit = { centre: newId(), office: newId(), station: newId() }
export const person = { suwen: newId(), luobin: newId(), hefang: newId(), zhoumin: newId() }

const areas = [
  {
    id: area.county,
    level: 'county' as const,
    parentId: null,
    name: '松滋市',
    nameEn: 'Songzi',
    code: '421087000000',
    boundary: box(111, 30, 1),
  },
  {
    id: area.town,
    level: 'town' as const,
    parentId: area.county,
    name: '新江口镇',
    code: '421087100000',
    boundary: box(111.5, 30, 0.4),
  },
  {
    id: area.linyuan,
    level: 'village' as const,
    parentId: area.town,
    name: '林园社区居委会',
    code: '421087100010',
    urbanRural: '111' as const,
    boundary: box(111.6, 30.1, 0.04, 0.02),
  },
  {
    id: area.yuling,
    level: 'village' as const,
    parentId: area.town,
    name: '玉岭社区居委会',
    code: '421087100011',
    urbanRural: '112' as const,
    boundary: box(111.64, 30.1, 0.04, 0.02),
  },
  {
    id: area.grid1,
    level: 'grid' as const,
    parentId: area.linyuan,
    name: '第1网格',
    gridNo: 1,
    households: 420,
    code: '421087100010001',
    boundary: box(111.6, 30.1, 0.01, 0.02),
  },
  {
    id: area.grid2,
    level: 'grid' as const,
    parentId: area.linyuan,
    name: '第2网格',
    gridNo: 2,
    households: 900,
    code: '421087100010002',
    boundary: box(111.61, 30.1, 0.01, 0.02),
  },
]

const none = { townIds: [], villageIds: [], gridIds: [], unitIds: [] }
const everything: readonly Permission[] = ['area.read', 'area.manage', 'area.import', 'assignment.manage']
const actors: Record<keyof typeof person, { readonly permissions: readonly Permission[]; readonly reach: Reach }> = {
  suwen: { permissions: everything, reach: 'county' },
  luobin: { permissions: ['area.read', 'area.manage', 'assignment.manage'], reach: { ...none, townIds: [area.town] } },
  hefang: {
    permissions: ['area.read', 'area.manage', 'assignment.manage'],
    reach: { ...none, villageIds: [area.yuling] },
  },
  zhoumin: { permissions: ['area.read'], reach: { ...none, gridIds: [area.grid1] } },
}

export interface AreaWorld {
  readonly deps: Deps
  readonly app: FastifyInstance
  /** The actor of a person, for calls without HTTP. */
  actor(who: keyof typeof person): Actor
  get<T = unknown>(who: keyof typeof person | null, path: string, headers?: Record<string, string>): Promise<Answer<T>>
  /** A write; `commandId` is made unless the body names one. */
  command<T = unknown>(who: keyof typeof person | null, path: string, body: Record<string, unknown>): Promise<Answer<T>>
  audited(action: string): Promise<number>
  close(): Promise<void>
}

export interface Answer<T> {
  readonly status: number
  readonly body: T & Partial<ProblemBody>
  readonly headers: Record<string, unknown>
}

/** The county above on a database of its own, behind the real HTTP kernel; `empty`: only the county's row. */
export async function areaWorld({
  empty = false,
  sources = {},
}: { empty?: boolean; sources?: AreaSources } = {}): Promise<AreaWorld> {
  const database = await createTestDatabase()
  const pool = createPool(applicationRole(database.connectionString).url, 8)
  const db = createDb(pool)
  const config = {
    ...loadConfig({ LINLI_DATA: join(tmpdir(), 'linli-area-tests'), LINLI_SECRET: randomUUID().repeat(2) }),
    rateLimitPerMinute: 1_000_000,
  }
  await handOverSessionKey(database.connectionString, config.secret)
  const live: Deps['live'] = { subscribe: () => () => {}, poke: () => {}, start: async () => {}, stop: async () => {} }
  const deps: Deps = {
    config,
    pool,
    db,
    log: pino({ level: 'silent' }),
    live,
    masterKeys: openMasterKeys(config),
    now: () => new Date(`${today}T02:00:00Z`),
  }
  await db.transaction().execute(async (tx) => {
    await tx.insertInto('counties').values({ countyId, name: '松滋市', nameEn: 'Songzi' }).execute()
    if (empty) return
    await seedAreas(tx, countyId, opened, areas)
    await seedIdentity(tx, {
      countyId,
      validFrom: opened,
      units: [
        { id: unit.centre, parentId: null, kind: 'county_centre', areaId: area.county, name: '市社会治理中心' },
        { id: unit.office, parentId: unit.centre, kind: 'town_grid_office', areaId: area.town, name: '新江口网格所' },
        {
          id: unit.station,
          parentId: unit.office,
          kind: 'village_grid_station',
          areaId: area.linyuan,
          name: '林园社区网格站',
          phone: '0716-6220000',
        },
      ],
      staff: Object.entries({ suwen: '苏文', luobin: '罗斌', hefang: '何芳', zhoumin: '周敏' }).map(
        ([login, name]) => ({
          id: person[login as keyof typeof person],
          login,
          name,
          phone: '13800000001',
          posts: [{ unitId: unit.station, roleCode: 'grid_worker' }],
        }),
      ),
      password: null,
    })
  })
  const actor = (who: keyof typeof person): Actor => ({
    kind: 'staff',
    id: person[who],
    name: who,
    countyId,
    posts: [],
    may: (permission) => actors[who].permissions.includes(permission),
    reach: (permission) => (actors[who].permissions.includes(permission) ? actors[who].reach : none),
  })
  const app = await createHttpServer(deps, async (_kind, token) =>
    token in person ? { actor: actor(token as keyof typeof person), sessionId: token } : null,
  )
  registerAreaRoutes(app, deps, sources)
  await app.ready()
  const send = async <T>(
    method: 'GET' | 'POST',
    who: string | null,
    path: string,
    payload?: object,
    headers: Record<string, string> = {},
  ) => {
    const cookie = who === null ? {} : { cookie: `linli-staff=${who}` }
    const answer = await app.inject({
      method,
      url: `/api${path}`,
      headers: { ...cookie, ...headers },
      ...(payload ? { payload } : {}),
    })
    const isJson = String(answer.headers['content-type']).includes('json') && answer.body !== ''
    // A test expects one shape; with any other its next expectation fails.
    return {
      status: answer.statusCode,
      body: (isJson ? answer.json() : {}) as T & Partial<ProblemBody>,
      headers: answer.headers,
    }
  }
  return {
    deps,
    app,
    actor,
    get: (who, path, headers) => send('GET', who, path, undefined, headers),
    command: (who, path, body) => send('POST', who, path, { commandId: newId(), ...body }),
    audited: async (action) => {
      const rows = await db
        .selectFrom('auditLog')
        .select('seq')
        .where('countyId', '=', countyId)
        .where('action', '=', action)
        .execute()
      return rows.length
    },
    close: async () => {
      await app.close()
      await db.destroy()
      await database.drop()
    },
  }
}
