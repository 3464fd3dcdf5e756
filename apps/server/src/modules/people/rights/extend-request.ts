import type { rightsRoutes } from '@linli/contract/people-rights'
import type { RouteParsed } from '@linli/contract/route'
import { sql } from 'kysely'
import type { Ctx } from '../../../platform/command/ctx.ts'
import { runCommand } from '../../../platform/command/run-command.ts'
import { sendNotice } from '../../../platform/notices/index.ts'
import { Problem } from '../../../platform/problem/problem.ts'
import { refreshWorkItems } from '../../../platform/work-items/work-items.ts'
import { todayIn } from '../../areas/index.ts'
import { residentContacts } from '../../identity/index.ts'
import { endOfDay } from './requests.ts'

/** Thirty days from asking are the most that the standard leaves (GB/T 35273-2020 8.7). */
const DAYS_MORE = 15

/** The last day put off once, before it has passed; whoever asked is told why, and that it can be read where they asked. */
export function extendRightsRequest(
  ctx: Ctx,
  input: RouteParsed<typeof rightsRoutes.extendRightsRequest>,
): Promise<{ done: true }> {
  const { requestId, words } = input
  return runCommand(ctx, input.commandId, async (tx) => {
    const { rows } = await sql<{
      state: string
      dueOn: string
      extended: boolean
      personId: string
      residentId: string
    }>`
      SELECT state, due_on, extended_at IS NOT NULL AS extended, person_id, resident_id FROM rights_requests
      WHERE county_id = ${ctx.countyId} AND id = ${requestId} FOR UPDATE`.execute(tx.db)
    const [request] = rows
    if (!request) throw new Problem('register.not_found')
    if (request.state !== 'open') throw new Problem('register.stale')
    if (request.extended || request.dueOn < (await todayIn(ctx.deps, ctx.countyId)))
      throw new Problem('request.not_extendable')
    const dueOn = Temporal.PlainDate.from(request.dueOn).add({ days: DAYS_MORE }).toString()
    await sql`
      UPDATE rights_requests SET due_on = ${dueOn}::date, extended_at = ${ctx.deps.now().toISOString()}::timestamptz,
        extended_by = ${ctx.actor.id}::uuid, extended_words = ${words}
      WHERE county_id = ${ctx.countyId} AND id = ${requestId}`.execute(tx.db)
    const subject = { countyId: ctx.countyId, subjectKind: 'rights_request', subjectId: requestId }
    await refreshWorkItems(tx.db, { ...subject, set: { dueAt: await endOfDay(ctx, dueOn) } })
    const contact = (await residentContacts(tx.db, ctx.countyId, [request.residentId])).get(request.residentId)
    if (contact)
      await sendNotice(tx.db, {
        ...subject,
        channel: 'sms',
        recipient: contact.phone,
        template: 'rights_extended',
        params: { day: dueOn },
        locale: contact.locale,
      })
    tx.subject('person', request.personId)
    return { done: true as const }
  })
}
