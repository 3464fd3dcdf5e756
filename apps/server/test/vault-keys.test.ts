import { peopleRoutes } from '@linli/contract/people'
import { createServer, type Server } from 'node:http'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import rotateKeys from '../src/cli/keys-rotate.ts'
import { loadConfig } from '../src/platform/config/config.ts'
import { newId } from '../src/platform/crypto/id.ts'
import { openMasterKeys } from '../src/platform/crypto/master-keys.ts'
import { member, numberOf, registerIn } from './register.ts'
import { createWorld, type World } from './world.ts'

const document = { kind: 'resident_id' as const, number: numberOf('1975-05-05', '421') }
const SM = 2
const folder = mkdtempSync(join(tmpdir(), 'linli-vault-keys-'))
afterAll(() => rmSync(folder, { recursive: true }))

const addHePing = (world: World) =>
  registerIn(world).addHousehold('zhoumin', [member('何平', { document, phone: '13900001111' })])
const reveal = (world: World, personId: string) =>
  world.call('zhoumin', peopleRoutes.revealPerson, {
    commandId: newId(),
    personId,
    purpose: 'service',
    groups: ['identity', 'contact'],
    reason: '代办低保',
  })

async function ask<T>(world: World, query: string): Promise<T[]> {
  const owner = new pg.Client({ connectionString: world.ownerUrl })
  await owner.connect()
  try {
    return (await owner.query<{ it: T }>(query)).rows.map(({ it: value }) => value)
  } finally {
    await owner.end()
  }
}

describe('the vault under the suite of commercial cryptography', { timeout: 90_000 }, () => {
  it('seals, opens, is rotated and opens again', async () => {
    const env = { LINLI_DATA: folder, LINLI_SECRET: 's'.repeat(40), SEAL_SUITE: 'sm' }
    const world = await createWorld({ masterKeys: openMasterKeys(loadConfig(env)) })
    const personId = (await addHePing(world)).body.members[0]?.id ?? ''
    const opened = (await reveal(world, personId)).body.values
    expect(opened.map(({ value }) => value).toSorted()).toEqual(['13900001111', `resident_id:${document.number}`])
    const suites = 'SELECT DISTINCT get_byte(sealed, 0) AS it FROM vault.facts'
    const wrappings = 'SELECT DISTINCT get_byte(wrapped, 0) AS it FROM vault.keys'
    expect([await ask(world, suites), await ask(world, wrappings)]).toEqual([[SM], [SM]])
    const before = await ask<string>(world, 'SELECT DISTINCT master AS it FROM vault.keys')
    for (const [name, value] of Object.entries({ ...env, DATABASE_URL: world.ownerUrl })) vi.stubEnv(name, value)
    const log = vi.spyOn(console, 'log').mockReturnValue()
    await rotateKeys([]).finally(() => {
      log.mockRestore()
      vi.unstubAllEnvs()
    })
    expect(await ask(world, 'SELECT DISTINCT master AS it FROM vault.keys')).not.toEqual(before)
    expect(await ask(world, wrappings)).toEqual([SM])
    expect((await reveal(world, personId)).body.values).toEqual(opened)
    expect(world.failures).toEqual([])
    await world.close()
  })
})

describe('a key service that is away', { timeout: 90_000 }, () => {
  let world: World
  let service: Server
  let port: number
  const kept = new Map<string, string>()
  const listen = () => new Promise<void>((resolve) => service.listen(port, '127.0.0.1', resolve))
  const stop = () =>
    new Promise((resolve) => {
      service.close(resolve)
      service.closeAllConnections()
    })
  beforeAll(async () => {
    service = createServer((request, response) => {
      let body = ''
      request.on('data', (part) => (body += String(part)))
      request.on('end', () => {
        const asked = JSON.parse(body) as { keys?: string[]; wrapped?: string[] }
        const wrapped = asked.keys?.map((key) => {
          const sealed = randomBytes(40).toString('base64')
          kept.set(sealed, key)
          return sealed
        })
        const keys = asked.wrapped?.map((one) => kept.get(one) ?? '')
        response.setHeader('content-type', 'application/json')
        response.end(JSON.stringify(wrapped ? { master: 'hsm-1', wrapped } : { keys }))
      })
    })
    port = 0
    await listen()
    const address = service.address()
    port = typeof address === 'object' && address ? address.port : 0
    const env = { LINLI_DATA: folder, LINLI_SECRET: 's'.repeat(40), KMS_URL: `http://127.0.0.1:${port}/` }
    world = await createWorld({ masterKeys: openMasterKeys(loadConfig(env)) })
  })
  afterAll(async () => {
    await stop()
    await world.close()
  })

  it('closes the vault with a clear problem and nothing else; nothing is lost or half written', async () => {
    const household = (await addHePing(world)).body
    const personId = household.members[0]?.id ?? ''
    expect((await reveal(world, personId)).body.values).toHaveLength(2)
    const state = () =>
      ask<string>(world, 'SELECT concat((SELECT count(*) FROM persons), (SELECT count(*) FROM vault.keys)) AS it')
    const before = await state()
    await stop()
    const refused = await reveal(world, personId)
    expect([refused.status, refused.code]).toEqual([503, 'vault.closed'])
    expect(refused.text).not.toContain('1390000')
    // What needs no sealed value goes on.
    expect((await world.call('zhoumin', peopleRoutes.getPerson, { personId })).body.name).toBe('何平')
    expect(await registerIn(world).search('zhoumin', document.number)).toEqual(['何*'])
    // What was to be sealed is refused whole, and can be sent again as it was.
    const input = {
      commandId: newId(),
      householdId: newId(),
      gridId: household.place.gridId ?? '',
      address: '林园路 8 号',
      since: '2020-01-01',
      members: [member('何安', { phone: '13900002222' })],
    }
    const written = await world.call('zhoumin', peopleRoutes.addHousehold, input)
    expect([written.status, written.code]).toEqual([503, 'vault.closed'])
    expect(await state()).toEqual(before)
    await listen()
    const again = await world.call('zhoumin', peopleRoutes.addHousehold, input)
    expect(again.status).toBe(200)
    expect((await reveal(world, personId)).body.values).toHaveLength(2)
  })
})
