import type { Departure, KnownHow, peopleRoutes, Person, PersonMove } from '@linli/contract/people'
import type { RouteParsed } from '@linli/contract/route'
import { sql } from 'kysely'
import type { Ctx } from '../../platform/command/ctx.ts'
import { scopeOf } from '../../platform/command/placed.ts'
import { type CommandTx, runCommand } from '../../platform/command/run-command.ts'
import { todayIn } from '../areas/index.ts'
import { refuseCrowd } from './add-household.ts'
import { Faults } from './checks.ts'
import { refreshHousehold, refreshPerson } from './fold.ts'
import { personPage } from './person.ts'
import { mayOn } from './policy.ts'
import {
  type HouseholdFacts,
  lastResidence,
  lockHousehold,
  lockPerson,
  type PersonRow,
  type ResidenceRow,
} from './queries.ts'
import { cutBack, departureOf, endResidence, refreshMoved, refuseDeparture } from './residences.ts'
import { insertRecord, insertResidence } from './write-person.ts'

type Input = RouteParsed<typeof peopleRoutes.movePerson>

const comesBy = { moved_within: 'moved_within', married: 'married', correction: 'correction' } as const

/** Into another household, out of the county, back again, or death. What was stays as it was, with its last day. */
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
/** `contested`: the account waits for a clerk. */
export type MoveOutcome = 'moved' | 'contested'

/** Moves a person whose file is locked. @throws Problem `input.invalid` for what cannot be as the file stands */
export async function moveFrom(
  tx: CommandTx,
  ctx: Ctx,
  person: PersonRow,
  move: Move,
  today: string,
): Promise<MoveOutcome> {
  const { on, how, knownHow } = move
  const last = await lastResidence(tx.db, ctx.countyId, person.id)
  const current = last?.validTo === null ? last : undefined
  refuseMove(person, last, move, today)
  const toPlace = move.otherPlace ?? null
  if (how === 'died' || how === 'moved_out') {
    const decided = knownHow === 'clerk' && mayOn(ctx.actor, 'register.merge', person)
    if (!decided && isDoubtful(current, knownHow)) return contest(tx, ctx, person, { how, on, toPlace }, knownHow)
    // A clerk has decided that it was otherwise.
    if (last && !current) await refuseDeparture(tx.db, ctx, last)
  }
  const ends = current ?? (move.toHouseholdId === undefined ? last : undefined)
  if (ends && on < ends.validFrom) await cutBack(tx.db, ctx.countyId, person.id, on)
  if (ends) await endResidence(tx.db, ctx, ends.id, { on, by: how, knownHow, toPlace })
  const into = await enter(tx, ctx, person, last, move)
  await refreshMoved(tx.db, ctx.countyId, person.id)
  if (ends) await refreshHousehold(tx.db, ctx.countyId, ends.householdId)
  if (into) await refreshHousehold(tx.db, ctx.countyId, into.id)
  tx.publish({
    module: 'people',
    kind: into && !current ? 'person.returned' : `person.${how}`,
    subjectKind: 'person',
    subjectId: person.id,
    scope: [...new Set([...scopeOf(person), ...(into ? scopeOf(into) : [])])],
  })
  return 'moved'
}

function refuseMove(person: PersonRow, last: ResidenceRow | undefined, move: Move, today: string): void {
  const faults = new Faults()
  const goes = move.how === 'died' || move.how === 'moved_out'
  const isHere = last?.validTo === null
  if (move.on > today) faults.add('on', 'day_future')
  if (person.birthOn !== null && move.on < person.birthOn) faults.add('on', 'before_birth')
  if (last && (isHere || goes) && move.on < last.stayFrom) faults.add('on', 'before_beginning')
  if (last && !isHere && !goes && move.on < (last.validTo ?? '')) faults.add('on', 'before_leaving')
  const known = last && departureOf(last)
  const isSame =
    !known || (known.how === move.how && known.on === move.on && (move.otherPlace ?? known.toPlace) === known.toPlace)
  const goneSo = goes && !isHere && isSame
  if (person.state === 'merged' || (person.state === 'died' && !goes) || goneSo) faults.add('how', 'gone_already')
  if (!goes && move.toHouseholdId === undefined) faults.add('toHouseholdId', 'required')
  if (goes && move.toHouseholdId !== undefined) faults.add('toHouseholdId', 'not_in_list')
  if (isHere && last.householdId === move.toHouseholdId) faults.add('toHouseholdId', 'itself')
  faults.refuse()
}

/** A neighbour's word alone ends nothing that is better known, and of two ends neither overwrites the other. */
const isDoubtful = (current: ResidenceRow | undefined, knownHow: KnownHow) =>
  current === undefined || (knownHow === 'neighbour' && current.knownHow !== 'neighbour')

/** Keeps the account beside what is known until a clerk decides; told again, it is kept once. */
async function contest(
  tx: CommandTx,
  ctx: Ctx,
  person: PersonRow,
  gone: Departure,
  knownHow: KnownHow,
): Promise<MoveOutcome> {
  const told = await tx.db
    .selectFrom('personRecords')
    .select('id')
    .where('countyId', '=', ctx.countyId)
    .where('personId', '=', person.id)
    .where('standing', '=', 'contested')
    .where(sql<boolean>`said -> 'gone' = ${JSON.stringify(gone)}::jsonb`)
    .executeTakeFirst()
  if (told) return 'contested'
  const made = { personId: person.id, validFrom: gone.on, knownHow, personVersion: person.version + 1 }
  await insertRecord(tx.db, ctx, { ...made, said: { gone }, standing: 'contested' })
  await refreshPerson(tx.db, ctx.countyId, person.id)
  tx.publish({
    module: 'people',
    kind: 'person.changed',
    subjectKind: 'person',
    subjectId: person.id,
    scope: scopeOf(person),
    payload: { fields: ['gone'] },
  })
  return 'contested'
}

async function enter(
  tx: CommandTx,
  ctx: Ctx,
  person: PersonRow,
  last: ResidenceRow | undefined,
  input: Move,
): Promise<HouseholdFacts | null> {
  if (input.toHouseholdId === undefined || input.how === 'died' || input.how === 'moved_out') return null
  const household = await lockHousehold(tx.db, ctx, 'register.change', input.toHouseholdId)
  await refuseCrowd(tx, ctx, household, input.relation)
  const returns = last?.validTo !== null
  await insertResidence(tx.db, ctx, {
    personId: person.id,
    householdId: household.id,
    gridId: household.gridId,
    relation: input.relation,
    kind: input.residenceKind ?? last?.kind ?? 'registered',
    livesHere: input.livesHere,
    validFrom: input.on,
    beganBy: returns ? 'moved_in' : comesBy[input.how],
    otherPlace: returns ? (input.otherPlace ?? null) : null,
    knownHow: input.knownHow,
  })
  return household
}
