import type { areaRoutes } from '@linli/contract/areas'
import type { UnitKind } from '@linli/contract/identity'
import type { RouteOutput, RouteParsed } from '@linli/contract/route'
import type { Ctx } from '../../platform/command/ctx.ts'
import { runCommand } from '../../platform/command/run-command.ts'
import { newId } from '../../platform/crypto/id.ts'
import { sql } from 'kysely'
import { addUnits, countyCentre, forgetUnits, type SeedUnit, unitDirectory } from '../identity/index.ts'
import { todayIn } from './day.ts'
import { factsWhere, openOn } from './queries.ts'
import { spokenName } from './search-text.ts'

interface Standard {
  readonly kind: UnitKind
  readonly zh: string
  readonly en: string
  /** Kind of the town's unit that it belongs to; null: the county centre. */
  readonly under: UnitKind | null
}

/** 一镇三所、一村五站: what every town and every village has. */
export const standardUnits: Readonly<Record<'town' | 'village', readonly Standard[]>> = {
  town: [
    { kind: 'town_grid_office', zh: '网格所', en: 'grid office', under: null },
    { kind: 'town_service_centre', zh: '便民服务中心', en: 'service centre', under: null },
    { kind: 'town_safety_centre', zh: '综治中心', en: 'safety centre', under: null },
  ],
  village: [
    { kind: 'village_grid_station', zh: '网格站', en: 'grid station', under: 'town_grid_office' },
    { kind: 'village_service_station', zh: '便民服务站', en: 'service station', under: 'town_service_centre' },
    { kind: 'village_safety_station', zh: '综治工作站', en: 'safety station', under: 'town_safety_centre' },
    { kind: 'village_legal_station', zh: '法务前沿工作站', en: 'legal station', under: 'town_safety_centre' },
    { kind: 'village_police_room', zh: '警务室', en: 'police room', under: 'town_safety_centre' },
  ],
}

/** Gives every town and village the standard units that it has not yet: an import of areas brings none. */
export async function addStandardUnits(
  ctx: Ctx,
  input: RouteParsed<typeof areaRoutes.addStandardUnits>,
): Promise<RouteOutput<typeof areaRoutes.addStandardUnits>> {
  const { countyId, deps } = ctx
  return runCommand(ctx, input.commandId, async (tx) => {
    const validFrom = await todayIn(deps, countyId)
    const centreId = await countyCentre(tx.db, countyId, validFrom)
    const present = await unitDirectory(deps, countyId)
    const served = sql`${openOn(validFrom)} AND a.level IN ('town', 'village')`
    const places = await factsWhere(tx.db, countyId, validFrom, served)
    const added: SeedUnit[] = []
    const unitOf = new Map<string, string>()
    for (const level of ['town', 'village'] as const) {
      for (const place of places.filter((one) => one.level === level)) {
        for (const { kind, zh, en, under } of standardUnits[level]) {
          const there = present.inArea(place.id, kind)
          const id = there?.id ?? newId()
          unitOf.set(`${place.id} ${kind}`, id)
          if (there) continue
          const parentId = under === null ? centreId : unitOf.get(`${place.parentId} ${under}`)
          // Towns come first, and have had theirs.
          if (parentId === undefined) throw new Error(`${place.name} lies in no town`)
          const nameEn = place.nameEn === null ? null : `${place.nameEn} ${en}`
          added.push({ id, parentId, kind, areaId: place.id, name: `${spokenName(place.name)}${zh}`, nameEn })
        }
      }
    }
    await addUnits(tx.db, { countyId, validFrom, units: added })
    tx.publish({
      module: 'identity',
      kind: 'units.added',
      subjectKind: 'unit',
      subjectId: centreId,
      scope: [centreId],
      payload: { count: added.length },
    })
    tx.afterCommit(() => forgetUnits(deps, countyId))
    return { added: added.length }
  })
}
