import type { Locale, Resident } from '@linli/contract/identity'
import { type Ctx, sessionCookie } from '../../platform/command/ctx.ts'
import { newId } from '../../platform/crypto/id.ts'
import { mask } from '../../platform/mask.ts'
import { Problem } from '../../platform/problem/problem.ts'
import { auditSignIn } from './accounts.ts'
import { instant } from './instants.ts'
import { provedPhone, sendPhoneCode, type SentCode, spendCode, takeCodeAttempt } from './phone-codes.ts'
import { endSessionOf, openSession, requireHttp } from './sessions.ts'
import { takeAttempt } from './throttle.ts'

const signIn = { purpose: 'sign_in' } as const

/** Sends six digits to a phone. Answers the same whether or not the number is known here. */
export async function requestPhoneCode(ctx: Ctx, input: { phone: string; locale: Locale }): Promise<SentCode> {
  await takeAttempt(ctx, { kind: 'codesPerAddress', of: requireHttp(ctx).address })
  await takeCodeAttempt(ctx, input.phone)
  return ctx.db.transaction().execute(async (tx) => {
    const sent = await sendPhoneCode(tx, ctx, signIn, { ...input, template: 'phone_code' })
    await auditSignIn(tx, ctx, ctx.audit, null)
    return sent
  })
}

/** Signs in whoever holds the phone. A resident is remembered from the first time on. */
export async function verifyPhoneCode(ctx: Ctx, input: { challenge: string; code: string }): Promise<Resident> {
  const phone = await provedPhone(ctx, signIn, input)
  if (phone === null) throw new Problem('code.wrong')
  return ctx.db.transaction().execute(async (tx) => {
    await spendCode(tx, ctx, input.challenge)
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

function asResident({ id, phone, locale }: { id: string; phone: string; locale: string }): Resident {
  return { id, phoneMasked: mask.phone(phone), locale: locale === 'en' ? 'en' : 'zh' }
}
