import { rightsRoutes } from '@linli/contract/people-rights'
import { peopleRoutes } from '@linli/contract/people'
import { retentionRoutes } from '@linli/contract/retention'
import { spawnSync } from 'node:child_process'
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest'
import { newId } from '../src/platform/crypto/id.ts'
import { masterKeyFile } from '../src/platform/crypto/master-keys.ts'
import { openDeps } from '../src/platform/process.ts'
import { erasureListPath, readList, replayErasures } from '../src/platform/retention/index.ts'
import { registerRetention } from '../src/retention.ts'
import { phoneOf } from './county.ts'
import { member, numberOf, type Register, registerIn } from './register.ts'
import { addPicture, tablesWith } from './retention.ts'
import { onCluster } from './testkit-database.ts'
import { createWorld, type World } from './world.ts'

const cli = fileURLToPath(new URL('../src/cli.ts', import.meta.url))
const target = `erased_${process.pid}`
const document = { kind: 'resident_id' as const, number: numberOf('1953-03-07', '098') }

let world: World
let register: Register
let owner: pg.Client
let targetUrl: string
let backup: string
let personId: string
let sonId: string
let requestId: string

beforeAll(async () => {
  world = await createWorld()
  register = registerIn(world)
  owner = new pg.Client({ connectionString: world.ownerUrl })
  await owner.connect()
  await onCluster(inject('clusterUrl'), `CREATE DATABASE ${target}`)
  targetUrl = Object.assign(new URL(inject('clusterUrl')), { pathname: `/${target}` }).href
  backup = join(world.deps.config.dataDir, 'backup')
})
afterAll(async () => {
  await owner.end()
  await world.close()
  await onCluster(inject('clusterUrl'), `DROP DATABASE IF EXISTS ${target} WITH (FORCE)`)
})

function linli(args: string[], databaseUrl: string, more: Record<string, string> = {}) {
  const { config } = world.deps
  const env = {
    ...process.env,
    DATABASE_URL: databaseUrl,
    LINLI_DATA: config.dataDir,
    LINLI_SECRET: config.secret,
    MASTER_KEY_FILE: masterKeyFile(config),
    ...more,
  }
  const run = spawnSync(process.execPath, [cli, ...args], { encoding: 'utf8', env })
  return { status: run.status, said: `${run.stdout}${run.stderr}` }
}

async function namesIn(url: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const { rows } = await client.query<{ name: string }>('SELECT name FROM persons ORDER BY name')
  await client.end()
  return rows.map(({ name }) => name)
}

const ask = (kind: 'deletion' | 'copy', words: string) =>
  world.call('zhangguilan', rightsRoutes.requestRight, { commandId: newId(), personId, kind, words })
const decide = (changes: object) =>
  world.call('daiping', rightsRoutes.decideRightsRequest, {
    commandId: newId(),
    requestId,
    decision: 'fulfil',
    answer: '已删除。',
    ...changes,
  })

