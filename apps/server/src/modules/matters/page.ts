import { type Matter, MatterAction, type MatterEntry, type Picture } from '@linli/contract/matters'
import { clocksOf, viewClock } from '../../platform/clock/index.ts'
import type { Ctx } from '../../platform/command/ctx.ts'
import { calendarOf, countyOf } from '../../platform/county/county.ts'
import { attachmentsOf, signAttachment } from '../../platform/files/index.ts'
import { staffNames, unitDirectory } from '../identity/index.ts'
import { categoryById } from './categories.ts'
import { relatedMatters } from './duplicates.ts'
import { mayAct } from './policy.ts'
import { getMatterRecord, jointUnitIds, type MatterRecord, reporterOf } from './queries.ts'
import { matterRows } from './rows.ts'

/** One matter as its page shows it to this actor; absent and not yours are the same answer. */
export async function getMatter(ctx: Ctx, matterId: string): Promise<Matter> {
  const record = await getMatterRecord(ctx.db, ctx.actor, 'matter.read', matterId)
  const county = await countyOf(ctx.deps, ctx.countyId)
  const [rows, pictures, clocks, joint, units, extensions, related, reporter, category, names] = await Promise.all([
    matterRows(ctx, [record]),
    picturesOf(ctx, record.id),
    clocksOf(ctx.db, ctx.countyId, 'matter', [record.id]),
    jointUnitIds(ctx.db, ctx.countyId, record.id),
    unitDirectory(ctx.deps, ctx.countyId),
    extensionsOf(ctx, record.id),
    relatedMatters(ctx, record),
    reporterOf(ctx.db, ctx.countyId, record.id),
    categoryById(ctx.deps, ctx.countyId, record.categoryId),
    staffNames(ctx.db, ctx.countyId, record.firstStaffId === null ? [] : [record.firstStaffId]),
  ])
  const calendar = calendarOf(county)
  const unitOf = (id: string | null) => {
    const unit = units.find(id)
    return unit ? { id: unit.id, name: unit.name } : null
  }
  return {
    // One record in, one row out.
    ...(rows[0] as (typeof rows)[number]),
    description: record.description,
    timeline: await timelineOf(ctx, record, pictures),
    clocks: clocks.map((clock) => viewClock(clock, calendar, ctx.deps.now())),
    pictures,
    jointUnits: joint.map((id) => unitOf(id)).filter((unit) => unit !== null),
    deskUnit: unitOf(record.deskUnitId),
    firstUnit: unitOf(record.firstUnitId),
    firstReceiver: record.firstStaffId === null ? null : (names.get(record.firstStaffId) ?? null),
    extensions,
    related,
    evidence: category.rules.evidence,
    closeWhen: category.rules.closeWhen,
    designated: record.designated,
    // Checked by the settle command against the contract's words.
    settleLevel: record.settleLevel as Matter['settleLevel'],
    rating: record.rating,
    wishes: { anonymous: reporter?.anonymous ?? true, notify: reporter?.notify ?? false },
    available: availableActions(ctx, record, extensions),
  }
}

function availableActions(ctx: Ctx, record: MatterRecord, extensions: Matter['extensions']): Matter['available'] {
  return MatterAction.options.filter((action) => {
    if (!mayAct(ctx.actor, action, record)) return false
    switch (action) {
      case 'decide_extension':
        return extensions.some((extension) => extension.decision === 'open')
      case 'return':
      case 'dispute':
        return !record.designated
      case 'verify':
        return record.handlerId !== ctx.actor.id
      case 'escalate':
        return record.deskLevel !== 'county'
      case 'reopen':
        return record.reopenUntil !== null && Date.parse(record.reopenUntil) > ctx.deps.now().getTime()
      default:
        return true
    }
  })
}

export async function picturesOf(ctx: Ctx, matterId: string): Promise<Picture[]> {
  const rows = await attachmentsOf(ctx.db, ctx.countyId, matterId)
  return rows.map((row) => ({
    id: row.id,
    mediaType: row.mediaType,
    width: row.width,
    height: row.height,
    // linkAttachments is given the contract's roles only.
    role: row.role as Picture['role'],
    at: row.createdAt,
    token: signAttachment(ctx.deps, row.id),
  }))
}

/** Newest first. */
async function timelineOf(ctx: Ctx, record: MatterRecord, pictures: readonly Picture[]): Promise<MatterEntry[]> {
  const rows = await ctx.db
    .selectFrom('matterEntries')
    .selectAll()
    .where('countyId', '=', ctx.countyId)
    .where('matterId', '=', record.id)
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(500)
    .execute()
  const byId = new Map(pictures.map((picture) => [picture.id, picture]))
  return rows.map((row) => {
    // jsonb and text columns that takeStep alone writes, from the contract's own types.
    const stored = row as unknown as Pick<MatterEntry, 'kind' | 'visibility' | 'changes' | 'clock'> & {
      byKind: MatterEntry['by']['kind']
      fromStatus: MatterEntry['from']
      toStatus: MatterEntry['to']
    }
    return {
      id: row.id,
      at: row.at,
      capturedAt: row.capturedAt,
      kind: stored.kind,
      visibility: stored.visibility,
      by: { kind: stored.byKind, name: row.byName, unit: row.byUnit },
      words: row.words,
      from: stored.fromStatus,
      to: stored.toStatus,
      changes: stored.changes,
      clock: stored.clock,
      pictures: row.pictures.map((id) => byId.get(id)).filter((picture) => picture !== undefined),
    }
  })
}

async function extensionsOf(ctx: Ctx, matterId: string): Promise<Matter['extensions']> {
  const rows = await ctx.db
    .selectFrom('matterExtensions')
    .selectAll()
    .where('countyId', '=', ctx.countyId)
    .where('matterId', '=', matterId)
    .orderBy('requestedAt', 'desc')
    .execute()
  return rows.map((row) => ({
    id: row.id,
    // Written from a parsed Limit.
    limit: { amount: row.amount, unit: row.unit } as Matter['extensions'][number]['limit'],
    reason: row.reason,
    requestedBy: row.requestedByName,
    requestedAt: row.requestedAt,
    decision: row.granted === null ? 'open' : row.granted ? 'granted' : 'refused',
    decidedBy: row.decidedByName,
    decidedAt: row.decidedAt,
    decisionReason: row.decisionReason,
  }))
}
