import type { MatterAction, MatterStatus } from '@linli/contract/matters'
import type { Ctx } from '../../platform/command/ctx.ts'
import type { CommandTx } from '../../platform/command/run-command.ts'
import { elapsedWorking } from '../../platform/calendar/index.ts'
import { calendarOf, countyOf } from '../../platform/county/county.ts'
import type { WorkCalendar } from '../../platform/calendar/index.ts'
import {
  type ClockRow,
  type Limit,
  openClocks,
  pauseClocks,
  resumeClocks,
  startClock,
  startClocks,
  stopClocks,
  turnClocks,
  viewClock,
} from '../../platform/clock/index.ts'
import { newId } from '../../platform/crypto/id.ts'
import { linkAttachments } from '../../platform/files/index.ts'
import { closingWorkItems, pauseWorkItems, replaceWorkItems } from '../../platform/work-items/work-items.ts'
import { categoryById } from './categories.ts'
import { unitHolding } from './desks.ts'
import { workItemFacts } from './inbox-facts.ts'
import { type MatterPatch, type MatterRecord, nextVersion, recordEntries } from './queries.ts'
import { holdings, type StepClock } from './status.ts'

export type EntryKind = MatterAction | 'report' | 'follow' | 'warned' | 'overdue' | 'supplement' | 'silence'

/** One step of a matter: what is written into its timeline and what it changes. */
export interface Step {
  readonly kind: EntryKind
  /** The status afterwards; left out when it stays. */
  readonly to?: MatterStatus
  readonly words?: string | null
  readonly visibility?: 'public' | 'internal'
  readonly changes?: Record<string, [string | null, string | null]>
  readonly photos?: {
    ids: readonly { id: string; claim?: string | undefined }[]
    role: 'report' | 'before' | 'after' | 'note'
  }
  readonly capturedAt?: string | null
  readonly set?: MatterPatch
  /** Holder or limit changed although the status did not: open the work item (and the step's clock) anew. */
  readonly renew?: 'item' | 'item and clock'
  /**
   * Another step follows in the same command: nobody is asked to do what this status would ask for, none of its limits
   * begins, and what changes of the matter is written with that next step.
   */
  readonly passing?: true
  /** Limit of the pause, when `to` is `paused`. */
  readonly pauseLimit?: Limit
}

const SUBJECT = 'matter'
const ACCEPTS_LATE = 60_000

/**
 * Takes a step: timeline, status, clocks, work item and event, all derived from the tables in `status.ts`.
 * Returns the matter as it is afterwards. Callers have locked it and checked that the step may follow.
 */
export async function takeStep(tx: CommandTx, ctx: Ctx, matter: MatterRecord, step: Step): Promise<MatterRecord> {
  const to = step.to ?? matter.status
  const moved = to !== matter.status || step.renew !== undefined
  const at = ctx.deps.now().toISOString()
  const patch: MatterPatch = { ...step.set, ...(to === matter.status ? {} : { status: to }) }
  // The merged record; `set` holds plain values only, so the patch has the record's own types.
  const after = { ...matter, ...patch } as MatterRecord
  const used = moved ? await turnLimits(tx, ctx, matter, after, step, at) : { entry: null, dueAt: matter.dueAt }
  const pictures = step.photos?.ids ?? []
  if (pictures.length > 0 && step.photos) {
    await linkAttachments(tx.db, ctx, pictures, { subjectKind: SUBJECT, subjectId: matter.id, role: step.photos.role })
  }
  const photos = pictures.length > 0 ? { photos: matter.photos + pictures.length } : {}
  // What has just been inserted stands as it should.
  const changed =
    step.kind === 'report' ? pictures.length > 0 : moved || Object.keys(patch).length > 0 || pictures.length > 0
  const entry = {
    countyId: ctx.countyId,
    id: newId(),
    matterId: matter.id,
    at,
    capturedAt: lateCapture(step.capturedAt, at),
    kind: step.kind,
    visibility: step.visibility ?? 'public',
    byKind: ctx.actor.kind,
    byId: ctx.actor.id,
    byName: ctx.actor.kind === 'staff' ? ctx.actor.name : null,
    byUnit: unitOfActor(ctx, matter),
    words: step.words ?? null,
    fromStatus: to === matter.status ? null : matter.status,
    toStatus: moved ? to : null,
    changes: JSON.stringify(step.changes ?? {}),
    clock: used.entry === null ? null : JSON.stringify(used.entry),
    pictures: pictures.map((picture) => picture.id),
  }
  const { carried } = matter
  const change = { ...carried?.patch, ...patch, ...photos, dueAt: used.dueAt }
  if (!step.passing) {
    const update = { ...change, ...(moved ? { version: nextVersion } : {}) }
    tx.later(recordEntries(tx.db, matter, [...(carried ? [carried.entry] : []), entry], changed ? update : null))
  }
  const next: MatterRecord = {
    ...after,
    ...photos,
    dueAt: used.dueAt,
    version: matter.version + (changed && moved && !step.passing ? 1 : 0),
    carried: step.passing ? { entry, patch: change } : undefined,
    // They may be others now.
    clocks: undefined,
  }
  if (moved && !step.passing) await turnWorkItem(tx, ctx, matter, next)
  publishStep(tx, matter, next, step, await settlingFacts(ctx, next, step, at))
  return next
}

