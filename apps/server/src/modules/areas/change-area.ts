import type { Area, areaRoutes } from '@linli/contract/areas'
import type { RouteParsed } from '@linli/contract/route'
import type { Ctx } from '../../platform/command/ctx.ts'
import { runCommand } from '../../platform/command/run-command.ts'
import type { Tx } from '../../platform/database/database.ts'
import { Problem } from '../../platform/problem/problem.ts'
import { announceArea, scopeOf } from './announce.ts'
import { areaPage } from './area-page.ts'
import { requireFitting } from './boundary-rules.ts'
import { todayIn } from './day.ts'
import { innerPoint, requireOutline } from './geometry/outline.ts'
import { gridCode, takeGridNumbers } from './grid-numbers.ts'
import { findFacts } from './queries.ts'
import { type AreaVersionFacts, type LockedArea, lockArea, reviseArea, setCodes } from './versions.ts'

type ChangeArea = RouteParsed<typeof areaRoutes.changeArea>
type ChangeBoundary = RouteParsed<typeof areaRoutes.changeBoundary>

export async function changeArea(ctx: Ctx, input: ChangeArea): Promise<Area> {
  const from = input.from ?? (await todayIn(ctx.deps, ctx.countyId))
  return runCommand(ctx, input.commandId, async (tx) => {
    const area = await lockArea(tx.db, ctx, 'area.manage', input.areaId, from)
    const patch = patchOf(area, input)
    if (patch.gridNo !== undefined && patch.gridNo !== area.latest.gridNo)
      await renumber(tx.db, ctx, area, from, input.gridNo)
    await reviseArea(tx.db, ctx.countyId, area.id, area.latest, from, patch)
    announceArea(ctx, tx, 'area.changed', area.id, scopeOf(area.path), { from, changed: Object.keys(patch) })
    return areaPage(ctx, tx.db, area.id)
  })
}

function patchOf(
  area: LockedArea,
  { name, nameEn, kind, gridNo, households, urbanRural, centre }: ChangeArea,
): Partial<AreaVersionFacts> {
  for (const [path, value] of Object.entries({ kind, gridNo })) {
    if (value !== undefined && area.level !== 'grid')
      throw new Problem('input.invalid', undefined, [{ path, rule: 'grids_only' }])
  }
  return {
    ...(name === undefined ? {} : { name }),
    ...(nameEn === undefined ? {} : { nameEn }),
    ...(kind === undefined ? {} : { kind }),
    ...(gridNo === undefined ? {} : { gridNo }),
    ...(households === undefined ? {} : { households }),
    ...(urbanRural === undefined ? {} : { urbanRural }),
    ...(centre === undefined ? {} : { lon: centre?.lon ?? null, lat: centre?.lat ?? null }),
  }
}

async function renumber(tx: Tx, ctx: Ctx, area: LockedArea, from: string, wanted: number | undefined): Promise<void> {
  const villageId = area.latest.parentId
  if (villageId === null) return
  const village = await lockArea(tx, ctx, 'area.manage', villageId, from)
  const [gridNo = 1] = await takeGridNumbers(tx, ctx.countyId, from, village.id, [wanted], [area.id])
  const facts = await findFacts(tx, ctx.countyId, from, village.id)
  await setCodes(tx, ctx.countyId, from, gridCode(area.id, facts?.code ?? null, gridNo))
}

export async function changeBoundary(ctx: Ctx, input: ChangeBoundary): Promise<Area> {
  const boundary = requireOutline(input.boundary, input.datum)
  const from = input.from ?? (await todayIn(ctx.deps, ctx.countyId))
  return runCommand(ctx, input.commandId, async (tx) => {
    const area = await lockArea(tx.db, ctx, 'area.manage', input.areaId, from)
    const { kind, parentId, lon, lat } = area.latest
    const drawn = { level: area.level, kind, parentId, boundary, exceptIds: [area.id] }
    await requireFitting(tx.db, ctx.countyId, from, drawn, input.acceptOverlap)
    // A grid has no seat: the point that stands for it is only ever the middle of its outline.
    const centre = area.level === 'grid' || lon === null || lat === null ? innerPoint(boundary) : { lon, lat }
    await reviseArea(tx.db, ctx.countyId, area.id, area.latest, from, { boundary, illustrative: false, ...centre })
    announceArea(ctx, tx, 'area.changed', area.id, scopeOf(area.path), { from, changed: ['boundary'] })
    return areaPage(ctx, tx.db, area.id)
  })
}
