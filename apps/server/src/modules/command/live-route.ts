import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { Deps } from '../../platform/deps.ts'
import { concernsStanding } from '../../platform/live/route.ts'
import { openEventStream, streamsOf } from '../../platform/live/stream.ts'
import { Problem } from '../../platform/problem/problem.ts'
import { boardOf } from './board/board.ts'

const Query = z.object({ areaId: z.uuid().optional() })

/**
 * `GET /api/screen/live`: the screen of an area (`screen`), then what changes (`patch`), and every few seconds that the
 * server is still there (`beat`). Whoever comes back gets the screen as it is: nothing is replayed, and nothing missed.
 */
export function registerScreenLive(app: FastifyInstance, deps: Deps): void {
  const streams = streamsOf(app)
  app.get('/api/screen/live', async (request, reply) => {
    const { actor } = request
    if (actor.kind !== 'staff') throw new Problem('session.required')
    if (!actor.may('screen.read')) throw new Problem('permission.missing', { permission: 'screen.read' })
    const query = Query.safeParse(request.query)
    if (!query.success) throw new Problem('area.not_found')
    const board = boardOf(deps, actor.countyId)
    // Before the answer is taken over: an area that is not there is said as everywhere else.
    await board.look(query.data.areaId)
    reply.hijack()
    const stream = openEventStream(reply.raw)
    streams.keep(stream)
    const stops = [
      await board.watch(query.data.areaId, { tell: stream.write, end: stream.end }),
      deps.live.subscribe({
        countyId: actor.countyId,
        filter: (event) => concernsStanding(event, actor),
        // Whether this person may still look is asked anew when the screen comes back.
        send: () => stream.end(),
      }),
    ]
    const stop = () => stops.forEach((each) => each())
    stream.onClose(stop)
    if (reply.raw.closed) stop()
  })
}
