import type { Household, HouseholdChange, KnownHow, peopleRoutes } from '@linli/contract/people'
import type { RouteParsed } from '@linli/contract/route'
import type { Ctx } from '../../platform/command/ctx.ts'
import { scopeOf } from '../../platform/command/placed.ts'
import { type CommandTx, runCommand } from '../../platform/command/run-command.ts'
import { todayIn } from '../areas/index.ts'
import { Faults } from './checks.ts'
import { MOST_IN_A_FAMILY } from './add-household.ts'
import { refreshHousehold, refreshPerson } from './fold.ts'
import { householdPage } from './household.ts'
import { headOf, type HouseholdFacts, lastResidence, lockHousehold, memberIds } from './queries.ts'
import { beginAnew } from './residences.ts'

type Input = RouteParsed<typeof peopleRoutes.changeHousehold>

export async function changeHousehold(ctx: Ctx, input: Input): Promise<Household> {
  const today = await todayIn(ctx.deps, ctx.countyId)
  await runCommand(ctx, input.commandId, async (tx) => {
    const household = await lockHousehold(tx.db, ctx, 'register.change', input.householdId, input.seenVersion)
    await changeFacts(tx, ctx, household, input, today)
    return { done: true }
  })
  return householdPage(ctx, { householdId: input.householdId })
}

/** Changes a household that is locked. @throws Problem `input.invalid` for what cannot be as it stands */
export async function changeFacts(
  tx: CommandTx,
  ctx: Ctx,
  household: HouseholdFacts,
  change: HouseholdChange & { readonly knownHow: KnownHow },
  today: string,
): Promise<void> {
  const faults = new Faults()
  if (change.kind === 'family' && household.members > MOST_IN_A_FAMILY) faults.add('kind', 'too_many_members')
  const members = await memberIds(tx.db, ctx.countyId, household.id)
  if (change.headId !== undefined && !members.includes(change.headId)) faults.add('headId', 'not_in_list')
  if (change.headSince !== undefined && change.headSince > today) faults.add('headSince', 'day_future')
  faults.refuse()
  const { headId, headSince = today, knownHow } = change
  if (headId !== undefined) await setHead(tx, ctx, household, headId, { on: headSince, knownHow })
  const { address, number, kind, visitsDeclined } = change
  await tx.db
    .updateTable('households')
    .set({
      factsVersion: household.version + 1,
      ...(address === undefined ? {} : { address }),
      ...(number === undefined ? {} : { number: number || null }),
      ...(kind === undefined ? {} : { kind }),
      ...(visitsDeclined === undefined ? {} : { visitsDeclined }),
    })
    .where('countyId', '=', ctx.countyId)
    .where('id', '=', household.id)
    .execute()
  if (household.dwellingId !== null) await changeDwelling(tx, ctx, household.dwellingId, change)
  await refreshHousehold(tx.db, ctx.countyId, household.id)
  tx.publish({
    module: 'people',
    kind: 'household.changed',
    subjectKind: 'household',
    subjectId: household.id,
    scope: scopeOf(household),
  })
}

/** From that day on; the head before becomes "other" until somebody says what they are to the new one. */
async function setHead(
  tx: CommandTx,
  ctx: Ctx,
  household: HouseholdFacts,
  headId: string,
  since: { on: string; knownHow: KnownHow },
): Promise<void> {
  const beforeId = await headOf(tx.db, ctx.countyId, household.id)
  if (beforeId === headId) return
  const turns = [
    { id: beforeId, relation: 'other' },
    { id: headId, relation: 'head' },
  ] as const
  for (const { id, relation } of turns) {
    const current = id === null ? undefined : await lastResidence(tx.db, ctx.countyId, id)
    if (!current) continue
    const faults = new Faults()
    if (since.on < current.validFrom) faults.add('headSince', 'before_beginning')
    faults.refuse()
    await beginAnew(tx.db, ctx, current, { relation }, since)
    await refreshPerson(tx.db, ctx.countyId, current.personId)
  }
}

async function changeDwelling(tx: CommandTx, ctx: Ctx, dwellingId: string, { tenure }: HouseholdChange): Promise<void> {
  if (tenure === undefined) return
  await tx.db
    .updateTable('dwellings')
    .set((eb) => ({ tenure, version: eb('version', '+', 1) }))
    .where('countyId', '=', ctx.countyId)
    .where('id', '=', dwellingId)
    .execute()
}
