import type { rightsRoutes } from '@linli/contract/people-rights'
import type { RouteParsed } from '@linli/contract/route'
import { sql } from 'kysely'
import type { Ctx } from '../../../platform/command/ctx.ts'
import { runCommand } from '../../../platform/command/run-command.ts'
import { todayIn } from '../../areas/index.ts'
import { residentOfPhone } from '../../identity/index.ts'
import { checkedPhone, Faults } from '../checks.ts'
import { lockPerson } from '../queries.ts'
import { sessionToken } from '../vault.ts'
import { grownOn } from './guardians.ts'

/** At the counter: whoever signs in with this phone is this person, or answers for this child. The clerk has seen the document. */
export async function linkResident(
  ctx: Ctx,
  input: RouteParsed<typeof rightsRoutes.linkResident>,
): Promise<{ done: true }> {
  const grownUp = grownOn(await todayIn(ctx.deps, ctx.countyId))
  return runCommand(ctx, input.commandId, async (tx) => {
    const person = await lockPerson(tx.db, ctx, 'register.change', input.personId)
    const faults = new Faults()
    const phone = checkedPhone(faults, input.phone) ?? ''
    if (input.asGuardian && (person.birthOn === null || person.birthOn <= grownUp))
      faults.add('asGuardian', 'not_a_child')
    // An identity card shows who somebody is, and not whom they answer for.
    if (input.asGuardian && input.seen === 'identity_card') faults.add('seen', 'not_in_list')
    faults.refuse()
    const residentId = await residentOfPhone(tx.db, ctx, phone)
    await sql`SELECT vault.link(${ctx.countyId}, ${sessionToken(ctx)}, ${person.id}, ${residentId}, ${input.asGuardian}, ${input.seen})`.execute(
      tx.db,
    )
    tx.subject('person', person.id)
    return { done: true as const }
  })
}

/** The resident's own children, where the register knows from a document that they are; whoever else there is, is not told. */
export function claimChildren(
  ctx: Ctx,
  input: RouteParsed<typeof rightsRoutes.claimChildren>,
): Promise<{ added: number }> {
  return runCommand(ctx, input.commandId, async (tx) => {
    const today = await todayIn(ctx.deps, ctx.countyId)
    const { rows } = await sql<{ linked: string[] }>`
      SELECT vault.claim_children(${ctx.countyId}, ${sessionToken(ctx)}, ${today}::date) AS linked`.execute(tx.db)
    const linked = rows[0]?.linked ?? []
    for (const id of linked) tx.subject('person', id)
    return { added: linked.length }
  })
}
