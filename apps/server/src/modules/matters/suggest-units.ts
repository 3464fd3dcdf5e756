import type { UnitSuggestion } from '@linli/contract/matters'
import { addLimit } from '../../platform/calendar/index.ts'
import type { Ctx } from '../../platform/command/ctx.ts'
import { calendarOf, countyOf } from '../../platform/county/county.ts'
import { presentAreas, workersOfGrid } from '../areas/index.ts'
import { unitDirectory, type UnitEntry } from '../identity/index.ts'
import { categoryById } from './categories.ts'
import { getMatterRecord, type MatterRecord } from './queries.ts'

const MOST = 4
const HISTORY_DAYS = 90

interface Candidate {
  readonly unit: UnitEntry
  readonly reason: UnitSuggestion['reason']
  readonly staff: UnitSuggestion['staff']
}

/** Whom a matter could go to, best first, each with its reason; a person decides. */
export async function suggestUnits(ctx: Ctx, matterId: string): Promise<UnitSuggestion[]> {
  const matter = await getMatterRecord(ctx.db, ctx.actor, 'matter.dispatch', matterId)
  const { rules } = await categoryById(ctx.deps, ctx.countyId, matter.categoryId)
  const candidates = await candidatesFor(ctx, matter, rules.departmentCode)
  const history = await settledRecently(ctx, matter)
  const calendar = calendarOf(await countyOf(ctx.deps, ctx.countyId))
  const dueAt = new Date(addLimit(calendar, ctx.deps.now().getTime(), rules.limits.handle)).toISOString()
  return candidates.slice(0, MOST).map(({ unit, reason, staff }) => {
    const past = history.get(unit.id)
    return {
      unit: { id: unit.id, name: unit.name },
      reason,
      staff,
      settled: past?.settled ?? 0,
      of: past?.all ?? 0,
      dueAt,
    }
  })
}

async function candidatesFor(ctx: Ctx, matter: MatterRecord, departmentCode: string | null): Promise<Candidate[]> {
  const units = await unitDirectory(ctx.deps, ctx.countyId)
  const found: Candidate[] = []
  const add = (unit: UnitEntry | undefined, reason: Candidate['reason'], staff: Candidate['staff'] = null) => {
    if (unit && !found.some((one) => one.unit.id === unit.id && one.staff?.id === staff?.id))
      found.push({ unit, reason, staff })
  }
  add(units.department(departmentCode), 'category_department')
  const { townId, villageId, gridId } = await presentAreas(ctx.deps, ctx.countyId, matter)
  const station = units.inArea(villageId, 'village_grid_station')
  const worker = gridId === null ? undefined : (await workersOfGrid(ctx.deps, ctx.countyId, gridId))[0]
  if (station && worker) add(station, 'grid_worker', worker)
  add(station, 'village_station')
  add(units.inArea(townId, 'town_grid_office'), 'town_office')
  add(units.ofKind('county_centre')[0], 'centre')
  return found
}

/** Of the last 90 days, same category and town: how many each unit had, and how many of them it settled. */
async function settledRecently(ctx: Ctx, matter: MatterRecord) {
  const rows = await ctx.db
    .selectFrom('matters')
    .select((eb) => [
      'leadUnitId',
      eb.fn.countAll<number>().as('all'),
      eb.fn.countAll<number>().filterWhere('settleLevel', 'is not', null).as('settled'),
    ])
    .where('countyId', '=', ctx.countyId)
    .where('categoryCode', '=', matter.categoryCode)
    .where('townId', matter.townId === null ? 'is' : '=', matter.townId)
    .where('reportedAt', '>', new Date(ctx.deps.now().getTime() - HISTORY_DAYS * 86_400_000).toISOString())
    .where('leadUnitId', 'is not', null)
    .groupBy('leadUnitId')
    .execute()
  return new Map(rows.map((row) => [row.leadUnitId, row]))
}
