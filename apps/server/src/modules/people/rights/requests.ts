import type { RightsRequest, rightsRoutes } from '@linli/contract/people-rights'
import type { RouteOutput, RouteParsed } from '@linli/contract/route'
import { type RawBuilder, sql, type SqlBool } from 'kysely'
import type { Ctx } from '../../../platform/command/ctx.ts'
import { runCommand } from '../../../platform/command/run-command.ts'
import type { Tx } from '../../../platform/database/database.ts'
import { newId } from '../../../platform/crypto/id.ts'
import { decodeCursor, toPage } from '../../../platform/http/cursor.ts'
import { mask } from '../../../platform/mask.ts'
import { sendNotice } from '../../../platform/notices/index.ts'
import { Problem } from '../../../platform/problem/problem.ts'
import { countyOf } from '../../../platform/county/county.ts'
import { todayIn } from '../../areas/index.ts'
import { residentContacts, staffNames } from '../../identity/index.ts'
import { type Place, withinReach } from '../policy.ts'
import { letWait, waitsNoMore } from '../waiting.ts'
import { eraseOnRequest } from './erase-on-request.ts'
import { refuseForeign } from './own-file.ts'

type Input<N extends keyof typeof rightsRoutes> = RouteParsed<(typeof rightsRoutes)[N]>
type Output<N extends keyof typeof rightsRoutes> = RouteOutput<(typeof rightsRoutes)[N]>

/** The law says "in time" (个人信息保护法 50); the national standard names thirty days (GB/T 35273-2020 8.7); we promise half. */
const DAYS_TO_ANSWER = 15

const columns = sql`r.id, r.person_id, r.kind, r.words, r.state, r.asked_at, r.due_on, r.decided_at, r.ground, r.answer, r.reading_seq,
  (SELECT coalesce(jsonb_agg(jsonb_build_object('part', c.rule, 'certificate', c.number) ORDER BY c.number), '[]')
    FROM deletion_certificates c WHERE c.county_id = r.county_id AND c.case_id = r.id) AS erased`

export async function requestRight(ctx: Ctx, input: Input<'requestRight'>): Promise<RightsRequest> {
  await refuseForeign(ctx, input.personId)
  if ((input.kind === 'dispute') !== (input.readingSeq !== undefined))
    throw new Problem('input.invalid', undefined, [{ path: 'readingSeq', rule: 'required' }])
  const dueOn = Temporal.PlainDate.from(await todayIn(ctx.deps, ctx.countyId)).add({ days: DAYS_TO_ANSWER })
  const { id } = await runCommand(ctx, input.commandId, async (tx) => {
    if (input.readingSeq !== undefined) {
      const { rows } = await sql`
        SELECT FROM access_log WHERE county_id = ${ctx.countyId} AND seq = ${input.readingSeq}
          AND subject_ids @> ARRAY[${input.personId}::uuid]`.execute(tx.db)
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
  const { rows } = await sql<RightsRequest>`
    SELECT ${columns} FROM rights_requests r WHERE r.county_id = ${ctx.countyId} AND r.id = ${id}`.execute(ctx.db)
  // Written just now, or by the same command before.
  return rows[0] as RightsRequest
}

/** Whoever handles rights has it; a correction waits for the clerks of the place too, who can make it. */
async function requestWaits(
  tx: Tx,
  ctx: Ctx,
  { id, personId, kind, dueOn }: Pick<RightsRequest, 'id' | 'personId' | 'kind' | 'dueOn'>,
): Promise<void> {
  const { timeZone } = await countyOf(ctx.deps, ctx.countyId)
  const lastDay = Temporal.PlainDate.from(dueOn)
  const dueAt = lastDay.add({ days: 1 }).toZonedDateTime(timeZone).toInstant().toString()
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
  const { rows } = await sql<RightsRequest>`
    SELECT ${columns} FROM rights_requests r
    WHERE r.county_id = ${ctx.countyId} AND r.resident_id = ${ctx.actor.id}::uuid ORDER BY r.asked_at DESC, r.id LIMIT 100`.execute(
    ctx.db,
  )
  return { items: rows }
}

/** Whoever handles rights sees all; a clerk sees the corrections of people within reach, since they can make them. */
function requestsFor(ctx: Ctx): RawBuilder<SqlBool> {
  if (ctx.actor.reach('rights.handle') === 'county') return sql<SqlBool>`true`
  return sql<SqlBool>`(r.kind = 'correction' AND ${withinReach(ctx.actor, 'register.merge', 'p')})`
}

interface Row extends RightsRequest {
  readonly name: string | null
  readonly residentId: string
  readonly readAt: string | null
  readonly readById: string | null
  readonly readDuty: string | null
  readonly readPurpose: string | null
  readonly readReason: string | null
}

export async function listRightsRequests(
  ctx: Ctx,
  input: Input<'listRightsRequests'>,
): Promise<Output<'listRightsRequests'>> {
  const after = input.cursor === undefined ? null : decodeCursor(input.cursor, ['text', 'id'])
  const open = input.state === 'open'
  const beyond =
    after === null
      ? sql<SqlBool>`true`
      : open
        ? sql<SqlBool>`(r.due_on::text, r.id) > (${after[0]}, ${after[1]}::uuid)`
        : sql<SqlBool>`(r.due_on::text, r.id) < (${after[0]}, ${after[1]}::uuid)`
  const direction = open ? sql`ASC` : sql`DESC`
  const { rows } = await sql<Row>`
    SELECT ${columns}, p.name, r.resident_id, a.at AS read_at, a.actor_id AS read_by_id, a.duty AS read_duty,
      a.purpose AS read_purpose, a.reason AS read_reason
    FROM rights_requests r
    LEFT JOIN persons p ON p.county_id = r.county_id AND p.id = r.person_id
    LEFT JOIN access_log a ON a.county_id = r.county_id AND a.seq = r.reading_seq
    WHERE r.county_id = ${ctx.countyId} AND (r.state = 'open') = ${open} AND ${requestsFor(ctx)} AND ${beyond}
    ORDER BY r.due_on ${direction}, r.id ${direction} LIMIT ${input.limit + 1}`.execute(ctx.db)
  const { items, next } = toPage(rows, input.limit, (row) => [row.dueOn, row.id])
  const names = await staffNames(ctx.deps, ctx.countyId, [...new Set(items.flatMap(({ readById }) => readById ?? []))])
  const contacts = await residentContacts(ctx.db, ctx.countyId, [...new Set(items.map((row) => row.residentId))])
  return {
    items: items.map(({ name, residentId, readAt, readById, readDuty, readPurpose, readReason, ...request }) => ({
      ...request,
      title: name === null ? null : mask.name(name),
      phoneMasked: mask.phone(contacts.get(residentId)?.phone ?? ''),
      reading:
        readAt === null
          ? null
          : {
              at: readAt,
              by: readById === null ? null : (names.get(readById) ?? null),
              duty: readDuty ?? '',
              purpose: readPurpose ?? '',
              reason: readReason,
            },
    })),
    next,
  }
}

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
    if ((request.kind === 'deletion' && !refused) !== erase.length > 0)
      throw new Problem('input.invalid', undefined, [
        { path: 'erase', rule: erase.length > 0 ? 'not_in_list' : 'required' },
      ])
    await sql`
      UPDATE rights_requests SET state = ${refused ? 'refused' : 'fulfilled'}, ground = ${input.ground ?? null},
        answer = ${input.answer}, decided_at = ${ctx.deps.now().toISOString()}::timestamptz, decided_by = ${ctx.actor.id}::uuid
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
