import type { Ctx } from '../../platform/command/ctx.ts'
import { runCommand } from '../../platform/command/run-command.ts'
import { hashPassword, verifyPassword } from '../../platform/crypto/password-hash.ts'
import type { Tx } from '../../platform/database/database.ts'
import { Problem } from '../../platform/problem/problem.ts'
import { refuseWeakPassword } from './password-rules.ts'
import { confirming, ownId, withSecretInput } from './secret-input.ts'
import { revokeSessions } from './sessions.ts'
import { instant } from './instants.ts'

/** Changes one's own password; every other browser of the person is signed out. */
export async function changePassword(
  ctx: Ctx,
  input: { commandId: string; current: string; next: string },
): Promise<{ done: true }> {
  const staffId = ownId(ctx)
  return confirming(ctx, staffId, () =>
    runCommand(withSecretInput(ctx), input.commandId, async (tx) => {
      const staff = await checkOwnPassword(tx.db, ctx, staffId, input.current)
      refuseWeakPassword(input.next, staff)
      if (input.next === input.current) throw new Problem('staff.weak_password', { reason: 'unchanged' })
      await setPassword(tx.db, ctx, staffId, await hashPassword(input.next), false)
      await revokeSessions(tx.db, ctx, staffId, ctx.http?.sessionId ?? null)
      tx.subject('staff', staffId)
      return { done: true as const }
    }),
  )
}

/** Throws `staff.wrong_password` unless the password is the person's own. */
export async function checkOwnPassword(tx: Tx, ctx: Ctx, staffId: string, password: string) {
  const staff = await tx
    .selectFrom('staff')
    .select(['login', 'name', 'phone', 'passwordHash', 'totpEnabledAt'])
    .where('countyId', '=', ctx.countyId)
    .where('id', '=', staffId)
    .forUpdate()
    .executeTakeFirstOrThrow()
  if (!(await verifyPassword(password, staff.passwordHash))) throw new Problem('staff.wrong_password')
  return staff
}

export async function setPassword(
  tx: Tx,
  ctx: Ctx,
  staffId: string,
  passwordHash: string,
  mustChange: boolean,
): Promise<void> {
  await tx
    .updateTable('staff')
    .set({ passwordHash, passwordChangedAt: instant(ctx.deps), mustChangePassword: mustChange })
    .where('countyId', '=', ctx.countyId)
    .where('id', '=', staffId)
    .execute()
}
