import type { ProblemBody } from '@linli/contract/problems'
import type { Route, RouteInput, RouteOutput } from '@linli/contract/route'
import type { FastifyInstance } from 'fastify'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pino from 'pino'
import { createApp } from '../src/app.ts'
import { readCategories } from '../src/demo/files.ts'
import { seedAreas } from '../src/modules/areas/index.ts'
import { seedDuty } from '../src/modules/fieldwork/index.ts'
import { seedIdentity } from '../src/modules/identity/index.ts'
import { seedFields } from '../src/modules/people/index.ts'
import { newId } from '../src/platform/crypto/id.ts'
import type { Tx } from '../src/platform/database/database.ts'
import type { Deps } from '../src/platform/deps.ts'
import { countyId, platformWorld } from '../src/platform/testing.ts'
import { onCluster } from './testkit-database.ts'
import {
  area,
  areas,
  founded,
  password,
  type Person,
  phoneOf,
  type Resident,
  staff,
  staffId,
  staffLogins,
  units,
} from './county.ts'

export { countyId }

export interface Answer<T> {
  readonly status: number
  readonly code: string | undefined
  readonly body: T
  readonly problem: Partial<ProblemBody>
  readonly text: string
  readonly headers: Readonly<Record<string, unknown>>
}

export interface Request {
  readonly method: Route['method']
  readonly url: string
  readonly payload?: string | object
  readonly headers?: Readonly<Record<string, string>>
}

export interface World {
  readonly deps: Deps
  readonly app: FastifyInstance
  /** The database as its owner, for what the platform itself may not do. */
  readonly ownerUrl: string
  /** What the log says of requests that failed, line by line. */
  readonly failures: readonly string[]
  /** Calls a route of the contract as somebody, or as anyone; signs in first where needed. */
  call<R extends Route>(who: Person | null, route: R, input: RouteInput<R>): Promise<Answer<RouteOutput<R>>>
  /** Any request, for what the contract does not know or would not let pass. */
  send<T = unknown>(who: Person | null, request: Request): Promise<Answer<T>>
  /** The header with which a browser of this person's would send its session. */
  cookie(who: Person): Promise<string>
  /** That of somebody whom the test added with the password of all. */
  cookieOf(login: string): Promise<string>
  /** Address of the listening server, for what needs a socket. */
  address(): Promise<string>
  /** Moves the clock of the platform; staff sign in anew, since a night ends their sessions. */
  forward(minutes: number): void
  now(): Date
  close(): Promise<void>
}

interface From {
  readonly cookie?: string
  readonly address?: string
}
type Inject = <T>(request: Request, from: From) => Promise<Answer<T>>

/** Signing in has a network address of its own: no test's wrong passwords stand in its way. */
const atHome: From = { address: '10.0.0.1' }

