import { hash } from 'node:crypto'
import pg from 'pg'
import { createApp } from '../../apps/server/src/app.ts'
import { loadConfig } from '../../apps/server/src/platform/config/config.ts'
import { GatheringClient } from '../../apps/server/src/platform/database/gathering-client.ts'
import { openDeps } from '../../apps/server/src/platform/process.ts'
import { type Figures, Latencies, type Result, round } from './figures.ts'
import { createHttp } from './http.ts'
import { type Clerk, signInClerks } from './people.ts'
import { type Platform, startPlatform, withDatabase } from './platform.ts'

const CLIENTS = 8
const TURNS = 4

interface Statement {
  readonly text: string
  readonly values: readonly unknown[]
}

/** A page over HTTP against the very statements that it sends, through `pg` alone, plain and prepared, in turns in the same run. */
export async function read({ records, seconds }: { records: number; seconds: number }): Promise<Result> {
  const platform = await startPlatform(records)
  const http = createHttp(platform.url, CLIENTS)
  const pool = new pg.Pool({ connectionString: platform.connectionString, max: CLIENTS })
  try {
    const [clerk] = await signInClerks(http, platform.connectionString, 1)
    if (!clerk) throw new Error('nobody to read as')
    const pages = { matter: `/api/matters/${await busyMatter(platform, clerk)}`, inbox: '/api/inbox?limit=50' }
    const kinds: Record<string, Figures> = {}
    for (const [kind, path] of Object.entries(pages)) {
      const statements = await statementsOf(platform, path, clerk.cookie)
      const page = () =>
        http.send('GET', path, clerk.cookie).then(({ status }) => {
          if (status !== 200) throw new Error(`${path}: ${status}`)
        })
      kinds[kind] = await compare(page, replay(pool, statements), seconds, statements.length)
    }
    return { name: 'read', records, clients: CLIENTS, seconds, kinds }
  } finally {
    http.close()
    await pool.end()
    await platform.stop()
  }
}

/** The matter of the clerk's village with the longest timeline. */
function busyMatter({ connectionString }: Platform, clerk: Clerk): Promise<string> {
  return withDatabase(connectionString, async (client) => {
    const { rows } = await client.query<{ id: string }>(
      `SELECT m.id FROM matters m JOIN matter_entries e ON e.county_id = m.county_id AND e.matter_id = m.id
       WHERE m.desk_unit_id = $1 GROUP BY m.id ORDER BY count(*) DESC LIMIT 1`,
      [clerk.unitId],
    )
    return rows[0]?.id ?? ''
  })
}

/** What the server asks the database for one such page, once its caches are warm. */
export async function statementsOf(
  { env, connectionString }: Platform,
  path: string,
  cookie: string,
): Promise<Statement[]> {
  const deps = await openDeps(loadConfig(env), connectionString)
  const app = await createApp(deps)
  const statements: Statement[] = []
  const ask = () => app.inject({ method: 'GET', url: path, headers: { cookie } })
  try {
    for (let warm = 0; warm < 3; warm++) await ask()
    const { ask: gathered, query } = GatheringClient.prototype
    // Every statement of the platform passes one of these, whichever library wrote it.
    GatheringClient.prototype.ask = function (text, values) {
      statements.push({ text, values })
      return Reflect.apply(gathered, this, [text, values])
    }
    GatheringClient.prototype.query = function (...args: unknown[]) {
      const [statement, values] = args as [string | Partial<Statement>, readonly unknown[] | undefined]
      const { text = '', values: own } = typeof statement === 'string' ? { text: statement } : statement
      statements.push({ text, values: own ?? values ?? [] })
      return Reflect.apply(query, this, args)
    }
    try {
      await ask()
    } finally {
      Object.assign(GatheringClient.prototype, { ask: gathered, query })
    }
    if (statements.length === 0) throw new Error(`${path} asked the database nothing`)
  } finally {
    await app.close()
    await deps.close()
  }
  return statements
}

/** The statements of one page through `pg`: as they are, or prepared, as the platform has what it asks often. */
export const replay = (pool: pg.Pool, statements: readonly Statement[]) => {
  const plain = statements.map(({ text, values }) => ({ text, values: [...values] }))
  // Hashed before anything is measured; one text has one name on its connection, whichever page asks.
  const named = plain.map((statement) => ({ ...statement, name: hash('md5', statement.text) }))
  return async (prepared: boolean): Promise<void> => {
    const client = await pool.connect()
    try {
      for (const statement of prepared ? named : plain) await client.query(statement)
    } finally {
      client.release()
    }
  }
}

export async function compare(
  page: () => Promise<void>,
  raw: (prepared: boolean) => Promise<void>,
  seconds: number,
  statements: number,
): Promise<Figures> {
  const ways = [page, () => raw(false), () => raw(true)]
  const [http, plain, prepared] = [new Latencies(), new Latencies(), new Latencies()]
  const share = seconds / TURNS / ways.length
  for (const way of ways) await load(way, share / 2, new Latencies())
  for (let turn = 0; turn < TURNS; turn++)
    for (const [index, into] of [http, plain, prepared].entries()) await load(ways[index] ?? page, share, into)
  const [figures, ofPlain, ofPrepared] = [http, plain, prepared].map((each) => each.figures(seconds / ways.length))
  const [own = 0, rawPerSecond = 0, preparedPerSecond = 0] = [figures, ofPlain, ofPrepared].map(
    (each) => each?.['perSecond'],
  )
  return {
    ...figures,
    errors: http.errors + plain.errors + prepared.errors,
    rawPerSecond,
    ratio: round(own / rawPerSecond),
    preparedPerSecond,
    preparedRatio: round(own / preparedPerSecond),
    statements,
  }
}

async function load(run: () => Promise<void>, seconds: number, into: Latencies): Promise<void> {
  const until = performance.now() + seconds * 1000
  await Promise.all(
    Array.from({ length: CLIENTS }, async () => {
      while (performance.now() < until) {
        const began = performance.now()
        try {
          await run()
          into.add(performance.now() - began)
        } catch (error) {
          if (into.errors++ === 0) console.error(String(error))
        }
      }
    }),
  )
}
