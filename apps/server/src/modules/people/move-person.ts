import type { peopleRoutes, Person } from '@linli/contract/people'
import type { RouteParsed } from '@linli/contract/route'
import type { Ctx } from '../../platform/command/ctx.ts'
import { type CommandTx, runCommand } from '../../platform/command/run-command.ts'
import { todayIn } from '../areas/index.ts'
import { refuseCrowd } from './add-household.ts'
import { Faults } from './checks.ts'
import { refreshHousehold, refreshPerson } from './fold.ts'
import { personPage } from './person.ts'
import { currentResidence, type HouseholdFacts, lockHousehold, lockPerson, type PersonRow, scopeOf } from './queries.ts'
import { insertResidence } from './write-person.ts'

type Input = RouteParsed<typeof peopleRoutes.movePerson>

const comesBy = { moved_within: 'moved_within', married: 'married', correction: 'correction' } as const

/** Into another household, out of the county, or death. What was stays as it was, with its last day. */
export async function movePerson(ctx: Ctx, input: Input): Promise<Person> {
  const today = await todayIn(ctx.deps, ctx.countyId)
  await runCommand(ctx, input.commandId, async (tx) => {
    const person = await lockPerson(tx.db, ctx, 'register.change', input.personId, input.seenVersion)
    const current = await currentResidence(tx.db, ctx.countyId, person.id)
    const faults = new Faults()
    if (input.on > today) faults.add('on', 'day_future')
    if (person.birthOn !== null && input.on < person.birthOn) faults.add('on', 'before_birth')
    if (current && input.on < current.validFrom) faults.add('on', 'before_beginning')
    const goes = input.how === 'died' || input.how === 'moved_out'
    if (person.state === 'died' || person.state === 'merged' || (goes && !current)) faults.add('how', 'gone_already')
    if (!goes && input.toHouseholdId === undefined) faults.add('toHouseholdId', 'required')
    if (goes && input.toHouseholdId !== undefined) faults.add('toHouseholdId', 'not_in_list')
    if (current && current.householdId === input.toHouseholdId) faults.add('toHouseholdId', 'itself')
    faults.refuse()
    if (current) await endResidence(tx, ctx, current.id, input)
    const into = await enter(tx, ctx, person, current?.kind ?? 'registered', input)
    await refreshPerson(tx.db, ctx.countyId, person.id)
    if (current) await refreshHousehold(tx.db, ctx.countyId, current.householdId)
    if (into) await refreshHousehold(tx.db, ctx.countyId, into.id)
    tx.publish({
      module: 'people',
      kind: `person.${input.how}`,
      subjectKind: 'person',
      subjectId: person.id,
      scope: [...new Set([...scopeOf(person), ...(into ? scopeOf(into) : [])])],
    })
    return { done: true }
  })
  return personPage(ctx, { personId: input.personId })
}

async function endResidence(tx: CommandTx, ctx: Ctx, id: string, { on, how, otherPlace }: Input): Promise<void> {
  await tx.db
    .updateTable('residences')
    .set({ validTo: on, endedBy: how, ...(otherPlace ? { otherPlace } : {}) })
    .where('countyId', '=', ctx.countyId)
    .where('id', '=', id)
    .execute()
}

async function enter(
  tx: CommandTx,
  ctx: Ctx,
  person: PersonRow,
  kindBefore: string,
  input: Input,
): Promise<HouseholdFacts | null> {
  if (input.toHouseholdId === undefined || input.how === 'died' || input.how === 'moved_out') return null
  const household = await lockHousehold(tx.db, ctx, 'register.change', input.toHouseholdId)
  await refuseCrowd(tx, ctx, household, input.relation)
  await insertResidence(tx.db, ctx, {
    personId: person.id,
    householdId: household.id,
    gridId: household.gridId,
    relation: input.relation,
    kind: input.residenceKind ?? kindBefore,
    livesHere: input.livesHere,
    validFrom: input.on,
    beganBy: person.state === 'left' ? 'moved_in' : comesBy[input.how],
    otherPlace: input.otherPlace ?? null,
    knownHow: input.knownHow,
  })
  return household
}
