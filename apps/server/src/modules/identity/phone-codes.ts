import { randomInt } from 'node:crypto'
import type { Locale } from '@linli/contract/identity'
import type { Ctx } from '../../platform/command/ctx.ts'
import { newId } from '../../platform/crypto/id.ts'
import { deriveKey, keyedHash } from '../../platform/crypto/keys.ts'
import { sameBytes } from '../../platform/crypto/tokens.ts'
import type { Tx } from '../../platform/database/database.ts'
import { sendNotice } from '../../platform/notices/index.ts'
import { Problem } from '../../platform/problem/problem.ts'
import { instant } from './instants.ts'
import { phoneCode } from './limits.ts'
import { takeAttempt } from './throttle.ts'

/** What a code is good for: one that is read out at a counter signs nobody in. */
export type CodeUse =
  | { readonly purpose: 'sign_in' }
  | {
      readonly purpose: 'link'
      /** The file it is about; for no other. */
      readonly personId: string
    }

export interface SentCode {
  readonly challenge: string
  readonly expiresInSeconds: number
  readonly resendAfterSeconds: number
}

/** Counted before the code is made, whoever asks for it. */
export async function takeCodeAttempt(ctx: Ctx, phone: string): Promise<void> {
  await takeAttempt(ctx, { kind: 'codesPerPhone', of: phone })
  await takeAttempt(ctx, { kind: 'codesPerPhoneAndDay', of: phone })
}

/** Sends six digits to a phone. */
export async function sendPhoneCode(
  tx: Tx,
  ctx: Ctx,
  use: CodeUse,
  to: { phone: string; locale: Locale; template: 'phone_code' | 'rights_link_code'; params?: Record<string, string> },
): Promise<SentCode> {
  const code = String(randomInt(1_000_000)).padStart(6, '0')
  const challenge = newId()
  await tx
    .insertInto('phoneCodes')
    .values({
      countyId: ctx.countyId,
      id: challenge,
      phone: to.phone,
      purpose: use.purpose,
      codeHash: codeHash(ctx, use, challenge, code),
      createdAt: instant(ctx.deps),
      expiresAt: instant(ctx.deps, phoneCode.lifetime),
    })
    .execute()
  await sendNotice(tx, {
    countyId: ctx.countyId,
    channel: 'sms',
    recipient: to.phone,
    template: to.template,
    params: { ...to.params, code, minutes: String(phoneCode.lifetime / 60) },
    locale: to.locale,
  })
  return { challenge, expiresInSeconds: phoneCode.lifetime, resendAfterSeconds: phoneCode.resendAfter }
}

/**
 * The phone that this code was sent to; null for a wrong one. The attempt is counted before it is judged, in one
 * statement: a hundred guesses at once are still five.
 */
export async function provedPhone(
  ctx: Ctx,
  use: CodeUse,
  { challenge, code }: { challenge: string; code: string },
): Promise<string | null> {
  const attempted = await ctx.db
    .updateTable('phoneCodes')
    .set((eb) => ({ attempts: eb('attempts', '+', 1) }))
    .where('countyId', '=', ctx.countyId)
    .where('id', '=', challenge)
    .where('purpose', '=', use.purpose)
    .where('usedAt', 'is', null)
    .where('attempts', '<', phoneCode.attempts)
    .where('expiresAt', '>', instant(ctx.deps))
    .returning(['phone', 'codeHash'])
    .executeTakeFirst()
  return attempted && sameBytes(attempted.codeHash, codeHash(ctx, use, challenge, code)) ? attempted.phone : null
}

/** A code is good once. */
export async function spendCode(tx: Tx, ctx: Ctx, challenge: string): Promise<void> {
  const spent = await tx
    .updateTable('phoneCodes')
    .set({ usedAt: instant(ctx.deps) })
    .where('countyId', '=', ctx.countyId)
    .where('id', '=', challenge)
    .where('usedAt', 'is', null)
    .executeTakeFirst()
  if (spent.numUpdatedRows === 0n) throw new Problem('code.wrong')
}

function codeHash(ctx: Ctx, use: CodeUse, challenge: string, code: string): Buffer {
  const about = use.purpose === 'link' ? [use.personId] : []
  return keyedHash(deriveKey(ctx.deps.config.secret, 'phone codes'), [challenge, code, ...about].join('\0'))
}
