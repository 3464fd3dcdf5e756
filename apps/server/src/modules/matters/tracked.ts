import type { TrackedMatter } from '@linli/contract/matters'
import { clocksOf, viewClock } from '../../platform/clock/index.ts'
import type { Ctx } from '../../platform/command/ctx.ts'
import { calendarOf, countyOf } from '../../platform/county/county.ts'
import { unitDirectory } from '../identity/index.ts'
import { categoryById } from './categories.ts'
import { picturesOf } from './page.ts'
import { placeNames } from './place.ts'
import type { MatterRecord } from './queries.ts'
import { holdings, isOpen, mayFollow } from './status.ts'

/** The matter as the person who asked sees it: public steps in plain order, the unit that has it, never a name of staff. */
export async function trackedMatter(ctx: Ctx, record: MatterRecord): Promise<TrackedMatter> {
  const [place, category, pictures, clocks, units, county, entries] = await Promise.all([
    placeNames(ctx, record),
    categoryById(ctx.deps, ctx.countyId, record.categoryId),
    picturesOf(ctx, record.id),
    clocksOf(ctx.db, ctx.countyId, 'matter', [record.id]),
    unitDirectory(ctx.deps, ctx.countyId),
    countyOf(ctx.deps, ctx.countyId),
    publicEntries(ctx, record.id),
  ])
  const calendar = calendarOf(county)
  const now = ctx.deps.now()
  const running = (kind: string | null) => clocks.find((clock) => clock.kind === kind && clock.stoppedAt === null)
  const whole = clocks.find((clock) => clock.kind === 'whole')
  const clock = isOpen(record.status) ? (running(holdings[record.status].step) ?? running('whole')) : undefined
  const holder = holdings[record.status].item?.holder === 'lead' ? record.leadUnitId : record.deskUnitId
  const shown = new Map(pictures.map((picture) => [picture.id, picture]))
  return {
    id: record.id,
    number: record.number,
    title: record.title,
    description: record.description,
    status: record.status,
    category: { code: category.rules.code, names: category.rules.names },
    place,
    address: record.address,
    reportedAt: record.reportedAt,
    holder: isOpen(record.status) ? (units.find(holder)?.name ?? null) : null,
    clock: clock ? viewClock(clock, calendar, now) : null,
    settleBy: whole?.dueAt ?? null,
    steps: entries.map((entry) => ({
      id: entry.id,
      at: entry.at,
      // Written by takeStep from the contract's own words.
      kind: entry.kind as TrackedMatter['steps'][number]['kind'],
      to: entry.toStatus as TrackedMatter['status'] | null,
      words: entry.words,
      unit: entry.byUnit,
      pictures: entry.pictures.map((id) => shown.get(id)).filter((picture) => picture !== undefined),
    })),
    pictures,
    may: mayDo(record, now),
    reopenUntil: record.reopenUntil,
    rating: record.rating,
    followers: record.followers,
  }
}

function mayDo(record: MatterRecord, now: Date): TrackedMatter['may'] {
  const may: TrackedMatter['may'] = []
  if (mayFollow('confirm', record.status)) may.push('confirm')
  if (mayFollow('reject', record.status) && record.status !== 'closed') may.push('reject')
  if (record.status === 'closed' && record.reopenUntil !== null && Date.parse(record.reopenUntil) > now.getTime())
    may.push('reopen')
  if (isOpen(record.status)) may.push('supplement')
  return may
}

async function publicEntries(ctx: Ctx, matterId: string) {
  return ctx.db
    .selectFrom('matterEntries')
    .select(['id', 'at', 'kind', 'words', 'toStatus', 'byUnit', 'pictures'])
    .where('countyId', '=', ctx.countyId)
    .where('matterId', '=', matterId)
    .where('visibility', '=', 'public')
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(200)
    .execute()
}
