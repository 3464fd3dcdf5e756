import type { TrackedMatter } from '@linli/contract/matters'
import { clocksOf, viewClock } from '../../platform/clock/index.ts'
import type { Ctx } from '../../platform/command/ctx.ts'
import { calendarOf, countyOf } from '../../platform/county/county.ts'
import { mask } from '../../platform/mask.ts'
import { unitDirectory } from '../identity/index.ts'
import { categoryById } from './categories.ts'
import { picturesOf } from './page.ts'
import { placeNames } from './place.ts'
import { getMatterRecordById, type MatterRecord } from './queries.ts'
import { holdings, isOpen, mayFollow } from './status.ts'

export type ReporterRole = 'reporter' | 'follower'

/**
 * The matter as the person who asked sees it: public steps in plain order, the unit that has it, never a name of staff.
 * Whoever merely joined sees how it goes, and nothing that the person who asked wrote or sent.
 */
export async function trackedMatter(ctx: Ctx, record: MatterRecord, role: ReporterRole): Promise<TrackedMatter> {
  const own = await viewOf(ctx, record, role)
  if (record.mergedIntoId === null) return own
  // What became one is followed as one, under the number that this person has.
  const into = await getMatterRecordById(ctx.db, ctx.countyId, record.mergedIntoId)
  const { status, holder, clock, settleBy, steps } = await trackedMatter(ctx, into, 'follower')
  const together = [...own.steps, ...steps].toSorted((one, other) => Date.parse(other.at) - Date.parse(one.at))
  return { ...own, status, holder, clock, settleBy, steps: together }
}

async function viewOf(ctx: Ctx, record: MatterRecord, role: ReporterRole): Promise<TrackedMatter> {
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
  const reporter = role === 'reporter'
  const title = reporter ? record.title : mask.numbers(record.title)
  const shown = new Map(pictures.map((picture) => [picture.id, picture]))
  return {
    id: record.id,
    number: record.number,
    title,
    description: reporter ? record.description : title,
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
      unit: entry.byUnit,
      ...(reporter || entry.byKind === 'staff'
        ? {
            words: entry.words,
            pictures: entry.pictures.map((id) => shown.get(id)).filter((picture) => picture !== undefined),
          }
        : { words: null, pictures: [] }),
    })),
    pictures: reporter ? pictures : [],
    may: mayDo(record, now).filter((one) => reporter || one === 'supplement'),
    reopenUntil: record.reopenUntil,
    rating: reporter ? record.rating : null,
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
    .select(['id', 'at', 'kind', 'words', 'toStatus', 'byKind', 'byUnit', 'pictures'])
    .where('countyId', '=', ctx.countyId)
    .where('matterId', '=', matterId)
    .where('visibility', '=', 'public')
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(200)
    .execute()
}
