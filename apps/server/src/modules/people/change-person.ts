import type { peopleRoutes, Person } from '@linli/contract/people'
import type { RouteParsed } from '@linli/contract/route'
import type { Ctx } from '../../platform/command/ctx.ts'
import { runCommand } from '../../platform/command/run-command.ts'
import { todayIn } from '../areas/index.ts'
import { personPage } from './person.ts'
import { lockPerson, refuseMerged } from './queries.ts'
import { checkSaying, sayOfPerson } from './say-of-person.ts'

type Input = RouteParsed<typeof peopleRoutes.changePerson>

/** Records what was said of a person. What is weaker than what holds, and disagrees with it, is kept beside it until a clerk decides. */
export async function changePerson(ctx: Ctx, input: Input): Promise<Person> {
  const saying = await checkSaying(ctx, await todayIn(ctx.deps, ctx.countyId), input)
  await runCommand(ctx, input.commandId, async (tx) => {
    const person = await lockPerson(tx.db, ctx, 'register.change', input.personId, input.seenVersion)
    refuseMerged(person)
    await sayOfPerson(tx, ctx, person, saying)
    return { done: true }
  })
  return personPage(ctx, { personId: input.personId })
}
