import type { dutyRoutes } from '@linli/contract/duty'
import type { DueItem, DueWhy } from '@linli/contract/fieldwork-shapes'
import type { fieldworkRoutes } from '@linli/contract/fieldwork'
import type { RouteOutput, RouteParsed } from '@linli/contract/route'
import { type RawBuilder, sql, type SqlBool } from 'kysely'
import { accessInsert } from '../../../platform/audit/access.ts'
import type { Ctx } from '../../../platform/command/ctx.ts'
import { reachesPlace } from '../../../platform/command/placed.ts'
import { decodeCursor, toPage } from '../../../platform/http/cursor.ts'
import { todayIn } from '../../areas/index.ts'
import { areaScope } from '../area-scope.ts'
import { dueFor } from '../policy.ts'
import { termsOf } from '../rules/read-rules.ts'

export interface DueRow {
  readonly id: string
  readonly ruleCode: string
  readonly terms: unknown
  readonly target: DueItem['target']
  readonly subjectId: string
  readonly householdId: string | null
  readonly gridId: string
  readonly dueFrom: string
  readonly plannedOn: string
  readonly dueBy: string
  readonly state: DueItem['state']
  readonly tries: number
  readonly title: string
  readonly lon: number | null
  readonly lat: number | null
  readonly why: DueWhy
}

const subjectKinds = { grid: 'grid', household: 'household', need: 'person', organisation: 'organisation' } as const

/** Who is called on for what they need stands in no list: the door opens with the household's page, which is recorded. */
export function asDueItem({ terms, subjectId, lon, lat, title, ...row }: DueRow): DueItem {
  const { names, formCode, lookAt, minutes } = termsOf({ terms })
  const sensitive = row.target === 'need'
  return {
    ...row,
    ruleNames: names,
    subject: { kind: subjectKinds[row.target], id: subjectId },
    title: sensitive ? '' : title,
    sensitive,
    point: sensitive || lon === null || lat === null ? null : { lon, lat },
    formCode,
    lookAt,
    minutes,
  }
}

export const dueColumns = sql`d.id, d.rule_code, r.terms, d.target, d.subject_id, d.household_id, d.grid_id, d.due_from,
  d.planned_on, d.due_by, d.state, d.tries, d.title, d.lon, d.lat, d.why`

/** Whose doors, and who is called on for a need, as parts of the statement that reads `page`: an item without a name tells it too. */
export function recordedDue(ctx: Ctx, purpose: 'visit.plan' | 'visit.phone', page: RawBuilder<unknown>) {
  const of = (subjectKind: 'household' | 'person', ids: RawBuilder<unknown>) =>
    accessInsert(ctx, { purpose, subjectKind, fieldGroup: 'duties' }, ids)
  return sql`
    homes AS (${of('household', sql`ARRAY(SELECT DISTINCT household_id FROM ${page} WHERE target = 'household')`)}),
    people AS (${of('person', sql`ARRAY(SELECT DISTINCT subject_id FROM ${page} WHERE target = 'need')`)})`
}

/** Open items that fit a condition on `d`, planned day first; keyset-paged. */
export async function listDue(
  ctx: Ctx,
  condition: RawBuilder<SqlBool>,
  { cursor, limit }: { cursor?: string | undefined; limit: number },
): Promise<{ items: DueItem[]; next: string | null }> {
  const after = cursor === undefined ? null : decodeCursor(cursor, ['date', 'id'])
  const beyond =
    after === null ? sql<SqlBool>`true` : sql<SqlBool>`(d.planned_on, d.id) > (${after[0]}::date, ${after[1]}::uuid)`
  const { rows } = await sql<DueRow>`
    WITH page AS MATERIALIZED (
      SELECT ${dueColumns}
      FROM due_items d JOIN duty_rules r ON r.county_id = d.county_id AND r.id = d.rule_id
      WHERE d.county_id = ${ctx.countyId} AND d.state = 'open' AND ${condition} AND ${beyond}
      ORDER BY d.planned_on, d.id LIMIT ${limit + 1}
    ), shown AS (SELECT * FROM page ORDER BY planned_on, id LIMIT ${limit}),
    ${recordedDue(ctx, 'visit.plan', sql`shown`)}
    SELECT * FROM page ORDER BY planned_on, id`.execute(ctx.db)
  const { items, next } = toPage(rows, limit, (row) => [row.plannedOn, row.id])
  return { items: items.map(asDueItem), next }
}

/** What is due in the grids of whoever asks until a day, what is late first. */
export async function listMyDue(
  ctx: Ctx,
  input: RouteParsed<typeof fieldworkRoutes.listMyDue>,
): Promise<RouteOutput<typeof fieldworkRoutes.listMyDue>> {
  const until = input.until ?? (await todayIn(ctx.deps, ctx.countyId))
  const mine = sql<SqlBool>`${dueFor(ctx.actor, 'fieldwork.do', 'd')} AND d.planned_on <= ${until}::date`
  return listDue(ctx, mine, input)
}

/** The same for those who look after the workers of an area. */
export async function listDueOfArea(
  ctx: Ctx,
  input: RouteParsed<typeof dutyRoutes.listDue>,
): Promise<RouteOutput<typeof dutyRoutes.listDue>> {
  const until = input.until ?? (await todayIn(ctx.deps, ctx.countyId))
  const { within, place } = await areaScope(ctx, 'd', input.areaId)
  const seen = sql<SqlBool>`${dueFor(ctx.actor, 'fieldwork.read', 'd')} AND ${within} AND d.planned_on <= ${until}::date`
  const { items, next } = await listDue(ctx, seen, input)
  return { items, next, manageable: reachesPlace(ctx.actor, 'fieldwork.manage', place) }
}
