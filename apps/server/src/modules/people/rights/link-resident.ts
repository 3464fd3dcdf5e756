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

const GUARDED_UNTIL_YEARS = 14

/** At the counter: whoever signs in with this phone is this person, or answers for this child. The clerk has seen the document. */
export async function linkResident(
  ctx: Ctx,
  input: RouteParsed<typeof rightsRoutes.linkResident>,
): Promise<{ done: true }> {
  const today = Temporal.PlainDate.from(await todayIn(ctx.deps, ctx.countyId))
  return runCommand(ctx, input.commandId, async (tx) => {
    const person = await lockPerson(tx.db, ctx, 'register.change', input.personId)
    const faults = new Faults()
    const phone = checkedPhone(faults, input.phone) ?? ''
    const grownUp = today.subtract({ years: GUARDED_UNTIL_YEARS }).toString()
    if (input.asGuardian && (person.birthOn === null || person.birthOn <= grownUp))
      faults.add('asGuardian', 'not_a_child')
    faults.refuse()
    const residentId = await residentOfPhone(tx.db, ctx, phone)
    await sql`SELECT vault.link(${ctx.countyId}, ${sessionToken(ctx)}, ${person.id}, ${residentId}, ${input.asGuardian})`.execute(
      tx.db,
    )
    tx.subject('person', person.id)
    return { done: true as const }
  })
}
