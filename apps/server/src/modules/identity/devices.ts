import type { Db } from '../../platform/database/database.ts'
import type { Ctx } from '../../platform/command/ctx.ts'
import { newToken, sha256 } from '../../platform/crypto/tokens.ts'
import { deviceLifetime } from './limits.ts'
import { instant } from './instants.ts'

/** Tells a browser that has signed somebody in before. Grants nothing; it only keeps strangers' mistakes apart. */
const deviceCookie = 'linli-device'

/** Hash of the device cookie, when the browser has one. */
export function deviceHash(ctx: Ctx): Buffer | null {
  const token = ctx.http?.cookie(deviceCookie)
  return token === undefined ? null : sha256(token)
}

/**
 * Remembers this browser for one person, for as long as `deviceLifetime` after the last sign-in.
 * The cookie is kept when it is already somebody's: colleagues who share a computer share its cookie.
 */
export async function trustDevice(db: Db, ctx: Ctx, staffId: string): Promise<void> {
  if (!ctx.http) return
  const now = instant(ctx.deps)
  const token = (await knownToken(db, ctx)) ?? newToken()
  const expiresAt = instant(ctx.deps, deviceLifetime)
  await db
    .insertInto('trustedDevices')
    .values({ countyId: ctx.countyId, staffId, tokenHash: sha256(token), createdAt: now, lastSeenAt: now, expiresAt })
    .onConflict((conflict) =>
      conflict.columns(['countyId', 'tokenHash', 'staffId']).doUpdateSet({ lastSeenAt: now, expiresAt }),
    )
    .execute()
  ctx.http.setCookie(deviceCookie, token, deviceLifetime)
}

/** Makes every browser of a person unknown again: after a reset, whoever knew the old password starts as a stranger. */
export async function forgetDevices(db: Db, countyId: number, staffId: string): Promise<void> {
  await db.deleteFrom('trustedDevices').where('countyId', '=', countyId).where('staffId', '=', staffId).execute()
}

// A token that this server never gave out is not taken over: somebody may have planted it.
async function knownToken(db: Db, ctx: Ctx): Promise<string | undefined> {
  const token = ctx.http?.cookie(deviceCookie)
  if (token === undefined) return undefined
  const known = await db
    .selectFrom('trustedDevices')
    .select('staffId')
    .where('countyId', '=', ctx.countyId)
    .where('tokenHash', '=', sha256(token))
    .where('expiresAt', '>', instant(ctx.deps))
    .limit(1)
    .executeTakeFirst()
  return known ? token : undefined
}
