import type { CategoryRules } from '@linli/contract/categories'
import type { Deps } from '../../platform/deps.ts'
import { mask } from '../../platform/mask.ts'
import {
  categoryById,
  currentCategories,
  isOpen,
  listPublicMatters,
  type PublicMatter,
  publicSteps,
} from '../matters/index.ts'
import type { Fields } from './open311-arguments.ts'
import { extended, statusNotes } from './open311-extensions.ts'
import { Open311Fault } from './open311-format.ts'

const DAYS = 90
const DAY_MS = 86_400_000
const MOST = 1000
const LATEST = Date.UTC(9999, 0)

export interface RequestFilter {
  /** Overrides all the others, as the specification has it. */
  readonly ids?: readonly string[]
  readonly serviceCodes?: readonly string[]
  readonly startDate?: string | undefined
  readonly endDate?: string | undefined
  readonly status?: readonly string[]
  readonly page: number
  readonly pageSize: number
  /** Whether attributes and notes were asked for, which the specification itself does not have. */
  readonly extensions: boolean
}

export function filterOf(fields: Fields): RequestFilter {
  const pages = {
    page: whole(fields['page'], 1),
    pageSize: whole(fields['page_size'], MOST),
    extensions: fields['extensions'] === 'true',
  }
  const ids = commaList(fields['service_request_id'])
  if (ids) return { ids, ...pages }
  const [serviceCodes, status] = [commaList(fields['service_code']), commaList(fields['status'])]
  if (status?.some((one) => one !== 'open' && one !== 'closed'))
    throw new Open311Fault(400, 'status must be open, closed or both')
  return {
    ...(serviceCodes ? { serviceCodes } : {}),
    ...(status ? { status: [...new Set(status)] } : {}),
    startDate: fields['start_date'],
    endDate: fields['end_date'],
    ...pages,
  }
}

function commaList(value: string | undefined): string[] | undefined {
  const listed = value?.split(',').map((one) => one.trim())
  return listed?.filter((one) => one !== '')
}

function whole(value: string | undefined, otherwise: number): number {
  if (value === undefined) return otherwise
  const read = Number(value)
  if (!Number.isInteger(read) || read < 1 || read > 100_000)
    throw new Open311Fault(400, 'page and page_size must be whole numbers from 1')
  return read
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
  const rows = await listPublicMatters(deps.db, countyId, {
    categoryCodes: codes,
    ...(filter.ids ? { numbers: filter.ids } : span(deps, filter)),
    ...(filter.status?.length === 1 ? { ended: filter.status[0] === 'closed' } : {}),
    limit: Math.min(filter.pageSize, MOST),
    offset: (filter.page - 1) * Math.min(filter.pageSize, MOST),
  })
  const steps = filter.extensions
    ? await publicSteps(
        deps.db,
        countyId,
        rows.map((row) => row.id),
      )
    : null
  return Promise.all(
    rows.map(async (row) => {
      const { rules } = await categoryById(deps, countyId, row.categoryId)
      const request = requestOf(row, rules)
      return steps ? { ...request, ...extended(row, rules, steps.get(row.id) ?? []) } : request
    }),
  )
}

function requestOf(row: PublicMatter, rules: CategoryRules): Record<string, unknown> {
  return {
    service_request_id: row.number,
    status: isOpen(row.status) ? 'open' : 'closed',
    status_notes: statusNotes[row.status],
    service_name: rules.names.zh,
    service_code: row.categoryCode,
    // Open to the whole world, and neighbours write into it how to reach them.
    description: mask.numbers(row.description),
    agency_responsible: null,
    service_notice: null,
    requested_datetime: row.reportedAt,
    updated_datetime: row.changedAt ?? row.reportedAt,
    expected_datetime: row.dueAt,
    address: row.address === null ? '' : mask.numbers(row.address),
    address_id: null,
    zipcode: null,
    lat: row.lat,
    long: row.lon,
    // Only what its sender has published already; pictures that lie here are shown to nobody.
    media_url: row.mediaUrls.find((url) => /^https?:/.test(url) && URL.canParse(url)) ?? null,
  }
}

/** The last 90 days, or the span asked for; of a span with one end only, the 90 days that begin or end there. */
function span(deps: Deps, filter: RequestFilter): { from: string; to: string } {
  const [start, end] = [instant('start_date', filter.startDate), instant('end_date', filter.endDate)]
  const to = end ?? Math.min(start === undefined ? Infinity : start + DAYS * DAY_MS, deps.now().getTime())
  const from = start ?? to - DAYS * DAY_MS
  if (to - from > DAYS * DAY_MS) throw new Open311Fault(400, `start_date and end_date may span ${DAYS} days at most`)
  return { from: new Date(from).toISOString(), to: new Date(to).toISOString() }
}

function instant(name: string, value: string | undefined): number | undefined {
  if (value === undefined) return undefined
  // A lone + in an address is a space: clients that send an offset unescaped mean it.
  const at = Date.parse(value.trim().replace(/ (?=\d\d:?\d\d$)/, '+'))
  // Beyond four digits of a year neither we nor the database can count.
  if (Number.isNaN(at) || Math.abs(at) > LATEST) throw new Open311Fault(400, `${name} must be an ISO 8601 date-time`)
  return at
}
