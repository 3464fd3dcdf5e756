import type { MatterStatus } from '@linli/contract/matters'
import type { Deps } from '../../platform/deps.ts'
import { categoryById, currentCategories, isOpen, listPublicMatters } from '../matters/index.ts'
import { Open311Fault } from './open311-format.ts'

const DAYS = 90
const MOST = 1000
const LATEST = Date.UTC(9999, 0)

export interface RequestFilter {
  readonly ids?: readonly string[]
  readonly serviceCodes?: readonly string[]
  readonly startDate?: string | undefined
  readonly endDate?: string | undefined
  readonly status?: readonly string[]
  readonly page: number
  readonly pageSize: number
}

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
  const rows = await listPublicMatters(deps.db, countyId, {
    categoryCodes: codes,
    ...(filter.ids ? { numbers: filter.ids } : { from, to }),
    ...(filter.status?.length === 1 ? { ended: filter.status[0] === 'closed' } : {}),
    limit: Math.min(filter.pageSize, MOST),
    offset: (filter.page - 1) * Math.min(filter.pageSize, MOST),
  })
  return Promise.all(
    rows.map(async (row) => {
      const { rules } = await categoryById(deps, countyId, row.categoryId)
      return {
        service_request_id: row.number,
        status: isOpen(row.status) ? 'open' : 'closed',
        status_notes: statusNotes[row.status],
        service_name: rules.names.zh,
        service_code: row.categoryCode,
        description: row.description,
        agency_responsible: null,
        service_notice: null,
        requested_datetime: row.reportedAt,
        updated_datetime: row.changedAt ?? row.reportedAt,
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
    // Beyond four digits of a year neither we nor the database can count.
    if (Number.isNaN(at) || Math.abs(at) > LATEST) throw new Open311Fault(400, `${name} must be an ISO 8601 date-time`)
    return at
  }
  const end = read(filter.endDate, 'end_date') ?? deps.now().getTime()
  const start = read(filter.startDate, 'start_date') ?? end - DAYS * 86_400_000
  if (end - start > (DAYS + 1) * 86_400_000)
    throw new Open311Fault(400, `start_date and end_date may span ${DAYS} days at most`)
  return [new Date(start).toISOString(), new Date(end).toISOString()]
}
