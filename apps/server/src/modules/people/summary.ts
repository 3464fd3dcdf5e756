import type { peopleRoutes } from '@linli/contract/people'
import type { RouteOutput, RouteParsed } from '@linli/contract/route'
import { sql } from 'kysely'
import type { Ctx } from '../../platform/command/ctx.ts'
import { areaPath, todayIn } from '../areas/index.ts'
import { areaFilter } from './area-filter.ts'
import { withinReach } from './policy.ts'

/** Below this a figure could point at somebody. */
const SUPPRESS_BELOW = 10
const CHILD_YEARS = 14
const ELDER_YEARS = 65

type Figures = Omit<RouteOutput<typeof peopleRoutes.getRegisterSummary>, 'byKind' | 'needs'> & {
  byKind: { kind: 'registered' | 'migrant' | 'unregistered' | 'overseas'; persons: number }[]
  needs: { kind: string; persons: number }[]
}

/** Figures of an area within reach; needs of fewer than ten persons are not told above the grid. */
export async function registerSummary(
  ctx: Ctx,
  { areaId }: RouteParsed<typeof peopleRoutes.getRegisterSummary>,
): Promise<RouteOutput<typeof peopleRoutes.getRegisterSummary>> {
  const on = await todayIn(ctx.deps, ctx.countyId)
  const of = async (alias: string) =>
    sql`${withinReach(ctx.actor, 'register.read', alias)} AND ${await areaFilter(ctx, alias, areaId)}`
  const [p, h, b, d, o] = [await of('p'), await of('h'), await of('b'), await of('d'), await of('o')]
  const { rows } = await sql<Figures>`
    WITH here AS MATERIALIZED (
      SELECT p.id, p.state, p.birth_on, p.residence_kind, p.document_kind FROM persons p
      WHERE ${p} AND p.state IN ('present', 'away'))
    SELECT
      (SELECT count(*)::int FROM households h WHERE ${h} AND h.valid_to IS NULL) AS households,
      (SELECT count(*)::int FROM here) AS persons,
      (SELECT count(*)::int FROM here WHERE state = 'present') AS lives_here,
      (SELECT coalesce(json_agg(k), '[]') FROM (SELECT residence_kind AS kind, count(*)::int AS persons FROM here WHERE residence_kind IS NOT NULL GROUP BY 1 ORDER BY 1) k) AS by_kind,
      (SELECT count(*)::int FROM here WHERE birth_on > ${on}::date - make_interval(years => ${CHILD_YEARS})) AS children,
      (SELECT count(*)::int FROM here WHERE birth_on <= ${on}::date - make_interval(years => ${ELDER_YEARS})) AS elders,
      (SELECT coalesce(json_agg(k), '[]') FROM (
        SELECT n.kind, count(DISTINCT here.id)::int AS persons FROM here
        JOIN person_needs n ON n.county_id = ${ctx.countyId} AND n.person_id = here.id AND n.ended_at IS NULL
          AND n.valid_from <= ${on}::date AND n.valid_to > ${on}::date
        GROUP BY 1 ORDER BY 1) k) AS needs,
      (SELECT count(*)::int FROM here WHERE document_kind IN ('none', 'unknown')) AS without_document,
      (SELECT count(*)::int FROM buildings b WHERE ${b} AND b.closed_at IS NULL) AS buildings,
      (SELECT count(*)::int FROM dwellings d WHERE ${d} AND d.closed_at IS NULL) AS dwellings,
      (SELECT count(*)::int FROM organisations o WHERE ${o} AND o.valid_to IS NULL) AS organisations`.execute(ctx.db)
  // One row of figures, always.
  const figures = rows[0] as Figures
  const isGrid = (await areaPath(ctx.db, ctx.countyId, areaId))?.gridId === areaId
  return {
    ...figures,
    needs: figures.needs.map(({ kind, persons }) => ({
      kind,
      persons: isGrid || persons >= SUPPRESS_BELOW ? persons : null,
    })),
  }
}
