import { type Matter, MatterAction, type MatterEntry, type Picture } from '@linli/contract/matters'
import type { Answer } from '@linli/contract/questions'
import { viewClock } from '../../platform/clock/index.ts'
import type { Ctx } from '../../platform/command/ctx.ts'
import { calendarOf, countyOf } from '../../platform/county/county.ts'
import type { JsonRow } from '../../platform/database/json-rows.ts'
import { attachmentsOf, signAttachment } from '../../platform/files/index.ts'
import { Problem } from '../../platform/problem/problem.ts'
import { staffNames, unitDirectory } from '../identity/index.ts'
import { categoryById } from './categories.ts'
import {
  type EntryRow,
  type ExtensionRow,
  type PageCompanions,
  pageCompanionsOf,
  type PageParts,
  pageParts,
} from './companions.ts'
import { aroundPart, relatedMatters } from './duplicates.ts'
import { mattersFor, mayAct } from './policy.ts'
import type { MatterRecord } from './queries.ts'
import { shownAnswers } from './answers.ts'
import { maskedContact, matterRows } from './rows.ts'

/** One matter as its page shows it to this actor; absent and not yours are the same answer. */
export async function getMatter(ctx: Ctx, matterId: string): Promise<Matter> {
  return matterPage(ctx, await readPage(pageQuery(ctx, matterId).where(mattersFor(ctx.actor, 'matter.read'))))
}

/** The same for whoever has just given it away: it is shown where it went, and offers nothing more. */
export async function getMatterGivenAway(ctx: Ctx, matterId: string): Promise<Matter> {
  return { ...(await matterPage(ctx, await readPage(pageQuery(ctx, matterId)))), available: [] }
}

interface PageRecord {
  readonly record: MatterRecord
  readonly companions: PageCompanions
  readonly around: readonly JsonRow[]
}

function pageQuery(ctx: Ctx, matterId: string) {
  return ctx.db
    .selectFrom('matters')
    .selectAll('matters')
    .select([...pageParts(ctx.countyId), aroundPart(ctx).as('aroundRows')])
    .where('matters.countyId', '=', ctx.countyId)
    .where('matters.id', '=', matterId)
}

async function readPage(query: { executeTakeFirst(): Promise<unknown> }): Promise<PageRecord> {
  // The columns are those of `pageQuery`; the check constraints hold status and level to the contract's words.
  const row = (await query.executeTakeFirst()) as
    | (MatterRecord & PageParts & { readonly aroundRows: readonly JsonRow[] })
    | undefined
  if (!row) throw new Problem('matter.not_found')
  return { record: row, companions: pageCompanionsOf(row), around: row.aroundRows }
}

async function matterPage(ctx: Ctx, { record, companions, around }: PageRecord): Promise<Matter> {
  const county = await countyOf(ctx.deps, ctx.countyId)
  const [pictures, units, related, category, names] = await Promise.all([
    record.photos === 0 ? [] : picturesOf(ctx, record.id),
    unitDirectory(ctx.deps, ctx.countyId),
    relatedMatters(ctx, record, around),
    categoryById(ctx.deps, ctx.countyId, record.categoryId),
    staffNames(ctx.deps, ctx.countyId, record.firstStaffId === null ? [] : [record.firstStaffId]),
  ])
  const { clocks, reporter } = companions
  const extensions = companions.extensions.map(toExtension)
  const rows = await matterRows(ctx, [record], [companions])
  const calendar = calendarOf(county)
  const unitOf = (id: string | null) => {
    const unit = units.find(id)
    return unit ? { id: unit.id, name: unit.name } : null
  }
  return {
    // One record in, one row out.
    ...(rows[0] as (typeof rows)[number]),
    reporter: maskedContact(record, reporter),
    description: record.description,
    seenAt: record.seenAt,
    // Stored by reportMatter from parsed answers only.
    answers: shownAnswers(category.rules, (record.answers ?? []) as unknown as Answer[]),
    mediaUrls: record.mediaUrls,
    timeline: timelineOf(companions.entries, pictures),
    clocks: clocks.map((clock) => viewClock(clock, calendar, ctx.deps.now())),
    pictures,
    jointUnits: companions.jointUnitIds.map((id) => unitOf(id)).filter((unit) => unit !== null),
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
    available: availableActions(ctx, { ...record, jointUnitIds: companions.jointUnitIds }, extensions),
  }
}

function availableActions(
  ctx: Ctx,
  record: MatterRecord & { readonly jointUnitIds: readonly string[] },
  extensions: Matter['extensions'],
): Matter['available'] {
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

function timelineOf(rows: readonly EntryRow[], pictures: readonly Picture[]): MatterEntry[] {
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

function toExtension(row: ExtensionRow): Matter['extensions'][number] {
  return {
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
  }
}
