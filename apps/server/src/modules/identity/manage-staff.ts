import type { Staff } from '@linli/contract/identity'
import type { Ctx } from '../../platform/command/ctx.ts'
import { runCommand } from '../../platform/command/run-command.ts'
import { deriveKey, keyedHash } from '../../platform/crypto/keys.ts'
import { hashPassword } from '../../platform/crypto/password-hash.ts'
import type { Tx } from '../../platform/database/database.ts'
import { Problem } from '../../platform/problem/problem.ts'
import { setPassword } from './change-password.ts'
import { forgetDevices } from './devices.ts'
import { removeTotp } from './enrol-totp.ts'
import { instant } from './instants.ts'
import { insertPost, lockGrant } from './manage-posts.ts'
import { refuseOwnAccount } from './policy.ts'
import { searchText } from './search.ts'
import { readable } from './second-factor.ts'
import { revokeSessions } from './sessions.ts'
import { lockStaff, tellOfStaff } from './staff-command.ts'
import { getStaff } from './staff-queries.ts'

interface StaffFields {
  readonly login?: string | undefined
  readonly name?: string | undefined
  readonly phone?: string | null | undefined
  readonly email?: string | null | undefined
}
interface OfStaff {
  readonly commandId: string
  readonly staffId: string
}
interface NewStaff extends StaffFields {
  readonly commandId: string
  readonly id: string
  readonly login: string
  readonly name: string
  readonly post: { readonly unitId: string; readonly roleId: string; readonly title?: string | null | undefined }
}

/** A new account with its first post, and a password to hand over, good until the first login. */
export async function createStaff(ctx: Ctx, input: NewStaff): Promise<{ staff: Staff; temporaryPassword: string }> {
  const temporaryPassword = temporaryPasswordFor(ctx, input.id, input.commandId)
  const passwordHash = await hashPassword(temporaryPassword)
  await runCommand(ctx, input.commandId, async (tx) => {
    const { id, login, name, phone, email } = input
    await lockGrant(tx.db, ctx, input.post)
    await tx.db
      .insertInto('staff')
      .values({
        countyId: ctx.countyId,
        id,
        login,
        name,
        nameSearch: searchText(name, login),
        phone: phone ?? null,
        email: email ?? null,
        passwordHash,
        passwordChangedAt: instant(ctx.deps),
        mustChangePassword: true,
        createdAt: instant(ctx.deps),
      })
      .execute()
    await insertPost(tx.db, ctx, { ...input.post, staffId: id })
    tellOfStaff(tx, 'staff.created', id)
    return null
  })
  return { staff: await getStaff(ctx.db, ctx, input.id), temporaryPassword }
}

/** Changes name, login, phone or e-mail. Fields left out stay. */
export async function changeStaff(ctx: Ctx, input: StaffFields & OfStaff): Promise<Staff> {
  await runCommand(ctx, input.commandId, async (tx) => {
    const { commandId: _, staffId, ...fields } = input
    const staff = await lockStaff(tx.db, ctx, staffId)
    const nameSearch = searchText(fields.name ?? staff.name, fields.login ?? staff.login)
    await tx.db
      .updateTable('staff')
      .set({ ...fields, nameSearch })
      .where('countyId', '=', ctx.countyId)
      .where('id', '=', staffId)
      .execute()
    tellOfStaff(tx, 'staff.changed', staffId)
    return null
  })
  return getStaff(ctx.db, ctx, input.staffId)
}

/** Closes an account; its sessions end in the same transaction. */
export function disableStaff(ctx: Ctx, input: OfStaff): Promise<Staff> {
  return changeAccount(ctx, input, 'staff.disabled', async (tx) => {
    await tx
      .updateTable('staff')
      .set((eb) => ({ disabledAt: eb.fn.coalesce('disabledAt', eb.val(instant(ctx.deps))) }))
      .where('countyId', '=', ctx.countyId)
      .where('id', '=', input.staffId)
      .execute()
    await revokeSessions(tx, ctx, input.staffId)
    await forgetDevices(tx, ctx.countyId, input.staffId)
  })
}

