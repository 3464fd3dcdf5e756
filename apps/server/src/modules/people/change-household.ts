import type { Household, HouseholdChange, peopleRoutes } from '@linli/contract/people'
import type { RouteParsed } from '@linli/contract/route'
import type { Ctx } from '../../platform/command/ctx.ts'
import { scopeOf } from '../../platform/command/placed.ts'
import { type CommandTx, runCommand } from '../../platform/command/run-command.ts'
import { Faults } from './checks.ts'
import { MOST_IN_A_FAMILY } from './add-household.ts'
import { refreshHousehold } from './fold.ts'
import { householdPage } from './household.ts'
import { type HouseholdFacts, lockHousehold, memberIds } from './queries.ts'

type Input = RouteParsed<typeof peopleRoutes.changeHousehold>

export async function changeHousehold(ctx: Ctx, input: Input): Promise<Household> {
  await runCommand(ctx, input.commandId, async (tx) => {
    const household = await lockHousehold(tx.db, ctx, 'register.change', input.householdId, input.seenVersion)
    await changeFacts(tx, ctx, household, input)
    return { done: true }
  })
  return householdPage(ctx, { householdId: input.householdId })
}

/** Changes a household that is locked. @throws Problem `input.invalid` for what cannot be as it stands */
export async function changeFacts(
  tx: CommandTx,
  ctx: Ctx,
  household: HouseholdFacts,
  change: HouseholdChange,
): Promise<void> {
  const faults = new Faults()
  if (change.kind === 'family' && household.members > MOST_IN_A_FAMILY) faults.add('kind', 'too_many_members')
  const members = await memberIds(tx.db, ctx.countyId, household.id)
  if (change.headId !== undefined && !members.includes(change.headId)) faults.add('headId', 'not_in_list')
  faults.refuse()
  if (change.headId !== undefined) await setHead(tx, ctx, household, change.headId)
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

/** The head before becomes "other" until somebody says what they are to the new one. */
async function setHead(tx: CommandTx, ctx: Ctx, household: HouseholdFacts, headId: string): Promise<void> {
  const ofHousehold = () =>
    tx.db
      .updateTable('residences')
      .where('countyId', '=', ctx.countyId)
      .where('householdId', '=', household.id)
      .where('validTo', 'is', null)
  await ofHousehold()
    .set({ relation: 'other' })
    .where('relation', '=', 'head')
    .where('personId', '<>', headId)
    .execute()
  await ofHousehold().set({ relation: 'head' }).where('personId', '=', headId).execute()
  await tx.db
    .updateTable('persons')
    .set((eb) => ({
      relation: eb
        .case()
        .when('id', '=', headId)
        .then('head')
        .when('relation', '=', 'head')
        .then('other')
        .else(eb.ref('relation'))
        .end(),
    }))
    .where('countyId', '=', ctx.countyId)
    .where('householdId', '=', household.id)
    .execute()
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
