import type { Me } from '@linli/contract/identity'
import { permissions } from '@linli/contract/permissions'
import { sql } from 'kysely'
import type { Ctx } from '../../platform/command/ctx.ts'
import { runCommand } from '../../platform/command/run-command.ts'
import { countyToday } from './accounts.ts'
import { ownId } from './secret-input.ts'
import { revokeSession, revokeSessions } from './sessions.ts'

type MeRow = Omit<Me, 'permissions'>

/** The signed-in staff member, as the front ends need them on every page. */
export async function me(ctx: Ctx): Promise<Me> {
  const { rows } = await sql<MeRow>`
    SELECT st.id, st.login, st.name, st.phone, st.locale, st.totp_enabled_at IS NOT NULL AS totp_enabled,
      st.password_hash IS NOT NULL AS has_password,
      s.method <> 'oidc' AND st.must_change_password AS must_change_password,
      s.method <> 'oidc' AND st.totp_enabled_at IS NULL AND coalesce(held.totp_required, false) AS must_enrol_totp,
      coalesce(held.posts, '[]') AS posts,
      (SELECT count(*) FROM recovery_codes rc
        WHERE rc.county_id = st.county_id AND rc.staff_id = st.id AND rc.used_at IS NULL) AS recovery_codes_left,
      jsonb_build_object('id', c.county_id, 'names', jsonb_build_object('zh', c.name, 'en', c.name_en), 'timeZone', c.time_zone) AS county
    FROM staff st
    JOIN counties c ON c.county_id = st.county_id
    JOIN sessions s ON s.county_id = st.county_id AND s.staff_id = st.id AND s.id = ${ctx.http?.sessionId ?? null}
    LEFT JOIN LATERAL (
      SELECT jsonb_agg(p.card ORDER BY p.valid_from, p.id) AS posts, bool_or(p.totp_required) AS totp_required
      FROM post_cards p
      WHERE p.county_id = st.county_id AND p.staff_id = st.id
        AND p.valid_from <= ${countyToday(ctx)} AND (p.valid_to IS NULL OR p.valid_to > ${countyToday(ctx)})
    ) held ON true
    WHERE st.county_id = ${ctx.countyId} AND st.id = ${ownId(ctx)}`.execute(ctx.db)
  const [row] = rows
  if (!row) throw new Error('the session of this request has no staff row')
  return { ...row, permissions: permissions.filter((permission) => ctx.actor.may(permission)) }
}

export function changeLocale(ctx: Ctx, input: { commandId: string; locale: 'zh' | 'en' }): Promise<{ done: true }> {
  const staffId = ownId(ctx)
  return runCommand(ctx, input.commandId, async (tx) => {
    await tx.db
      .updateTable('staff')
      .set({ locale: input.locale })
      .where('countyId', '=', ctx.countyId)
      .where('id', '=', staffId)
      .execute()
    tx.subject('staff', staffId)
    return { done: true as const }
  })
}

export function revokeOwnSession(ctx: Ctx, input: { commandId: string; sessionId: string }): Promise<{ done: true }> {
  const staffId = ownId(ctx)
  return runCommand(ctx, input.commandId, async (tx) => {
    await revokeSession(tx.db, ctx, staffId, input.sessionId)
    tx.subject('session', input.sessionId)
    return { done: true as const }
  })
}

export function revokeOtherSessions(ctx: Ctx, input: { commandId: string }): Promise<{ done: true }> {
  const staffId = ownId(ctx)
  return runCommand(ctx, input.commandId, async (tx) => {
    await revokeSessions(tx.db, ctx, staffId, ctx.http?.sessionId ?? null)
    tx.subject('staff', staffId)
    return { done: true as const }
  })
}
