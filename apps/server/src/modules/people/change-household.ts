import { normaliseAddress } from '@linli/contract/address'
import type { Household, HouseholdChange, KnownHow, peopleRoutes } from '@linli/contract/people'
import type { RouteParsed } from '@linli/contract/route'
import { sql } from 'kysely'
import type { Ctx } from '../../platform/command/ctx.ts'
import { scopeOf } from '../../platform/command/placed.ts'
import { type CommandTx, runCommand } from '../../platform/command/run-command.ts'
import { todayIn } from '../areas/index.ts'
import { Faults } from './checks.ts'
import { MOST_IN_A_FAMILY } from './add-household.ts'
import { sayTenure } from './dwellings/tenure.ts'
import { lockDwelling } from './dwellings/write.ts'
import { checkedExtra, withExtra } from './extra.ts'
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
  if (change.tenure === 'empty' && members.length > 0) faults.add('tenure', 'inhabited')
  faults.refuse()
  const extra = await checkedExtra(tx.db, ctx, 'household', change.extra)
  const home = await moveHome(tx, ctx, household, change.dwellingId)
  const { headId, headSince = today, knownHow } = change
  if (headId !== undefined) await setHead(tx, ctx, household, headId, { on: headSince, knownHow })
  const { address, number, kind, visitsDeclined } = change
  await tx.db
    .updateTable('households')
    .set({
      factsVersion: household.version + 1,
      extra: withExtra(extra),
      ...(home === null ? {} : { address: home.address }),
      ...(address === undefined ? {} : { address: normaliseAddress(address) }),
      ...(number === undefined ? {} : { number: number || null }),
      ...(kind === undefined ? {} : { kind }),
      ...(visitsDeclined === undefined ? {} : { visitsDeclined }),
    })
    .where('countyId', '=', ctx.countyId)
    .where('id', '=', household.id)
    .execute()
  const dwellingId = home?.id ?? household.dwellingId
  if (dwellingId !== null && change.tenure !== undefined && change.tenure !== (await tenureOf(tx, ctx, dwellingId)))
    await sayTenure(tx.db, ctx, dwellingId, { tenure: change.tenure, from: today, how: knownHow })
  await refreshHousehold(tx.db, ctx.countyId, household.id)
  tx.publish({
    module: 'people',
    kind: 'household.changed',
    subjectKind: 'household',
    subjectId: household.id,
    scope: [...new Set([...scopeOf(household), ...(home ? scopeOf(home) : [])])],
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

/** Into another flat or house, with all who belong to it; null: it stays where it is. */
async function moveHome(tx: CommandTx, ctx: Ctx, household: HouseholdFacts, dwellingId: string | undefined) {
  if (dwellingId === undefined || dwellingId === household.dwellingId) return null
  const home = await lockDwelling(tx.db, ctx, dwellingId)
  const { townId, villageId, gridId } = home
  const ours = sql`county_id = ${ctx.countyId} AND household_id = ${household.id}`
  await sql`
    UPDATE households SET dwelling_id = ${home.id}, town_id = ${townId}, village_id = ${villageId}, grid_id = ${gridId}
    WHERE county_id = ${ctx.countyId} AND id = ${household.id}`.execute(tx.db)
  if (gridId !== household.gridId) {
    await sql`UPDATE residences SET grid_id = ${gridId} WHERE ${ours} AND valid_to IS NULL`.execute(tx.db)
    await sql`UPDATE persons SET town_id = ${townId}, village_id = ${villageId}, grid_id = ${gridId} WHERE ${ours}`.execute(
      tx.db,
    )
  }
  return home
}

async function tenureOf(tx: CommandTx, ctx: Ctx, dwellingId: string): Promise<string | undefined> {
  const dwelling = await tx.db
    .selectFrom('dwellings')
    .select('tenure')
    .where('countyId', '=', ctx.countyId)
    .where('id', '=', dwellingId)
    .executeTakeFirst()
  return dwelling?.tenure
}
