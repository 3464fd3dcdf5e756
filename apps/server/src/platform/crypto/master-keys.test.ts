import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loadConfig } from '../config/config.ts'
import { type MasterKeys, masterKeyFile, openMasterKeys } from './master-keys.ts'

const dataDir = mkdtempSync(join(tmpdir(), 'linli-keys-'))
const open = (env: Record<string, string> = {}) =>
  openMasterKeys(loadConfig({ LINLI_DATA: dataDir, LINLI_SECRET: 'x'.repeat(32), ...env }))
const key = randomBytes(32)
const person = { key, context: 'vault.keys:421087:a' }

async function roundTrip(to: MasterKeys, from: MasterKeys = to): Promise<Buffer | undefined> {
  const { master, wrapped } = await to.wrap([person])
  const [one] = wrapped
  if (!one) throw new Error('nothing was wrapped')
  return (await from.unwrap([{ wrapped: one, master, context: person.context }]))[0]
}

afterAll(() => rmSync(dataDir, { recursive: true, force: true }))

describe('master keys in a file', () => {
  it('wrap for this process and the next, in either suite, and are for their owner alone', async () => {
    expect(await roundTrip(open())).toEqual(key)
    expect(await roundTrip(open({ SEAL_SUITE: 'sm' }), open())).toEqual(key)
    expect(statSync(masterKeyFile(loadConfig({ LINLI_DATA: dataDir }))).mode & 0o077).toBe(0)
  })

  it('do not open what belongs to somebody else, or was wrapped by a key that is gone', async () => {
    const keys = open()
    const { master, wrapped } = await keys.wrap([person])
    const [one = Buffer.alloc(0)] = wrapped
    const closed = expect.objectContaining({ code: 'vault.closed' }) as Error
    await expect(keys.unwrap([{ wrapped: one, master, context: 'vault.keys:421087:b' }])).rejects.toEqual(closed)
    await expect(keys.unwrap([{ wrapped: one, master: 'k0-gone', context: person.context }])).rejects.toEqual(closed)
  })
})

describe('master keys of a service', () => {
  let service: Server
  let url: string
  const asked: string[] = []
  beforeAll(async () => {
    // Keeps what it is given behind a name, as a key service would keep it behind its key.
    const kept = new Map<string, string>()
    service = createServer((request, response) => {
      let body = ''
      request.on('data', (part: Buffer) => (body += part.toString()))
      request.on('end', () => {
        asked.push(`${request.url} ${request.headers.authorization ?? ''}`)
        const input = JSON.parse(body) as { keys?: string[]; wrapped?: string[]; contexts: string[] }
        const wrapped = input.keys?.map((one, index) => {
          const name = Buffer.from(`${input.contexts[index]} ${kept.size + index}`).toString('base64')
          kept.set(name, one)
          return name
        })
        const keys = input.wrapped?.map((one) => kept.get(one) ?? '')
        response.setHeader('content-type', 'application/json')
        response.end(JSON.stringify(wrapped ? { master: 'hsm-1', wrapped } : { keys }))
      })
    })
    await new Promise<void>((resolve) => service.listen(0, '127.0.0.1', resolve))
    const address = service.address()
    url = typeof address === 'object' && address ? `http://127.0.0.1:${address.port}/` : ''
  })
  afterAll(() => service.close())

  it('are asked by name and token, and never come here', async () => {
    expect(await roundTrip(open({ KMS_URL: url, KMS_TOKEN: 'secret' }))).toEqual(key)
    expect(asked).toEqual(['/wrap Bearer secret', '/unwrap Bearer secret'])
  })

  it('close the vault and nothing else when the service is away', async () => {
    const keys = open({ KMS_URL: 'http://127.0.0.1:9/' })
    await expect(keys.wrap([person])).rejects.toMatchObject({ code: 'vault.closed' })
  })
})
