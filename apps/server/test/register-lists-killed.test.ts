import { registerImportRoutes } from '@linli/contract/people-lists'
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { newId } from '../src/platform/crypto/id.ts'
import { masterKeyFile } from '../src/platform/crypto/master-keys.ts'
import { documentOf, importList, sendList, settle, tryList } from './register-lists.ts'
import { createWorld, type World } from './world.ts'

const KILLS = 4
const HOUSEHOLDS = 400

let world: World
let owner: pg.Client

beforeAll(async () => {
  world = await createWorld()
  owner = new pg.Client({ connectionString: world.ownerUrl })
  await owner.connect()
})
afterAll(async () => {
  await owner.end()
  await world.close()
})

const header = '网格编码,地址,户号,姓名,证件号码,电话,与户主关系'
function list(): Buffer {
  const rows = Array.from({ length: HOUSEHOLDS * 2 }, (_, index) => {
    const household = Math.floor(index / 2)
    const birth = `19${60 + (household % 30)}-0${1 + (household % 9)}-1${index % 2}`
    const name = `吴${String.fromCodePoint(0x4e00 + household)}`
    const number = documentOf(birth, household)
    return `421087100010001,解放路 ${household} 号,K${household},${name}${'甲乙'[index % 2] ?? ''},${number},1370000${String(index).padStart(4, '0')},${index % 2 === 0 ? '户主' : '其他'}`
  })
  return Buffer.from(`${header}\n${rows.join('\n')}\n`)
}

async function startWorker(): Promise<ChildProcess> {
  const { config } = world.deps
  const worker = fork(join(import.meta.dirname, 'list-worker.ts'), {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    env: {
      ...process.env,
      DATABASE_URL: world.ownerUrl,
      LINLI_DATA: config.dataDir,
      LINLI_SECRET: config.secret,
      MASTER_KEY_FILE: masterKeyFile(config),
      LOG_LEVEL: 'silent',
    },
  })
  await once(worker, 'message')
  return worker
}

async function one<T>(query: string): Promise<T> {
  const { rows } = await owner.query<{ value: T }>(query)
  // Each query asks for one value of one row.
  return rows[0]?.value as T
}

describe('a server that is killed while it takes a list in', () => {
  it('leaves whole batches, and the next one goes on behind them', async () => {
    const file = list()
    const tried = await tryList(world, 'hefang', await sendList(world, 'hefang', '名单.csv', file))
    expect(tried.counts).toMatchObject({ persons: HOUSEHOLDS * 2, faulty: 0 })
    await world.call('hefang', registerImportRoutes.runList, { commandId: newId(), importId: tried.id })

    const progress = () => one<number>(`SELECT done AS value FROM register_imports WHERE id = '${tried.id}'`)
    const seen: number[] = []
    for (let kill = 0; kill < KILLS; kill++) {
      const worker = await startWorker()
      const gone = once(worker, 'exit')
      // Once it has begun, somewhere in the middle of whatever it does.
      const before = seen.at(-1) ?? 0
      await vi.waitFor(async () => expect(await progress()).toBeGreaterThan(before), { timeout: 20_000, interval: 5 })
      await wait(kill * 9)
      worker.kill('SIGKILL')
      await gone
      await owner.query(
        `UPDATE register_imports SET claimed_until = now() - interval '1 second' WHERE claimed_until IS NOT NULL`,
      )
      expect(await one('SELECT count(*)::int AS value FROM persons')).toBe(await progress())
      seen.push(await progress())
    }
    expect(seen.at(-1)).toBeLessThan(HOUSEHOLDS * 2)
    expect(seen).toEqual(seen.toSorted((a, b) => a - b))

    await settle(world.deps)
    const { body } = await world.call('hefang', registerImportRoutes.getListImport, { importId: tried.id })
    expect(body).toMatchObject({ state: 'done', counts: { rows: HOUSEHOLDS * 2, persons: HOUSEHOLDS * 2, faulty: 0 } })
    expect(await one(`SELECT count(*)::int AS value FROM households WHERE members = 2`)).toBe(HOUSEHOLDS)
    expect(await one(`SELECT count(DISTINCT digest)::int AS value FROM person_keys WHERE kind = 'document'`)).toBe(
      HOUSEHOLDS * 2,
    )
    expect(await one(`SELECT count(*)::int AS value FROM vault.facts`)).toBe(HOUSEHOLDS * 4)
    expect((await importList(world, 'hefang', file)).counts).toMatchObject({ unchanged: HOUSEHOLDS * 2, persons: 0 })
  })
})

describe('a row that the checks let pass and the database does not', () => {
  it('is named and left out alone', async () => {
    await owner.query(`ALTER TABLE persons ADD CONSTRAINT persons_of_this_test CHECK (name <> '吴坏')`)
    const rows = Array.from({ length: 100 }, (_, index) => {
      const name = index === 57 ? '吴坏' : `吴${String.fromCodePoint(0x6000 + index)}`
      return `421087100010002,建设路 ${index} 号,B${index},${name},,1371111${String(index).padStart(4, '0')},户主`
    })
    const taken = await importList(world, 'hefang', Buffer.from(`${header}\n${rows.join('\n')}\n`))
    expect(taken.counts).toMatchObject({ rows: 100, persons: 99, faulty: 1 })
    const { body } = await world.call('hefang', registerImportRoutes.listListFaults, { importId: taken.id })
    expect(body.items).toMatchObject([{ row: 59, reason: 'not_taken' }])
  })
})
