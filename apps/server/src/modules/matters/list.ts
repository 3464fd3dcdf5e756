import type { Happening, MatterRow, matterRoutes } from '@linli/contract/matters'
import type { Page } from '@linli/contract/common'
import type { RouteOutput, RouteParsed } from '@linli/contract/route'
import { type ExpressionBuilder, type RawBuilder, sql, type SqlBool } from 'kysely'
import { dayIn } from '../../platform/calendar/index.ts'
import type { Ctx } from '../../platform/command/ctx.ts'
import { countyOf } from '../../platform/county/county.ts'
import type { DB } from '../../platform/database/database.ts'
import { decodeCursor, toPage } from '../../platform/http/cursor.ts'
import { countyAreas, lineageOf } from '../areas/index.ts'
import { unitNames } from '../identity/index.ts'
import { rowCompanionsOf, type RowParts, rowParts } from './companions.ts'
import { type MatterPermission, mattersFor } from './policy.ts'
import type { MatterRecord } from './queries.ts'
import { isOverdue, matterRows } from './rows.ts'

export type Filters = RouteParsed<typeof matterRoutes.exportMatters>
const MOST_POINTS = 5_000

/** Matters in reach; keyset-paged by the order asked for. */
export async function listMatters(
  ctx: Ctx,
  input: RouteParsed<typeof matterRoutes.listMatters>,
): Promise<Page<MatterRow>> {
  const base = await filtered(ctx, 'matter.read', input)
  const byLimit = input.order === 'due'
  let select = base.selectAll('matters').select(rowParts(ctx.countyId))
  if (byLimit) {
    // Only what has a running limit can be ordered by it.
    select = select.where('dueAt', 'is not', null)
    if (input.cursor !== undefined) {
      const [dueAt, id] = decodeCursor(input.cursor, ['instant', 'id'])
      select = select.where(sql<SqlBool>`(due_at, id) > (${dueAt}::timestamptz, ${id}::uuid)`)
    }
    select = select.orderBy('dueAt').orderBy('id')
  } else {
    if (input.cursor !== undefined) {
      const [reportedAt, id] = decodeCursor(input.cursor, ['instant', 'id'])
      select = select.where(sql<SqlBool>`(reported_at, id) < (${reportedAt}::timestamptz, ${id}::uuid)`)
    }
    select = select.orderBy('reportedAt', 'desc').orderBy('id', 'desc')
  }
  // PostgreSQL keeps microseconds, our instants milliseconds: the key travels as text in full.
  const rows = await select
    .select(sql<string>`${sql.ref(byLimit ? 'due_at' : 'reported_at')}::text`.as('key'))
    .limit(input.limit + 1)
    .execute()
  const { items, next } = toPage(rows, input.limit, (row) => [row.key, row.id])
  // The columns asked for; the check constraints hold status and level to the contract's words.
  const records = items as unknown as (MatterRecord & RowParts)[]
  return { items: await matterRows(ctx, records, records.map(rowCompanionsOf)), next }
}

/** Pins for the map: open ones unless the filter says otherwise. */
export async function listMatterPoints(
  ctx: Ctx,
  input: Filters,
): Promise<RouteOutput<typeof matterRoutes.listMatterPoints>> {
  const now = ctx.deps.now()
  const base = (
    await filtered(ctx, 'matter.read', { ...input, ...(input.status || input.open ? {} : { open: 'true' as const }) })
  ).where('confidential', '=', false)
  const [rows, rest] = await Promise.all([
    base
      .select(['id', 'number', 'title', 'lon', 'lat', 'status', 'danger', 'dueAt', 'closedAt', 'categoryCode'])
      .select(['townId', 'villageId', 'gridId', 'leadUnitId'])
      .where('lon', 'is not', null)
      .orderBy('reportedAt', 'desc')
      .limit(MOST_POINTS + 1)
      .execute(),
    base
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .where('lon', 'is', null)
      .executeTakeFirst(),
  ])
  const shown = rows.slice(0, MOST_POINTS)
  const leads = shown.flatMap(({ leadUnitId }) => (leadUnitId === null ? [] : [leadUnitId]))
  const [names, { heirs }] = await Promise.all([
    unitNames(ctx.db, ctx.countyId, leads),
    countyAreas(ctx.deps, ctx.countyId),
  ])
  const heir = (id: string | null) => (id === null ? null : (heirs.get(id) ?? id))
  const present = ({ townId, villageId, gridId }: AreaIds) => ({
    townId: heir(townId),
    villageId: heir(villageId),
    gridId: heir(gridId),
  })
  return {
    items: shown.map(({ closedAt, ...row }) => ({
      ...row,
      // Counted in the areas of today, whatever they were called when it came in.
      ...present(row),
      // The query asks for rows with a pin; the check constraint holds the status.
      lon: row.lon as number,
      lat: row.lat as number,
      status: row.status as MatterRow['status'],
      overdue: isOverdue({ closedAt, dueAt: row.dueAt }, now),
    })),
    units: [...names].map(([id, name]) => ({ id, name })),
    withoutPin: rest?.count ?? 0,
    truncated: rows.length > MOST_POINTS,
  }
}

