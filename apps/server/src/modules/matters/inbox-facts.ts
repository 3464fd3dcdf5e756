import type { Ctx } from '../../platform/command/ctx.ts'
import type { Tx } from '../../platform/database/database.ts'
import { mask } from '../../platform/mask.ts'
import { currentCategories } from './categories.ts'
import { placeNames } from './place.ts'
import { type MatterRecord, reporterOf } from './queries.ts'

/** What the inbox row shows beside the title: place, masked person, channel, category. Never a full name or number. */
export async function workItemFacts(tx: Tx, ctx: Ctx, matter: MatterRecord): Promise<Record<string, unknown>> {
  const [place, reporter, categories] = await Promise.all([
    placeNames(ctx, matter),
    matter.reporter === undefined ? reporterOf(tx, ctx.countyId, matter.id) : matter.reporter,
    currentCategories(ctx.deps, ctx.countyId),
  ])
  return {
    number: matter.number,
    status: matter.status,
    channel: matter.channel,
    reportedAt: matter.reportedAt,
    supervision: matter.supervision,
    category: categories.find((category) => category.code === matter.categoryCode)?.rules.names ?? null,
    place: [place.townName, place.villageName, place.gridName].filter(Boolean).join(' '),
    address: matter.address,
    reporter: reporter && !matter.confidential && !reporter.anonymous ? mask.person(reporter) : null,
    followers: matter.followers,
    photos: matter.photos,
    reopened: matter.reopened,
  }
}
