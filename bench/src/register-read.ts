import pg from 'pg'
import { type Figures, Latencies, type Result } from './figures.ts'
import { createHttp, type Http } from './http.ts'
import { signIn } from './people.ts'
import { withDatabase } from './platform.ts'
import { compare, replay, statementsOf } from './read.ts'
import { type RegisterPlatform, startRegister } from './register-platform.ts'

const CLIENTS = 16
/** A worker of one grid, and a supervisor who reaches the county. */
const readers = { worker: 'zhoumin', county: 'wujing' } as const

interface Size {
  readonly records: number
  readonly seconds: number
}

/** Each kind of search, as the worker of one grid and across the county, by sixteen people at once. */
export async function registerSearch({ records, seconds }: Size): Promise<Result> {
  const platform = await startRegister(records)
  const http = createHttp(platform.url, CLIENTS)
  try {
    const kinds: Record<string, Figures> = {}
    const words = await wordsIn(platform)
    for (const [who, login] of Object.entries(readers)) {
      const cookie = await signIn(http, login)
      for (const [kind, list] of Object.entries(words)) {
        kinds[`${who} ${kind}`] = await search(http, cookie, list, (seconds * 2) / Object.keys(words).length)
      }
    }
    const { persons, generatedPerSecond, loadedPerSecond } = platform
    return {
      name: 'register-search',
      records,
      persons,
      generatedPerSecond,
      loadedPerSecond,
      clients: CLIENTS,
      seconds,
      kinds,
    }
  } finally {
    http.close()
    await platform.stop()
  }
}

/** What people type: names, beginnings of them, sounds, numbers and addresses of people who are there. */
async function wordsIn({ connectionString }: RegisterPlatform): Promise<Record<string, string[]>> {
  return withDatabase(connectionString, async (client) => {
    const { rows } = await client.query<{ name: string; full: string; initials: string; address: string }>(
      `SELECT p.name, p.name_full AS full, p.name_initials AS initials, h.address
       FROM persons p JOIN households h ON h.county_id = p.county_id AND h.id = p.household_id
       WHERE hashtext(p.id::text) % 97 = 0 LIMIT 200`,
    )
    const of = (make: (row: (typeof rows)[number]) => string) => rows.map(make)
    return {
      name: of(({ name }) => name),
      surname: of(({ name }) => [...name][0] ?? ''),
      pinyin: of(({ full }) => full),
      typing: of(({ full }) => full.slice(0, 4)),
      initials: of(({ initials }) => initials),
      phone: of((_row) => `199${String(Math.floor(Math.random() * 100_000_000)).padStart(8, '0')}`),
      address: of(({ address }) => address),
      building: of(({ address }) => address.replace(/\d+单元.*$|\d+号$/u, '')),
    }
  })
}

/** Until every connection has prepared its statements. */
const WARM_SECONDS = 2

async function search(http: Http, cookie: string, words: readonly string[], seconds: number): Promise<Figures> {
  await searching(http, cookie, words, WARM_SECONDS)
  return searching(http, cookie, words, seconds)
}

async function searching(http: Http, cookie: string, words: readonly string[], seconds: number): Promise<Figures> {
  const latencies = new Latencies()
  const until = performance.now() + seconds * 1000
  let turn = 0
  await Promise.all(
    Array.from({ length: CLIENTS }, async () => {
      while (performance.now() < until) {
        const q = words[turn++ % words.length]
        const began = performance.now()
        const { status } = await http.send('POST', '/api/register/search', cookie, { q })
        latencies.add(performance.now() - began)
        if (status !== 200) latencies.errors++
      }
    }),
  )
  return latencies.figures(seconds)
}

/** The household page with its record of reading, against the very statements that it sends. */
export async function registerPage({ records, seconds }: Size): Promise<Result> {
  const platform = await startRegister(records)
  const http = createHttp(platform.url, CLIENTS)
  const pool = new pg.Pool({ connectionString: platform.connectionString, max: CLIENTS })
  try {
    const cookie = await signIn(http, readers.county)
    const id = await withDatabase(platform.connectionString, async (client) => {
      const { rows } = await client.query<{ id: string }>('SELECT id FROM households ORDER BY members DESC, id LIMIT 1')
      return rows[0]?.id ?? ''
    })
    const path = `/api/register/households/${id}`
    const statements = await statementsOf(platform, path, cookie)
    const page = () =>
      http.send('GET', path, cookie).then(({ status }) => {
        if (status !== 200) throw new Error(`${path}: ${status}`)
      })
    const household = await compare(page, replay(pool, statements), seconds, statements.length)
    return {
      name: 'register-page',
      records,
      persons: platform.persons,
      clients: CLIENTS,
      seconds,
      kinds: { household },
    }
  } finally {
    http.close()
    await pool.end()
    await platform.stop()
  }
}
