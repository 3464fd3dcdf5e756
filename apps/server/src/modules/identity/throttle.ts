import { sql } from 'kysely'
import type { Ctx } from '../../platform/command/ctx.ts'
import { deriveKey, keyedHash } from '../../platform/crypto/keys.ts'
import type { Deps } from '../../platform/deps.ts'
import { Problem } from '../../platform/problem/problem.ts'
import { instant } from './instants.ts'
import { attemptLimits } from './limits.ts'

export type AttemptKind = keyof typeof attemptLimits

/** What is counted: the kind of limit and whom it is counted for (login, device, address, phone). */
export interface Attempt {
  readonly kind: AttemptKind
  readonly of: string
}

/**
 * Counts an attempt before it is judged, so that a thousand at once cannot slip past the limit together;
 * throws `login.throttled` once the window is full. Committed on its own: a refused login must count too.
 */
export async function takeAttempt(ctx: Ctx, attempt: Attempt): Promise<void> {
  const { max, window } = attemptLimits[attempt.kind]
  const now = instant(ctx.deps)
  const { failures, windowEndsAt } = await ctx.deps.db
    .insertInto('loginFailures')
    .values({
      countyId: ctx.countyId,
      key: keyOf(ctx.deps, attempt),
      failures: 1,
      windowEndsAt: instant(ctx.deps, window),
    })
    .onConflict((conflict) =>
      conflict.columns(['countyId', 'key']).doUpdateSet({
        failures: sql`CASE WHEN login_failures.window_ends_at <= ${now} THEN 1 ELSE least(login_failures.failures, ${max}) + 1 END`,
        windowEndsAt: sql`CASE WHEN login_failures.window_ends_at <= ${now} THEN excluded.window_ends_at ELSE login_failures.window_ends_at END`,
      }),
    )
    .returning(['failures', 'windowEndsAt'])
    .executeTakeFirstOrThrow()
  if (failures <= max) return
  const retryAfterSeconds = Math.max(1, Math.ceil((Date.parse(windowEndsAt) - ctx.deps.now().getTime()) / 1000))
  throw new Problem('login.throttled', { retryAfterSeconds })
}

/** Takes one attempt back: it succeeded, or was not a guess. Earlier wrong ones keep counting. */
export async function giveBackAttempt(ctx: Ctx, attempt: Attempt): Promise<void> {
  await ctx.deps.db
    .updateTable('loginFailures')
    .set((eb) => ({ failures: eb('failures', '-', 1) }))
    .where('countyId', '=', ctx.countyId)
    .where('key', '=', keyOf(ctx.deps, attempt))
    .where('failures', '>', 0)
    .execute()
}

/** Forgets the count: whoever it was counted for has proved who they are. */
export async function clearAttempts(ctx: Ctx, attempt: Attempt): Promise<void> {
  await ctx.deps.db
    .deleteFrom('loginFailures')
    .where('countyId', '=', ctx.countyId)
    .where('key', '=', keyOf(ctx.deps, attempt))
    .execute()
}

function keyOf(deps: Deps, attempt: Attempt): Buffer {
  return keyedHash(deriveKey(deps.config.secret, 'attempts'), `${attempt.kind}\0${attempt.of}`)
}