export function enableStaff(ctx: Ctx, input: OfStaff): Promise<Staff> {
  return changeAccount(ctx, input, 'staff.enabled', async (tx) => {
    await tx
      .updateTable('staff')
      .set({ disabledAt: null })
      .where('countyId', '=', ctx.countyId)
      .where('id', '=', input.staffId)
      .execute()
  })
}

/** For a forgotten password: a new one to hand over; sessions end and browsers become unknown. */
export async function resetPassword(ctx: Ctx, input: OfStaff): Promise<{ temporaryPassword: string }> {
  const temporaryPassword = temporaryPasswordFor(ctx, input.staffId, input.commandId)
  const passwordHash = await hashPassword(temporaryPassword)
  await changeAccount(ctx, input, 'staff.password_reset', async (tx) => {
    await setPassword(tx, ctx, input.staffId, passwordHash, true)
    await revokeSessions(tx, ctx, input.staffId)
    await forgetDevices(tx, ctx.countyId, input.staffId)
  })
  return { temporaryPassword }
}

/** For a lost phone: the second factor goes, and every session with it. */
export async function resetTotp(ctx: Ctx, input: OfStaff): Promise<{ done: true }> {
  await changeAccount(ctx, input, 'staff.totp_reset', async (tx) => {
    await removeTotp(tx, ctx, input.staffId)
    await revokeSessions(tx, ctx, input.staffId)
  })
  return { done: true }
}

export async function linkIdentity(
  ctx: Ctx,
  input: OfStaff & { issuer: string; subject: string },
): Promise<{ done: true }> {
  await changeAccount(ctx, input, 'staff.identity_linked', async (tx) => {
    const { staffId, issuer, subject } = input
    const linked = await tx
      .insertInto('staffIdentities')
      .values({ countyId: ctx.countyId, staffId, issuer, subject, linkedAt: instant(ctx.deps) })
      // Touched only when it is this person's already: an account elsewhere signs one person in.
      .onConflict((conflict) =>
        conflict
          .columns(['countyId', 'issuer', 'subject'])
          .doUpdateSet({ staffId })
          .where('staffIdentities.staffId', '=', staffId),
      )
      .executeTakeFirst()
    if (linked.numInsertedOrUpdatedRows === 0n) throw new Problem('staff.login_taken')
  })
  return { done: true }
}

export async function unlinkIdentity(
  ctx: Ctx,
  input: OfStaff & { issuer: string; subject: string },
): Promise<{ done: true }> {
  await changeAccount(ctx, input, 'staff.identity_unlinked', async (tx) => {
    await tx
      .deleteFrom('staffIdentities')
      .where('countyId', '=', ctx.countyId)
      .where('issuer', '=', input.issuer)
      .where('subject', '=', input.subject)
      .where('staffId', '=', input.staffId)
      .execute()
    await revokeSessions(tx, ctx, input.staffId)
  })
  return { done: true }
}

// What decides over access to an account: never one's own. The answer is read after the command, whose
// stored result would keep phones and addresses for as long as the command itself.
async function changeAccount(
  ctx: Ctx,
  input: OfStaff,
  kind: string,
  change: (tx: Tx) => Promise<void>,
): Promise<Staff> {
  await runCommand(ctx, input.commandId, async (tx) => {
    refuseOwnAccount(ctx.actor, input.staffId)
    await lockStaff(tx.db, ctx, input.staffId)
    await change(tx.db)
    tellOfStaff(tx, kind, input.staffId)
    return null
  })
  return getStaff(ctx.db, ctx, input.staffId)
}

// Derived from the command, so that a resent command answers the same password and none is ever stored.
function temporaryPasswordFor(ctx: Ctx, staffId: string, commandId: string): string {
  const key = deriveKey(ctx.deps.config.secret, 'temporary passwords')
  const letters = readable(keyedHash(key, `${staffId}\0${commandId}`), 12)
  return `${letters.slice(0, 4)}-${letters.slice(4, 8)}-${letters.slice(8)}`
}
