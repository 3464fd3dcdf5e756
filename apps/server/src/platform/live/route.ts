import type { FastifyInstance, FastifyReply } from 'fastify'
import type { Actor } from '../command/ctx.ts'
import type { Deps } from '../deps.ts'
import { type LiveEvent, readEvents } from '../events/events.ts'
import { Problem } from '../problem/problem.ts'

/** Silence after which proxies and phones would give the connection up. */
const HEARTBEAT_MS = 15_000
/** Unsent bytes from which a client is too slow to follow; it is let go and comes back with its last event. */
const MOST_BUFFERED = 256 * 1024
/** Missed events that are replayed to a client that comes back; beyond them it is told to load anew. */
const MOST_REPLAYED = 500

/**
 * `GET /api/live`: what happens within the signed-in person's reach, as server-sent events without personal values.
 * The id of each event is `xid:seq`; a client that reconnects with it misses nothing.
 */
export function registerLive(app: FastifyInstance, deps: Deps): void {
  app.get('/api/live', async (request, reply) => {
    if (request.actor.kind !== 'staff') throw new Problem('session.required')
    const mayHear = hearing(request.actor)
    const since = parsePosition(request.headers['last-event-id'])
    reply.hijack()
    reply.raw.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
      connection: 'keep-alive',
    })
    reply.raw.write('retry: 2000\n\n')
    const queued: LiveEvent[] = []
    let replaying = since !== null
    const stop = deps.live.subscribe({
      countyId: request.actor.countyId,
      filter: mayHear,
      send: (event) => (replaying ? queued.push(event) : write(reply, event)),
    })
    const heartbeat = setInterval(() => reply.raw.write(': here\n\n'), HEARTBEAT_MS)
    reply.raw.on('close', () => {
      stop()
      clearInterval(heartbeat)
    })
    if (since) {
      const missed = await readEvents(deps.db, since, MOST_REPLAYED + 1, request.actor.countyId).catch(() => null)
      if (missed === null || missed.length > MOST_REPLAYED) reply.raw.write('event: reset\ndata: {}\n\n')
      else for (const event of missed.filter(mayHear)) write(reply, event)
      const sent = new Set(missed?.map((event) => event.seq))
      replaying = false
      for (const event of queued) if (!sent.has(event.seq)) write(reply, event)
    }
  })
}

function write(reply: FastifyReply, event: LiveEvent): void {
  if (reply.raw.writableLength > MOST_BUFFERED) {
    reply.raw.destroy()
    return
  }
  const { countyId: _county, xid, seq, scope: _scope, ...told } = event
  reply.raw.write(`id: ${xid}:${seq}\ndata: ${JSON.stringify(told)}\n\n`)
}

/** An event is heard by whoever reaches one of the areas or units it concerns. */
function hearing(actor: Actor): (event: LiveEvent) => boolean {
  const reach = actor.reach('matter.read')
  const wide = reach === 'county' || actor.reach('screen.read') === 'county'
  if (wide) return () => true
  const ids = new Set([
    ...reach.townIds,
    ...reach.villageIds,
    ...reach.gridIds,
    ...reach.unitIds,
    ...actor.posts.map((post) => post.unitId),
  ])
  return (event) => event.scope.length === 0 || event.scope.some((id) => ids.has(id))
}

function parsePosition(header: string | string[] | undefined): { xid: string; seq: number } | null {
  const match = typeof header === 'string' ? /^(\d{1,20}):(\d{1,15})$/.exec(header) : null
  // Both groups stand in the expression.
  return match ? { xid: match[1] as string, seq: Number(match[2]) } : null
}
