import { interopRoutes } from '@linli/contract/interop'
import { expect } from 'vitest'
import type { z } from 'zod'
import { spot } from '../../../test/county.ts'
import type { World } from '../../../test/world.ts'
import { newId } from '../../platform/crypto/id.ts'
import { asTexts, readXml } from './testing.ts'

const form = { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' }

/** What the specification's example sends, moved to this county. */
export const example = {
  jurisdiction_id: '421087',
  service_code: '0501',
  lat: String(spot.linyuan3.lat),
  long: String(spot.linyuan3.lon),
  address_string: '林园路 12 号',
  email: 'zhang@example.org',
  device_id: 'tt222111',
  account_id: '123456',
  first_name: '桂兰',
  last_name: '张',
  phone: '138 0000 1234',
  description: '路灯不亮 & <晚上> 看不见台阶\n第二行',
  media_url: 'http://pictures.example.org/2002/2212426634_5ed477a060.jpg',
  'attribute[POLE]': 'LD-0815',
  'attribute[WHISDORN][]': 'COISL001',
}

export type Open311Client = Awaited<ReturnType<typeof open311Client>>

/** Another city's software, with a key of its own. */
export async function open311Client(world: World) {
  const { body } = await world.call('suwen', interopRoutes.createApiKey, { commandId: newId(), name: '城管平台' })
  const { key } = body

  const get = (path: string) => world.send<unknown>(null, { method: 'GET', url: `/open311/v2/${path}` })

  /** Both formats of a resource, each in its form and media type, and saying the same. */
  async function both<S extends z.ZodType>(shape: S, root: string, path: (format: string) => string) {
    const [json, xml] = [await get(path('json')), await get(path('xml'))]
    expect([json.status, json.headers['content-type']]).toEqual([200, 'application/json; charset=utf-8'])
    expect([xml.status, xml.headers['content-type']]).toEqual([200, 'text/xml; charset=utf-8'])
    expect(readXml(xml.text)).toEqual({ root, value: asTexts(json.body) })
    return shape.parse(json.body)
  }

  const post = (payload: string, format = 'json') =>
    world.send<[{ service_request_id: string }]>(null, {
      method: 'POST',
      url: `/open311/v2/requests.${format}`,
      headers: form,
      payload,
    })

  const file = (changes: Record<string, string> = {}, format = 'json') =>
    post(new URLSearchParams({ api_key: key, ...example, ...changes }).toString(), format)

  async function filed(changes: Record<string, string> = {}): Promise<string> {
    const { status, body: answer, text } = await file(changes)
    expect(status, text).toBe(200)
    return answer[0].service_request_id
  }

  return { key, get, both, post, file, filed }
}