interface Turned {
  /** Used and allowed minutes of the step that ended, for the timeline. */
  entry: { kind: string; usedMinutes: number; limitMinutes: number } | null
  dueAt: string | null
}

async function turnLimits(
  tx: CommandTx,
  ctx: Ctx,
  from: MatterRecord,
  to: MatterRecord,
  step: Step,
  at: string,
): Promise<Turned> {
  const calendar = calendarOf(await countyOf(ctx.deps, ctx.countyId))
  const subject = { countyId: ctx.countyId, subjectKind: SUBJECT, subjectId: from.id }
  // After a passing step no step's limit runs.
  const was = from.carried ? { ...holdings[from.status], step: null } : holdings[from.status]
  const is = holdings[to.status]
  const category = await categoryById(ctx.deps, ctx.countyId, to.categoryId)

  const leaves = was.step !== null && (was.step !== is.step || step.renew === 'item and clock')
  // A pause holds the handling limit; coming back from it resumes that limit instead of starting another.
  const pausing = to.status === 'paused'
  const resuming = from.status === 'paused' && to.status === 'handling'
  const starts =
    is.step !== null && !resuming && !step.passing && (is.step !== was.step || step.renew === 'item and clock')
  const left = leaves && !pausing ? was.step : null
  const entry = left === null ? null : usedOf(await clocksOf(tx, from), left, calendar, at)
  const kinds = left === null ? [] : stoppedBy(left, resuming)
  if (is.whole === 'ended' && was.whole !== 'ended') kinds.push('whole')
  const stop = kinds.length > 0 ? { ...subject, kinds, at } : null
  const start =
    is.step !== null && starts
      ? { ...subject, kind: is.step, limit: await stepLimit(ctx, is.step, category.rules.limits, step.pauseLimit), at }
      : null
  if (stop && start) tx.later(turnClocks(tx.db, stop, start, calendar))
  else if (stop) tx.later(stopClocks(tx.db, stop))
  else if (start) tx.later(startClocks(tx.db, [start], calendar))
  if (pausing) await pauseClocks(tx.db, { ...subject, kinds: ['whole', 'handle'], at })
  if (resuming) await resumeClocks(tx.db, { ...subject, kinds: ['whole', 'handle'], at }, calendar)
  return { entry, dueAt: await turnWholeClock(tx, ctx, from, to, at) }
}

// Read with the matter where a step is taken first of all; not those that an earlier step of the command has turned.
const clocksOf = async (tx: CommandTx, matter: MatterRecord) =>
  matter.clocks ?? openClocks(tx.db, { countyId: matter.countyId, subjectKind: SUBJECT, subjectId: matter.id })

function usedOf(clocks: readonly ClockRow[], kind: StepClock, calendar: WorkCalendar, at: string): Turned['entry'] {
  const clock = clocks.find((one) => one.kind === kind)
  if (!clock) return null
  const { usedMinutes, limitMinutes } = viewClock({ ...clock, stoppedAt: at }, calendar, new Date(at))
  return { kind, usedMinutes, limitMinutes }
}

// A pause that ends otherwise than by going on ends the handling limit that it held.
function stoppedBy(step: StepClock, resuming: boolean): string[] {
  return step === 'pause' && !resuming ? ['pause', 'handle'] : [step]
}

async function turnWholeClock(
  tx: CommandTx,
  ctx: Ctx,
  from: MatterRecord,
  to: MatterRecord,
  at: string,
): Promise<string | null> {
  const was = holdings[from.status].whole
  const is = holdings[to.status].whole
  if (was === is) return to.dueAt
  const calendar = calendarOf(await countyOf(ctx.deps, ctx.countyId))
  const whole = { countyId: ctx.countyId, subjectKind: SUBJECT, subjectId: from.id, kinds: ['whole'], at }
  // Stopped together with the limit of the step.
  if (is === 'ended') return null
  if (is === 'waits') {
    if (to.status !== 'paused') await pauseClocks(tx.db, whole)
    return null
  }
  // Reopened after closing: the whole case has a limit again, of the same length.
  if (was === 'ended') {
    const category = await categoryById(ctx.deps, ctx.countyId, to.categoryId)
    const clock = await startClock(tx.db, { ...whole, kind: 'whole', limit: category.rules.limits.whole }, calendar)
    return clock.dueAt
  }
  const resumed = await resumeClocks(tx.db, whole, calendar)
  return resumed[0]?.dueAt ?? null
}

