import type { Area, Succession } from '@linli/contract/areas'
import { sql } from 'kysely'
import type { Ctx } from '../../platform/command/ctx.ts'
import type { Db } from '../../platform/database/database.ts'
import { Problem } from '../../platform/problem/problem.ts'
import { asRow, pathIds } from './area-row.ts'
import { assignmentsOf } from './assignment-queries.ts'
import { todayIn } from './day.ts'
import { gridWarnings, householdRuleOf } from './grid-warnings.ts'
import { historyOf } from './history.ts'
import { mayChange } from './policy.ts'
import { childCounts, findFacts, pathsOf } from './queries.ts'

/** One area with everything that is known of it; the facts are those of the day (today if left out). */
export async function areaPage(ctx: Ctx, db: Db, id: string, on?: string): Promise<Area> {
  const { countyId, actor } = ctx
  const today = await todayIn(ctx.deps, countyId)
  const day = on ?? today
  const facts = await findFacts(db, countyId, day, id)
  if (!facts) throw new Problem('area.not_found')
  const path = (await pathsOf(db, countyId, day, [id])).get(id) ?? []
  const all = await assignmentsOf(db, countyId, id)
  const current = all.filter(({ validFrom, validTo }) => (validTo === null || validTo > day) && validTo !== validFrom)
  const standing = pathIds([...path, facts])
  return {
    ...asRow(facts, (await childCounts(db, countyId, day, [id])).get(id) ?? 0),
    path,
    boundary: facts.boundary,
    illustrative: facts.illustrative,
    codes: await codesOf(db, countyId, id),
    history: await historyOf(db, countyId, id),
    predecessors: await successionsOf(db, countyId, id, 'predecessors'),
    successors: await successionsOf(db, countyId, id, 'successors'),
    assignments: current,
    earlierAssignments: all.filter((one) => !current.includes(one) && one.validTo !== one.validFrom),
    warnings: facts.closedOn === null ? await gridWarnings(ctx, db, facts, current) : [],
    householdRule: await householdRuleOf(ctx, db, facts),
    manageable: facts.closedOn === null && mayChange(actor, 'area.manage', standing),
    assignable: facts.closedOn === null && mayChange(actor, 'assignment.manage', standing),
  }
}

function codesOf(db: Db, countyId: number, areaId: string): Promise<Area['codes']> {
  return db
    .selectFrom('areaCodes')
    .select(['scheme', 'code', 'validFrom', 'validTo'])
    .where('countyId', '=', countyId)
    .where('areaId', '=', areaId)
    .orderBy('validFrom', 'desc')
    .orderBy('scheme')
    .execute()
}

async function successionsOf(
  db: Db,
  countyId: number,
  id: string,
  side: 'predecessors' | 'successors',
): Promise<Succession[]> {
  const [own, other] = side === 'predecessors' ? [sql`to_id`, sql`from_id`] : [sql`from_id`, sql`to_id`]
  const { rows } = await sql<Succession & { id: string; level: never; name: string; nameEn: string | null }>`
    SELECT a.id, a.level, v.name, v.name_en, s.on_date AS "on", s.kind
    FROM area_successions s
    JOIN areas a ON a.county_id = s.county_id AND a.id = s.${other}
    CROSS JOIN LATERAL (
      SELECT name, name_en FROM area_versions WHERE county_id = ${countyId} AND area_id = a.id ORDER BY valid_from DESC LIMIT 1
    ) v
    WHERE s.county_id = ${countyId} AND s.${own} = ${id}
    ORDER BY s.on_date DESC, v.name, a.id`.execute(db)
  return rows.map(({ on, kind, ...area }) => ({
    area: { id: area.id, level: area.level, name: area.name, nameEn: area.nameEn },
    on,
    kind,
  }))
}
