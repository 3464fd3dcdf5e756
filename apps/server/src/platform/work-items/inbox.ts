import { inboxRoutes, type PileKind, viewRoutes, type WorkItem } from '@linli/contract/work-items'
import type { Permission } from '@linli/contract/permissions'
import type { RouteOutput, RouteParsed } from '@linli/contract/route'
import type { FastifyInstance } from 'fastify'
import type { LimitUnit } from '@linli/contract/clock'
import { minutesUntil } from '../calendar/index.ts'
import type { Actor, Ctx } from '../command/ctx.ts'
import { calendarOf, countyOf } from '../county/county.ts'
import type { Deps } from '../deps.ts'
import { registerRoutes } from '../http/register.ts'
import { deleteView, listViews, saveView } from './saved-views.ts'
import { countWaiting, listWaiting } from './waiting.ts'

/** What the inbox needs to know of what belongs to modules. */
export interface InboxNames {
  staff(deps: Deps, countyId: number, ids: readonly string[]): Promise<ReadonlyMap<string, string>>
  units(deps: Deps, countyId: number): Promise<{ find(id: string): { readonly name: string } | undefined }>
  /** The area and all below it. */
  within(ctx: Ctx, areaId: string): Promise<readonly string[]>
}

/** Work without limits that a module counts within reach. */
export interface Pile {
  readonly kind: PileKind
  readonly permission: Permission
  /** At most `most`; one more than that is enough to know that there are more. */
  count(ctx: Ctx, most: number): Promise<number>
}

const MOST_COUNTED = 200

/** Registers the one inbox, whatever the module. */
export function registerInbox(app: FastifyInstance, deps: Deps, names: InboxNames, piles: readonly Pile[]): void {
  registerRoutes(app, deps, inboxRoutes, {
    listInbox: (ctx, input) => listInbox(ctx, input, names),
    listPiles: (ctx) => listPiles(ctx, piles),
  })
  registerRoutes(app, deps, viewRoutes, { listViews, saveView, deleteView })
}

async function listInbox(
  ctx: Ctx,
  input: RouteParsed<typeof inboxRoutes.listInbox>,
  names: InboxNames,
): Promise<RouteOutput<typeof inboxRoutes.listInbox>> {
  const waiting = { actor: ctx.actor, areaIds: gridsOf(ctx.actor) }
  const county = await countyOf(ctx.deps, ctx.countyId)
  const now = ctx.deps.now()
  const inAreas = input.areaId === undefined ? undefined : await names.within(ctx, input.areaId)
  const filters = {
    kinds: input.kind,
    onlyMine: input.mine === 'true',
    dueBefore: input.due === undefined ? undefined : endOfDay(county.timeZone, now),
    inAreas,
    channels: input.channel,
  }
  const [page, counts, units] = await Promise.all([
    listWaiting(ctx.db, waiting, filters, input),
    countWaiting(ctx.db, waiting),
    names.units(ctx.deps, ctx.countyId),
  ])
  const staff = await names.staff(ctx.deps, ctx.countyId, [
    ...new Set(page.items.flatMap(({ staffId }) => staffId ?? [])),
  ])
  const calendar = calendarOf(county)
  const dueMinutes = ({ dueAt, dueUnit }: { dueAt: string | null; dueUnit: LimitUnit }) =>
    dueAt === null ? null : minutesUntil(calendar, dueUnit, now.getTime(), Date.parse(dueAt))
  const items = page.items.map(({ dueKey: _key, unitId, staffId, ...row }): WorkItem => ({
    ...row,
    // jsonb written by openWorkItem from an object.
    facts: row.facts as Record<string, unknown>,
    unit: { id: unitId, name: units.find(unitId)?.name ?? '' },
    staff: staffId === null ? null : { id: staffId, name: staff.get(staffId) ?? '' },
    remainingMinutes: dueMinutes(row),
  }))
  const until = new Date(calendar.nextChange(now.getTime())).toISOString()
  return { items, next: page.next, counts, hours: { working: calendar.isWorking(now.getTime()), until } }
}

async function listPiles(ctx: Ctx, piles: readonly Pile[]): Promise<RouteOutput<typeof inboxRoutes.listPiles>> {
  const items = []
  for (const { kind, permission, count } of piles) {
    if (!ctx.actor.may(permission)) continue
    const counted = await count(ctx, MOST_COUNTED)
    if (counted > 0) items.push({ kind, count: Math.min(counted, MOST_COUNTED), more: counted > MOST_COUNTED })
  }
  return { items }
}

function endOfDay(timeZone: string, now: Date): string {
  const local = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(timeZone)
  return local.toPlainDate().add({ days: 1 }).toZonedDateTime(timeZone).toInstant().toString()
}

// A grid worker belongs to the station, but reads only what lies in grids assigned to them: the station's other work
// would stand in the list and answer that it does not exist.
function gridsOf(actor: Actor): readonly string[] | null {
  const reach = actor.reach('matter.read')
  if (reach === 'county' || !actor.may('matter.read')) return null
  const wider = reach.townIds.length + reach.villageIds.length + reach.unitIds.length
  return wider > 0 ? null : reach.gridIds
}
