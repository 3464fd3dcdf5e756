import QRCode from 'qrcode'
import type { Ctx } from '../../platform/command/ctx.ts'
import { runCommand } from '../../platform/command/run-command.ts'
import type { Tx } from '../../platform/database/database.ts'
import { Problem } from '../../platform/problem/problem.ts'
import { hasRoleWithTotp } from './accounts.ts'
import { checkOwnPassword } from './change-password.ts'
import {
  newTotpSecret,
  openTotpSecret,
  recoveryCodesFor,
  replaceRecoveryCodes,
  sealTotpSecret,
  spendSecondFactor,
  totpUri,
} from './second-factor.ts'
import { confirming, ownId, withSecretInput } from './secret-input.ts'
import { revokeSessions } from './sessions.ts'
import { instant } from './instants.ts'

/** Makes a secret for the authenticator; it counts for nothing until `confirmTotp`. */
export async function enrolTotp(ctx: Ctx, input: { commandId: string; password: string }) {
  const staffId = ownId(ctx)
  await confirming(ctx, staffId, () =>
    runCommand(withSecretInput(ctx), input.commandId, async (tx) => {
      const staff = await checkOwnPassword(tx.db, ctx, staffId, input.password)
      if (staff.totpEnabledAt !== null) throw alreadyEnabled()
      const totpSecret = sealTotpSecret(ctx.deps, staffId, newTotpSecret())
      await changeTotp(tx.db, ctx, staffId, { totpSecret, totpLastStep: null })
      tx.subject('staff', staffId)
      return null
    }),
  )
  // Read after the command, whose stored result must not hold the secret.
  return pendingEnrolment(ctx, staffId)
}

async function pendingEnrolment(ctx: Ctx, staffId: string) {
  const staff = await ctx.db
    .selectFrom('staff')
    .select(['login', 'totpSecret', 'totpEnabledAt'])
    .where('countyId', '=', ctx.countyId)
    .where('id', '=', staffId)
    .executeTakeFirstOrThrow()
  if (staff.totpEnabledAt !== null || staff.totpSecret === null) throw alreadyEnabled()
  const secret = openTotpSecret(ctx.deps, staffId, staff.totpSecret)
  const uri = totpUri(staff.login, secret)
  const svg = await QRCode.toString(uri, { type: 'svg', margin: 1 })
  return { secret, uri, qr: `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}` }
}

/** Turns TOTP on: from now on the password alone opens no session, and those it opened elsewhere end. */
export async function confirmTotp(ctx: Ctx, input: { commandId: string; code: string }) {
  const staffId = ownId(ctx)
  const recoveryCodes = recoveryCodesFor(ctx.deps, staffId, input.commandId)
  await confirming(ctx, staffId, () =>
    runCommand(ctx, input.commandId, async (tx) => {
      if (!/^\d{6}$/.test(input.code) || !(await spendSecondFactor(tx.db, ctx, staffId, input.code))) {
        throw new Problem('login.totp_wrong')
      }
      await changeTotp(tx.db, ctx, staffId, { totpEnabledAt: instant(ctx.deps) })
      await replaceRecoveryCodes(tx.db, ctx, staffId, recoveryCodes)
      await revokeSessions(tx.db, ctx, staffId, ctx.http?.sessionId ?? null)
      tx.subject('staff', staffId)
      return null
    }),
  )
  return { recoveryCodes }
}

/** Turns TOTP off again; not while one of the person's roles asks for it. */
export async function disableTotp(ctx: Ctx, input: { commandId: string; password: string; code: string }) {
  const staffId = ownId(ctx)
  return confirming(ctx, staffId, () =>
    runCommand(withSecretInput(ctx), input.commandId, async (tx) => {
      await checkOwnPassword(tx.db, ctx, staffId, input.password)
      if (await hasRoleWithTotp(tx.db, ctx, staffId)) throw new Problem('login.totp_enrolment_required')
      if (!(await spendSecondFactor(tx.db, ctx, staffId, input.code))) throw new Problem('login.totp_wrong')
      await removeTotp(tx.db, ctx, staffId)
      tx.subject('staff', staffId)
      return { done: true as const }
    }),
  )
}

export async function removeTotp(tx: Tx, ctx: Ctx, staffId: string): Promise<void> {
  await changeTotp(tx, ctx, staffId, { totpSecret: null, totpEnabledAt: null, totpLastStep: null })
  await replaceRecoveryCodes(tx, ctx, staffId, [])
}

type TotpColumns = { totpSecret?: Buffer | null; totpEnabledAt?: string | null; totpLastStep?: number | null }

async function changeTotp(tx: Tx, ctx: Ctx, staffId: string, columns: TotpColumns): Promise<void> {
  await tx.updateTable('staff').set(columns).where('countyId', '=', ctx.countyId).where('id', '=', staffId).execute()
}

function alreadyEnabled(): Problem {
  return new Problem('input.invalid', undefined, [{ path: '', rule: 'totp_already_enabled' }])
}
