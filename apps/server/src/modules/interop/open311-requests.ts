import type { MatterStatus } from '@linli/contract/matters'
import { sql } from 'kysely'
import type { Deps } from '../../platform/deps.ts'
import { categoryById, currentCategories } from '../matters/index.ts'
import { Open311Fault } from './open311-format.ts'

const DAYS = 90
const MOST = 1000

export interface RequestFilter {
  readonly ids?: readonly string[]
  readonly serviceCodes?: readonly string[]
  readonly startDate?: string | undefined
  readonly endDate?: string | undefined
  readonly status?: readonly string[]
  readonly page: number
  readonly pageSize: number
}

const ended = new Set<MatterStatus>(['closed', 'declined', 'merged'])

/**
 * Requests as the specification has them: those of kinds that neighbours may see, never confidential ones, never who asked.
 * By id regardless of age; otherwise the last 90 days or the span asked for, at most 90 days and 1,000 rows.
 */
export async function findRequests(
  deps: Deps,
  countyId: number,
  filter: RequestFilter,
): Promise<Record<string, unknown>[]> {
  const open = (await currentCategories(deps, countyId))
    .filter((category) => category.rules.publicNearby)
    .map((category) => category.code)
  const codes = filter.serviceCodes ? open.filter((code) => filter.serviceCodes?.includes(code)) : open
  const [from, to] = span(deps, filter)
  let select = deps.db
    .selectFrom('matters')
    .selectAll()
    .where('countyId', '=', countyId)
    .where('confidential', '=', false)
    .where('categoryCode', 'in', codes.length > 0 ? codes : [''])
  if (filter.ids) select = select.where('number', 'in', filter.ids)
  else select = select.where('reportedAt', '>=', from).where('reportedAt', '<=', to)
  if (filter.status?.length === 1)
    select = select.where('status', filter.status[0] === 'closed' ? 'in' : 'not in', [...ended])
  const rows = await select
    .orderBy('reportedAt', 'desc')
    .orderBy('id', 'desc')
    .limit(Math.min(filter.pageSize, MOST))
    .offset((filter.page - 1) * Math.min(filter.pageSize, MOST))
    .execute()
  const lastChange = await changedAt(
    deps,
    countyId,
    rows.map((row) => row.id),
  )
  return Promise.all(
    rows.map(async (row) => {
      const { rules } = await categoryById(deps, countyId, row.categoryId)
      // The check constraint holds the status to the contract's words.
      const status = row.status as MatterStatus
      return {
        service_request_id: row.number,
        status: ended.has(status) ? 'closed' : 'open',
        status_notes: statusNotes[status],
        service_name: rules.names.zh,
        service_code: row.categoryCode,
        description: row.description,
        agency_responsible: null,
        service_notice: null,
        requested_datetime: row.reportedAt,
        updated_datetime: lastChange.get(row.id) ?? row.reportedAt,
        expected_datetime: row.dueAt,
        address: row.address ?? '',
        address_id: null,
        zipcode: null,
        lat: row.lat,
        long: row.lon,
        media_url: null,
      }
    }),
  )
}

const statusNotes: Record<MatterStatus, string> = {
  reported: '待受理',
  accepted: '待分派',
  dispatched: '待签收',
  handling: '办理中',
  disputed: '正在确定承办单位',
  paused: '等反映人补充',
  settled: '已办好，待核查',
  verified: '已核查，待反映人确认',
  closed: '已办结',
  declined: '不予受理',
  merged: '已并入同一事项',
}

function span(deps: Deps, filter: RequestFilter): [string, string] {
  const read = (value: string | undefined, name: string) => {
    if (value === undefined) return undefined
    const at = Date.parse(value)
    if (Number.isNaN(at)) throw new Open311Fault(400, `${name} must be an ISO 8601 date-time`)
    return at
  }
  const end = read(filter.endDate, 'end_date') ?? deps.now().getTime()
  const start = read(filter.startDate, 'start_date') ?? end - DAYS * 86_400_000
  if (end - start > (DAYS + 1) * 86_400_000)
    throw new Open311Fault(400, `start_date and end_date may span ${DAYS} days at most`)
  return [new Date(start).toISOString(), new Date(end).toISOString()]
}

async function changedAt(deps: Deps, countyId: number, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map()
  const rows = await sql<{ id: string; at: Date | string }>`
    SELECT matter_id AS id, max(at) AS at FROM matter_entries
    WHERE county_id = ${countyId} AND matter_id = any(${ids}::uuid[]) AND visibility = 'public' GROUP BY matter_id`.execute(
    deps.db,
  )
  return new Map(rows.rows.map((row) => [row.id, new Date(row.at).toISOString()]))
}
