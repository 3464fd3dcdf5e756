import * as client from 'openid-client'
import { z } from 'zod'
import type { Ctx } from '../../platform/command/ctx.ts'
import type { Config } from '../../platform/config/config.ts'
import { deriveKey } from '../../platform/crypto/keys.ts'
import { seal, unseal } from '../../platform/crypto/seal.ts'
import { Problem } from '../../platform/problem/problem.ts'
import { auditSignIn, findAccount } from './accounts.ts'
import { instant } from './instants.ts'
import { signIn } from './login.ts'
import { requireHttp } from './sessions.ts'

/** `linkBy`: which claim may link an account that is not linked yet; left out, only linked ones sign in. */
type OidcSettings = NonNullable<Config['oidc']> & { readonly linkBy?: 'email' | 'preferred_username' | undefined }

const cookieName = 'linli-oidc'
const LIFETIME_SECONDS = 10 * 60
/** Where the provider sends the browser back to, below the public address. */
export const callbackPath = '/api/login/oidc/callback'

/** What the browser carries to the provider and back, sealed: nobody can plant a login of their own in it. */
const Flight = z.object({
  verifier: z.string(),
  state: z.string(),
  nonce: z.string(),
  returnTo: z.string(),
  until: z.number(),
})

/** Begins a login at the identity provider; answers the address to send the browser to. */
export async function startOidcLogin(ctx: Ctx, ownUrl: string, returnTo: string): Promise<URL> {
  const settings = requireSettings(ctx)
  const configuration = await providerOf(settings)
  const flight: z.infer<typeof Flight> = {
    verifier: client.randomPKCECodeVerifier(),
    state: client.randomState(),
    nonce: client.randomNonce(),
    returnTo: localPath(returnTo),
    until: ctx.deps.now().getTime() + LIFETIME_SECONDS * 1000,
  }
  requireHttp(ctx).setCookie(cookieName, sealFlight(ctx, flight), LIFETIME_SECONDS)
  return client.buildAuthorizationUrl(configuration, {
    redirect_uri: new URL(callbackPath, ownUrl).href,
    scope: 'openid email profile',
    state: flight.state,
    nonce: flight.nonce,
    code_challenge: await client.calculatePKCECodeChallenge(flight.verifier),
    code_challenge_method: 'S256',
  })
}

/** Ends a login at the identity provider: opens the session and answers the page to go to. */
export async function finishOidcLogin(ctx: Ctx, currentUrl: URL): Promise<string> {
  const settings = requireSettings(ctx)
  const flight = takeFlight(ctx)
  if (!flight) throw new Problem('login.oidc_failed', { reason: 'expired' })
  const claims = await claimsOf(ctx, settings, currentUrl, flight)
  const staffId = await linkedStaff(ctx, settings, claims)
  const account = staffId === undefined ? undefined : await findAccount(ctx.db, ctx, { id: staffId })
  if (!account || account.disabledAt !== null) {
    await auditSignIn(ctx.db, ctx, 'session.refused', account ? { kind: 'staff', id: account.id } : null)
    throw new Problem('login.oidc_failed', { reason: 'unknown_account' })
  }
  await signIn(ctx, account, 'oidc')
  return flight.returnTo
}

type Claims = Record<string, unknown> & { iss: string; sub: string }

async function claimsOf(
  ctx: Ctx,
  settings: OidcSettings,
  currentUrl: URL,
  flight: z.infer<typeof Flight>,
): Promise<Claims> {
  try {
    const tokens = await client.authorizationCodeGrant(await providerOf(settings), currentUrl, {
      pkceCodeVerifier: flight.verifier,
      expectedState: flight.state,
      expectedNonce: flight.nonce,
      idTokenExpected: true,
    })
    const claims = tokens.claims()
    if (!claims) throw new Error('no ID token')
    return claims
  } catch (error) {
    // Whatever went wrong there (denied, replayed, forged), the person can only try again; the log says what.
    ctx.deps.log.warn({ err: error, requestId: ctx.requestId }, 'login at the identity provider failed')
    throw new Problem('login.oidc_failed', { reason: 'refused' })
  }
}

