import type { Ctx } from '../../platform/command/ctx.ts'
import { deriveKey, keyedHash } from '../../platform/crypto/keys.ts'
import { Problem } from '../../platform/problem/problem.ts'
import { clearAttempts, takeAttempt } from './throttle.ts'

/**
 * For commands whose input holds a password. The plain input hash that a command keeps would let a
 * reader of the database guess at the password fast; this one is keyed with the server's secret.
 */
export function withSecretInput(ctx: Ctx): Ctx {
  return { ...ctx, inputHash: keyedHash(deriveKey(ctx.deps.config.secret, 'secret input'), ctx.inputHash) }
}

/** Runs something that asks for a password or code inside a session; guessing there is limited as well. */
export async function confirming<T>(ctx: Ctx, staffId: string, run: () => Promise<T>): Promise<T> {
  const attempt = { kind: 'confirmation', of: staffId } as const
  await takeAttempt(ctx, attempt)
  const result = await run()
  await clearAttempts(ctx, attempt)
  return result
}

/** The staff member who asks. Routes with staff access guarantee one. */
export function ownId(ctx: Ctx): string {
  if (ctx.actor.kind !== 'staff' || ctx.actor.id === null) throw new Problem('session.required')
  return ctx.actor.id
}
