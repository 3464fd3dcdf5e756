import type { FastifyInstance } from 'fastify'
import type { Actor } from '../command/ctx.ts'
import type { Deps } from '../deps.ts'
import { type EventPosition, isAfter, type LiveEvent, readEvents } from '../events/events.ts'
import { Problem } from '../problem/problem.ts'
import { type EventStream, openEventStream, serverEvent, streamsOf } from './stream.ts'

/** Missed events that are replayed to a client that comes back; beyond them it is told to load anew. */
const MOST_REPLAYED = 500

/**
 * `GET /api/live`: what happens within the signed-in person's reach, as server-sent events without personal values.
 * The id of each event is `xid:seq`; a client that reconnects with it misses nothing.
 */
export function registerLive(app: FastifyInstance, deps: Deps): void {
  const streams = streamsOf(app)
  app.get('/api/live', async (request, reply) => {
    const { actor } = request
    if (actor.kind !== 'staff') throw new Problem('session.required')
    const mayHear = hearing(actor)
    const since = parsePosition(request.headers['last-event-id'])
    reply.hijack()
    const stream = openEventStream(reply.raw)
    streams.keep(stream)
    const tell = teller(stream)
    const waiting: LiveEvent[] = []
    let replaying = since !== null
    const stop = deps.live.subscribe({
      countyId: actor.countyId,
      filter: (event) => mayHear(event) || concernsStanding(event, actor),
      send: (event) => {
        // Who may hear what was settled when the stream opened: whoever it concerns comes back and is asked anew.
        if (concernsStanding(event, actor)) stream.end()
        else if (replaying) waiting.push(event)
        else tell(event)
      },
    })
    stream.onClose(stop)
    if (!since) return
    const missed = await readEvents(deps.db, since, MOST_REPLAYED + 1, actor.countyId).catch(() => null)
    if (missed === null || missed.length > MOST_REPLAYED) stream.write(serverEvent({}, { name: 'reset' }))
    else for (const event of missed.filter(mayHear)) tell(event)
    replaying = false
    for (const event of waiting) tell(event)
  })
}

function teller(stream: EventStream): (event: LiveEvent) => void {
  let last: EventPosition | null = null
  return (event) => {
    // A replay may have been ahead of the hub: what it told comes round again.
    if (last && !isAfter(event, last)) return
    last = event
    const { countyId: _county, xid, seq, scope: _scope, ...told } = event
    stream.write(serverEvent(told, { id: `${xid}:${seq}` }))
  }
}

/** Sessions ended, posts or roles changed: the stream's own person, or a role that anyone may hold. */
export function concernsStanding(event: LiveEvent, actor: Actor): boolean {
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