describe('a deletion that is asked for and granted', { timeout: 120_000 }, () => {
  it('says what is erased, and erases a part alone where no more was asked for', async () => {
    const { body } = await register.addHousehold('zhoumin', [
      member('张桂兰', { document, phone: phoneOf.zhangguilan, relation: 'head' }),
      member('单家明', { relation: 'son', phone: '13900004444' }),
    ])
    const idOf = (name: string) => body.members.find((one) => one.name === name)?.id ?? ''
    ;[personId, sonId] = [idOf('张桂兰'), idOf('单家明')]
    await world.call('zhangguilan', rightsRoutes.claimFile, { commandId: newId(), document, name: '张桂兰' })
    const person = (await world.call('zhoumin', peopleRoutes.getPerson, { personId })).body
    await world.call('zhoumin', peopleRoutes.changePerson, {
      commandId: newId(),
      personId,
      seenVersion: person.version,
      said: {},
      sealed: [{ field: 'health_note', value: '高血压，每天服药' }],
    })
    requestId = (await ask('deletion', '请删除健康记录')).body.id
    const preview = (await world.call('daiping', rightsRoutes.previewErasure, { requestId })).body
    expect(preview).toMatchObject({ held: false, parts: ['file', 'identity', 'contact', 'health'], residences: 1 })
    expect(preview.readings).toBeGreaterThan(0)
    expect((await decide({})).problem.faults).toMatchObject([{ path: 'erase', rule: 'required' }])
    expect((await decide({ erase: ['health'] })).status).toBe(200)
    const own = await world.call('zhangguilan', rightsRoutes.revealOwnFile, { commandId: newId(), personId })
    expect(own.body.values.map(({ field }) => field).toSorted()).toEqual(['document', 'phone'])
    const copy = (await ask('copy', '要一份复印件')).body.id
    requestId = copy
    expect((await decide({ erase: ['file'] })).problem.faults).toMatchObject([{ path: 'erase', rule: 'not_in_list' }])
    expect(linli(['backup', backup], world.ownerUrl)).toMatchObject({ status: 0 })
  })

  it('erases the whole file everywhere, with a certificate, and answers whoever asked', async () => {
    const hasPicture = await addPicture(world, owner, personId)
    requestId = (await ask('deletion', '我不想再被登记')).body.id
    expect((await decide({ erase: ['file'] })).status).toBe(200)
    for (const words of ['张桂兰', 'zhangguilan', '138****1234', '不想再被登记'])
      expect(
        (await tablesWith(owner, words)).filter((table) => table !== 'public.notices'),
        words,
      ).toEqual([])
    expect(await tablesWith(owner, personId)).toEqual(['public.rights_requests'])
    await vi.waitFor(() => expect(hasPicture()).toBe(false))
    expect(await register.search('zhoumin', '单家明')).toEqual(['单**'])
    expect((await world.call('zhangguilan', rightsRoutes.listOwnFiles, {})).body.items).toEqual([])
    const requests = (await world.call('zhangguilan', rightsRoutes.listOwnRequests, {})).body.items
    expect(requests.find(({ id }) => id === requestId)).toMatchObject({
      state: 'fulfilled',
      answer: '已删除。',
      erased: [{ part: 'file', certificate: expect.stringMatching(/^XH-/) }],
    })
    // The copy that was still to come is no more.
    expect(requests.filter(({ state }) => state === 'open')).toEqual([])
    const { items } = (await world.call('daiping', retentionRoutes.listCertificates, { cause: 'request' })).body
    expect(items).toMatchObject([
      { rule: 'file', by: '戴萍', subjects: 1, counts: { persons: 1, values: 2, pictures: 1 } },
      { rule: 'health', by: '戴萍', counts: { values: 1 } },
    ])
    expect(
      (await world.call('daiping', rightsRoutes.listRightsRequests, { state: 'closed' })).body.items[0],
    ).toMatchObject({ kind: 'deletion', title: null, words: '' })
  })
})

describe('an older backup that is put back', { timeout: 120_000 }, () => {
  it('does not bring back whoever was erased since', async () => {
    const list = erasureListPath(world.deps.config)
    await vi.waitFor(() => expect(readList(list).erasures).toHaveLength(2))
    expect(readFileSync(list, 'utf8')).not.toMatch(/张桂兰|13800001234|138\*/)
    const run = linli(['restore', backup], targetUrl)
    expect(run).toMatchObject({ status: 0, said: expect.stringContaining('erased again') })
    expect(await namesIn(targetUrl)).toEqual(['单家明'])
    const client = new pg.Client({ connectionString: targetUrl })
    await client.connect()
    expect(await tablesWith(client, personId)).toEqual(['public.rights_requests'])
    const { rows } = await client.query(
      'SELECT cause, subjects, finished_at IS NOT NULL AS finished FROM deletion_certificates WHERE cause = $1',
      ['restore'],
    )
    expect(rows).toEqual([{ cause: 'restore', subjects: 1, finished: true }])
    // Health had been erased before the backup was made, and stands in it as done.
    expect((await client.query('SELECT FROM erasures WHERE pending')).rowCount).toBe(0)
    await client.end()
  })

  it('nor where the list comes from elsewhere, or the restore dies before it is asked: the start asks first', async () => {
    const list = erasureListPath(world.deps.config)
    const kept = join(world.deps.config.dataDir, 'kept.csv')
    copyFileSync(list, kept)
    const elsewhere = { LINLI_DATA: join(world.deps.config.dataDir, 'other'), ERASURE_LIST: `${kept}.new` }
    // A database that knows of no erasure, as a new machine has it.
    await onCluster(targetUrl, 'DELETE FROM erasures')
    const lost = linli(['restore', backup, '--force'], targetUrl, elsewhere)
    expect(lost).toMatchObject({ status: 0 })
    expect(await namesIn(targetUrl)).toEqual(['单家明', '张桂兰'])
    // As a restore by other means, or one that was killed, leaves it: an old database, and the list beside it. A power cut
    // has left half a line at its end.
    writeFileSync(kept, `${readFileSync(kept, 'utf8')}421087,person,0190`)
    const deps = await openDeps({ ...world.deps.config, erasureList: kept }, targetUrl)
    registerRetention()
    expect(await replayErasures(deps)).toBe(1)
    expect(await replayErasures(deps)).toBe(0)
    await deps.close()
    expect(await namesIn(targetUrl)).toEqual(['单家明'])
    expect(sonId).not.toBe('')
  })
})
