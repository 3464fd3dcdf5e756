import { normaliseAddress } from '@linli/contract/address'
import type { Household, KnownHow, NewPerson, peopleRoutes } from '@linli/contract/people'
import { earliestBirth } from '@linli/contract/identity-document'
import type { RouteParsed } from '@linli/contract/route'
import type { Ctx } from '../../platform/command/ctx.ts'
import { scopeOf } from '../../platform/command/placed.ts'
import { type CommandTx, runCommand } from '../../platform/command/run-command.ts'
import { newId } from '../../platform/crypto/id.ts'
import { Problem } from '../../platform/problem/problem.ts'
import { todayIn } from '../areas/index.ts'
import { checkedPerson, Faults } from './checks.ts'
import { placeAtDoor, takeIn } from './dwellings/assign.ts'
import { refuseElsewhere } from './dwellings/doors.ts'
import { sayTenure } from './dwellings/tenure.ts'
import { refreshHousehold } from './fold.ts'
import { householdPage } from './household.ts'
import type { GridPlace } from './policy.ts'
import { headOf, type HouseholdFacts, lockHousehold, memberIds } from './queries.ts'
import { insertPerson } from './write-person.ts'

type Input<N extends keyof typeof peopleRoutes> = RouteParsed<(typeof peopleRoutes)[N]>

/** Above this a household is a home, a dormitory or a mistake. */
export const MOST_IN_A_FAMILY = 30

/** A household new to the register, with its dwelling (found by its address in the grid, or made) and its members. */
export async function addHousehold(ctx: Ctx, typed: Input<'addHousehold'>): Promise<Household> {
  const input = { ...typed, address: normaliseAddress(typed.address) }
  const today = await todayIn(ctx.deps, ctx.countyId)
  const faults = new Faults()
  if (input.kind === 'family' && input.members.length > MOST_IN_A_FAMILY) faults.add('members', 'too_many_members')
  if (input.members.filter((one) => one.relation === 'head').length > 1) faults.add('members', 'two_heads')
  if (input.since !== undefined && input.since > today) faults.add('since', 'day_future')
  if (input.since !== undefined && input.since < earliestBirth(today)) faults.add('since', 'date_too_early')
  const members = input.members.map((person, index) => {
    const own = new Faults(`members.${index}.`)
    const checked = checkedPerson(own, today, person)
    faults.addAll(own)
    return { person: { ...person, since: person.since ?? sinceOf(input.since, checked.said.birthOn) }, checked }
  })
  faults.refuse()
  await runCommand(ctx, input.commandId, async (tx) => {
    const place = await placeAtDoor(ctx, 'register.change', input.gridId, input.point)
    const dwellingId = await dwellingFor(tx, ctx, place, input, input.since ?? today)
    await tx.db
      .insertInto('households')
      .values({
        countyId: ctx.countyId,
        id: input.householdId,
        dwellingId,
        ...place,
        number: input.number || null,
        address: input.address,
        kind: input.kind,
        headName: members[0]?.checked.said.name ?? '',
        validFrom: input.since ?? today,
      })
      .execute()
    for (const { person, checked } of members) {
      await insertPerson(tx, ctx, { ...place, householdId: input.householdId }, withoutUndefined(person), checked, {
        how: input.knownHow,
        today,
      })
    }
    await refreshHousehold(tx.db, ctx.countyId, input.householdId)
    tx.publish({
      module: 'people',
      kind: 'household.added',
      subjectKind: 'household',
      subjectId: input.householdId,
      scope: scopeOf(place),
    })
    return { done: true }
  })
  return householdPage(ctx, { householdId: input.householdId }).catch(outOfSight)
}

/** Whoever was born into a household belongs to it from their birth on. */
const sinceOf = (since: string | undefined, birthOn: string | null | undefined) =>
  since !== undefined && birthOn && birthOn > since ? birthOn : since

/** Sent again after the grid went to somebody else: it is done, and is no longer theirs to see. */
function outOfSight(error: unknown): never {
  throw error instanceof Problem && error.code === 'register.not_found' ? new Problem('command.done_unseen') : error
}

