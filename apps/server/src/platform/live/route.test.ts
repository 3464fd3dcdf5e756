import type { Permission } from '@linli/contract/permissions'
import fastify, { type FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Actor, Reach } from '../command/ctx.ts'
import { newId } from '../crypto/id.ts'
import { addEvents, countyId, type PlatformWorld, platformWorld } from '../testing.ts'
import { registerLive } from './route.ts'

const [grid, otherGrid, unit] = [newId(), newId(), newId()]
const nothing: Reach = { townIds: [], villageIds: [], gridIds: [], unitIds: [] }

function actor(kind: Actor['kind'], permission: Permission, reach: Reach): Actor {
  const of = (asked: Permission) => (asked === permission ? reach : nothing)
  return { kind, id: newId(), name: '', countyId, posts: [], may: (asked) => asked === permission, reach: of }
}
/** The named people, by the header that stands for their session here. */
const people: Record<string, Actor> = {
  wujing: actor('staff', 'matter.read', 'county'),
  zhoumin: actor('staff', 'matter.read', { townIds: [], villageIds: [], gridIds: [grid], unitIds: [unit] }),
  zhangguilan: actor('resident', 'matter.read', nothing),
}

let world: PlatformWorld
let app: FastifyInstance
let address: string
beforeAll(async () => {
  world = await platformWorld()
  await world.deps.live.start()
  await serve()
})
afterAll(async () => {
  await app.close()
  await world.close()
})

async function serve() {
  app = fastify()
  app.decorateRequest('actor')
  app.addHook('onRequest', async (request) => {
    // A missing header is the resident: everyone is somebody here.
    request.actor = people[String(request.headers['person'])] ?? actor('public', 'matter.read', nothing)
  })
  app.setErrorHandler((error, _request, reply) =>
    reply.status(401).send({ name: error instanceof Error ? error.name : '' }),
  )
  registerLive(app, world.deps)
  address = await app.listen({ port: 0, host: '127.0.0.1' })
}

/** An EventSource as plain as the specification's examples. */
async function open(person: string, lastEventId?: string) {
  const abort = new AbortController()
  const headers = { person, ...(lastEventId === undefined ? {} : { 'last-event-id': lastEventId }) }
  const answer = await fetch(`${address}/api/live`, { headers, signal: abort.signal })
  let text = ''
  const reading = (async () => {
    for await (const chunk of answer.body ?? []) text += Buffer.from(chunk).toString()
  })().catch(() => {})
  const messages = () => text.split('\n\n').filter((block) => block.includes('data:'))
  const ids = () => messages().map((block) => /^id: (.+)$/m.exec(block)?.[1] ?? '')
  const heard = () =>
    messages().map(
      (block) => (JSON.parse(/^data: (.+)$/m.exec(block)?.[1] ?? '{}') as { subjectId?: string }).subjectId,
    )
  return { answer, raw: () => text, ids, heard, ended: reading, close: () => abort.abort() }
}
async function happen(scope: string[] = [grid]): Promise<string> {
  const subjectId = newId()
  await addEvents(world.deps.db, [{ subjectId, scope }])
  world.deps.live.poke()
  return subjectId
}
const until = <T>(read: () => T) => expect.poll(read, { timeout: 15_000, interval: 10 })

describe('the live stream', () => {
  it('is for signed-in staff', async () => {
    expect((await open('zhangguilan')).answer.status).toBe(401)
    expect((await open('nobody')).answer.status).toBe(401)
  })

  it('comes as server-sent events that no proxy keeps back', async () => {
    const stream = await open('wujing')
    expect(stream.answer.headers.get('content-type')).toContain('text/event-stream')
    expect(stream.answer.headers.get('x-accel-buffering')).toBe('no')
    const id = await happen()
    await until(stream.heard).toEqual([id])
    expect(stream.raw()).toContain('retry: ')
    expect(stream.raw()).not.toContain('scope')
    stream.close()
  })

  it('tells nobody of what lies beyond their reach', async () => {
    const [wide, narrow] = [await open('wujing'), await open('zhoumin')]
    const [elsewhere, mine, myUnits] = [await happen([otherGrid]), await happen([grid]), await happen([unit])]
    await until(wide.heard).toEqual([elsewhere, mine, myUnits])
    await until(narrow.heard).toEqual([mine, myUnits])
    wide.close()
    narrow.close()
  })

  it('goes on where it broke off, missing and doubling nothing', async () => {
    const first = await open('zhoumin')
    const before = await happen()
    await until(first.heard).toEqual([before])
    const last = first.ids()[0]
    first.close()
    const missed = [await happen(), await happen([otherGrid]), await happen()]
    const second = await open('zhoumin', last)
    const after = await happen()
    await until(second.heard).toEqual([missed[0], missed[2], after])
    second.close()
  })

  it('ends when posts or sessions of its own person change, and with the server', async () => {
    const [zhoumin, wujing] = [await open('zhoumin'), await open('wujing')]
    await addEvents(world.deps.db, [
      { module: 'identity', kind: 'staff.post_ended', subjectKind: 'staff', subjectId: people['zhoumin']?.id ?? '' },
    ])
    world.deps.live.poke()
    await zhoumin.ended
    const id = await happen()
    await until(() => wujing.heard().at(-1)).toBe(id)
    await app.close()
    await wujing.ended
    await serve()
  })

  it('tells a client that was away for too long to load anew', async () => {
    // An open transaction elsewhere on the server holds events back, so somebody present hears them all first.
    const present = await open('wujing')
    await addEvents(
      world.deps.db,
      Array.from({ length: 501 }, () => ({ scope: [grid] })),
    )
    world.deps.live.poke()
    await until(() => present.heard().length).toBe(501)
    present.close()
    const stream = await open('wujing', '1:1')
    await until(stream.raw).toContain('event: reset')
    const id = await happen()
    await until(() => stream.heard().at(-1)).toBe(id)
    stream.close()
  })

  it('answers a place that is none by loading anew or from now on, never by failing', async () => {
    for (const place of ['99999999999999999999:1', 'x', '1:-1', '']) {
      const stream = await open('wujing', place)
      expect(stream.answer.status).toBe(200)
      stream.close()
    }
  })
})
