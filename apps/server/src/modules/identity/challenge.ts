import { z } from 'zod'
import type { Ctx } from '../../platform/command/ctx.ts'
import { deriveKey } from '../../platform/crypto/keys.ts'
import { seal, unseal } from '../../platform/crypto/seal.ts'
import { type Account, findAccount } from './accounts.ts'
import { challengeLifetime } from './limits.ts'

const Challenge = z.object({ staffId: z.string(), passwordChangedAt: z.string().nullable(), until: z.number() })

/**
 * What the browser keeps between password and second factor: proof that the password was right a moment
 * ago. Sealed instead of stored: it is worthless without a second factor, which can be spent only once.
 */
export function sealChallenge(ctx: Ctx, account: Account): string {
  const challenge: z.infer<typeof Challenge> = {
    staffId: account.id,
    passwordChangedAt: account.passwordChangedAt,
    until: ctx.deps.now().getTime() + challengeLifetime * 1000,
  }
  return seal(keyOf(ctx), JSON.stringify(challenge), contextOf(ctx)).toString('base64url')
}

/** The account the challenge was made for; undefined when it is too old, forged, or the account has changed since. */
export async function openChallenge(ctx: Ctx, sealed: string): Promise<Account | undefined> {
  const opened = unseal(keyOf(ctx), Buffer.from(sealed, 'base64url'), contextOf(ctx))
  if (opened === null) return undefined
  const challenge = Challenge.parse(JSON.parse(opened))
  if (challenge.until <= ctx.deps.now().getTime()) return undefined
  const account = await findAccount(ctx.db, ctx, { id: challenge.staffId })
  const unchanged =
    account?.disabledAt === null &&
    account.totpEnabledAt !== null &&
    account.passwordChangedAt === challenge.passwordChangedAt
  return unchanged ? account : undefined
}

function keyOf(ctx: Ctx): Buffer {
  return deriveKey(ctx.deps.config.secret, 'login challenge')
}

function contextOf(ctx: Ctx): string {
  return `login:${ctx.countyId}`
}
