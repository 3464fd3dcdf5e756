import { interopRoutes } from '@linli/contract/interop'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { createWorld, type World } from '../../../test/world.ts'
import { newId } from '../../platform/crypto/id.ts'
import type { Deps } from '../../platform/deps.ts'
import { type Receiver, startReceiver } from '../../platform/notices/testing.ts'
import { addEvents } from '../../platform/testing.ts'
import { isInward, refusePrivateAddress } from '../../platform/outward/addresses.ts'
import { deliverWebhooks } from './deliver.ts'
import { post } from '../../platform/outward/post.ts'

let world: World
let receiver: Receiver
/** A county in earnest: only the trial county's webhooks may stay inside. */
let county: Deps
beforeAll(async () => {
  world = await createWorld()
  receiver = await startReceiver()
  county = { ...world.deps, config: { ...world.deps.config, demo: false } }
})
afterAll(async () => {
  await receiver.close()
  await world.close()
})

describe('an inward address', () => {
  it.each([
    'http://127.0.0.1:8080/',
    'http://127.1/',
    'http://2130706433/',
    'http://0x7f.0.0.1/',
    'http://0.0.0.0/',
    'http://10.1.2.3/',
    'http://172.31.255.255/',
    'http://192.168.0.1/',
    'http://169.254.169.254/latest/meta-data/',
    'http://100.64.0.1/',
    'http://[::1]/',
    'http://[::]/',
    'http://[fd00::1]/',
    'http://[fe80::1]/',
    'http://[::ffff:127.0.0.1]/',
    'http://[::ffff:a00:1]/',
    'http://[64:ff9b::7f00:1]/',
    'http://[2002:7f00:1::]/',
    // Names that resolve inwards, or not at all.
    'http://localhost:5432/',
    'http://nowhere.invalid/',
  ])('%s is refused', async (url) => {
    await expect(refusePrivateAddress(county, url)).rejects.toMatchObject({ code: 'webhook.address_refused' })
  })

  it('is allowed where whoever runs the platform named its host, and only there', async () => {
    const config = { ...county.config, webhookInwardHosts: ['oa.songzi.local', '10.1.2.3', 'fd00::1'] }
    const named: Deps = { ...county, config }
    for (const url of ['http://10.1.2.3:8080/in', 'http://OA.songzi.local/', 'http://[fd00::1]/'])
      await expect(refusePrivateAddress(named, url)).resolves.toBeUndefined()
    for (const url of ['http://10.1.2.4/', 'http://oa.songzi.local.example.invalid/', 'http://10.1.2.3@10.1.2.4/'])
      await expect(refusePrivateAddress(named, url)).rejects.toMatchObject({ code: 'webhook.address_refused' })
  })

  it('is told from an outward one', () => {
    for (const address of ['8.8.8.8', '172.32.0.1', '2400:3200::1', '::ffff:8.8.8.8'])
      expect(isInward(address)).toBe(false)
  })

  it('is refused when the name is resolved for the connection, whatever was checked before', async () => {
    const { port } = new URL(receiver.url)
    const letter = { url: `http://localhost:${port}/`, headers: {}, body: '{}' }
    await expect(post({ ...letter, inward: false })).rejects.toMatchObject({ code: 'webhook.address_refused' })
    expect(receiver.received).toEqual([])
  })

  it('that a name came to stand for after the webhook was made gets nothing', async () => {
    const input = { commandId: newId(), name: '城市大脑', url: receiver.url, kinds: ['matter.*'] }
    const { body } = await world.call('suwen', interopRoutes.createWebhook, input)
    await addEvents(county.db, [{ kind: 'matter.report' }])
    await vi.waitFor(
      async () => {
        await deliverWebhooks(county)
        const listed = await world.call('suwen', interopRoutes.listDeliveries, { webhookId: body.id, limit: 10 })
        expect(listed.body.items).toMatchObject([{ state: 'waiting', error: 'webhook.address_refused' }])
      },
      { timeout: 20_000, interval: 100 },
    )
    expect(receiver.received).toEqual([])
  })
})
