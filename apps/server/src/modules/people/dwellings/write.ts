import { normaliseAddress } from '@linli/contract/address'
import type { Dwelling, dwellingRoutes } from '@linli/contract/people-dwellings'
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
import { type GridPlace, withinReach } from '../policy.ts'
import { placeAtDoor, takeIn } from './assign.ts'
import { refuseElsewhere } from './doors.ts'
import { dwellingPage } from './read.ts'
import { sayTenure } from './tenure.ts'

type Input<N extends keyof typeof dwellingRoutes> = RouteParsed<(typeof dwellingRoutes)[N]>

/** A dwelling without a household; where the grid has one at this address, it is that one of which something is said. */
export async function addDwelling(ctx: Ctx, input: Input<'addDwelling'>): Promise<Dwelling> {
  const today = await todayIn(ctx.deps, ctx.countyId)
  const { point, tenure, since = today } = input
  const address = normaliseAddress(input.address)
  const faults = new Faults()
  if (since > today) faults.add('since', 'day_future')
  faults.refuse()
  const { id } = await runCommand(ctx, input.commandId, async (tx) => {
    const place = await placeAtDoor(ctx, 'register.change', input.gridId, point)
    await takeIn(tx, ctx, place, address)
    const known = await openDwelling(tx.db, ctx, place, address)
    const dwellingId = known ?? input.dwellingId
    if (known === undefined) {
      await refuseElsewhere(tx.db, ctx, place, [address])
      await tx.db
        .insertInto('dwellings')
        .values({
          ...place,
          countyId: ctx.countyId,
          id: dwellingId,
          address,
          lon: point?.lon ?? null,
          lat: point?.lat ?? null,
        })
        .execute()
    }
    if (tenure === 'empty') await refuseInhabited(tx.db, ctx, [dwellingId], () => faults.add('tenure', 'inhabited'))
    faults.refuse()
    if (tenure !== 'unknown') await sayTenure(tx.db, ctx, dwellingId, { tenure, from: since, how: input.knownHow })
    await announce(tx, ctx, dwellingId, known === undefined ? 'dwelling.added' : 'dwelling.changed', place)
    return { id: dwellingId }
  })
  return dwellingPage(ctx, { dwellingId: id }).catch((error: unknown) => {
    throw error instanceof Problem && error.code === 'register.not_found' ? new Problem('command.done_unseen') : error
  })
}

export async function changeDwelling(ctx: Ctx, input: Input<'changeDwelling'>): Promise<Dwelling> {
  const today = await todayIn(ctx.deps, ctx.countyId)
  const { tenure, since = today, point } = input
  await runCommand(ctx, input.commandId, async (tx) => {
    const before = await lockDwelling(tx.db, ctx, input.dwellingId, input.seenVersion)
    const address = input.address === undefined ? before.address : normaliseAddress(input.address)
    const faults = new Faults()
    if (since > today) faults.add('since', 'day_future')
    if (tenure === 'empty') await refuseInhabited(tx.db, ctx, [before.id], () => faults.add('tenure', 'inhabited'))
    const flat = await flatOf(tx, ctx, before, input, faults)
    if (address !== before.address && (await openDwelling(tx.db, ctx, before, address)) !== undefined)
      faults.add('address', 'address_known')
    faults.refuse()
    if (address !== before.address) await refuseElsewhere(tx.db, ctx, before, [address])
    const extra = await checkedExtra(tx.db, ctx, 'dwelling', input.extra)
    await sql`
      UPDATE dwellings SET address = ${address}, building_id = ${flat.buildingId}, unit_no = ${flat.unitNo},
        floor = ${flat.floor}, room = ${flat.room}, extra = ${withExtra(extra)},
        lon = ${point === undefined ? before.lon : (point?.lon ?? null)}, lat = ${point === undefined ? before.lat : (point?.lat ?? null)},
        version = version + 1
      WHERE county_id = ${ctx.countyId} AND id = ${before.id}`.execute(tx.db)
    // Households that are called by the address of their dwelling go on being so.
    if (address !== before.address)
      await sql`
        UPDATE households SET address = ${address}
        WHERE county_id = ${ctx.countyId} AND dwelling_id = ${before.id} AND address = ${before.address} AND valid_to IS NULL`.execute(
        tx.db,
      )
    if (tenure !== undefined && (tenure !== before.tenure || input.since !== undefined))
      await sayTenure(tx.db, ctx, before.id, { tenure, from: since, how: input.knownHow })
    await announce(tx, ctx, before.id, 'dwelling.changed', before)
    return { done: true }
  })
  return dwellingPage(ctx, input)
}

export function closeDwelling(ctx: Ctx, input: Input<'closeDwelling'>): Promise<{ done: true }> {
  return runCommand(ctx, input.commandId, async (tx) => {
    const before = await lockDwelling(tx.db, ctx, input.dwellingId, input.seenVersion)
    await closeFlats(tx, ctx, [before.id])
    await announce(tx, ctx, before.id, 'dwelling.closed', before)
    return { done: true as const }
  })
}

