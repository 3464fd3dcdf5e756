import { normaliseAddress } from '@linli/contract/address'
import { checkedCreditCode, type Organisation, type organisationRoutes } from '@linli/contract/people-organisations'
import type { RouteParsed } from '@linli/contract/route'
import { sql } from 'kysely'
import type { Ctx } from '../../../platform/command/ctx.ts'
import { scopeOf } from '../../../platform/command/placed.ts'
import { type CommandTx, runCommand } from '../../../platform/command/run-command.ts'
import type { Tx } from '../../../platform/database/database.ts'
import { Problem } from '../../../platform/problem/problem.ts'
import { todayIn } from '../../areas/index.ts'
import { Faults } from '../checks.ts'
import { checkedExtra, withExtra } from '../extra.ts'
import { type GridPlace, type Place, placeOf, withinReach } from '../policy.ts'
import { isHazard, kindOf } from './kinds.ts'
import { searchWords } from './landmarks.ts'
import { organisationPage } from './read.ts'

type Input<N extends keyof typeof organisationRoutes> = RouteParsed<(typeof organisationRoutes)[N]>

interface Said {
  readonly kind?: string | undefined
  readonly name?: string | undefined
  readonly address?: string | undefined
  readonly creditCode?: string | null | undefined
  readonly phone?: string | null | undefined
  readonly hazards?: readonly string[] | undefined
  readonly point?: { lon: number; lat: number } | null | undefined
}

export async function addOrganisation(ctx: Ctx, input: Input<'addOrganisation'>): Promise<Organisation> {
  const place = await placeOf(ctx, 'register.change', input.gridId)
  const today = await todayIn(ctx.deps, ctx.countyId)
  const faults = new Faults()
  const columns = checked(faults, input)
  if (input.since !== undefined && input.since > today) faults.add('since', 'day_future')
  faults.refuse()
  const hazards = input.hazards ?? kindOf(input.kind)?.hazards ?? []
  await runCommand(ctx, input.commandId, async (tx) => {
    const extra = await checkedExtra(tx.db, ctx, 'organisation', input.extra)
    await tx.db
      .insertInto('organisations')
      .values({
        countyId: ctx.countyId,
        id: input.organisationId,
        ...place,
        kind: input.kind,
        name: input.name,
        nameSearch: searchWords(input.name),
        address: normaliseAddress(input.address),
        ...columns,
        hazards: [...new Set(hazards)],
        extra: JSON.stringify(extra),
        validFrom: input.since ?? today,
      })
      .execute()
    publish(tx, 'added', input.organisationId, place)
    return { done: true }
  })
  return organisationPage(ctx, input)
}

export async function changeOrganisation(ctx: Ctx, input: Input<'changeOrganisation'>): Promise<Organisation> {
  const faults = new Faults()
  const columns = checked(faults, input)
  faults.refuse()
  const moved: GridPlace | null = input.gridId ? await placeOf(ctx, 'register.change', input.gridId) : null
  await runCommand(ctx, input.commandId, async (tx) => {
    const before = await lockOrganisation(tx.db, ctx, input.organisationId, input.seenVersion)
    const extra = await checkedExtra(tx.db, ctx, 'organisation', input.extra)
    await tx.db
      .updateTable('organisations')
      .set({
        ...columns,
        ...moved,
        extra: withExtra(extra),
        version: input.seenVersion + 1,
        updatedAt: ctx.deps.now().toISOString(),
      })
      .where('countyId', '=', ctx.countyId)
      .where('id', '=', input.organisationId)
      .execute()
    publish(tx, 'changed', input.organisationId, before, ...(moved ? [moved] : []))
    return { done: true }
  })
  return organisationPage(ctx, input)
}

export function closeOrganisation(ctx: Ctx, input: Input<'closeOrganisation'>): Promise<{ done: true }> {
  return runCommand(ctx, input.commandId, async (tx) => {
    const { validFrom, ...place } = await lockOrganisation(tx.db, ctx, input.organisationId, input.seenVersion)
    const faults = new Faults()
    if (input.on > (await todayIn(ctx.deps, ctx.countyId))) faults.add('on', 'day_future')
    if (input.on < validFrom) faults.add('on', 'before_opening')
    faults.refuse()
    await tx.db
      .updateTable('organisations')
      .set({ validTo: input.on, version: input.seenVersion + 1, updatedAt: ctx.deps.now().toISOString() })
      .where('countyId', '=', ctx.countyId)
      .where('id', '=', input.organisationId)
      .execute()
    publish(tx, 'closed', input.organisationId, place)
    return { done: true as const }
  })
}

function publish(tx: CommandTx, what: 'added' | 'changed' | 'closed', id: string, ...places: readonly Place[]): void {
  tx.publish({
    module: 'people',
    kind: `organisation.${what}`,
    subjectKind: 'organisation',
    subjectId: id,
    scope: [...new Set(places.flatMap(scopeOf))],
  })
}

/** One that is still there, within reach, locked. */
async function lockOrganisation(tx: Tx, ctx: Ctx, id: string, seenVersion: number) {
  const { rows } = await sql<Place & { validFrom: string; version: number }>`
    SELECT town_id, village_id, grid_id, valid_from, version FROM organisations
    WHERE id = ${id} AND valid_to IS NULL AND ${withinReach(ctx.actor, 'register.change', 'organisations')} FOR UPDATE`.execute(
    tx,
  )
  const [row] = rows
  if (!row) throw new Problem('register.not_found')
  if (row.version !== seenVersion) throw new Problem('register.stale', { version: row.version })
  return row
}

const phoneForm = /^[\d+][\d\s()-]{4,25}$/

/** Columns of what was said; all that is wrong with it at once. */
function checked(faults: Faults, said: Said) {
  const { kind, name, address, point } = said
  if (kind !== undefined && !kindOf(kind)) faults.add('kind', 'organisation_kind')
  if (said.hazards?.some((code) => !isHazard(code))) faults.add('hazards', 'not_in_list')
  const creditCode = said.creditCode
    ? checkedCreditCode(said.creditCode)
    : said.creditCode === ''
      ? null
      : said.creditCode
  if (said.creditCode && creditCode === null) faults.add('creditCode', 'credit_code')
  if (said.phone && !phoneForm.test(said.phone)) faults.add('phone', 'format_regex')
  return {
    ...(kind === undefined ? {} : { kind }),
    ...(name === undefined ? {} : { name, nameSearch: searchWords(name) }),
    ...(address === undefined ? {} : { address: normaliseAddress(address) }),
    ...(creditCode === undefined ? {} : { creditCode }),
    ...(said.phone === undefined ? {} : { phone: said.phone || null }),
    ...(said.hazards === undefined ? {} : { hazards: [...new Set(said.hazards)] }),
    ...(point === undefined ? {} : { lon: point?.lon ?? null, lat: point?.lat ?? null }),
  }
}