/**
 * Whom the provider's account signs in: the one it is linked to; else, where the county says which claim
 * to trust, the one with that e-mail (verified by the provider) or login, who is then linked for good.
 */
async function linkedStaff(ctx: Ctx, settings: OidcSettings, claims: Claims): Promise<string | undefined> {
  const linked = await ctx.db
    .selectFrom('staffIdentities')
    .select('staffId')
    .where('countyId', '=', ctx.countyId)
    .where('issuer', '=', claims.iss)
    .where('subject', '=', claims.sub)
    .executeTakeFirst()
  if (linked) return linked.staffId
  const match = matchOf(settings, claims)
  if (!match) return undefined
  const staff = await ctx.db
    .selectFrom('staff')
    .select('id')
    .where('countyId', '=', ctx.countyId)
    .where(match.column, '=', match.value)
    .where('disabledAt', 'is', null)
    .executeTakeFirst()
  if (!staff) return undefined
  await ctx.db
    .insertInto('staffIdentities')
    .values({
      countyId: ctx.countyId,
      issuer: claims.iss,
      subject: claims.sub,
      staffId: staff.id,
      linkedAt: instant(ctx.deps),
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  return staff.id
}

function matchOf({ linkBy }: OidcSettings, claims: Claims): { column: 'email' | 'login'; value: string } | null {
  if (linkBy === 'email') {
    const { email, email_verified: verified } = claims
    return typeof email === 'string' && verified === true ? { column: 'email', value: email.toLowerCase() } : null
  }
  if (linkBy === undefined) return null
  const name = claims[linkBy]
  return typeof name === 'string' ? { column: 'login', value: name.toLowerCase() } : null
}

const providers = new WeakMap<OidcSettings, Promise<client.Configuration>>()

function providerOf(settings: OidcSettings): Promise<client.Configuration> {
  let provider = providers.get(settings)
  if (!provider) {
    const issuer = new URL(settings.issuer)
    // Plain http only towards this machine itself: a provider run for trying out.
    const local = issuer.hostname === 'localhost' || issuer.hostname === '127.0.0.1'
    provider = client.discovery(issuer, settings.clientId, settings.clientSecret, undefined, {
      execute: local && issuer.protocol === 'http:' ? [client.allowInsecureRequests] : [],
      timeout: 10,
    })
    providers.set(settings, provider)
    // A provider that was down at the first login must be asked again at the next.
    provider.catch(() => providers.delete(settings))
  }
  return provider
}

function requireSettings(ctx: Ctx): OidcSettings {
  const settings = ctx.deps.config.oidc
  if (!settings) throw new Problem('route.not_found')
  return settings
}

function sealFlight(ctx: Ctx, flight: z.infer<typeof Flight>): string {
  return seal(flightKey(ctx), JSON.stringify(flight), cookieName).toString('base64url')
}

// Taken off the browser at once: one flight, one landing.
function takeFlight(ctx: Ctx): z.infer<typeof Flight> | null {
  const http = requireHttp(ctx)
  const cookie = http.cookie(cookieName)
  http.clearCookie(cookieName)
  const opened = cookie === undefined ? null : unseal(flightKey(ctx), Buffer.from(cookie, 'base64url'), cookieName)
  if (opened === null) return null
  const flight = Flight.parse(JSON.parse(opened))
  return flight.until > ctx.deps.now().getTime() ? flight : null
}

function flightKey(ctx: Ctx): Buffer {
  return deriveKey(ctx.deps.config.secret, 'oidc flight')
}

// Only ever a path of our own: `//evil.example` and `/\evil.example` are other sites to a browser.
export function localPath(path: string): string {
  return /^\/(?![/\\])[\w\-./?=&%]*$/.test(path) ? path : '/console/'
}
