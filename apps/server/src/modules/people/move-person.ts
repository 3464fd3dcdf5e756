import type { KnownHow, peopleRoutes, Person, PersonMove } from '@linli/contract/people'
import type { RouteParsed } from '@linli/contract/route'
import type { Ctx } from '../../platform/command/ctx.ts'
import { scopeOf } from '../../platform/command/placed.ts'
import { type CommandTx, runCommand } from '../../platform/command/run-command.ts'
import { todayIn } from '../areas/index.ts'
import { refuseCrowd } from './add-household.ts'
import { Faults } from './checks.ts'
import { refreshHousehold, refreshPerson } from './fold.ts'
import { personPage } from './person.ts'
import { currentResidence, type HouseholdFacts, lockHousehold, lockPerson, type PersonRow } from './queries.ts'
import { insertResidence } from './write-person.ts'

type Input = RouteParsed<typeof peopleRoutes.movePerson>

const comesBy = { moved_within: 'moved_within', married: 'married', correction: 'correction' } as const

/** Into another household, out of the county, or death. What was stays as it was, with its last day. */
export async function movePerson(ctx: Ctx, input: Input): Promise<Person> {
  const today = await todayIn(ctx.deps, ctx.countyId)
  await runCommand(ctx, input.commandId, async (tx) => {
    const person = await lockPerson(tx.db, ctx, 'register.change', input.personId, input.seenVersion)
    await moveFrom(tx, ctx, person, input, today)
    return { done: true }
  })
  return personPage(ctx, { personId: input.personId })
}

type Move = PersonMove & { readonly knownHow: KnownHow }

/** Moves a person whose file is locked. @throws Problem `input.invalid` for what cannot be as the file stands */
export async function moveFrom(tx: CommandTx, ctx: Ctx, person: PersonRow, move: Move, today: string): Promise<void> {
  const current = await currentResidence(tx.db, ctx.countyId, person.id)
  const faults = new Faults()
  if (move.on > today) faults.add('on', 'day_future')
  if (person.birthOn !== null && move.on < person.birthOn) faults.add('on', 'before_birth')
  if (current && move.on < current.validFrom) faults.add('on', 'before_beginning')
  const goes = move.how === 'died' || move.how === 'moved_out'
  if (person.state === 'died' || person.state === 'merged' || (goes && !current)) faults.add('how', 'gone_already')
  if (!goes && move.toHouseholdId === undefined) faults.add('toHouseholdId', 'required')
  if (goes && move.toHouseholdId !== undefined) faults.add('toHouseholdId', 'not_in_list')
  if (current && current.householdId === move.toHouseholdId) faults.add('toHouseholdId', 'itself')
  faults.refuse()
  if (current) await endResidence(tx, ctx, current.id, move)
  const into = await enter(tx, ctx, person, current?.kind ?? 'registered', move)
  await tx.db
    .updateTable('persons')
    .set({ movedVersion: person.version + 1 })
    .where('countyId', '=', ctx.countyId)
    .where('id', '=', person.id)
    .execute()
  await refreshPerson(tx.db, ctx.countyId, person.id)
  if (current) await refreshHousehold(tx.db, ctx.countyId, current.householdId)
  if (into) await refreshHousehold(tx.db, ctx.countyId, into.id)
  tx.publish({
    module: 'people',
    kind: `person.${move.how}`,
    subjectKind: 'person',
    subjectId: person.id,
    scope: [...new Set([...scopeOf(person), ...(into ? scopeOf(into) : [])])],
  })
}

async function endResidence(tx: CommandTx, ctx: Ctx, id: string, { on, how, otherPlace }: Move): Promise<void> {
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
  input: Move,
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
