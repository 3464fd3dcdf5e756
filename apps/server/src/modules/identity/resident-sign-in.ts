import { randomInt } from 'node:crypto'
import type { Locale, Resident } from '@linli/contract/identity'
import { type Ctx, sessionCookie } from '../../platform/command/ctx.ts'
import { newId } from '../../platform/crypto/id.ts'
import { deriveKey, keyedHash } from '../../platform/crypto/keys.ts'
import { sameBytes } from '../../platform/crypto/tokens.ts'
import { mask } from '../../platform/mask.ts'
import { sendNotice } from '../../platform/notices/index.ts'
import { Problem } from '../../platform/problem/problem.ts'
import { auditSignIn } from './accounts.ts'
import { instant } from './instants.ts'
import { phoneCode } from './limits.ts'
import { endSessionOf, openSession, requireHttp } from './sessions.ts'
import { takeAttempt } from './throttle.ts'

/** Sends six digits to a phone. Answers the same whether or not the number is known here. */
export async function requestPhoneCode(ctx: Ctx, input: { phone: string; locale: Locale }) {
  await takeAttempt(ctx, { kind: 'codesPerAddress', of: requireHttp(ctx).address })
  await takeAttempt(ctx, { kind: 'codesPerPhone', of: input.phone })
  await takeAttempt(ctx, { kind: 'codesPerPhoneAndDay', of: input.phone })
  const code = String(randomInt(1_000_000)).padStart(6, '0')
  const challenge = newId()
  await ctx.db.transaction().execute(async (tx) => {
    await tx
      .insertInto('phoneCodes')
      .values({
        countyId: ctx.countyId,
        id: challenge,
        phone: input.phone,
        purpose: 'sign_in',
        codeHash: codeHash(ctx, challenge, code),
        createdAt: instant(ctx.deps),
        expiresAt: instant(ctx.deps, phoneCode.lifetime),
      })
      .execute()
    await sendNotice(tx, {
      countyId: ctx.countyId,
      channel: 'sms',
      recipient: input.phone,
      template: 'phone_code',
      params: { code, minutes: String(phoneCode.lifetime / 60) },
      locale: input.locale,
    })
    await auditSignIn(tx, ctx, ctx.audit, null)
  })
  return { challenge, expiresInSeconds: phoneCode.lifetime, resendAfterSeconds: phoneCode.resendAfter }
}

/** Signs in whoever holds the phone. A resident is remembered from the first time on. */
export async function verifyPhoneCode(ctx: Ctx, input: { challenge: string; code: string }): Promise<Resident> {
  const phone = await provedPhone(ctx, input)
  return ctx.db.transaction().execute(async (tx) => {
    const spent = await tx
      .updateTable('phoneCodes')
      .set({ usedAt: instant(ctx.deps) })
      .where('countyId', '=', ctx.countyId)
      .where('id', '=', input.challenge)
      .where('usedAt', 'is', null)
      .executeTakeFirst()
    if (spent.numUpdatedRows === 0n) throw new Problem('code.wrong')
    const resident = await tx
      .insertInto('residents')
      .values({ countyId: ctx.countyId, id: newId(), phone, locale: ctx.locale, createdAt: instant(ctx.deps) })
      .onConflict((conflict) => conflict.columns(['countyId', 'phone']).doUpdateSet({ locale: ctx.locale }))
      .returning(['id', 'phone', 'locale'])
      .executeTakeFirstOrThrow()
    const sessionId = await openSession(tx, ctx, 'resident', resident.id, 'phone_code')
    await auditSignIn(tx, ctx, ctx.audit, { kind: 'resident', id: resident.id }, sessionId)
    return asResident(resident)
  })
}

export async function residentMe(ctx: Ctx): Promise<Resident> {
  const resident = await ctx.db
    .selectFrom('residents')
    .select(['id', 'phone', 'locale'])
    .where('countyId', '=', ctx.countyId)
    .where('id', '=', ctx.actor.id)
    .executeTakeFirstOrThrow()
  return asResident(resident)
}

export async function residentLogout(ctx: Ctx): Promise<void> {
  await ctx.db.transaction().execute(async (tx) => {
    const id = await endSessionOf(tx, ctx, 'resident')
    if (id !== null) await auditSignIn(tx, ctx, ctx.audit, { kind: 'resident', id })
  })
  ctx.http?.clearCookie(sessionCookie.resident)
}

// The attempt is counted before it is judged, in one statement: a hundred guesses at once are still five.
async function provedPhone(ctx: Ctx, { challenge, code }: { challenge: string; code: string }): Promise<string> {
  const attempted = await ctx.db
    .updateTable('phoneCodes')
    .set((eb) => ({ attempts: eb('attempts', '+', 1) }))
    .where('countyId', '=', ctx.countyId)
    .where('id', '=', challenge)
    .where('usedAt', 'is', null)
    .where('attempts', '<', phoneCode.attempts)
    .where('expiresAt', '>', instant(ctx.deps))
    .returning(['phone', 'codeHash'])
    .executeTakeFirst()
  if (!attempted || !sameBytes(attempted.codeHash, codeHash(ctx, challenge, code))) throw new Problem('code.wrong')
  return attempted.phone
}

function codeHash(ctx: Ctx, challenge: string, code: string): Buffer {
  return keyedHash(deriveKey(ctx.deps.config.secret, 'phone codes'), `${challenge}\0${code}`)
}

function asResident({ id, phone, locale }: { id: string; phone: string; locale: string }): Resident {
  return { id, phoneMasked: mask.phone(phone), locale: locale === 'en' ? 'en' : 'zh' }
}
