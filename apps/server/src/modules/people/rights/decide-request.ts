import { groundsOf, type RightsRequest, type rightsRoutes } from '@linli/contract/people-rights'
import type { RouteParsed } from '@linli/contract/route'
import { sql } from 'kysely'
import type { Ctx } from '../../../platform/command/ctx.ts'
import { runCommand } from '../../../platform/command/run-command.ts'
import { sendNotice } from '../../../platform/notices/index.ts'
import { Problem } from '../../../platform/problem/problem.ts'
import { residentContacts } from '../../identity/index.ts'
import { waitsNoMore } from '../waiting.ts'
import { eraseOnRequest } from './erase-on-request.ts'
import { requestsFor } from './requests.ts'

type Input<N extends keyof typeof rightsRoutes> = RouteParsed<(typeof rightsRoutes)[N]>

/** A copy waits for whoever asked for it; afterwards they may ask for another. */
const DAYS_TO_FETCH = 30

interface Open {
  readonly state: string
  readonly kind: RightsRequest['kind']
  readonly personId: string
  readonly residentId: string
  readonly readById: string | null
}

export function decideRightsRequest(ctx: Ctx, input: Input<'decideRightsRequest'>): Promise<{ done: true }> {
  const refused = input.decision === 'refuse'
  if (refused !== (input.ground !== undefined))
    throw new Problem('input.invalid', undefined, [{ path: 'ground', rule: refused ? 'required' : 'not_in_list' }])
  const erase = input.erase ?? []
  return runCommand(ctx, input.commandId, async (tx) => {
    const { rows } = await sql<Open>`
      SELECT r.state, r.kind, r.person_id, r.resident_id, a.actor_id AS read_by_id
      FROM rights_requests r
      LEFT JOIN persons p ON p.county_id = r.county_id AND p.id = r.person_id
      LEFT JOIN access_log a ON a.county_id = r.county_id AND a.seq = r.reading_seq
      WHERE r.county_id = ${ctx.countyId} AND r.id = ${input.requestId} AND ${requestsFor(ctx)} FOR UPDATE OF r`.execute(
      tx.db,
    )
    const [request] = rows
    // Nobody judges a reading of their own.
    if (!request || request.readById === ctx.actor.id) throw new Problem('register.not_found')
    if (request.state !== 'open') throw new Problem('register.stale')
    if (input.ground !== undefined && !groundsOf[request.kind].includes(input.ground))
      throw new Problem('input.invalid', undefined, [{ path: 'ground', rule: 'not_in_list' }])
    if ((request.kind === 'deletion' && !refused) !== erase.length > 0)
      throw new Problem('input.invalid', undefined, [
        { path: 'erase', rule: erase.length > 0 ? 'not_in_list' : 'required' },
      ])
    const granted = request.kind === 'copy' && !refused
    const copyUntil = granted ? new Date(ctx.deps.now().getTime() + DAYS_TO_FETCH * 86_400_000).toISOString() : null
    await sql`
      UPDATE rights_requests SET state = ${refused ? 'refused' : 'fulfilled'}, ground = ${input.ground ?? null},
        answer = ${input.answer}, copy_until = ${copyUntil}::timestamptz, decided_at = ${ctx.deps.now().toISOString()}::timestamptz, decided_by = ${ctx.actor.id}::uuid
      WHERE county_id = ${ctx.countyId} AND id = ${input.requestId}`.execute(tx.db)
    await waitsNoMore(tx.db, ctx, 'rights_request', input.requestId)
    if (erase.length > 0) await eraseOnRequest(tx, ctx, { id: input.requestId, personId: request.personId }, erase)
    const contact = (await residentContacts(tx.db, ctx.countyId, [request.residentId])).get(request.residentId)
    if (contact)
      await sendNotice(tx.db, {
        countyId: ctx.countyId,
        channel: 'sms',
        recipient: contact.phone,
        template: 'rights_answered',
        params: {},
        subjectKind: 'rights_request',
        subjectId: input.requestId,
        locale: contact.locale,
      })
    tx.subject('person', request.personId)
    return { done: true as const }
  })
}
