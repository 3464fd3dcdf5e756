import type { KnownHow, peopleRoutes, Person, ResidenceChange } from '@linli/contract/people'
import type { RouteParsed } from '@linli/contract/route'
import type { Ctx } from '../../platform/command/ctx.ts'
import { scopeOf } from '../../platform/command/placed.ts'
import { type CommandTx, runCommand } from '../../platform/command/run-command.ts'
import { Problem } from '../../platform/problem/problem.ts'
import { todayIn } from '../areas/index.ts'
import { Faults } from './checks.ts'
import { refreshHousehold } from './fold.ts'
import { personPage } from './person.ts'
import { headOf, lastResidence, lockPerson, type PersonRow } from './queries.ts'
import { beginAnew, departureOf, goOn, refreshMoved, refuseDeparture } from './residences.ts'

type Input<N extends 'changeResidence' | 'takeBackEnd'> = RouteParsed<(typeof peopleRoutes)[N]>

/** Another relation, another kind, away or back: of somebody who stays in the household, from a day on. */
export async function changeResidence(ctx: Ctx, input: Input<'changeResidence'>): Promise<Person> {
  const today = await todayIn(ctx.deps, ctx.countyId)
  await runCommand(ctx, input.commandId, async (tx) => {
    const person = await lockPerson(tx.db, ctx, 'register.change', input.personId, input.seenVersion)
    await changeWithin(tx, ctx, person, input, today)
    return { done: true }
  })
  return personPage(ctx, { personId: input.personId })
}

type Change = ResidenceChange & { readonly knownHow: KnownHow }

/** Changes the residence of a person whose file is locked. @throws Problem `input.invalid` for what cannot be as the file stands */
export async function changeWithin(
  tx: CommandTx,
  ctx: Ctx,
  person: PersonRow,
  { on, relation, residenceKind, livesHere, otherPlace, knownHow }: Change,
  today: string,
): Promise<void> {
  const last = await lastResidence(tx.db, ctx.countyId, person.id)
  if (last?.validTo !== null || person.state === 'merged') throw notHere('gone_already')
  const faults = new Faults()
  if (on > today) faults.add('on', 'day_future')
  if (on < last.validFrom) faults.add('on', 'before_beginning')
  const told = {
    relation: relation === last.relation ? undefined : relation,
    kind: residenceKind === last.kind ? undefined : residenceKind,
    livesHere: livesHere === last.livesHere ? undefined : livesHere,
    otherPlace: otherPlace && otherPlace !== last.otherPlace ? otherPlace : undefined,
  }
  if (Object.values(told).every((value) => value === undefined)) faults.add('relation', 'nothing_new')
  if (told.relation === 'head' && (await headOf(tx.db, ctx.countyId, last.householdId)) !== null)
    faults.add('relation', 'two_heads')
  faults.refuse()
  await beginAnew(tx.db, ctx, last, told, { on, knownHow })
  await refreshMoved(tx.db, ctx.countyId, person.id)
  await refreshHousehold(tx.db, ctx.countyId, last.householdId)
  tx.publish({
    module: 'people',
    kind: 'person.residence_changed',
    subjectKind: 'person',
    subjectId: person.id,
    scope: scopeOf(person),
  })
}

/** A death or departure that was recorded by mistake: the residence goes on as if it had never been told. */
export async function takeBackEnd(ctx: Ctx, input: Input<'takeBackEnd'>): Promise<Person> {
  await runCommand(ctx, input.commandId, async (tx) => {
    const person = await lockPerson(tx.db, ctx, 'register.merge', input.personId, input.seenVersion)
    const last = await lastResidence(tx.db, ctx.countyId, person.id)
    if (!last || departureOf(last) === null || person.state === 'merged') throw notHere('not_gone')
    await refuseDeparture(tx.db, ctx, last)
    await goOn(tx.db, ctx, last)
    await refreshHousehold(tx.db, ctx.countyId, last.householdId)
    tx.publish({
      module: 'people',
      kind: 'person.end_taken_back',
      subjectKind: 'person',
      subjectId: person.id,
      scope: scopeOf(person),
    })
    return { done: true }
  })
  return personPage(ctx, { personId: input.personId })
}

const notHere = (rule: 'gone_already' | 'not_gone') =>
  new Problem('input.invalid', undefined, [{ path: 'personId', rule }])
