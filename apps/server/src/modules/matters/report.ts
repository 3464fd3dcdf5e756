import type { CategoryRules } from '@linli/contract/categories'
import type { Channel, Receipt } from '@linli/contract/matters'
import type { Point } from '@linli/contract/common'
import type { Answer } from '@linli/contract/questions'
import { calendarOf, countyOf } from '../../platform/county/county.ts'
import { addLimit, dayIn } from '../../platform/calendar/index.ts'
import type { Ctx } from '../../platform/command/ctx.ts'
import { type CommandTx, runCommand } from '../../platform/command/run-command.ts'
import { dueFrom, startClocks } from '../../platform/clock/index.ts'
import { newId } from '../../platform/crypto/id.ts'
import { takeNumber } from '../../platform/numbering/index.ts'
import { Problem } from '../../platform/problem/problem.ts'
import { alertDanger } from './alert.ts'
import { faultsOfAnswers } from './answers.ts'
import { currentCategory } from './categories.ts'
import { deskNames, deskOf } from './desks.ts'
import { placeNames, resolvePlace } from './place.ts'
import type { MatterRecord } from './queries.ts'
import { tellReporters } from './tell.ts'
import { newTrackingCode, trackingCodeHash } from './tracking-code.ts'
import type { DeskLevel } from './status.ts'
import { takeStep } from './transition.ts'

/** A report however it came in; the faces' own inputs are turned into this one. */
export interface NewMatter {
  readonly commandId: string
  /** Made by a phone that had no network; else the matter gets one here. */
  readonly matterId?: string | undefined
  readonly channel: Channel
  readonly title?: string | undefined
  readonly description: string
  readonly categoryCode: string
  readonly photos: readonly { id: string; claim?: string | undefined }[]
  readonly point?: Point | undefined
  readonly datum: 'wgs84' | 'gcj02' | 'bd09'
  readonly address?: string | undefined
  readonly areaId?: string | undefined
  readonly placeToken?: string | undefined
  readonly seenAt?: string | undefined
  /** Its number in the list that it was imported from. */
  readonly sourceNumber?: string | undefined
  readonly answers?: readonly Answer[] | undefined
  readonly mediaUrls?: readonly string[] | undefined
  readonly reporter: {
    readonly name?: string | undefined
    readonly phone?: string | undefined
    readonly email?: string | undefined
    readonly accountId?: string | undefined
    readonly anonymous: boolean
    readonly notify: boolean
  }
}

/** What nobody has done anything about yet. */
const fresh = {
  status: 'reported',
  supervision: 'none',
  leadUnitId: null,
  handlerId: null,
  designated: false,
  settleLevel: null,
  closedAt: null,
  reopened: 0,
  reopenUntil: null,
  rating: null,
  mergedIntoId: null,
  statusBeforeMerge: null,
  photos: 0,
  followers: 0,
  version: 1,
} as const

const CLOCK_SKEW_MS = 5 * 60_000
const TITLE_LENGTH = 40

