import type { AreaLevel } from '@linli/contract/areas'
import type { ResidenceKind } from '@linli/contract/people'
import { type RawBuilder, sql } from 'kysely'
import type { Ctx } from '../../platform/command/ctx.ts'
import { countedAreas, todayIn } from '../areas/index.ts'
import { withinReach } from './policy.ts'

/** Below this a figure could point at somebody. */
export const SUPPRESS_BELOW = 10
const CHILD_YEARS = 14
const ELDER_YEARS = 65

/** What the register holds of an area today. */
export interface AreaFigures {
  readonly households: number
  readonly persons: number
  readonly livesHere: number
  readonly byKind: Readonly<Partial<Record<ResidenceKind, number>>>
  readonly children: number
  readonly elders: number
  /** By code of the need. */
  readonly needs: Readonly<Record<string, number>>
  readonly withoutDocument: number
  readonly buildings: number
  readonly dwellings: number
  /** By kind. */
  readonly organisations: Readonly<Record<string, number>>
}

const columns = { town: 'townId', village: 'villageId', grid: 'gridId' } as const

/** Figures of areas of one level, as far as the actor reaches, in one statement; an area without anybody has noughts. */
export async function figuresOf(
  ctx: Ctx,
  level: AreaLevel,
  areaIds: readonly string[],
): Promise<ReadonlyMap<string, AreaFigures>> {
  const { countyId } = ctx
  const on = await todayIn(ctx.deps, countyId)
  // Rows keep the grid of the day they were written: of several that took over from it one counts them, until they are assigned.
  const lines =
    level === 'county' ? areaIds.map((id) => ({ areaId: id, id })) : await countedAreas(ctx.db, countyId, areaIds)
  const placed = (table: string, alias: string) => sql`
    ${sql.table(table)} ${sql.ref(alias)} JOIN line ON ${
      level === 'county'
        ? sql`true`
        : sql`line.id = ${sql.ref(`${alias}.${columns[level]}`)} AND ${sql.ref(`${alias}.${columns[level]}`)} = any(${lines.map(({ id }) => id)}::uuid[])`
    } AND ${withinReach(ctx.actor, 'register.read', alias)}`
  const countOf = (table: string, alias: string, open: RawBuilder<unknown>) => sql`
    (SELECT area_id, count(*)::int AS count FROM ${placed(table, alias)} WHERE ${open} GROUP BY area_id)`
  const byKey = (grouped: RawBuilder<unknown>) => sql`
    (SELECT area_id, json_object_agg(kind, count) AS counts FROM (${grouped}) g GROUP BY area_id)`
  const { rows } = await sql<AreaFigures & { areaId: string }>`
    WITH line AS MATERIALIZED (
      SELECT * FROM unnest(${lines.map(({ areaId }) => areaId)}::uuid[], ${lines.map(({ id }) => id)}::uuid[]) l(area_id, id)
    ), here AS MATERIALIZED (
      SELECT line.area_id, p.id, p.state, p.birth_on, p.residence_kind, p.document_kind
      FROM ${placed('persons', 'p')} WHERE p.state IN ('present', 'away')
    ), people AS (
      SELECT area_id, count(*)::int AS persons, count(*) FILTER (WHERE state = 'present')::int AS lives_here,
        count(*) FILTER (WHERE birth_on > ${on}::date - make_interval(years => ${CHILD_YEARS}))::int AS children,
        count(*) FILTER (WHERE birth_on <= ${on}::date - make_interval(years => ${ELDER_YEARS}))::int AS elders,
        count(*) FILTER (WHERE document_kind IN ('none', 'unknown'))::int AS without_document
      FROM here GROUP BY area_id)
    SELECT a.area_id, coalesce(h.count, 0) AS households, coalesce(people.persons, 0) AS persons,
      coalesce(people.lives_here, 0) AS lives_here, coalesce(people.children, 0) AS children,
      coalesce(people.elders, 0) AS elders, coalesce(people.without_document, 0) AS without_document,
      coalesce(k.counts, '{}') AS by_kind, coalesce(n.counts, '{}') AS needs,
      coalesce(b.count, 0) AS buildings, coalesce(d.count, 0) AS dwellings, coalesce(o.counts, '{}') AS organisations
    FROM (SELECT DISTINCT area_id FROM line) a
    LEFT JOIN people ON people.area_id = a.area_id
    LEFT JOIN ${countOf('households', 'h', sql`h.valid_to IS NULL`)} h ON h.area_id = a.area_id
    LEFT JOIN ${countOf('buildings', 'b', sql`b.closed_at IS NULL`)} b ON b.area_id = a.area_id
    LEFT JOIN ${countOf('dwellings', 'd', sql`d.closed_at IS NULL`)} d ON d.area_id = a.area_id
    LEFT JOIN ${byKey(sql`
      SELECT area_id, residence_kind AS kind, count(*)::int AS count FROM here
      WHERE residence_kind IS NOT NULL GROUP BY 1, 2`)} k ON k.area_id = a.area_id
    LEFT JOIN ${byKey(sql`
      SELECT here.area_id, n.kind, count(DISTINCT here.id)::int AS count FROM here
      JOIN person_needs n ON n.county_id = ${countyId} AND n.person_id = here.id AND n.ended_at IS NULL
        AND n.valid_from <= ${on}::date AND n.valid_to > ${on}::date
      GROUP BY 1, 2`)} n ON n.area_id = a.area_id
    LEFT JOIN ${byKey(sql`
      SELECT area_id, o.kind, count(*)::int AS count FROM ${placed('organisations', 'o')} WHERE o.valid_to IS NULL
      GROUP BY 1, 2`)} o ON o.area_id = a.area_id`.execute(ctx.db)
  return new Map(rows.map((row) => [row.areaId, row]))
}
