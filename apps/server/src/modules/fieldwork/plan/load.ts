import type { dutyRoutes } from '@linli/contract/duty'
import type { DutyFigures, DutyLoad } from '@linli/contract/duty-load'
import type { RouteParsed } from '@linli/contract/route'
import { sql } from 'kysely'
import type { Ctx } from '../../../platform/command/ctx.ts'
import { reachesPlace } from '../../../platform/command/placed.ts'
import { countyOf } from '../../../platform/county/county.ts'
import { Problem } from '../../../platform/problem/problem.ts'
import { areasWithin, countyAreas, openGrids, todayIn } from '../../areas/index.ts'
import { dueFor } from '../policy.ts'
import { rulesInForce } from '../rules/read-rules.ts'
import { ruleNames } from '../visits/rule-names.ts'
import { addDays, type Day, mondayOf } from './days.ts'

const WEEK = 7
const WEEKS_BACK = 8
const WEEKS_AHEAD = 2
/** Weeks that count as the past of an area. */
const PAST = 4

interface Row {
  readonly below: string | null
  readonly ruleCode: string
  readonly state: 'open' | 'done' | 'missed'
  readonly week: Day
  readonly soon: number
  readonly count: number
}

/** What is due, done and missed in an area and in those below it; a figure of persons it does not know. */
export async function getDutyLoad(ctx: Ctx, { areaId }: RouteParsed<typeof dutyRoutes.getDutyLoad>): Promise<DutyLoad> {
  const { countyId, deps } = ctx
  const today = await todayIn(deps, countyId)
  const { open, children } = await countyAreas(deps, countyId)
  const area = areaId === undefined ? (children.get(null)?.[0] ?? null) : (open.get(areaId) ?? null)
  if (areaId !== undefined && area === null) throw new Problem('area.not_found')
  const rows = await readRows(ctx, today, area)
  const rules = await rulesInForce(ctx.db, countyId)
  const minutes = new Map(rules.map(({ code, terms }) => [code, terms.minutes]))
  const grids = (await openGrids(deps, countyId)).filter(
    ({ id, townId, villageId }) =>
      reachesPlace(ctx.actor, 'fieldwork.read', { townId, villageId, gridId: id }) &&
      (area === null || area.level === 'county' || [id, townId, villageId].includes(area.id)),
  )
  const { calendar } = await countyOf(deps, countyId)
  const workdays = Array.from({ length: WEEK }, (_, ahead) => addDays(today, ahead)).filter((day) =>
    calendar.isWorkday(day),
  ).length
  const loaded = (own: readonly Row[], count: number) => ({
    ...figuresOf(own, today),
    grids: count,
    day: dayOf(own, minutes, count * workdays),
  })
  const names = await ruleNames(ctx.db, countyId)
  const gridsIn = (id: string) => grids.filter((grid) => [grid.id, grid.villageId, grid.townId].includes(id)).length
  const byRule = Map.groupBy(rows, ({ ruleCode }) => ruleCode)
  const byArea = Map.groupBy(rows, ({ below }) => below)
  return {
    ...loaded(rows, grids.length),
    area: area && { id: area.id, name: area.name, level: area.level },
    today,
    below: (children.get(area?.id ?? null) ?? [])
      .map(({ id, name }) => ({ id, name, ...loaded(byArea.get(id) ?? [], gridsIn(id)) }))
      .filter((one) => one.grids > 0),
    rules: rules.map(({ code, terms }) => ({
      code,
      names: names.get(code) ?? terms.names,
      ...figuresOf(byRule.get(code) ?? [], today),
    })),
    weeks: weeksOf(rows, today),
  }
}

const columns = { county: 'townId', town: 'villageId', village: 'gridId', grid: 'gridId' } as const

/** Counts by area below, rule, state and week: a few thousand rows for a county at most. */
async function readRows(
  ctx: Ctx,
  today: Day,
  area: { readonly id: string; readonly level: keyof typeof columns } | null,
): Promise<Row[]> {
  const monday = mondayOf(today)
  const first = addDays(monday, -WEEKS_BACK * WEEK)
  const end = addDays(monday, (WEEKS_AHEAD + 1) * WEEK)
  const { timeZone } = await countyOf(ctx.deps, ctx.countyId)
  const below = sql.ref(`d.${columns[area?.level ?? 'county']}`)
  const seen = dueFor(ctx.actor, 'fieldwork.read', 'd')
  const ids = area === null || area.level === 'county' ? null : await areasWithin(ctx, area.id)
  const within = ids === null ? sql`true` : sql`d.grid_id = any(${ids}::uuid[])`
  const { rows } = await sql<Row>`
    SELECT ${below} AS below, d.rule_code, 'open' AS state, greatest(date_trunc('week', d.planned_on)::date, ${monday}::date) AS week,
      count(*) FILTER (WHERE d.planned_on < ${addDays(today, WEEK)}::date)::int AS soon, count(*)::int AS count
    FROM due_items d
    WHERE d.county_id = ${ctx.countyId} AND d.state = 'open' AND d.planned_on < ${end}::date AND ${within} AND ${seen}
    GROUP BY 1, 2, 4
    UNION ALL
    SELECT ${below}, d.rule_code, d.state, date_trunc('week', d.ended_at AT TIME ZONE ${timeZone})::date, 0, count(*)::int
    FROM due_items d
    WHERE d.county_id = ${ctx.countyId} AND d.state IN ('done', 'missed') AND ${within} AND ${seen}
      -- A late visit ends an item a day after its time at most: by this the index finds those of these weeks.
      AND d.due_by >= ${addDays(first, -WEEK)}::date AND d.ended_at >= ${first}::date
    GROUP BY 1, 2, 3, 4`.execute(ctx.db)
  return rows
}

function figuresOf(rows: readonly Row[], today: Day): DutyFigures {
  const monday = mondayOf(today)
  const since = addDays(monday, (1 - PAST) * WEEK)
  const sum = (fits: (row: Row) => boolean) => rows.reduce((total, row) => total + (fits(row) ? row.count : 0), 0)
  return {
    due: sum(({ state, week }) => state === 'open' && week <= monday),
    ahead: sum(({ state, week }) => state === 'open' && week > monday),
    done: sum(({ state, week }) => state === 'done' && week >= since),
    missed: sum(({ state, week }) => state === 'missed' && week >= since),
  }
}

/** What falls to one grid on one working day of the next seven. */
function dayOf(rows: readonly Row[], minutes: ReadonlyMap<string, number>, days: number) {
  const items = rows.reduce((total, { soon }) => total + soon, 0)
  const all = rows.reduce((total, { soon, ruleCode }) => total + soon * (minutes.get(ruleCode) ?? 0), 0)
  return days === 0
    ? { items: 0, minutes: 0 }
    : { items: Math.round((items / days) * 10) / 10, minutes: Math.round(all / days) }
}

function weeksOf(rows: readonly Row[], today: Day): DutyLoad['weeks'] {
  const monday = mondayOf(today)
  return Array.from({ length: WEEKS_BACK + 1 + WEEKS_AHEAD }, (_, at) => {
    const from = addDays(monday, (at - WEEKS_BACK) * WEEK)
    const count = (wanted: Row['state']) =>
      rows.reduce((total, { state, week, count: n }) => total + (state === wanted && week === from ? n : 0), 0)
    return { from, planned: count('open'), done: count('done'), missed: count('missed') }
  })
}
