import type { FieldDevice, fieldDeviceRoutes } from '@linli/contract/field-devices'
import type { RouteOutput, RouteParsed } from '@linli/contract/route'
import { sql, type SqlBool } from 'kysely'
import type { Ctx } from '../../../platform/command/ctx.ts'
import { placedWithin } from '../../../platform/command/placed.ts'
import { runCommand } from '../../../platform/command/run-command.ts'
import { hashPassword, verifyPassword } from '../../../platform/crypto/password-hash.ts'
import { newToken, sha256 } from '../../../platform/crypto/tokens.ts'
import { decodeCursor, toPage } from '../../../platform/http/cursor.ts'
import { Problem } from '../../../platform/problem/problem.ts'
import { areaPath } from '../../areas/index.ts'
import { clearAttempts, staffNames, takeAttempt } from '../../identity/index.ts'
import { areaFilter } from '../../people/index.ts'
import { newDeviceKey, openDeviceKey, sealDeviceKey, shiftEnds } from './device-key.ts'

type Routes = typeof fieldDeviceRoutes

/** A phone for this person. Enrolled again (a PIN forgotten, the app installed anew) it gets another key; a revoked one stays so. */
export async function enrolDevice(
  ctx: Ctx,
  input: RouteParsed<Routes['enrolDevice']>,
): Promise<RouteOutput<Routes['enrolDevice']>> {
  // Staff only: the route asks for a permission that nobody else has.
  const staffId = ctx.actor.id as string
  const key = newDeviceKey()
  const token = newToken()
  const now = ctx.deps.now().toISOString()
  const row = {
    ...(await placeOf(ctx)),
    name: input.name,
    appVersion: input.appVersion,
    tokenHash: sha256(token),
    sealedKey: sealDeviceKey(ctx.deps, input.deviceId, staffId, key),
    pinHash: await hashPassword(input.pin),
    enrolledAt: now,
    unlockedAt: now,
  }
  const written = await ctx.db
    .insertInto('fieldDevices')
    .values({ countyId: ctx.countyId, id: input.deviceId, staffId, ...row })
    .onConflict((conflict) =>
      conflict.columns(['countyId', 'id', 'staffId']).doUpdateSet(row).where('fieldDevices.revokedAt', 'is', null),
    )
    .executeTakeFirst()
  if (written.numInsertedOrUpdatedRows === 0n) throw new Problem('device.revoked')
  return { token, key: key.toString('base64'), expiresAt: shiftEnds(ctx.deps) }
}

/** Opens the store of the phone for a shift. */
export async function unlockDevice(
  ctx: Ctx,
  input: RouteParsed<Routes['unlockDevice']>,
): Promise<RouteOutput<Routes['unlockDevice']>> {
  const staffId = ctx.actor.id as string
  const attempt = { kind: 'devicePin', of: `${staffId}:${input.deviceId}` } as const
  await takeAttempt(ctx, attempt)
  const device = await ownDevice(ctx, input.deviceId)
  if (!(await verifyPassword(input.pin, device.pinHash))) throw new Problem('device.pin_wrong')
  await clearAttempts(ctx, attempt)
  const key = openDeviceKey(ctx.deps, input.deviceId, staffId, device.sealedKey)
  if (!key) throw new Problem('device.not_found')
  await ctx.db
    .updateTable('fieldDevices')
    .set({ unlockedAt: ctx.deps.now().toISOString(), appVersion: input.appVersion })
    .where('countyId', '=', ctx.countyId)
    .where('id', '=', input.deviceId)
    .where('staffId', '=', staffId)
    .execute()
  return { key: key.toString('base64'), expiresAt: shiftEnds(ctx.deps) }
}

/** The phone that somebody acts from. @throws Problem `device.not_found`, `device.revoked` */
export async function ownDevice(ctx: Ctx, deviceId: string) {
  const device = await ctx.db
    .selectFrom('fieldDevices')
    .select(['pinHash', 'sealedKey', 'revokedAt'])
    .where('countyId', '=', ctx.countyId)
    .where('id', '=', deviceId)
    .where('staffId', '=', ctx.actor.id)
    .executeTakeFirst()
  if (!device) throw new Problem('device.not_found')
  if (device.revokedAt !== null) throw new Problem('device.revoked')
  return device
}