/** The whole server on a database of its own: the county of `county.ts`, every module, sessions by the real doors. */
/** @param changes what its process holds otherwise, such as keys of another suite. */
export async function createWorld(changes: Partial<Deps> = {}): Promise<World> {
  const platform = await platformWorld()
  const dataDir = mkdtempSync(join(tmpdir(), 'linli-world-'))
  const config = { ...platform.deps.config, dataDir, rateLimitPerMinute: 1_000_000 }
  const failures: string[] = []
  const log = pino({ level: 'error', base: null }, { write: (line) => failures.push(line) })
  const deps: Deps = { ...platform.deps, config, log, ...changes }
  await deps.db.transaction().execute(found)
  // The vault asks the database for the time; sessions of this world begin on its own day.
  await onCluster(
    platform.ownerUrl,
    `CREATE OR REPLACE FUNCTION vault.clock() RETURNS timestamptz LANGUAGE sql STABLE AS $$ SELECT timestamptz '${deps.now().toISOString()}' $$`,
  )
  await deps.live.start()
  const app = await createApp(deps)
  await app.ready()
  const cookies = new Map<Person, string>()
  let listening: Promise<string> | undefined

  const inject: Inject = async <T>(request: Request, { cookie, address = '127.0.0.1' }: From) => {
    const answer = await app.inject({
      method: request.method,
      url: request.url,
      remoteAddress: address,
      headers: { ...(cookie === undefined ? {} : { cookie }), ...request.headers },
      ...(request.payload === undefined ? {} : { payload: request.payload }),
    })
    const isJson = String(answer.headers['content-type']).includes('json') && answer.body !== ''
    const json: unknown = isJson ? answer.json() : {}
    // A test expects one shape or a problem; with anything else its next expectation fails.
    const [body, problem] = [json as T, (answer.statusCode < 400 ? {} : json) as Partial<ProblemBody>]
    const { statusCode: status, body: text, headers } = answer
    return { status, code: problem.code, body, problem, text, headers }
  }
  const cookieFrom = async (request: Request): Promise<string> => {
    const answer = await inject(request, atHome)
    const cookie = String(answer.headers['set-cookie']).split(';')[0]
    if (answer.status !== 200 || cookie === undefined) throw new Error(`nobody can sign in so: ${answer.text}`)
    return cookie
  }
  const signIn = async (who: Person): Promise<string> => {
    const cookie = await cookieFrom(isResident(who) ? await codeByPhone(deps, inject, who) : byPassword(who))
    cookies.set(who, cookie)
    return cookie
  }
  const cookie = async (who: Person) => cookies.get(who) ?? signIn(who)
  const send = async <T>(who: Person | null, request: Request): Promise<Answer<T>> => {
    if (who === null) return inject<T>(request, {})
    const held = await cookie(who)
    const answer = await inject<T>(request, { cookie: held })
    // Signed out, this browser no longer holds it: the next call signs in again.
    const emptied = `${held.split('=')[0]}=;`
    if ([answer.headers['set-cookie']].flat().some((line) => String(line).startsWith(emptied))) cookies.delete(who)
    return answer
  }
  return {
    deps,
    app,
    ownerUrl: platform.ownerUrl,
    failures,
    cookie,
    cookieOf: (login) => cookieFrom(byPassword(login)),
    send,
    call: (who, route, input) => send(who, requestOf(route, input)),
    address: () => (listening ??= app.listen({ port: 0, host: '127.0.0.1' })),
    now: deps.now,
    forward(minutes) {
      platform.setNow(new Date(deps.now().getTime() + minutes * 60_000).toISOString())
      for (const who of staffLogins) cookies.delete(who)
    },
    async close() {
      await app.close()
      await platform.close()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

/** How a client sends this input: parameters into the path, the rest into the query or the body. */
export function requestOf(route: Route, input: unknown): Request {
  // Routes take objects; what is none has no parameters.
  const rest = { ...(input as Record<string, unknown>) }
  const path = route.path.replace(/:(\w+)/g, (_whole, name: string) => {
    const value = rest[name]
    delete rest[name]
    return encodeURIComponent(String(value).toWellFormed())
  })
  if (route.method !== 'GET') return { method: route.method, url: `/api${path}`, payload: rest }
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(rest)) {
    if (value !== undefined)
      query.set(
        name,
        typeof value === 'string' ? value : Array.isArray(value) ? value.join(',') : JSON.stringify(value),
      )
  }
  return { method: 'GET', url: `/api${path}${query.size > 0 ? `?${query.toString()}` : ''}` }
}

const isResident = (who: Person): who is Resident => who in phoneOf
const byPassword = (login: string): Request => ({ method: 'POST', url: '/api/login', payload: { login, password } })

async function codeByPhone(deps: Deps, inject: Inject, who: Resident): Promise<Request> {
  const phone = phoneOf[who]
  const asked = await inject<{ challenge: string }>(
    { method: 'POST', url: '/api/resident/code', payload: { phone } },
    atHome,
  )
  const { params } = await deps.db
    .selectFrom('notices')
    .select('params')
    .where('recipient', '=', phone)
    .where('template', '=', 'phone_code')
    .orderBy('createdAt', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirstOrThrow()
  // What would be read on the phone.
  const { code } = params as { code: string }
  return { method: 'POST', url: '/api/resident/session', payload: { challenge: asked.body.challenge, code } }
}

async function found(tx: Tx): Promise<void> {
  await seedFields(tx, countyId)
  await seedDuty(tx, countyId, founded)
  await seedAreas(tx, countyId, founded, areas)
  await seedIdentity(tx, { countyId, validFrom: founded, units: [...units], staff: [...staff], password })
  await tx
    .insertInto('assignments')
    .values({
      countyId,
      id: newId(),
      areaId: area.linyuan3,
      kind: 'worker',
      staffId: staffId.zhoumin,
      validFrom: founded,
    })
    .execute()
  const rules = readCategories().map((one) => ({ code: one.code, rules: JSON.stringify(one) }))
  await tx
    .insertInto('categories')
    .values(rules.map((one) => ({ ...one, countyId, id: newId(), version: 1, validFrom: founded })))
    .execute()
}
