import type { MatterStatus } from '@linli/contract/matters'
import type { screenRoutes, StreamItem } from '@linli/contract/screen'
import type { RouteOutput } from '@linli/contract/route'
import { sql } from 'kysely'
import { elapsedWorking } from '../../platform/calendar/index.ts'
import type { Ctx } from '../../platform/command/ctx.ts'
import { calendarOf, countyOf } from '../../platform/county/county.ts'
import { categoryById } from '../matters/index.ts'
import type { ScreenArea } from './areas.ts'

const STREAM_LENGTH = 12

const columnOf = { county: null, town: 'town_id', village: 'village_id', grid: 'grid_id' } as const
const childColumn = { county: 'town_id', town: 'village_id', village: 'grid_id', grid: 'grid_id' } as const

const within = (area: ScreenArea) => {
  const column = columnOf[area.level]
  return column === null ? sql`true` : sql`m.${sql.ref(column)} = ${area.id}`
}

/** Overdue now, and open ones in danger, by area below. Reads only what is open: an index of some hundred rows. */
export async function countOverdue(ctx: Ctx, area: ScreenArea) {
  const rows = await sql<{ areaId: string | null; overdue: number; danger: number }>`
    SELECT m.${sql.ref(childColumn[area.level])} AS "areaId",
      count(*) FILTER (WHERE m.due_at < ${ctx.deps.now().toISOString()})::int AS overdue,
      count(*) FILTER (WHERE m.danger)::int AS danger
    FROM matters m
    WHERE m.county_id = ${ctx.countyId} AND m.closed_at IS NULL AND ${within(area)}
    GROUP BY 1`.execute(ctx.db)
  const keyed = rows.rows.filter((row): row is typeof row & { areaId: string } => row.areaId !== null)
  return {
    total: rows.rows.reduce((sum, row) => sum + row.overdue, 0),
    byArea: new Map(keyed.map((row) => [row.areaId, row.overdue])),
    danger: new Map(keyed.map((row) => [row.areaId, row.danger])),
  }
}

/** Median working hours from report to settlement, of what was settled on each of these days. */
export async function medianSettleHours(
  ctx: Ctx,
  area: ScreenArea,
  days: readonly string[],
): Promise<Map<string, number>> {
  const county = await countyOf(ctx.deps, ctx.countyId)
  const calendar = calendarOf(county)
  const rows = await sql<{ day: string; reportedAt: string; at: string }>`
    SELECT d.day::text AS day, m.reported_at AS "reportedAt", e.at
    FROM unnest(${days}::date[]) AS d(day)
    JOIN events e ON e.county_id = ${ctx.countyId} AND e.module = 'matters' AND e.kind IN ('matter.settle', 'matter.settle_on_spot')
      AND e.at >= d.day::timestamp AT TIME ZONE ${county.timeZone} AND e.at < (d.day + 1)::timestamp AT TIME ZONE ${county.timeZone}
    JOIN matters m ON m.county_id = e.county_id AND m.id = e.subject_id
    WHERE ${within(area)}`.execute(ctx.db)
  const byDay = Map.groupBy(rows.rows, (row) => row.day)
  return new Map(
    [...byDay].map(([day, settled]) => {
      const hours = settled
        .map((row) => elapsedWorking(calendar, Date.parse(row.reportedAt), Date.parse(row.at)) / 3_600_000)
        .toSorted((a, b) => a - b)
      return [day, Math.round((hours[Math.floor(hours.length / 2)] ?? 0) * 10) / 10]
    }),
  )
}

