import type { IncidentContact, NearWorker } from '@linli/contract/incident-shapes'
import type { incidentRoutes } from '@linli/contract/incidents'
import type { RouteOutput, RouteParsed } from '@linli/contract/route'
import { sql } from 'kysely'
import type { Ctx } from '../../platform/command/ctx.ts'
import { type CountyAreas, countyAreas, type GridWorker, workersOfGrids } from '../areas/index.ts'
import { onDutyNow } from '../fieldwork/index.ts'
import { staffOfUnits, staffPhones, unitDirectory } from '../identity/index.ts'
import { type IncidentRow, readIncident } from './queries.ts'
import { gridsWithin } from './scope.ts'
import { middleOf, minutesFor, wayMetres } from './way.ts'

/** Commander, then the involved units, then the workers of the affected grids, by village. */
export async function listIncidentContacts(
  ctx: Ctx,
  { incidentId }: { incidentId: string },
): Promise<RouteOutput<typeof incidentRoutes.listIncidentContacts>> {
  const row = await readIncident(ctx.db, ctx, 'incident.read', incidentId)
  const areas = await countyAreas(ctx.deps, ctx.countyId)
  const [commander, members, workers, called] = await Promise.all([
    staffPhones(ctx.db, ctx.countyId, [row.commanderId]),
    membersOf(ctx, row.id),
    workersOfGrids(
      ctx.deps,
      ctx.countyId,
      gridsWithin(areas, row.areaIds).map(({ id }) => id),
    ),
    lastCalls(ctx, row.id),
  ])
  const withCall = <T extends { readonly id: string }>(person: T) => ({
    ...person,
    called: called.get(person.id) ?? null,
  })
  const villageOf = ({ gridId }: GridWorker) => areas.names.get(areas.open.get(gridId)?.parentId ?? '')?.name ?? ''
  const people = [...commander].map(([id, { name, phone }]) => withCall({ id, name, phone, title: null }))
  const items: IncidentContact[] = [{ kind: 'commander', group: '', unitId: null, people }]
  for (const [unitId, of] of Map.groupBy(members, (member) => member.unitId))
    items.push({ kind: 'unit', group: of[0]?.unit ?? '', unitId, people: of.map(withCall) })
  for (const [village, of] of Map.groupBy(workers, villageOf))
    items.push({ kind: 'grid', group: village, unitId: null, people: onePerPerson(areas.names, of).map(withCall) })
  return { items }
}

function onePerPerson(names: ReadonlyMap<string, { name: string }>, workers: readonly GridWorker[]) {
  return [...Map.groupBy(workers, ({ staffId }) => staffId)].flatMap(([id, grids]) => {
    const [first] = grids
    const title = grids.map(({ gridId }) => names.get(gridId)?.name ?? '').join('、')
    return first ? [{ id, name: first.name, phone: first.phone, title }] : []
  })
}

async function membersOf(ctx: Ctx, incidentId: string) {
  const rows = await ctx.db
    .selectFrom('incidentUnits')
    .select('unitId')
    .where('countyId', '=', ctx.countyId)
    .where('incidentId', '=', incidentId)
    .execute()
  return staffOfUnits(
    ctx.db,
    ctx.countyId,
    rows.map(({ unitId }) => unitId),
  )
}

async function lastCalls(ctx: Ctx, incidentId: string) {
  const { rows } = await sql<{ staffId: string; at: string; reached: boolean }>`
    SELECT DISTINCT ON (facts ->> 'staffId') facts ->> 'staffId' AS staff_id, happened_at AS at,
      (facts ->> 'reached')::boolean AS reached
    FROM incident_entries
    WHERE county_id = ${ctx.countyId} AND incident_id = ${incidentId} AND kind = 'call' AND facts ? 'staffId'
    ORDER BY facts ->> 'staffId', happened_at DESC, seq DESC`.execute(ctx.db)
  return new Map(rows.map(({ staffId, at, reached }) => [staffId, { at, reached }]))
}

/** Whoever answers for a grid and is not known to be off, by the way from the middle of that grid to the incident. */
export async function listNearestWorkers(
  ctx: Ctx,
  input: RouteParsed<typeof incidentRoutes.listNearestWorkers>,
): Promise<RouteOutput<typeof incidentRoutes.listNearestWorkers>> {
  const row = await readIncident(ctx.db, ctx, 'incident.read', input.incidentId)
  const areas = await countyAreas(ctx.deps, ctx.countyId)
  const [units, workers, duty] = await Promise.all([
    unitDirectory(ctx.deps, ctx.countyId),
    workersOfGrids(ctx.deps, ctx.countyId, null),
    onDutyNow(ctx.deps, ctx.countyId),
  ])
  const from = placeOf(row, areas)
  const near = workers.flatMap((worker): NearWorker[] => {
    const grid = areas.open.get(worker.gridId)
    const to = grid && middleOf(grid)
    if (!grid || !to || from === null) return []
    const station = units.inArea(grid.parentId, 'village_grid_station')
    const onShift = duty.people.has(worker.staffId)
    if (!onShift && station !== undefined && duty.rostered.has(station.id)) return []
    const metres = wayMetres(from, to)
    return [
      {
        grid: { id: grid.id, level: grid.level, name: grid.name, nameEn: grid.nameEn },
        village: areas.names.get(grid.parentId ?? '')?.name ?? '',
        staff: { id: worker.staffId, name: worker.name, phone: worker.phone },
        unitId: station?.id ?? null,
        onShift,
        metres,
        minutes: minutesFor(metres),
      },
    ]
  })
  const nearest = near.toSorted((a, b) => a.metres - b.metres)
  const once = [...new Map(nearest.toReversed().map((one) => [one.staff.id, one])).values()].toReversed()
  return { items: once.slice(0, input.limit) }
}

/** The incident's own place, else the middle of its first area. */
function placeOf(row: IncidentRow, { open }: CountyAreas) {
  for (const one of [row, ...row.areaIds.flatMap((id) => open.get(id) ?? [])]) {
    const middle = middleOf(one)
    if (middle) return middle
  }
  return null
}
