import type { MatterRow } from '@linli/contract/matters'
import { clocksOf, viewClock } from '../../platform/clock/index.ts'
import type { Ctx } from '../../platform/command/ctx.ts'
import { calendarOf, countyOf } from '../../platform/county/county.ts'
import { mask } from '../../platform/mask.ts'
import { staffNames, unitDirectory } from '../identity/index.ts'
import { categoryById } from './categories.ts'
import { placeNamesOf } from './place.ts'
import type { MatterRecord } from './queries.ts'
import { holdings } from './status.ts'

/** Records as the contract shows them in lists: a constant number of look-ups per page, whatever its length. */
export async function matterRows(ctx: Ctx, records: readonly MatterRecord[]): Promise<MatterRow[]> {
  if (records.length === 0) return []
  const ids = records.map((record) => record.id)
  const handlers = [...new Set(records.map((record) => record.handlerId).filter((id) => id !== null))]
  const [places, units, names, clocks, reporters, county] = await Promise.all([
    placeNamesOf(ctx, records),
    unitDirectory(ctx.deps, ctx.countyId),
    staffNames(ctx.db, ctx.countyId, handlers),
    clocksOf(ctx.db, ctx.countyId, 'matter', ids),
    reportersOf(ctx, ids),
    countyOf(ctx.deps, ctx.countyId),
  ])
  const calendar = calendarOf(county)
  const now = ctx.deps.now()
  return Promise.all(
    records.map(async (record, index): Promise<MatterRow> => {
      const { rules } = await categoryById(ctx.deps, ctx.countyId, record.categoryId)
      const { step } = holdings[record.status]
      const own = clocks.filter((clock) => clock.subjectId === record.id && clock.stoppedAt === null)
      const running = own.find((clock) => clock.kind === step) ?? own.find((clock) => clock.kind === 'whole')
      const unit = units.find(record.leadUnitId)
      const handler = record.handlerId === null ? undefined : names.get(record.handlerId)
      return {
        ...pick(record),
        category: { code: rules.code, names: rules.names, classNames: rules.classNames },
        place: places[index] as MatterRow['place'],
        point: record.lon !== null && record.lat !== null ? { lon: record.lon, lat: record.lat } : null,
        reporter: maskedReporter(record, reporters.get(record.id)),
        leadUnit: unit ? { id: unit.id, name: unit.name } : null,
        handler: record.handlerId !== null && handler !== undefined ? { id: record.handlerId, name: handler } : null,
        clock: running && holdings[record.status].whole !== 'ended' ? viewClock(running, calendar, now) : null,
      }
    }),
  )
}

interface Reporter {
  readonly name: string | null
  readonly phone: string | null
  readonly anonymous: boolean
}

// A confidential or anonymous reporter is not even shown masked: in a village 张* is a name.
function maskedReporter(record: MatterRecord, reporter: Reporter | undefined): MatterRow['reporter'] {
  return reporter && !record.confidential && !reporter.anonymous ? mask.person(reporter) : { name: null, phone: null }
}

async function reportersOf(ctx: Ctx, matterIds: readonly string[]): Promise<Map<string, Reporter>> {
  const rows = await ctx.db
    .selectFrom('matterReporters')
    .select(['matterId', 'name', 'phone', 'anonymous'])
    .where('countyId', '=', ctx.countyId)
    .where('matterId', 'in', matterIds)
    .where('role', '=', 'reporter')
    .execute()
  return new Map(rows.map((row) => [row.matterId, row]))
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