async function stepLimit(
  ctx: Ctx,
  step: StepClock,
  limits: Record<'accept' | 'dispatch' | 'handle' | 'verify', Limit>,
  pause?: Limit,
): Promise<Limit> {
  const { settings } = await countyOf(ctx.deps, ctx.countyId)
  switch (step) {
    case 'accept':
    case 'dispatch':
    case 'handle':
    case 'verify':
      return limits[step]
    case 'decide':
      return settings.decideLimit
    case 'confirm':
      return { amount: settings.residentSilenceDays, unit: 'natural_day' }
    case 'pause':
      return pause ?? settings.pauseLimit
  }
}

async function turnWorkItem(tx: CommandTx, ctx: Ctx, from: MatterRecord, to: MatterRecord): Promise<void> {
  const subject = { countyId: ctx.countyId, subjectKind: SUBJECT, subjectId: from.id }
  if (to.status === 'paused') return pauseWorkItems(tx.db, { ...subject, paused: true })
  const at = ctx.deps.now().toISOString()
  const { item } = holdings[to.status]
  if (item === null) {
    tx.later(closingWorkItems(tx.db, { ...subject, at }))
    return
  }
  // Asked together: neither needs the other's answer.
  const [unitId, facts] = await Promise.all([unitHolding(ctx, item.holder, to), workItemFacts(tx.db, ctx, to)])
  const opened = {
    countyId: ctx.countyId,
    module: 'matters',
    kind: item.kind,
    subjectKind: SUBJECT,
    subjectId: to.id,
    unitId,
    staffId: item.holder === 'lead' ? to.handlerId : null,
    areaId: to.gridId ?? to.villageId ?? to.townId,
    title: to.title,
    danger: to.danger,
    dueFromClock: holdings[to.status].step,
    facts,
    // Nobody checks their own work.
    exceptStaffId: item.holder === 'checker' ? to.handlerId : null,
  }
  // While the same unit has it, its joint units help on and its request for more time waits on.
  const goesOn =
    holdings[from.status].item?.holder === 'lead' && item.holder === 'lead' && from.leadUnitId === to.leadUnitId
  if (goesOn && from.status === 'paused') await pauseWorkItems(tx.db, { ...subject, paused: false })
  tx.later(replaceWorkItems(tx.db, opened, at, goesOn ? ['assist', 'extension'] : []))
}

/** Whether it was settled within its limit, and how long that took: figures are made of it without asking again. */
async function settlingFacts(ctx: Ctx, to: MatterRecord, step: Step, at: string): Promise<Record<string, unknown>> {
  if (step.to !== 'settled') return {}
  const calendar = calendarOf(await countyOf(ctx.deps, ctx.countyId))
  const took = elapsedWorking(calendar, Date.parse(to.reportedAt), Date.parse(at))
  return { onTime: to.dueAt === null || at <= to.dueAt, tookMinutes: Math.round(took / 60_000) }
}

function publishStep(
  tx: CommandTx,
  from: MatterRecord,
  to: MatterRecord,
  step: Step,
  facts: Record<string, unknown>,
): void {
  const scope = [
    from.townId,
    from.villageId,
    from.gridId,
    to.townId,
    to.villageId,
    to.gridId,
    from.leadUnitId,
    to.leadUnitId,
    from.deskUnitId,
    to.deskUnitId,
  ]
  tx.publish({
    module: 'matters',
    kind: `matter.${step.kind}`,
    subjectKind: SUBJECT,
    subjectId: to.id,
    scope: [...new Set(scope.filter((id) => id !== null))],
    payload: {
      from: from.status,
      to: to.status,
      number: to.number,
      category: to.categoryCode,
      danger: to.danger,
      channel: to.channel,
      areas: [to.townId, to.villageId, to.gridId],
      areasBefore: [from.townId, from.villageId, from.gridId],
      reportedAt: to.reportedAt,
      settleLevel: to.settleLevel,
      rating: to.rating,
      supervision: to.supervision,
      limit: step.changes?.['clock']?.[1] ?? null,
      ...facts,
    },
  })
}

// A phone that was online a moment ago needs no second time beside the first.
function lateCapture(capturedAt: string | null | undefined, at: string): string | null {
  if (!capturedAt) return null
  return Date.parse(at) - Date.parse(capturedAt) > ACCEPTS_LATE ? capturedAt : null
}

function unitOfActor(ctx: Ctx, matter: MatterRecord): string | null {
  const posts = ctx.actor.posts
  return (
    (posts.find((post) => post.unitId === matter.leadUnitId || post.unitId === matter.deskUnitId) ?? posts[0])
      ?.unitName ?? null
  )
}
