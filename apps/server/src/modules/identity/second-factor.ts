import type { Db } from '../../platform/database/database.ts'
import { generateSecret, generateURI, verifySync } from 'otplib'
import { deriveKey, keyedHash } from '../../platform/crypto/keys.ts'
import { seal, unseal } from '../../platform/crypto/seal.ts'
import type { Ctx } from '../../platform/command/ctx.ts'
import type { Deps } from '../../platform/deps.ts'
import { instant } from './instants.ts'

const STEP_SECONDS = 30
const RECOVERY_CODES = 10
const recoveryAlphabet = 'abcdefghjkmnpqrstuvwxyz23456789'

export function newTotpSecret(): string {
  return generateSecret()
}

/** `otpauth://` address for the authenticator. */
export function totpUri(login: string, secret: string): string {
  return generateURI({ issuer: '邻里 Linli', label: login, secret })
}

export function sealTotpSecret(deps: Deps, staffId: string, secret: string): Buffer {
  return seal(deriveKey(deps.config.secret, 'totp'), secret, `staff.totp_secret:${staffId}`)
}

export function openTotpSecret(deps: Deps, staffId: string, sealed: Uint8Array): string {
  const secret = unseal(deriveKey(deps.config.secret, 'totp'), sealed, `staff.totp_secret:${staffId}`)
  // The server's secret changed under a filled database: an operator must know, a retry will not help.
  if (secret === null) throw new Error(`TOTP secret of staff ${staffId} does not open with this server's secret`)
  return secret
}

/**
 * Spends a code of the authenticator or a recovery code; false when it is wrong or was spent before.
 * The guard stands in the UPDATE, so that of two requests with the same code one is refused.
 */
export async function spendSecondFactor(db: Db, ctx: Ctx, staffId: string, code: string): Promise<boolean> {
  return /^\d{6}$/.test(code) ? spendTotp(db, ctx, staffId, code) : spendRecoveryCode(db, ctx, staffId, code)
}

async function spendTotp(db: Db, ctx: Ctx, staffId: string, code: string): Promise<boolean> {
  const staff = await db
    .selectFrom('staff')
    .select(['totpSecret', 'totpLastStep'])
    .where('countyId', '=', ctx.countyId)
    .where('id', '=', staffId)
    .executeTakeFirst()
  if (!staff?.totpSecret) return false
  const step = matchingStep(
    openTotpSecret(ctx.deps, staffId, staff.totpSecret),
    code,
    ctx.deps.now(),
    staff.totpLastStep,
  )
  if (step === null) return false
  const spent = await db
    .updateTable('staff')
    .set({ totpLastStep: step })
    .where('countyId', '=', ctx.countyId)
    .where('id', '=', staffId)
    .where((eb) => eb.or([eb('totpLastStep', 'is', null), eb('totpLastStep', '<', step)]))
    .executeTakeFirst()
  return spent.numUpdatedRows > 0n
}

function matchingStep(secret: string, token: string, now: Date, lastStep: number | null): number | null {
  const result = verifySync({
    secret,
    token,
    epoch: Math.floor(now.getTime() / 1000),
    // One step either way: a phone's clock may be half a minute off.
    epochTolerance: STEP_SECONDS,
    ...(lastStep === null ? {} : { afterTimeStep: lastStep }),
  })
  return result.valid && 'timeStep' in result ? result.timeStep : null
}

async function spendRecoveryCode(db: Db, ctx: Ctx, staffId: string, code: string): Promise<boolean> {
  const spent = await db
    .updateTable('recoveryCodes')
    .set({ usedAt: instant(ctx.deps) })
    .where('countyId', '=', ctx.countyId)
    .where('staffId', '=', staffId)
    .where('codeHash', '=', recoveryHash(ctx.deps, code))
    .where('usedAt', 'is', null)
    .executeTakeFirst()
  return spent.numUpdatedRows > 0n
}

/**
 * The recovery codes that one enrolment gives out: derived from its command, so that a confirmation
 * sent twice answers the same codes although only their hashes are stored.
 */
export function recoveryCodesFor(deps: Deps, staffId: string, commandId: string): string[] {
  const key = deriveKey(deps.config.secret, 'recovery codes')
  return Array.from({ length: RECOVERY_CODES }, (_, index) => {
    const letters = readable(keyedHash(key, `${staffId}\0${commandId}\0${index}`), 10)
    return `${letters.slice(0, 5)}-${letters.slice(5)}`
  })
}

export async function replaceRecoveryCodes(db: Db, ctx: Ctx, staffId: string, codes: readonly string[]): Promise<void> {
  await db.deleteFrom('recoveryCodes').where('countyId', '=', ctx.countyId).where('staffId', '=', staffId).execute()
  if (codes.length === 0) return
  const rows = codes.map((code) => ({ countyId: ctx.countyId, staffId, codeHash: recoveryHash(ctx.deps, code) }))
  await db.insertInto('recoveryCodes').values(rows).execute()
}

/** Letters that nobody confuses when reading them out, from bytes of a keyed hash. */
export function readable(bytes: Buffer, length: number): string {
  return Array.from(bytes.subarray(0, length), (byte) => recoveryAlphabet[byte % recoveryAlphabet.length]).join('')
}

function recoveryHash(deps: Deps, code: string): Buffer {
  return keyedHash(deriveKey(deps.config.secret, 'recovery code hashes'), code.toLowerCase().replaceAll(/[\s-]/g, ''))
}