// `since: undefined` is as good as none.
function withoutUndefined<T extends { since?: string | undefined }>({ since, ...rest }: T) {
  return { ...rest, ...(since === undefined ? {} : { since }) }
}

/** The dwelling at this address in the grid, or a new one there. */
async function dwellingFor(
  tx: CommandTx,
  ctx: Ctx,
  place: GridPlace,
  input: Input<'addHousehold'>,
  since: string,
): Promise<string> {
  const { countyId } = ctx
  const { address, point, dwellingId } = input
  if (dwellingId === undefined) await takeIn(tx, ctx, place, address)
  const known = await tx.db
    .selectFrom('dwellings')
    .select(['id', 'tenure'])
    .where('countyId', '=', countyId)
    .where('gridId', '=', place.gridId)
    .where('closedAt', 'is', null)
    .where((eb) => (dwellingId === undefined ? eb('address', '=', address) : eb('id', '=', dwellingId)))
    .executeTakeFirst()
  if (!known && dwellingId !== undefined) throw new Problem('register.not_found')
  const id = known?.id ?? newId()
  if (!known) {
    await refuseElsewhere(tx.db, ctx, place, [address])
    await tx.db
      .insertInto('dwellings')
      .values({ countyId, id, ...place, address, lon: point?.lon ?? null, lat: point?.lat ?? null })
      .execute()
  }
  // Where somebody lives it is not empty any more, whatever it is.
  const tenure = input.tenure === 'unknown' && known?.tenure !== 'empty' ? null : input.tenure
  if (tenure !== null && tenure !== known?.tenure)
    await sayTenure(tx.db, ctx, id, { tenure, from: since, how: input.knownHow })
  return id
}

/** One more member: born, moved in, or only now written down. */
export async function addPerson(ctx: Ctx, input: Input<'addPerson'>): Promise<Household> {
  const today = await todayIn(ctx.deps, ctx.countyId)
  const faults = new Faults('person.')
  const checked = checkedPerson(faults, today, input.person)
  faults.refuse()
  await runCommand(ctx, input.commandId, async (tx) => {
    const household = await lockHousehold(tx.db, ctx, 'register.change', input.householdId)
    await joinHousehold(tx, ctx, household, input.person, checked, { how: input.knownHow, today })
    return { done: true }
  })
  return householdPage(ctx, { householdId: input.householdId })
}

/** A person new to the register joins a household that is locked. */
export async function joinHousehold(
  tx: CommandTx,
  ctx: Ctx,
  household: HouseholdFacts,
  person: NewPerson,
  checked: ReturnType<typeof checkedPerson>,
  known: { how: KnownHow; today: string },
): Promise<void> {
  await refuseCrowd(tx, ctx, household, person.relation)
  const into = { ...placeIn(household), householdId: household.id }
  await insertPerson(tx, ctx, into, person, checked, known)
  await refreshHousehold(tx.db, ctx.countyId, household.id)
  tx.publish({
    module: 'people',
    kind: 'person.added',
    subjectKind: 'person',
    subjectId: person.personId,
    scope: scopeOf(household),
    payload: { beganBy: person.beganBy },
  })
}

export const placeIn = ({ townId, villageId, gridId }: HouseholdFacts): GridPlace => ({ townId, villageId, gridId })

/** @throws Problem `input.invalid` when one more would be one too many, or a second head. */
export async function refuseCrowd(tx: CommandTx, ctx: Ctx, household: HouseholdFacts, relation: string): Promise<void> {
  const faults = new Faults()
  const members = await memberIds(tx.db, ctx.countyId, household.id)
  if (household.kind === 'family' && members.length >= MOST_IN_A_FAMILY) faults.add('householdId', 'too_many_members')
  if (relation === 'head' && (await headOf(tx.db, ctx.countyId, household.id)) !== null)
    faults.add('relation', 'two_heads')
  faults.refuse()
}
