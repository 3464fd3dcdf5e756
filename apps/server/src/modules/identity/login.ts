import type { SignedIn } from '@linli/contract/identity'
import { type Ctx, sessionCookie } from '../../platform/command/ctx.ts'
import { hashPassword, isOutdated, verifyPassword } from '../../platform/crypto/password-hash.ts'
import type { Tx } from '../../platform/database/database.ts'
import { Problem } from '../../platform/problem/problem.ts'
import { type Account, auditSignIn, duties, findAccount } from './accounts.ts'
import { openChallenge, sealChallenge } from './challenge.ts'
import { deviceHash, trustDevice } from './devices.ts'
import { spendSecondFactor } from './second-factor.ts'
import { endSessionOf, openSession, requireHttp, type SessionMethod } from './sessions.ts'
import { type Attempt, clearAttempts, giveBackAttempt, takeAttempt } from './throttle.ts'

/** First step. An unknown login costs the same queries and the same hash as a wrong password. */
export async function login(ctx: Ctx, input: { login: string; password: string }): Promise<SignedIn> {
  const name = input.login.toLowerCase()
  const account = await findAccount(ctx.db, ctx, { login: name })
  const attempts = attemptsOf(ctx, name, account)
  for (const attempt of attempts) await takeAttempt(ctx, attempt)
  const hash = account && account.disabledAt === null ? account.passwordHash : null
  const right = await verifyPassword(input.password, hash)
  if (!account || !right) {
    await auditSignIn(ctx.db, ctx, 'session.refused', account ? { kind: 'staff', id: account.id } : null)
    throw new Problem('login.failed')
  }
  if (account.totpEnabledAt !== null) {
    // Only this attempt is given back: wrong second factors keep counting over repeated first steps.
    for (const attempt of attempts) await giveBackAttempt(ctx, attempt)
    throw new Problem('login.totp_required', { challenge: sealChallenge(ctx, account) })
  }
  return signIn(ctx, account, 'password', attempts, (tx) => rehash(tx, ctx, account, input.password))
}

/** Second step, with the challenge of the first. */
export async function loginTotp(ctx: Ctx, input: { challenge: string; code: string }): Promise<SignedIn> {
  const account = await openChallenge(ctx, input.challenge)
  if (!account) throw new Problem('login.failed')
  const attempts = attemptsOf(ctx, account.login, account)
  for (const attempt of attempts) await takeAttempt(ctx, attempt)
  if (!(await spendSecondFactor(ctx.db, ctx, account.id, input.code))) {
    await auditSignIn(ctx.db, ctx, 'session.refused', { kind: 'staff', id: account.id })
    throw new Problem('login.totp_wrong')
  }
  return signIn(ctx, account, 'totp', attempts)
}

/** Opens the session of somebody who has proved who they are. */
export async function signIn(
  ctx: Ctx,
  account: Account,
  method: SessionMethod,
  attempts: readonly Attempt[] = [],
  within: (tx: Tx) => Promise<void> = () => Promise.resolve(),
): Promise<SignedIn> {
  const signedIn = await ctx.db.transaction().execute(async (tx) => {
    const sessionId = await openSession(tx, ctx, 'staff', account.id, method)
    await trustDevice(tx, ctx, account.id)
    await within(tx)
    await auditSignIn(tx, ctx, ctx.audit, { kind: 'staff', id: account.id }, sessionId)
    return duties(tx, ctx, account, method)
  })
  for (const attempt of attempts) {
    // An address is no person: one right password must not wipe out the wrong ones tried for others.
    if (attempt.kind === 'address') await giveBackAttempt(ctx, attempt)
    else await clearAttempts(ctx, attempt)
  }
  return signedIn
}

export async function logout(ctx: Ctx): Promise<void> {
  await ctx.db.transaction().execute(async (tx) => {
    const id = await endSessionOf(tx, ctx, 'staff')
    if (id !== null) await auditSignIn(tx, ctx, ctx.audit, { kind: 'staff', id })
  })
  ctx.http?.clearCookie(sessionCookie.staff)
}

// Mistakes from browsers that never signed the person in are counted together, and apart from those that
// have: whoever hammers at an account from outside shuts out other outsiders, not its owner.
function attemptsOf(ctx: Ctx, login: string, account: Account | undefined): Attempt[] {
  if (account?.knownDevice) {
    return [{ kind: 'accountFromDevice', of: `${account.id} ${deviceHash(ctx)?.toString('hex')}` }]
  }
  return [
    { kind: 'address', of: requireHttp(ctx).address },
    { kind: 'accountFromStrangers', of: login },
  ]
}

async function rehash(tx: Tx, ctx: Ctx, account: Account, password: string): Promise<void> {
  if (account.passwordHash === null || !isOutdated(account.passwordHash)) return
  await tx
    .updateTable('staff')
    .set({ passwordHash: await hashPassword(password) })
    .where('countyId', '=', ctx.countyId)
    .where('id', '=', account.id)
    .execute()
}
