import type { ResidenceKind } from '@linli/contract/people'
import type { AreaMonth, MonthFigures, statisticsRoutes } from '@linli/contract/people-statistics'
import type { RouteOutput, RouteParsed } from '@linli/contract/route'
import { type RawBuilder, sql } from 'kysely'
import type { Ctx } from '../../../platform/command/ctx.ts'
import { Problem } from '../../../platform/problem/problem.ts'
import { areaPath, countyAreas } from '../../areas/index.ts'
import { mayOn } from '../policy.ts'
import { suppressed } from './suppress.ts'

type Routes = typeof statisticsRoutes

const runs = (ctx: Ctx) =>
  ctx.db.selectFrom('statisticsRuns').select(['month', 'frozenAt', 'base']).where('countyId', '=', ctx.countyId)

/** Latest first. */
export async function listStatisticsMonths(ctx: Ctx): Promise<RouteOutput<Routes['listStatisticsMonths']>> {
  const items = await runs(ctx).orderBy('month', 'desc').execute()
  return { items: items.map(({ month, ...run }) => ({ month: month.slice(0, 7), ...run })) }
}

/** An area within reach, and those directly below it, as they were frozen. */
export async function getStatistics(
  ctx: Ctx,
  { month, areaId }: RouteParsed<Routes['getStatistics']>,
): Promise<RouteOutput<Routes['getStatistics']>> {
  const path = await areaPath(ctx.db, ctx.countyId, areaId)
  if (!path || !mayOn(ctx.actor, 'register.read', path)) throw new Problem('register.not_found')
  const first = `${month}-01`
  const run = await runs(ctx).where('month', '=', first).executeTakeFirst()
  if (!run) throw new Problem('statistics.not_found')
  const rows = await rowsOf(ctx, first, sql`area_id = ${areaId} OR parent_id = ${areaId}`)
  const { names } = await countyAreas(ctx.deps, ctx.countyId)
  const asArea = (id: string, own: readonly Row[]) => {
    const known = names.get(id)
    // Frozen rows refer to areas of the county, which never go away.
    const { name, level } = known ?? { name: '', level: 'grid' as const }
    return areaMonth({ id, name, level }, own)
  }
  const below = Map.groupBy(
    rows.filter((row) => row.areaId !== areaId),
    (row) => row.areaId,
  )
  // Only as far as the caller reaches: whoever sees a village need not see its town.
  const mayName = {
    county: {},
    town: { townId: path.townId },
    village: { townId: path.townId, villageId: path.villageId },
  }
  const above = (['county', 'town', 'village'] as const).flatMap((level) => {
    const id = path[`${level}Id`]
    if (id === null || id === areaId) return []
    const place = { townId: null, villageId: null, gridId: null, ...mayName[level] }
    return mayOn(ctx.actor, 'register.read', place) ? [{ id, name: names.get(id)?.name ?? '' }] : []
  })
  return {
    month,
    frozenAt: run.frozenAt,
    base: run.base,
    area: asArea(
      areaId,
      rows.filter((row) => row.areaId === areaId),
    ),
    above,
    below: [...below].map(([id, own]) => asArea(id, own)).toSorted(inOrderOf([...names.keys()])),
  }
}

interface Row extends MonthFigures {
  readonly areaId: string
  readonly kind: 'all' | ResidenceKind
  readonly households: number | null
}

/** An area that changed hands in the month has one row under each parent: its own figures are their sum. */
async function rowsOf(ctx: Ctx, month: string, condition: RawBuilder<unknown>): Promise<Row[]> {
  const { rows } = await sql<Row>`
    SELECT area_id, kind, sum(opening)::int AS opening, sum(born)::int AS born, sum(moved_in)::int AS moved_in,
      sum(within_in)::int AS within_in, sum(turned_in)::int AS turned_in, sum(corrected_in)::int AS corrected_in,
      sum(died)::int AS died, sum(moved_out)::int AS moved_out, sum(within_out)::int AS within_out,
      sum(turned_out)::int AS turned_out, sum(corrected_out)::int AS corrected_out, sum(closing)::int AS closing,
      sum(households)::int AS households
    FROM area_statistics
    WHERE county_id = ${ctx.countyId} AND month = ${month}::date AND (${condition})
    GROUP BY area_id, kind`.execute(ctx.db)
  return rows
}

/** The month asked for, or the latest, as `2026-10`. @throws Problem `statistics.not_found` when it is not frozen */
export async function frozenMonth(ctx: Ctx, month: string | undefined): Promise<string> {
  const run = await runs(ctx)
    .$if(month !== undefined, (query) => query.where('month', '=', `${month}-01`))
    .orderBy('month', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (!run) throw new Problem('statistics.not_found')
  return run.month.slice(0, 7)
}

/** An area and all that lay below it in a frozen month, each with its figures, in the order of the county's list. */
export async function monthOfTree(ctx: Ctx, month: string, areaId: string): Promise<AreaMonth[]> {
  const first = `${month}-01`
  const rows = await rowsOf(
    ctx,
    first,
    sql`area_id IN (
      WITH RECURSIVE tree AS (
        SELECT ${areaId}::uuid AS area_id
        UNION
        SELECT s.area_id FROM tree JOIN area_statistics s ON s.parent_id = tree.area_id
        WHERE s.county_id = ${ctx.countyId} AND s.month = ${first}::date)
      SELECT area_id FROM tree)`,
  )
  const { names } = await countyAreas(ctx.deps, ctx.countyId)
  return [...Map.groupBy(rows, (row) => row.areaId)]
    .map(([id, own]) => {
      const { name, level } = names.get(id) ?? { name: '', level: 'grid' as const }
      return areaMonth({ id, name, level }, own)
    })
    .toSorted(inOrderOf([...names.keys()]))
}

const none: MonthFigures = {
  opening: 0,
  born: 0,
  movedIn: 0,
  withinIn: 0,
  turnedIn: 0,
  correctedIn: 0,
  died: 0,
  movedOut: 0,
  withinOut: 0,
  turnedOut: 0,
  correctedOut: 0,
  closing: 0,
}
const kinds = ['registered', 'migrant', 'unregistered', 'overseas'] as const

function areaMonth(area: Pick<AreaMonth, 'id' | 'name' | 'level'>, rows: readonly Row[]): AreaMonth {
  const of = (kind: Row['kind']) => rows.find((row) => row.kind === kind)
  const byKind = kinds.map((kind) => ({ kind, figures: of(kind) ?? none }))
  return {
    ...area,
    households: of('all')?.households ?? 0,
    all: of('all') ?? none,
    byKind: area.level === 'grid' ? byKind : suppressed(byKind),
  }
}

/** By the order of the county's list of areas: level, number, code. */
function inOrderOf(ids: readonly string[]) {
  const place = new Map(ids.map((id, index) => [id, index]))
  return (a: { id: string }, b: { id: string }) => (place.get(a.id) ?? 0) - (place.get(b.id) ?? 0)
}