/** They are no more. @throws Problem `dwelling.inhabited` */
export async function closeFlats(tx: CommandTx, ctx: Ctx, ids: readonly string[]): Promise<void> {
  await refuseInhabited(tx.db, ctx, ids, () => {
    throw new Problem('dwelling.inhabited')
  })
  await sql`
    UPDATE dwellings SET closed_at = ${ctx.deps.now().toISOString()}, version = version + 1
    WHERE county_id = ${ctx.countyId} AND id = any(${[...ids]}::uuid[]) AND closed_at IS NULL`.execute(tx.db)
}

interface Locked extends GridPlace {
  readonly id: string
  readonly address: string
  readonly tenure: string
  readonly buildingId: string | null
  readonly unitNo: number | null
  readonly floor: number | null
  readonly room: string | null
  readonly lon: number | null
  readonly lat: number | null
  readonly version: number
}

/** One that still stands, within reach, locked. @throws Problem `register.not_found`, `register.stale` */
export async function lockDwelling(tx: Tx, ctx: Ctx, id: string, seenVersion?: number): Promise<Locked> {
  const { rows } = await sql<Locked>`
    SELECT id, address, tenure, building_id, unit_no, floor, room, lon, lat, version, town_id, village_id, grid_id FROM dwellings
    WHERE id = ${id} AND closed_at IS NULL AND ${withinReach(ctx.actor, 'register.change', 'dwellings')} FOR UPDATE`.execute(
    tx,
  )
  const [row] = rows
  if (!row) throw new Problem('register.not_found')
  if (seenVersion !== undefined && row.version !== seenVersion)
    throw new Problem('register.stale', { version: row.version })
  return row
}

/** Where in which building it is to lie. Another flat of that number in which nobody lives is the same, and gives way. */
async function flatOf(tx: CommandTx, ctx: Ctx, before: Locked, input: Input<'changeDwelling'>, faults: Faults) {
  const buildingId = input.buildingId === undefined ? before.buildingId : input.buildingId
  if (buildingId === null) return { buildingId, unitNo: null, floor: null, room: null }
  const told = <T>(said: T | undefined, was: T) => (said === undefined ? was : said)
  const flat = {
    buildingId,
    unitNo: told(input.unitNo, before.unitNo),
    floor: told(input.floor, before.floor),
    room: told(input.room, before.room) || null,
  }
  if (buildingId !== before.buildingId) {
    const { rows } = await sql`
      SELECT FROM buildings WHERE id = ${buildingId} AND grid_id = ${before.gridId} AND closed_at IS NULL
        AND ${withinReach(ctx.actor, 'register.change', 'buildings')}`.execute(tx.db)
    if (rows.length === 0) faults.add('buildingId', 'not_in_list')
  }
  if (flat.room === null) return flat
  const { rows: others } = await sql<{ id: string }>`
    SELECT id FROM dwellings WHERE county_id = ${ctx.countyId} AND building_id = ${buildingId} AND closed_at IS NULL AND id <> ${before.id}
      AND unit_no IS NOT DISTINCT FROM ${flat.unitNo} AND floor IS NOT DISTINCT FROM ${flat.floor} AND room = ${flat.room}`.execute(
    tx.db,
  )
  const ids = others.map(({ id }) => id)
  await refuseInhabited(tx.db, ctx, ids, () => faults.add('room', 'flat_taken'))
  if (faults.isEmpty && ids.length > 0) await closeFlats(tx, ctx, ids)
  return flat
}

async function refuseInhabited(tx: Tx, ctx: Ctx, ids: readonly string[], refuse: () => void): Promise<void> {
  if (ids.length === 0) return
  const { rows } = await sql`
    SELECT FROM households WHERE county_id = ${ctx.countyId} AND dwelling_id = any(${[...ids]}::uuid[]) AND valid_to IS NULL LIMIT 1`.execute(
    tx,
  )
  if (rows.length > 0) refuse()
}

async function openDwelling(tx: Tx, ctx: Ctx, { gridId }: GridPlace, address: string): Promise<string | undefined> {
  const known = await tx
    .selectFrom('dwellings')
    .select('id')
    .where('countyId', '=', ctx.countyId)
    .where('gridId', '=', gridId)
    .where('address', '=', address)
    .where('closedAt', 'is', null)
    .executeTakeFirst()
  return known?.id
}

/** Phones know a dwelling by its households: they hear of each. */
async function announce(tx: CommandTx, ctx: Ctx, id: string, kind: string, place: GridPlace): Promise<void> {
  const scope = scopeOf(place)
  tx.publish({ module: 'people', kind, subjectKind: 'dwelling', subjectId: id, scope })
  const { rows } = await sql<{ id: string }>`
    UPDATE households SET version = version + 1, facts_version = version + 1, updated_at = ${ctx.deps.now().toISOString()}
    WHERE county_id = ${ctx.countyId} AND dwelling_id = ${id} AND valid_to IS NULL RETURNING id`.execute(tx.db)
  for (const household of rows)
    tx.publish({
      module: 'people',
      kind: 'household.changed',
      subjectKind: 'household',
      subjectId: household.id,
      scope,
    })
}
