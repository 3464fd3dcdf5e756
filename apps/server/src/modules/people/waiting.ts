import type { Ctx } from '../../platform/command/ctx.ts'
import type { Tx } from '../../platform/database/database.ts'
import { closeWorkItems, type NewWorkItem, openWorkItem } from '../../platform/work-items/work-items.ts'
import { unitDirectory, type UnitEntry } from '../identity/index.ts'
import type { Place } from './policy.ts'

type Subject = 'register_export' | 'rights_request' | 'break_glass' | 'legal_hold' | 'file_closing' | 'reading_review'

interface Waits {
  readonly kind: 'export' | 'rights' | 'correction' | 'emergency' | 'hold' | 'closing' | 'reading_review'
  readonly subjectKind: Subject
  readonly subjectId: string
  /** Where it waits: at the desk of this place; null: at the county centre. */
  readonly at: Place | null
  readonly dueAt?: string
  readonly exceptStaffId?: string | null
  /** No names and no words of anybody: the page that it leads to records who reads them. */
  readonly facts: Readonly<Record<string, string | number>>
}

/** Puts work of the register into the inbox of those who may do it. */
export async function letWait(tx: Tx, ctx: Ctx, { at, facts, ...rest }: Waits): Promise<void> {
  const unit = await deskOf(ctx, at)
  // A county begins with a centre; without one nobody could have asked.
  if (!unit) return
  const item: NewWorkItem = {
    ...rest,
    countyId: ctx.countyId,
    module: 'people',
    unitId: unit.id,
    staffId: null,
    areaId: at === null ? null : (at.gridId ?? at.villageId ?? at.townId),
    title: '',
    facts,
    danger: false,
    dueFromClock: null,
  }
  await openWorkItem(tx, item)
}

export function waitsNoMore(tx: Tx, ctx: Ctx, subjectKind: Subject, subjectId: string): Promise<void> {
  return closeWorkItems(tx, { countyId: ctx.countyId, subjectKind, subjectId, at: ctx.deps.now().toISOString() })
}

async function deskOf(ctx: Ctx, at: Place | null): Promise<UnitEntry | undefined> {
  const units = await unitDirectory(ctx.deps, ctx.countyId)
  return (
    units.inArea(at?.villageId ?? null, 'village_grid_station') ??
    units.inArea(at?.townId ?? null, 'town_grid_office') ??
    units.ofKind('county_centre')[0]
  )
}