/** The newest matters, confidential ones by their category alone. */
export async function recentMatters(ctx: Ctx, area: ScreenArea): Promise<StreamItem[]> {
  const calendar = calendarOf(await countyOf(ctx.deps, ctx.countyId))
  const now = ctx.deps.now().getTime()
  const rows = await sql<Row>`
    SELECT m.id, m.number, m.title, m.status, m.danger, m.confidential, m.due_at AS "dueAt", m.town_id AS "townId", m.grid_id AS "gridId",
      m.reported_at AS at, m.category_id AS "categoryId", t.name AS "townName"
    FROM matters m
    LEFT JOIN LATERAL (SELECT name FROM area_versions v WHERE v.county_id = m.county_id AND v.area_id = m.town_id ORDER BY v.valid_from DESC LIMIT 1) t ON true
    WHERE m.county_id = ${ctx.countyId} AND ${within(area)}
    ORDER BY m.reported_at DESC, m.id DESC
    LIMIT ${STREAM_LENGTH}`.execute(ctx.db)
  return Promise.all(
    rows.rows.map(async ({ dueAt, categoryId, confidential, ...row }): Promise<StreamItem> => {
      const { rules } = await categoryById(ctx.deps, ctx.countyId, categoryId)
      const due = dueAt === null ? null : Date.parse(dueAt)
      const overdue = due !== null && due < now
      const minutes =
        due === null ? null : Math.round(elapsedWorking(calendar, Math.min(now, due), Math.max(now, due)) / 60_000)
      return {
        ...row,
        title: confidential ? rules.names.zh : row.title,
        overdue,
        remainingMinutes: minutes === null ? null : overdue ? -minutes : minutes,
        category: { code: rules.code, names: rules.names },
      }
    }),
  )
}

interface Row {
  id: string
  number: string
  title: string
  status: MatterStatus
  danger: boolean
  confidential: boolean
  dueAt: string | null
  townId: string | null
  townName: string | null
  gridId: string | null
  at: string
  categoryId: string
}

/** Numbers on duty: people whose post or assignment runs today. Never where a person is. */
export async function dutyFigures(
  ctx: Ctx,
): Promise<{ lines: RouteOutput<typeof screenRoutes.getScreen>['duty']; byArea: Map<string, number> }> {
  const today = ctx.deps.now().toISOString().slice(0, 10)
  const [byUnit, byGrid] = await Promise.all([
    sql<{ kind: string; people: number }>`
      SELECT u.kind, count(DISTINCT p.staff_id)::int AS people
      FROM posts p JOIN units u ON u.county_id = p.county_id AND u.id = p.unit_id
      WHERE p.county_id = ${ctx.countyId} AND p.valid_from <= ${today} AND (p.valid_to IS NULL OR p.valid_to > ${today})
      GROUP BY u.kind`.execute(ctx.db),
    sql<{ areaId: string; people: number }>`
      WITH held AS (
        SELECT a.area_id AS grid, v.parent_id AS village, t.parent_id AS town, a.staff_id
        FROM assignments a
        JOIN area_versions v ON v.county_id = a.county_id AND v.area_id = a.area_id AND v.valid_to IS NULL
        LEFT JOIN area_versions t ON t.county_id = v.county_id AND t.area_id = v.parent_id AND t.valid_to IS NULL
        WHERE a.county_id = ${ctx.countyId} AND a.kind = 'worker' AND a.valid_from <= ${today} AND (a.valid_to IS NULL OR a.valid_to > ${today})
      )
      SELECT area AS "areaId", count(DISTINCT staff_id)::int AS people
      FROM held, LATERAL (VALUES (grid), (village), (town)) AS levels(area) WHERE area IS NOT NULL GROUP BY area`.execute(
      ctx.db,
    ),
  ])
  const of = (prefix: string) =>
    byUnit.rows.filter((row) => row.kind.startsWith(prefix)).reduce((sum, row) => sum + row.people, 0)
  const workers = new Map(byGrid.rows.map((row) => [row.areaId, row.people]))
  return {
    byArea: workers,
    lines: [
      { names: { zh: '县级中心', en: 'County centre' }, value: `${of('county_centre')} 人` },
      { names: { zh: '乡镇街道', en: 'Towns' }, value: `${of('town_')} 人` },
      { names: { zh: '村（社区）', en: 'Villages' }, value: `${of('village_')} 人` },
      { names: { zh: '职能部门', en: 'Departments' }, value: `${of('department')} 人` },
    ],
  }
}
