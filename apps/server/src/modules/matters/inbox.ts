import type { matterRoutes, WorkItem } from '@linli/contract/matters'
import type { RouteOutput, RouteParsed } from '@linli/contract/route'
import { elapsedWorking } from '../../platform/calendar/index.ts'
import type { Actor, Ctx } from '../../platform/command/ctx.ts'
import { calendarOf, countyOf } from '../../platform/county/county.ts'
import { countWorkItems, listWorkItems } from '../../platform/work-items/work-items.ts'
import { staffNames, unitDirectory } from '../identity/index.ts'

/** What waits for me across modules. */
export async function listInbox(
  ctx: Ctx,
  input: RouteParsed<typeof matterRoutes.listInbox>,
): Promise<RouteOutput<typeof matterRoutes.listInbox>> {
  // A title alone tells of a matter: whoever may not read matters has none waiting, whatever their unit.
  if (!ctx.actor.may('matter.read')) return { items: [], next: null, counts: {} }
  const waiting = { actor: ctx.actor, areaIds: gridsOf(ctx.actor) }
  const [page, counts, units, county] = await Promise.all([
    listWorkItems(ctx.db, waiting, {
      kinds: input.kind,
      onlyMine: input.mine === 'true',
      cursor: input.cursor,
      limit: input.limit,
    }),
    countWorkItems(ctx.db, waiting),
    unitDirectory(ctx.deps, ctx.countyId),
    countyOf(ctx.deps, ctx.countyId),
  ])
  const names = await staffNames(ctx.deps, ctx.countyId, [
    ...new Set(page.items.map((row) => row.staffId).filter((id) => id !== null)),
  ])
  const calendar = calendarOf(county)
  const now = ctx.deps.now().getTime()
  const items = page.items.map((row): WorkItem => {
    const due = row.dueAt === null ? null : Date.parse(row.dueAt)
    return {
      id: row.id,
      module: row.module,
      kind: row.kind,
      subjectKind: row.subjectKind,
      subjectId: row.subjectId,
      title: row.title,
      // jsonb written by openWorkItem from an object.
      facts: row.facts as Record<string, unknown>,
      unit: { id: row.unitId, name: units.find(row.unitId)?.name ?? '' },
      staff: row.staffId === null ? null : { id: row.staffId, name: names.get(row.staffId) ?? '' },
      danger: row.danger,
      paused: row.paused,
      dueAt: row.dueAt,
      remainingMinutes:
        due === null
          ? null
          : signedMinutes(elapsedWorking(calendar, Math.min(now, due), Math.max(now, due)), due < now),
      createdAt: row.createdAt,
    }
  })
  return { items, next: page.next, counts }
}

function signedMinutes(ms: number, overdue: boolean): number {
  const minutes = Math.round(ms / 60_000)
  return overdue ? -minutes : minutes
}

// A grid worker belongs to the station, but reads only what lies in grids assigned to them: the station's other work
// would stand in the list and answer that it does not exist.
function gridsOf(actor: Actor): readonly string[] | null {
  const reach = actor.reach('matter.read')
  if (reach === 'county') return null
  const wider = reach.townIds.length + reach.villageIds.length + reach.unitIds.length
  return wider > 0 ? null : reach.gridIds
}