/** Matters in reach of the permission that pass the filters. */
export async function filtered(ctx: Ctx, permission: MatterPermission, filters: Filters) {
  const { timeZone } = await countyOf(ctx.deps, ctx.countyId)
  const now = ctx.deps.now().toISOString()
  // What happened in an area before the county was divided anew is found under the area that carries it on.
  const areaIds = filters.areaId === undefined ? null : await lineageOf(ctx.db, ctx.countyId, [filters.areaId])
  return ctx.db
    .selectFrom('matters')
    .where(mattersFor(ctx.actor, permission))
    .where((eb) => eb.and(conditions(eb, { ...filters, areaIds }, timeZone, now)))
}

type AreaIds = Pick<MatterRecord, 'townId' | 'villageId' | 'gridId'>
type Asked = Filters & { readonly areaIds: readonly string[] | null }

function conditions(eb: ExpressionBuilder<DB, 'matters'>, filters: Asked, timeZone: string, now: string) {
  const parts = []
  if (filters.status) parts.push(eb('status', 'in', filters.status))
  if (filters.open !== undefined) parts.push(eb('closedAt', filters.open === 'true' ? 'is' : 'is not', null))
  if (filters.channel) parts.push(eb('channel', 'in', filters.channel))
  if (filters.category) {
    parts.push(
      eb.or(
        filters.category.map((code) =>
          code.length === 4 ? eb('categoryCode', '=', code) : eb('categoryCode', 'like', `${code}%`),
        ),
      ),
    )
  }
  if (filters.areaIds) {
    const ids = filters.areaIds
    parts.push(eb.or([eb('townId', 'in', ids), eb('villageId', 'in', ids), eb('gridId', 'in', ids)]))
  }
  if (filters.unitId) parts.push(eb('leadUnitId', '=', filters.unitId))
  if (filters.overdue) parts.push(eb.and([eb('closedAt', 'is', null), eb('dueAt', '<', now)]))
  if (filters.danger) parts.push(eb('danger', '=', true))
  if (filters.supervision) parts.push(eb('supervision', 'in', filters.supervision))
  if (filters.from) parts.push(sql<SqlBool>`reported_at >= (${filters.from}::date::timestamp AT TIME ZONE ${timeZone})`)
  if (filters.to)
    parts.push(sql<SqlBool>`reported_at < ((${filters.to}::date + 1)::timestamp AT TIME ZONE ${timeZone})`)
  if (filters.settleLevel) parts.push(eb('settleLevel', '=', filters.settleLevel))
  if (filters.happened) parts.push(happenedTo(filters, filters.happened, timeZone))
  if (filters.q) {
    const like = `%${filters.q.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`
    const { numbers, whole } = numbersMeant(filters.q, now, timeZone)
    // Each arm has an index of its own; a number in full is no word of a title.
    parts.push(
      whole ? eb('number', 'in', numbers) : eb.or([eb('number', 'in', ['', ...numbers]), eb('title', 'ilike', like)]),
    )
  }
  return parts
}

/** Entries of the timeline that count as it; kinds stand in the query as in its index. */
const happenings: Readonly<Record<Happening, RawBuilder<SqlBool>>> = {
  settled: sql`e.kind IN ('settle', 'settle_on_spot')`,
  settledOnTime: sql`e.kind IN ('settle', 'settle_on_spot') AND NOT EXISTS (
    SELECT FROM matter_entries o WHERE o.county_id = e.county_id AND o.matter_id = e.matter_id AND o.at <= e.at
      AND o.kind = 'overdue' AND o.changes -> 'clock' ->> 1 = 'whole')`,
  overdue: sql`e.kind = 'overdue' AND e.changes -> 'clock' ->> 1 = 'whole'`,
  reopened: sql`e.kind IN ('reject', 'reopen', 'call_back') AND e.to_status = 'handling'`,
  judged: sql`(e.kind IN ('reject', 'reopen', 'call_back') AND e.to_status = 'handling' OR e.kind IN ('confirm', 'call_back') AND e.to_status = 'closed')`,
  satisfied: sql`e.kind IN ('confirm', 'call_back') AND e.to_status = 'closed' AND coalesce(matters.rating, 4) >= 4`,
}

/** By the entries of those days first, which are few; then their matters. */
function happenedTo({ happenedFrom, happenedTo: last }: Filters, happening: Happening, timeZone: string) {
  const from = happenedFrom ? sql`AND e.at >= (${happenedFrom}::date::timestamp AT TIME ZONE ${timeZone})` : sql``
  const to = last ? sql`AND e.at < ((${last}::date + 1)::timestamp AT TIME ZONE ${timeZone})` : sql``
  return sql<SqlBool>`EXISTS (
    SELECT FROM matter_entries e
    WHERE e.county_id = matters.county_id AND e.matter_id = matters.id AND ${happenings[happening]} ${from} ${to})`
}

const numberForm = /^(?:(\d{4})-?(\d{4})-?|(\d{4})-)?(\d{1,6})$/

/** The numbers that somebody may mean: in full, without the year, or only today's serial; dashes may be left out. */
export function numbersMeant(q: string, now: string, timeZone: string): { numbers: string[]; whole: boolean } {
  const match = numberForm.exec(q.trim())
  if (!match) return { numbers: [], whole: false }
  const [year, month, day] = dayIn(timeZone, new Date(now)).split('-')
  const [, ownYear, ownDay = match[3], , serial = ''] = match
  const number = `${ownYear ?? year}-${ownDay ?? `${month}${day}`}-${serial.padStart(4, '0')}`
  return { numbers: [number], whole: ownYear !== undefined }
}
