import type { FastifyInstance } from 'fastify'
import type { ServerResponse } from 'node:http'
import type { Actor } from '../command/ctx.ts'
import type { Deps } from '../deps.ts'
import { type EventPosition, type LiveEvent, readEvents } from '../events/events.ts'
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
  const open = new Set<Stream>()
  // A server that stops waits for its answers, and these never end by themselves.
  app.addHook('preClose', async () => {
    for (const stream of open) stream.end()
  })
  app.get('/api/live', async (request, reply) => {
    const { actor } = request
    if (actor.kind !== 'staff') throw new Problem('session.required')
    const mayHear = hearing(actor)
    const since = parsePosition(request.headers['last-event-id'])
    reply.hijack()
    const stream = createStream(reply.raw)
    open.add(stream)
    const waiting: LiveEvent[] = []
    let replaying = since !== null
    const stop = deps.live.subscribe({
      countyId: actor.countyId,
      filter: (event) => mayHear(event) || concernsStanding(event, actor),
      send: (event) => {
        // Who may hear what was settled when the stream opened: whoever it concerns comes back and is asked anew.
        if (concernsStanding(event, actor)) stream.end()
        else if (replaying) waiting.push(event)
        else stream.tell(event)
      },
    })
    const heartbeat = setInterval(() => stream.beat(), HEARTBEAT_MS)
    reply.raw.on('close', () => {
      stop()
      clearInterval(heartbeat)
      open.delete(stream)
    })
    if (!since) return
    const missed = await readEvents(deps.db, since, MOST_REPLAYED + 1, actor.countyId).catch(() => null)
    if (missed === null || missed.length > MOST_REPLAYED) stream.reset()
    else for (const event of missed.filter(mayHear)) stream.tell(event)
    replaying = false
    for (const event of waiting) stream.tell(event)
  })
}

interface Stream {
  tell(event: LiveEvent): void
  reset(): void
  beat(): void
  end(): void
}

function createStream(raw: ServerResponse): Stream {
  let last: EventPosition | null = null
  raw.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
    connection: 'keep-alive',
  })
  raw.write('retry: 2000\n\n')
  const write = (text: string) => {
    if (raw.writableLength > MOST_BUFFERED) raw.destroy()
    else raw.write(text)
  }
  return {
    tell(event) {
      // A replay may have been ahead of the hub: what it told comes round again.
      if (last && !isAfter(event, last)) return
      last = event
      const { countyId: _county, xid, seq, scope: _scope, ...told } = event
      write(`id: ${xid}:${seq}\ndata: ${JSON.stringify(told)}\n\n`)
    },
    reset: () => write('event: reset\ndata: {}\n\n'),
    beat: () => write(': here\n\n'),
    end: () => raw.end(),
  }
}

function isAfter(event: EventPosition, last: EventPosition): boolean {
  // Transaction numbers have up to twenty digits.
  const [a, b] = [BigInt(event.xid), BigInt(last.xid)]
  return a === b ? event.seq > last.seq : a > b
}

/** Sessions ended, posts or roles changed: the stream's own person, or a role that anyone may hold. */
function concernsStanding(event: LiveEvent, actor: Actor): boolean {
  return event.module === 'identity' && (event.subjectId === actor.id || event.subjectKind === 'role')
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