/** Whether the phone may still send; told, not refused, so that the phone can put its work into safe hands first. */
export async function getMyDevice(
  ctx: Ctx,
  { deviceId }: RouteParsed<Routes['getMyDevice']>,
): Promise<RouteOutput<Routes['getMyDevice']>> {
  const device = await ctx.db
    .selectFrom('fieldDevices')
    .select('revokedAt')
    .where('countyId', '=', ctx.countyId)
    .where('id', '=', deviceId)
    .where('staffId', '=', ctx.actor.id)
    .executeTakeFirst()
  if (!device) throw new Problem('device.not_found')
  return device
}

/** A phone that was revoked gets nothing more. @throws Problem `device.revoked` */
export async function refuseRevoked(ctx: Ctx, deviceId: string): Promise<void> {
  const device = await ctx.db
    .selectFrom('fieldDevices')
    .select('revokedAt')
    .where('countyId', '=', ctx.countyId)
    .where('id', '=', deviceId)
    .where('staffId', '=', ctx.actor.id)
    .executeTakeFirst()
  if (device && device.revokedAt !== null) throw new Problem('device.revoked')
}

/** Where its owner works today, by the first of their grids. */
export async function placeOf(ctx: Ctx) {
  const reach = ctx.actor.reach('fieldwork.do')
  const [gridId] = reach === 'county' ? [] : reach.gridIds
  const path = gridId === undefined ? undefined : await areaPath(ctx.db, ctx.countyId, gridId)
  return { townId: path?.townId ?? null, villageId: path?.villageId ?? null, gridId: path?.gridId ?? null }
}

/** Phones of the workers in reach, newest first. */
export async function listDevices(
  ctx: Ctx,
  input: RouteParsed<Routes['listDevices']>,
): Promise<RouteOutput<Routes['listDevices']>> {
  const after = input.cursor === undefined ? null : decodeCursor(input.cursor, ['instant', 'id', 'id'])
  const beyond =
    after === null
      ? sql<SqlBool>`true`
      : sql<SqlBool>`(d.enrolled_at, d.id, d.staff_id) < (${after[0]}::timestamptz, ${after[1]}::uuid, ${after[2]}::uuid)`
  const { rows } = await sql<Omit<FieldDevice, 'by'> & { key: string }>`
    SELECT d.id, d.staff_id, d.name, d.app_version, d.enrolled_at, d.last_sync_at, d.clock_off_seconds, d.revoked_at,
      d.enrolled_at::text AS key,
      (SELECT count(*)::int FROM quarantine q
        WHERE q.county_id = d.county_id AND q.device_id = d.id AND q.staff_id = d.staff_id AND q.state = 'waiting') AS waiting
    FROM field_devices d
    WHERE d.county_id = ${ctx.countyId} AND ${placedWithin(ctx.actor, 'fieldwork.manage', 'd')}
      AND ${await areaFilter(ctx, 'd', input.areaId)} AND ${beyond}
    ORDER BY d.enrolled_at DESC, d.id DESC, d.staff_id DESC LIMIT ${input.limit + 1}`.execute(ctx.db)
  const { items, next } = toPage(rows, input.limit, (row) => [row.key, row.id, row.staffId])
  const names = await staffNames(ctx.deps, ctx.countyId, [...new Set(items.map(({ staffId }) => staffId))])
  return { items: items.map((row) => ({ ...row, by: names.get(row.staffId) ?? '' })), next }
}

/** Lost, stolen or handed back: the phone learns of it at its next contact. */
export function revokeDevice(ctx: Ctx, input: RouteParsed<Routes['revokeDevice']>): Promise<{ done: true }> {
  return runCommand(ctx, input.commandId, async (tx) => {
    const { rows } = await sql`
      UPDATE field_devices d SET revoked_at = coalesce(d.revoked_at, ${ctx.deps.now().toISOString()}::timestamptz),
        revoked_by = coalesce(d.revoked_by, ${ctx.actor.id}::uuid), revoke_words = coalesce(d.revoke_words, ${input.words})
      WHERE d.id = ${input.deviceId} AND d.staff_id = ${input.staffId}
        AND ${placedWithin(ctx.actor, 'fieldwork.manage', 'd')} RETURNING d.id`.execute(tx.db)
    if (rows.length === 0) throw new Problem('device.not_found')
    tx.subject('device', input.deviceId)
    return { done: true as const }
  })
}
