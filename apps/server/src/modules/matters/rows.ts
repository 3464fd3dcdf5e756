import type { Matter, MatterRow } from '@linli/contract/matters'
import { viewClock } from '../../platform/clock/index.ts'
import type { Ctx } from '../../platform/command/ctx.ts'
import { calendarOf, countyOf } from '../../platform/county/county.ts'
import { mask } from '../../platform/mask.ts'
import { staffNames, unitDirectory } from '../identity/index.ts'
import { categoryById } from './categories.ts'
import { type Reporter, type RowCompanions, rowCompanions } from './companions.ts'
import { placeNamesOf } from './place.ts'
import type { MatterRecord } from './queries.ts'
import { holdings } from './status.ts'

/** Records as the contract shows them in lists: a constant number of look-ups per page, whatever its length. */
export async function matterRows(
  ctx: Ctx,
  records: readonly MatterRecord[],
  known?: readonly RowCompanions[],
): Promise<MatterRow[]> {
  if (records.length === 0) return []
  const handlers = [...new Set(records.map((record) => record.handlerId).filter((id) => id !== null))]
  const [places, units, names, companions, county] = await Promise.all([
    placeNamesOf(ctx, records),
    unitDirectory(ctx.deps, ctx.countyId),
    staffNames(ctx.deps, ctx.countyId, handlers),
    known ??
      rowCompanions(
        ctx,
        records.map((record) => record.id),
      ),
    countyOf(ctx.deps, ctx.countyId),
  ])
  const calendar = calendarOf(county)
  const now = ctx.deps.now()
  return Promise.all(
    records.map(async (record, index): Promise<MatterRow> => {
      const { rules } = await categoryById(ctx.deps, ctx.countyId, record.categoryId)
      const { step } = holdings[record.status]
      // As many as records, in their order.
      const { clocks, reporter } = companions[index] as RowCompanions
      const own = clocks.filter((clock) => clock.stoppedAt === null)
      const running = own.find((clock) => clock.kind === step) ?? own.find((clock) => clock.kind === 'whole')
      const unit = units.find(record.leadUnitId)
      const handler = record.handlerId === null ? undefined : names.get(record.handlerId)
      return {
        ...pick(record),
        category: { code: rules.code, names: rules.names, classNames: rules.classNames },
        place: places[index] as MatterRow['place'],
        point: record.lon !== null && record.lat !== null ? { lon: record.lon, lat: record.lat } : null,
        reporter: maskedReporter(record, reporter),
        leadUnit: unit ? { id: unit.id, name: unit.name } : null,
        handler: record.handlerId !== null && handler !== undefined ? { id: record.handlerId, name: handler } : null,
        overdue: isOverdue(record, now),
        clock: running && holdings[record.status].whole !== 'ended' ? viewClock(running, calendar, now) : null,
      }
    }),
  )
}

/** Past the limit of the whole case; while the resident is awaited there is none. */
export function isOverdue({ closedAt, dueAt }: Pick<MatterRecord, 'closedAt' | 'dueAt'>, now: Date): boolean {
  return closedAt === null && dueAt !== null && Date.parse(dueAt) < now.getTime()
}

// A confidential or anonymous reporter is not even shown masked: in a village 张* is a name.
function maskedReporter(record: MatterRecord, reporter: Reporter | undefined): MatterRow['reporter'] {
  return reporter && !record.confidential && !reporter.anonymous ? mask.person(reporter) : { name: null, phone: null }
}

/** The whole contact, masked, as the page of a matter shows it. */
export function maskedContact(record: MatterRecord, reporter: Reporter | undefined): Matter['reporter'] {
  const shown = reporter && !record.confidential && !reporter.anonymous ? reporter : undefined
  return {
    ...maskedReporter(record, reporter),
    email: shown?.email ? mask.email(shown.email) : null,
    accountId: shown?.accountId ? mask.name(shown.accountId) : null,
  }
}

function pick(record: MatterRecord) {
  return {
    id: record.id,
    number: record.number,
    title: record.title,
    status: record.status,
    // Written from the contract's own words only.
    channel: record.channel as MatterRow['channel'],
    supervision: record.supervision as MatterRow['supervision'],
    danger: record.danger,
    confidential: record.confidential,
    address: record.address,
    reportedAt: record.reportedAt,
    closedAt: record.closedAt,
    followers: record.followers,
    photos: record.photos,
    reopened: record.reopened,
    version: record.version,
  }
}
