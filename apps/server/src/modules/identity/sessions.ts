import type { Db } from '../../platform/database/database.ts'
import type { Session } from '@linli/contract/identity'
import { type Ctx, type HttpSide, sessionCookie, type SessionKind } from '../../platform/command/ctx.ts'
import { newId } from '../../platform/crypto/id.ts'
import { deriveKey, keyedHash } from '../../platform/crypto/keys.ts'
import { sessionProof } from '../../platform/crypto/session-proof.ts'
import { newToken, sha256 } from '../../platform/crypto/tokens.ts'
import type { Deps } from '../../platform/deps.ts'
import { Problem } from '../../platform/problem/problem.ts'
import { sessionLimits } from './limits.ts'
import { instant } from './instants.ts'

export type SessionMethod = 'password' | 'totp' | 'oidc' | 'phone_code'

/**
 * Signs somebody in on this browser. The token is always new, and the session that the browser held
 * before ends: a token planted before the login is worth nothing after it.
 */
export async function openSession(
  db: Db,
  ctx: Ctx,
  kind: SessionKind,
  ownerId: string,
  method: SessionMethod,
): Promise<string> {
  const http = requireHttp(ctx)
  await endSessionOf(db, ctx, kind)
  const now = instant(ctx.deps)
  const token = newToken()
  const id = newId()
  const { countyId } = ctx
  const tokenHash = sha256(token)
  const expiresAt = instant(ctx.deps, sessionLimits[kind].absolute)
  await db
    .insertInto('sessions')
    .values({
      countyId,
      id,
      tokenHash,
      staffId: kind === 'staff' ? ownerId : null,
      residentId: kind === 'resident' ? ownerId : null,
      method,
      createdAt: now,
      lastSeenAt: now,
      expiresAt,
      proof: sessionProof(ctx.deps.config.secret, { countyId, tokenHash, kind, ownerId, method, expiresAt }),
      userAgent: http.userAgent.slice(0, 300).toWellFormed().replaceAll('\0', ''),
      addressHash: addressHash(ctx.deps, http.address),
    })
    .execute()
  http.setCookie(sessionCookie[kind], token, sessionLimits[kind].absolute)
  return id
}

/** Ends the session that this browser holds, if any; answers whose it was. */
export async function endSessionOf(db: Db, ctx: Ctx, kind: SessionKind): Promise<string | null> {
  const token = ctx.http?.cookie(sessionCookie[kind])
  if (token === undefined) return null
  const ended = await db
    .updateTable('sessions')
    .set({ revokedAt: instant(ctx.deps) })
    .where('countyId', '=', ctx.countyId)
    .where('tokenHash', '=', sha256(token))
    .where('revokedAt', 'is', null)
    .returning((eb) => eb.fn.coalesce('staffId', 'residentId').as('ownerId'))
    .executeTakeFirst()
  return ended?.ownerId ?? null
}

/** Ends every session of a person, but for the one named. */
export async function revokeSessions(db: Db, ctx: Ctx, staffId: string, except: string | null = null): Promise<void> {
  await db
    .updateTable('sessions')
    .set({ revokedAt: instant(ctx.deps) })
    .where('countyId', '=', ctx.countyId)
    .where('staffId', '=', staffId)
    .where('revokedAt', 'is', null)
    .$if(except !== null, (query) => query.where('id', '<>', except))
    .execute()
}

/** Ends one session of this person; somebody else's is as absent. */
export async function revokeSession(db: Db, ctx: Ctx, staffId: string, sessionId: string): Promise<void> {
  const ended = await db
    .updateTable('sessions')
    .set((eb) => ({ revokedAt: eb.fn.coalesce('revokedAt', eb.val(instant(ctx.deps))) }))
    .where('countyId', '=', ctx.countyId)
    .where('id', '=', sessionId)
    .where('staffId', '=', staffId)
    .executeTakeFirst()
  if (ended.numUpdatedRows === 0n) throw new Problem('not_found')
}

/** Where a person is signed in now, last used first. */
export async function sessionsOf(db: Db, ctx: Ctx, staffId: string): Promise<Session[]> {
  const http = requireHttp(ctx)
  const now = instant(ctx.deps)
  const here = addressHash(ctx.deps, http.address)
  const rows = await db
    .selectFrom('sessions')
    .select(['id', 'method', 'createdAt', 'lastSeenAt', 'expiresAt', 'userAgent', 'addressHash'])
    .where('countyId', '=', ctx.countyId)
    .where('staffId', '=', staffId)
    .where('revokedAt', 'is', null)
    .where('expiresAt', '>', now)
    .where('lastSeenAt', '>', instant(ctx.deps, -sessionLimits.staff.idle))
    .orderBy('lastSeenAt', 'desc')
    .limit(100)
    .execute()
  return rows.map(({ addressHash: there, method, ...row }) => ({
    ...row,
    // The check constraint holds the column to the methods, and phone codes open residents' sessions only.
    method: method as Session['method'],
    current: row.id === http.sessionId,
    sameAddress: here.equals(there),
  }))
}

/** Sign-in needs a browser to give the cookie to. */
export function requireHttp(ctx: Ctx): HttpSide {
  if (!ctx.http) throw new Error('sign-in outside a request')
  return ctx.http
}

function addressHash(deps: Deps, address: string): Buffer {
  return keyedHash(deriveKey(deps.config.secret, 'session addresses'), address)
}
