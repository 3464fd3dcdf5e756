import type { AreaLevel } from '@linli/contract/areas'
import type { Tx } from '../../../platform/database/database.ts'
import { Problem } from '../../../platform/problem/problem.ts'
import { carryAssignments } from '../assignments.ts'
import { endAreas, openAreas, recordSuccessions, reviseArea, setCodes } from '../versions.ts'
import type { KnownFacts, Plan } from './plan.ts'

/** Writes a plan: the new opens, what goes on is carried over, the old closes; all from one day on. */
export async function applyPlan(
  tx: Tx,
  countyId: number,
  from: string,
  plan: Plan,
  known: readonly KnownFacts[],
): Promise<void> {
  const byId = new Map(known.map((area) => [area.id, area]))
  const late = plan.close.map((id) => byId.get(id)).find((area) => area !== undefined && area.latestFrom > from)
  if (late) throw new Problem('area.wrong_state', { reason: 'later_change', on: late.latestFrom, area: late.name })
  const inOrder = byLevel(plan)
  await openAreas(tx, countyId, from, inOrder)
  for (const [oldId, newId] of plan.heirs) await carryAssignments(tx, countyId, [oldId], newId, from)
  for (const { id, patch } of plan.change) {
    const area = byId.get(id)
    if (area && Object.keys(patch).length > 0) await reviseArea(tx, countyId, area.id, asLatest(area), from, patch)
  }
  await endAreas(tx, countyId, plan.close, from)
  await setCodes(tx, countyId, from, plan.codes)
  await recordSuccessions(tx, countyId, from, plan.successions)
}

const order: Readonly<Record<AreaLevel, number>> = { county: 0, town: 1, village: 2, grid: 3 }

function byLevel({ open }: Plan) {
  return open.toSorted((a, b) => order[a.level] - order[b.level])
}

function asLatest(area: KnownFacts) {
  const { validFrom, parentId, name, nameEn, kind, gridNo, urbanRural, households, lon, lat, boundary, illustrative } =
    area
  return { validFrom, parentId, name, nameEn, kind, gridNo, urbanRural, households, lon, lat, boundary, illustrative }
}
