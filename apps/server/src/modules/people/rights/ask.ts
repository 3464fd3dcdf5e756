import type { RightsRequest, rightsRoutes } from '@linli/contract/people-rights'
import type { RouteParsed } from '@linli/contract/route'
import { sql } from 'kysely'
import type { Ctx } from '../../../platform/command/ctx.ts'
import { runCommand } from '../../../platform/command/run-command.ts'
import { newId } from '../../../platform/crypto/id.ts'
import type { Tx } from '../../../platform/database/database.ts'
import { Problem } from '../../../platform/problem/problem.ts'
import { todayIn } from '../../areas/index.ts'
import type { Place } from '../policy.ts'
import { familyOf } from '../queries.ts'
import { letWait } from '../waiting.ts'
import { ofGrownChild } from './guardians.ts'
import { readingsOf, refuseForeign } from './own-file.ts'
import { endOfDay, requestColumns, type RequestRow, shownRequests } from './requests.ts'

type Input<N extends keyof typeof rightsRoutes> = RouteParsed<(typeof rightsRoutes)[N]>

/** The law says "in time" (个人信息保护法 50); the national standard names thirty days (GB/T 35273-2020 8.7); we promise half, and extend up to that. */
const DAYS_TO_ANSWER = 15

export async function requestRight(ctx: Ctx, input: Input<'requestRight'>): Promise<RightsRequest> {
  await refuseForeign(ctx, input.personId)
  if ((input.kind === 'dispute') !== (input.readingSeq !== undefined))
    throw new Problem('input.invalid', undefined, [{ path: 'readingSeq', rule: 'required' }])
  const dueOn = Temporal.PlainDate.from(await todayIn(ctx.deps, ctx.countyId)).add({ days: DAYS_TO_ANSWER })
  const { id } = await runCommand(ctx, input.commandId, async (tx) => {
    if (input.readingSeq !== undefined) {
      const { rows } = await sql`
        SELECT FROM access_log a
        WHERE a.seq = ${input.readingSeq} AND ${await readingsOf(ctx, await familyOf(tx.db, ctx.countyId, input.personId))}`.execute(
        tx.db,
      )
      if (rows.length === 0) throw new Problem('register.not_found')
    }
    const requestId = newId()
    await sql`
      INSERT INTO rights_requests (county_id, id, resident_id, person_id, kind, words, reading_seq, asked_at, due_on)
      VALUES (${ctx.countyId}, ${requestId}, ${ctx.actor.id}::uuid, ${input.personId}, ${input.kind}, ${input.words},
        ${input.readingSeq ?? null}, ${ctx.deps.now().toISOString()}::timestamptz, ${dueOn.toString()}::date)`.execute(
      tx.db,
    )
    tx.subject('person', input.personId)
    const { personId, kind } = input
    await requestWaits(tx.db, ctx, { id: requestId, personId, kind, dueOn: dueOn.toString() })
    // The words are kept in one place, where they are erased with the file.
    return { id: requestId }
  })
  const { rows } = await sql<RequestRow>`
    SELECT ${requestColumns} FROM rights_requests r WHERE r.county_id = ${ctx.countyId} AND r.id = ${id}`.execute(
    ctx.db,
  )
  // Written just now, or by the same command before.
  const [request] = await shownRequests(ctx, rows)
  return request as RightsRequest
}

/** Whoever handles rights has it; a correction waits for the clerks of the place too, who can make it. */
async function requestWaits(
  tx: Tx,
  ctx: Ctx,
  { id, personId, kind, dueOn }: Pick<RightsRequest, 'id' | 'personId' | 'kind' | 'dueOn'>,
): Promise<void> {
  const dueAt = await endOfDay(ctx, dueOn)
  const waits = { subjectKind: 'rights_request', subjectId: id, dueAt, facts: { right: kind } } as const
  await letWait(tx, ctx, { ...waits, kind: 'rights', at: null })
  if (kind !== 'correction') return
  const place = await tx
    .selectFrom('persons')
    .select(['townId', 'villageId', 'gridId'])
    .where('countyId', '=', ctx.countyId)
    .where('id', '=', personId)
    .executeTakeFirst()
  const at: Place = place ?? { townId: null, villageId: null, gridId: null }
  await letWait(tx, ctx, { ...waits, kind: 'correction', at })
}

export async function listOwnRequests(ctx: Ctx): Promise<{ items: RightsRequest[] }> {
  const { rows } = await sql<RequestRow>`
    SELECT ${requestColumns} FROM rights_requests r
    WHERE r.county_id = ${ctx.countyId} AND r.resident_id = ${ctx.actor.id}::uuid
      AND NOT (${ofGrownChild(await todayIn(ctx.deps, ctx.countyId), sql`r`)}) ORDER BY r.asked_at DESC, r.id LIMIT 100`.execute(
    ctx.db,
  )
  return { items: await shownRequests(ctx, rows) }
}
