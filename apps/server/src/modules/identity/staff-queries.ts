import type { Staff, StaffRow } from '@linli/contract/identity'
import { sql } from 'kysely'
import type { Ctx } from '../../platform/command/ctx.ts'
import { recordAccess } from '../../platform/audit/access.ts'
import type { Db } from '../../platform/database/database.ts'
import { decodeCursor, toPage } from '../../platform/http/cursor.ts'
import { mask } from '../../platform/mask.ts'
import { Problem } from '../../platform/problem/problem.ts'
import { countyToday } from './accounts.ts'
import { staffToManage, staffToRead } from './policy.ts'
import { containing } from './search.ts'

interface StaffFilter {
  readonly q?: string | undefined
  readonly unitId?: string | undefined
  readonly roleId?: string | undefined
  readonly state: 'active' | 'disabled' | 'all'
  readonly cursor?: string | undefined
  readonly limit: number
}

// Posts of today and of the future: who will come is as much worth knowing as who is there.
function heldPosts(ctx: Ctx) {
  return sql`coalesce((SELECT jsonb_agg(p.card ORDER BY p.valid_from, p.id) FROM post_cards p
    WHERE p.county_id = st.county_id AND p.staff_id = st.id
      AND (p.valid_to IS NULL OR p.valid_to > ${countyToday(ctx)})), '[]') AS posts`
}

const lastSeen = sql`(SELECT max(s.last_seen_at) FROM sessions s
  WHERE s.county_id = st.county_id AND s.staff_id = st.id) AS last_seen_at`

/** Staff within reach, in the order of their logins, which is that of the pinyin. */
export async function listStaff(ctx: Ctx, filter: StaffFilter) {
  const after = filter.cursor === undefined ? null : decodeCursor(filter.cursor, ['text'])
  const { rows } = await sql<Omit<StaffRow, 'phoneMasked'> & { phone: string | null }>`
    SELECT st.id, st.login, st.name, st.phone, st.totp_enabled_at IS NOT NULL AS totp_enabled, st.disabled_at,
      ${heldPosts(ctx)}, ${lastSeen}
    FROM staff st
    WHERE st.county_id = ${ctx.countyId} AND ${staffToRead(ctx.actor, countyToday(ctx))}
      ${filter.state === 'all' ? sql`` : sql`AND (st.disabled_at IS NULL) = ${filter.state === 'active'}`}
      ${filter.q === undefined ? sql`` : sql`AND st.name_search LIKE ${containing(filter.q.toLowerCase())}`}
      ${filter.unitId === undefined && filter.roleId === undefined ? sql`` : sql`AND ${holdsPost(ctx, filter)}`}
      ${after === null ? sql`` : sql`AND st.login > ${after[0]}::text`}
    ORDER BY st.login
    LIMIT ${filter.limit + 1}`.execute(ctx.db)
  const people = rows.map(({ phone, ...row }) => ({ ...row, phoneMasked: phone === null ? null : mask.phone(phone) }))
  return toPage(people, filter.limit, (row) => [row.login])
}

function holdsPost(ctx: Ctx, { unitId, roleId }: StaffFilter) {
  return sql`EXISTS (SELECT FROM post_cards p WHERE p.county_id = st.county_id AND p.staff_id = st.id
    AND (p.valid_to IS NULL OR p.valid_to > ${countyToday(ctx)})
    ${unitId === undefined ? sql`` : sql`AND p.unit_path @> ARRAY[${unitId}]::uuid[]`}
    ${roleId === undefined ? sql`` : sql`AND p.role_id = ${roleId}`})`
}

/** One person's page. The phone stands there in full, so the reading is recorded first. */
export function openStaff(ctx: Ctx, staffId: string): Promise<Staff> {
  return ctx.db.transaction().execute(async (tx) => {
    const staff = await getStaff(tx, ctx, staffId)
    if (staffId !== ctx.actor.id) {
      await recordAccess(tx, ctx, {
        purpose: 'staff.contact',
        subjectKind: 'staff',
        subjectIds: [staffId],
        fieldGroup: 'contact',
      })
    }
    return staff
  })
}

/** One person as the viewer may see them; a manager sees whom they manage even without `staff.read`. */
export async function getStaff(db: Db, ctx: Ctx, staffId: string): Promise<Staff> {
  const manageable = staffToManage(ctx.actor, countyToday(ctx))
  const { rows } = await sql<Staff>`
    SELECT st.id, st.login, st.name, st.phone, st.email, st.locale, st.created_at, st.disabled_at,
      st.totp_enabled_at IS NOT NULL AS totp_enabled, ${heldPosts(ctx)}, ${lastSeen}, ${manageable} AS manageable,
      coalesce((SELECT jsonb_agg(p.card ORDER BY p.valid_to DESC, p.id) FROM post_cards p
        WHERE p.county_id = st.county_id AND p.staff_id = st.id AND p.valid_to <= ${countyToday(ctx)}), '[]') AS earlier_posts,
      coalesce((SELECT jsonb_agg(jsonb_build_object('issuer', i.issuer, 'subject', i.subject) ORDER BY i.linked_at)
        FROM staff_identities i WHERE i.county_id = st.county_id AND i.staff_id = st.id), '[]') AS identities
    FROM staff st
    WHERE st.county_id = ${ctx.countyId} AND st.id = ${staffId}
      AND (${staffToRead(ctx.actor, countyToday(ctx))} OR ${manageable})`.execute(db)
  const [staff] = rows
  if (!staff) throw new Problem('staff.not_found')
  return staff
}
