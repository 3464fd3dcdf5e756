import type { rightsRoutes } from '@linli/contract/people-rights'
import type { RouteOutput, RouteParsed } from '@linli/contract/route'
import { sql } from 'kysely'
import type { Ctx } from '../../../platform/command/ctx.ts'
import { runCommand } from '../../../platform/command/run-command.ts'
import { mask } from '../../../platform/mask.ts'
import { Problem } from '../../../platform/problem/problem.ts'
import { todayIn } from '../../areas/index.ts'
import { provedPhone, residentOfPhone, sendPhoneCode, spendCode, takeCodeAttempt } from '../../identity/index.ts'
import { checkedPhone, Faults } from '../checks.ts'
import { lockPerson } from '../queries.ts'
import { sessionToken } from '../vault.ts'
import { grownOn } from './guardians.ts'
import { tellLinked } from './links.ts'

type Input<N extends keyof typeof rightsRoutes> = RouteParsed<(typeof rightsRoutes)[N]>

/** To the phone of whoever stands at the counter: what they read out is good for this file and for nothing else. */
export async function sendLinkCode(
  ctx: Ctx,
  input: Input<'sendLinkCode'>,
): Promise<RouteOutput<typeof rightsRoutes.sendLinkCode>> {
  const faults = new Faults()
  const phone = checkedPhone(faults, input.phone) ?? ''
  faults.refuse()
  await takeCodeAttempt(ctx, phone)
  return runCommand(ctx, input.commandId, async (tx) => {
    const { id: personId, name } = await lockPerson(tx.db, ctx, 'register.link', input.personId)
    tx.subject('person', personId)
    const to = { phone, locale: 'zh', template: 'rights_link_code', params: { name: mask.name(name) } } as const
    return sendPhoneCode(tx.db, ctx, { purpose: 'link', personId }, to)
  })
}

/** At the counter: whoever has this phone is this person, or answers for this child. The clerk has seen the document. */
export async function linkResident(ctx: Ctx, input: Input<'linkResident'>): Promise<{ done: true }> {
  const grownUp = grownOn(await todayIn(ctx.deps, ctx.countyId))
  const phone = await provedPhone(ctx, { purpose: 'link', personId: input.personId }, input)
  return runCommand(ctx, input.commandId, async (tx) => {
    const person = await lockPerson(tx.db, ctx, 'register.link', input.personId)
    if (phone === null) throw new Problem('code.wrong')
    const faults = new Faults()
    if (input.asGuardian && (person.birthOn === null || person.birthOn <= grownUp))
      faults.add('asGuardian', 'not_a_child')
    // An identity card shows who somebody is, and not whom they answer for.
    if (input.asGuardian && input.seen === 'identity_card') faults.add('seen', 'not_in_list')
    faults.refuse()
    await spendCode(tx.db, ctx, input.challenge)
    const residentId = await residentOfPhone(tx.db, ctx, phone)
    const { rows } = await sql<{ linked: boolean }>`
      SELECT vault.link(${ctx.countyId}, ${sessionToken(ctx)}, ${person.id}, ${residentId}, ${input.asGuardian}, ${input.seen}) AS linked`.execute(
      tx.db,
    )
    if (!rows[0]?.linked) throw new Problem('register.not_found')
    await tellLinked(tx.db, ctx, person.id, residentId)
    tx.subject('person', person.id)
    return { done: true as const }
  })
}

/** The resident's own children, where the register knows from a document that they are; whoever else there is, is not told. */
export function claimChildren(ctx: Ctx, input: Input<'claimChildren'>): Promise<{ added: number }> {
  return runCommand(ctx, input.commandId, async (tx) => {
    const today = await todayIn(ctx.deps, ctx.countyId)
    const { rows } = await sql<{ linked: string[] }>`
      SELECT vault.claim_children(${ctx.countyId}, ${sessionToken(ctx)}, ${today}::date) AS linked`.execute(tx.db)
    const linked = rows[0]?.linked ?? []
    for (const id of linked) {
      tx.subject('person', id)
      if (ctx.actor.id !== null) await tellLinked(tx.db, ctx, id, ctx.actor.id)
    }
    return { added: linked.length }
  })
}
