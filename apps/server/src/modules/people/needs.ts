import type { peopleRoutes, Person } from '@linli/contract/people'
import type { RouteParsed } from '@linli/contract/route'
import type { Ctx } from '../../platform/command/ctx.ts'
import { scopeOf } from '../../platform/command/placed.ts'
import { runCommand } from '../../platform/command/run-command.ts'
import { Problem } from '../../platform/problem/problem.ts'
import { todayIn } from '../areas/index.ts'
import { Faults } from './checks.ts'
import { needKind } from './fields.ts'
import { personPage } from './person.ts'
import { lockPerson, refuseMerged } from './queries.ts'

type Input<N extends keyof typeof peopleRoutes> = RouteParsed<(typeof peopleRoutes)[N]>

/** A need with its basis and its end: nothing of the kind lasts for ever without somebody looking again. */
export async function addNeed(ctx: Ctx, input: Input<'addNeed'>): Promise<Person> {
  const today = await todayIn(ctx.deps, ctx.countyId)
  const faults = new Faults()
  const kind = needKind(input.kind)
  if (!kind) faults.add('kind', 'need_kind')
  if (input.validTo <= input.validFrom) faults.add('validTo', 'after_from')
  if (input.validFrom > today) faults.add('validFrom', 'day_future')
  if (kind && input.validTo > monthsAfter(input.validFrom, kind.mostMonths)) faults.add('validTo', 'need_too_long')
  faults.refuse()
  await runCommand(ctx, input.commandId, async (tx) => {
    const person = await lockPerson(tx.db, ctx, 'register.change', input.personId, input.seenVersion)
    refuseMerged(person)
    const { needId, basis, validFrom, validTo, knownHow } = input
    await tx.db
      .insertInto('personNeeds')
      .values({
        countyId: ctx.countyId,
        id: needId,
        personId: person.id,
        kind: input.kind,
        basis,
        validFrom,
        validTo,
        knownHow,
        byId: ctx.actor.id,
      })
      .execute()
    tx.publish({
      module: 'people',
      kind: 'need.added',
      subjectKind: 'person',
      subjectId: person.id,
      scope: scopeOf(person),
    })
    return { done: true }
  })
  return personPage(ctx, { personId: input.personId })
}

export async function endNeed(ctx: Ctx, input: Input<'endNeed'>): Promise<Person> {
  await runCommand(ctx, input.commandId, async (tx) => {
    const person = await lockPerson(tx.db, ctx, 'register.change', input.personId, input.seenVersion)
    refuseMerged(person)
    const ended = await tx.db
      .updateTable('personNeeds')
      .set({ endedAt: ctx.deps.now().toISOString() })
      .where('countyId', '=', ctx.countyId)
      .where('personId', '=', person.id)
      .where('id', '=', input.needId)
      .where('endedAt', 'is', null)
      .executeTakeFirst()
    if (ended.numUpdatedRows === 0n) throw new Problem('register.not_found')
    tx.publish({
      module: 'people',
      kind: 'need.ended',
      subjectKind: 'person',
      subjectId: person.id,
      scope: scopeOf(person),
    })
    return { done: true }
  })
  return personPage(ctx, { personId: input.personId })
}

const monthsAfter = (day: string, months: number) => Temporal.PlainDate.from(day).add({ months }).toString()