/** Takes a matter in: place, number, desk, clocks, timeline, tracking code. `then` may take a further step at once. */
export async function reportMatter(
  ctx: Ctx,
  input: NewMatter,
  then?: (tx: CommandTx, matter: MatterRecord) => Promise<unknown>,
): Promise<Receipt> {
  refuseFuture(ctx, input.seenAt)
  const category = await currentCategory(ctx.deps, ctx.countyId, input.categoryCode)
  const { answers = [], reporter } = input
  const faults = faultsOfAnswers(category.rules.questions, answers)
  if (faults.length > 0) throw new Problem('input.invalid', undefined, faults)
  const county = await countyOf(ctx.deps, ctx.countyId)
  const now = ctx.deps.now()
  const { date, period } = numberParts(now, county.timeZone)
  const place = await resolvePlace(ctx, input, earlierDay(input.seenAt, now, county.timeZone))
  // Outside the command's transaction: a number given twice would be a fault, a number lost is none.
  const serial = await takeNumber(ctx.deps, { countyId: ctx.countyId, kind: 'matter', period })
  return runCommand(ctx, input.commandId, async (tx) => {
    const { rules } = category
    const desk = await deskOf(ctx.deps, ctx.countyId, place, firstDesk(rules))
    const id = input.matterId ?? newId()
    const at = now.toISOString()
    const calendar = calendarOf(county)
    const dueAt = dueFrom(at, rules.limits.whole, calendar)
    const matter = {
      ...fresh,
      countyId: ctx.countyId,
      id,
      number: `${date}-${String(serial).padStart(4, '0')}`,
      title: input.title || titleFrom(input.description),
      description: input.description,
      channel: input.channel,
      categoryId: category.id,
      categoryCode: category.code,
      danger: rules.danger || rules.childHarm,
      confidential: rules.confidential || rules.childHarm,
      placeId: place.placeId,
      lon: place.point?.lon ?? null,
      lat: place.point?.lat ?? null,
      address: input.address || place.address,
      townId: place.townId,
      villageId: place.villageId,
      gridId: place.gridId,
      deskUnitId: desk.unit.id,
      deskLevel: desk.level,
      firstUnitId: desk.unit.id,
      firstStaffId: ctx.actor.kind === 'staff' ? ctx.actor.id : null,
      reportedAt: at,
      dueAt,
      seenAt: input.seenAt ?? null,
      sourceNumber: input.sourceNumber ?? null,
      answers: answers.length === 0 ? null : JSON.stringify(answers),
      mediaUrls: [...(input.mediaUrls ?? [])],
    }
    tx.later(tx.db.insertInto('matters').values(matter))
    const { name = null, phone = null, anonymous } = reporter
    const record: MatterRecord = { ...matter, answers, reporter: { name: name || null, phone, anonymous } }
    const subject = { countyId: ctx.countyId, subjectKind: 'matter', subjectId: id }
    const limits = (['whole', 'accept'] as const).map((kind) => ({ ...subject, kind, limit: rules.limits[kind], at }))
    tx.later(startClocks(tx.db, limits, calendar))
    const code = newTrackingCode()
    tx.later(
      tx.db.insertInto('matterReporters').values({
        countyId: ctx.countyId,
        id: newId(),
        matterId: id,
        role: 'reporter',
        name: name || null,
        phone,
        email: reporter.email ?? null,
        accountId: reporter.accountId ?? null,
        anonymous,
        notify: reporter.notify,
        codeHash: trackingCodeHash(ctx.deps, id, code),
      }),
    )
    const reported = await takeStep(tx, ctx, record, {
      kind: 'report',
      renew: 'item',
      words: null,
      photos: { ids: input.photos, role: 'report' },
    })
    if (reporter.notify && (phone ?? reporter.email) != null)
      await tellReporters(tx, ctx, reported, 'matter_received', { code })
    if (reported.danger) await alertDanger(tx, ctx, reported)
    if (then) await then(tx, reported)
    const acceptBy = addLimit(calendar, Date.parse(reported.reportedAt), category.rules.limits.accept)
    return receiptOf(ctx, reported, {
      code,
      promised: { acceptBy: new Date(acceptBy).toISOString(), settleBy: dueAt },
    })
  })
}

/** What whoever reports or joins a matter gets. */
export async function receiptOf(
  ctx: Ctx,
  matter: MatterRecord,
  { code, promised }: Pick<Receipt, 'code' | 'promised'>,
): Promise<Receipt> {
  const { id, number, danger } = matter
  return {
    id,
    number,
    code,
    promised,
    place: await placeNames(ctx, matter),
    desk: await deskNames(ctx, matter),
    danger,
  }
}

/** Which level receives it. What concerns the staff themselves goes to the level that can judge it, past those it is about. */
function firstDesk(rules: CategoryRules): DeskLevel {
  if (rules.danger || rules.childHarm) return 'county'
  const aboutStaff = rules.confidential && rules.departmentCode === null
  return aboutStaff && rules.settleLevel !== 'grid' ? rules.settleLevel : 'village'
}

function refuseFuture(ctx: Ctx, seenAt: string | undefined): void {
  if (seenAt !== undefined && Date.parse(seenAt) > ctx.deps.now().getTime() + CLOCK_SKEW_MS) {
    throw new Problem('input.invalid', undefined, [{ path: 'seenAt', rule: 'future' }])
  }
}

function earlierDay(seenAt: string | undefined, now: Date, timeZone: string): string | undefined {
  if (seenAt === undefined) return undefined
  const day = dayIn(timeZone, new Date(seenAt))
  return day < dayIn(timeZone, now) ? day : undefined
}

// A family of emoji or a letter with its accents is several characters, and one letter to whoever reads it.
const letters = new Intl.Segmenter('zh', { granularity: 'grapheme' })

/** The first sentence, cut at a length that fits one line of a list. */
export function titleFrom(description: string): string {
  const sentence = description.split(/[。！？!?\n]/u)[0]?.trim() ?? ''
  const whole = sentence || description.trim()
  if ([...whole].length <= TITLE_LENGTH) return whole
  let title = ''
  for (const { segment } of letters.segment(whole)) {
    if ([...title, ...segment].length >= TITLE_LENGTH) break
    title += segment
  }
  return `${title}…`
}

// 2026-1123-0187: the year stands in front so that numbers sort; the day is how people name it on the phone.
function numberParts(now: Date, timeZone: string): { date: string; period: string } {
  const [year, month, day] = dayIn(timeZone, now).split('-')
  return { date: `${year}-${month}${day}`, period: `${year}${month}${day}` }
}
