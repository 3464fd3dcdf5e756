import type { rightsRoutes } from '@linli/contract/people-rights'
import type { RouteOutput, RouteParsed } from '@linli/contract/route'
import { sql, type SqlBool } from 'kysely'
import { recordAccess } from '../../../platform/audit/access.ts'
import type { Ctx } from '../../../platform/command/ctx.ts'
import { decodeCursor, toPage } from '../../../platform/http/cursor.ts'
import { mask } from '../../../platform/mask.ts'
import { residentContacts, staffNames } from '../../identity/index.ts'
import { requestColumns, type RequestRow, requestsFor, shownRequests } from './requests.ts'

type Input<N extends keyof typeof rightsRoutes> = RouteParsed<(typeof rightsRoutes)[N]>
type Output<N extends keyof typeof rightsRoutes> = RouteOutput<(typeof rightsRoutes)[N]>

interface Row extends RequestRow {
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
  const { items, next } = await ctx.deps.db.transaction().execute(async (tx) => {
    const { rows } = await sql<Row>`
      SELECT ${requestColumns}, p.name, r.resident_id, a.at AS read_at, a.actor_id AS read_by_id, a.duty AS read_duty,
        a.purpose AS read_purpose, a.reason AS read_reason
      FROM rights_requests r
      LEFT JOIN persons p ON p.county_id = r.county_id AND p.id = r.person_id
      LEFT JOIN access_log a ON a.county_id = r.county_id AND a.seq = r.reading_seq
      WHERE r.county_id = ${ctx.countyId} AND (r.state = 'open') = ${open} AND ${requestsFor(ctx)} AND ${beyond}
      ORDER BY r.due_on ${direction}, r.id ${direction} LIMIT ${input.limit + 1}`.execute(tx)
    const page = toPage(rows, input.limit, (row) => [row.dueOn, row.id])
    // Masked, and a reading all the same: written down before it leaves.
    const subjectIds = [...new Set(page.items.flatMap(({ personId, name }) => (name === null ? [] : [personId])))]
    await recordAccess(tx, ctx, { purpose: 'rights', subjectKind: 'person', subjectIds, fieldGroup: 'masked' })
    return page
  })
  const names = await staffNames(ctx.deps, ctx.countyId, [...new Set(items.flatMap(({ readById }) => readById ?? []))])
  const contacts = await residentContacts(ctx.db, ctx.countyId, [...new Set(items.map((row) => row.residentId))])
  return {
    items: (await shownRequests(ctx, items)).map(
      ({ name, residentId, readAt, readById, readDuty, readPurpose, readReason, ...request }) => ({
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
      }),
    ),
    next,
  }
}
