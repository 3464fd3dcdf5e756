import type { Area, areaRoutes } from '@linli/contract/areas'
import type { AreaGeometry } from '@linli/contract/common'
import type { RouteParsed } from '@linli/contract/route'
import type { Ctx } from '../../platform/command/ctx.ts'
import { runCommand } from '../../platform/command/run-command.ts'
import { Problem } from '../../platform/problem/problem.ts'
import { announceArea, scopeOf } from './announce.ts'
import { areaPage } from './area-page.ts'
import { carryAssignments } from './assignments.ts'
import { todayIn } from './day.ts'
import { outsideOf, sharedBy } from './geometry/clip.ts'
import { outlineToWgs84 } from './geometry/datum.ts'
import { innerPoint, requireOutline } from './geometry/outline.ts'
import type { Position } from './geometry/plane.ts'
import { splitByLine } from './geometry/split.ts'
import { gridCode, gridName, gridNameEn, takeGridNumbers } from './grid-numbers.ts'
import { findFacts } from './queries.ts'
import { endAreas, lockArea, openAreas, recordSuccessions, setCodes } from './versions.ts'

type SplitGrid = RouteParsed<typeof areaRoutes.splitGrid>

export async function splitGrid(ctx: Ctx, input: SplitGrid): Promise<{ items: Area[] }> {
  const from = input.from ?? (await todayIn(ctx.deps, ctx.countyId))
  return runCommand(ctx, input.commandId, async (tx) => {
    const { countyId } = ctx
    const grid = await lockArea(tx.db, ctx, 'area.manage', input.areaId, from)
    const { parentId, kind, boundary, urbanRural, illustrative } = grid.latest
    if (grid.level !== 'grid' || parentId === null) throw new Problem('area.wrong_state', { reason: 'not_a_grid' })
    const boundaries = partBoundaries(boundary, input)
    const village = await lockArea(tx.db, ctx, 'area.manage', parentId, from)
    const numbers = await takeGridNumbers(
      tx.db,
      countyId,
      from,
      village.id,
      input.parts.map(({ gridNo }) => gridNo),
      [grid.id],
    )
    const parts = input.parts.map(({ id, name, households }, index) => {
      // As many numbers and boundaries as parts.
      const gridNo = numbers[index] as number
      const outline = boundaries[index] as AreaGeometry
      const nameEn = name === undefined ? gridNameEn(gridNo) : null
      return {
        id,
        level: 'grid' as const,
        parentId,
        name: name ?? gridName(gridNo),
        nameEn,
        kind,
        gridNo,
        urbanRural,
        households: households ?? null,
        ...innerPoint(outline),
        boundary: outline,
        illustrative,
      }
    })
    await openAreas(tx.db, countyId, from, parts)
    // Until somebody decides otherwise, whoever answered for the whole answers for every part.
    for (const { id } of parts) await carryAssignments(tx.db, countyId, [grid.id], id, from)
    await endAreas(tx.db, countyId, [grid.id], from)
    const villageCode = (await findFacts(tx.db, countyId, from, village.id))?.code ?? null
    await setCodes(
      tx.db,
      countyId,
      from,
      parts.flatMap(({ id, gridNo }) => gridCode(id, villageCode, gridNo)),
    )
    await recordSuccessions(
      tx.db,
      countyId,
      from,
      parts.map(({ id }) => ({ fromId: grid.id, toId: id, kind: 'split' })),
    )
    const ids = parts.map(({ id }) => id)
    announceArea(ctx, tx, 'area.split', grid.id, scopeOf(grid.path, ...ids), { from, into: ids })
    const items: Area[] = []
    for (const id of ids) items.push(await areaPage(ctx, tx.db, id))
    return { items }
  })
}

function partBoundaries(whole: AreaGeometry | null, { line, parts, datum }: SplitGrid): AreaGeometry[] {
  const refuse = (path: string, rule: string) => new Problem('input.invalid', undefined, [{ path, rule }])
  if (line) {
    if (!whole) throw new Problem('area.wrong_state', { reason: 'no_boundary' })
    if (parts.length !== 2) throw refuse('parts', 'two_parts')
    const halves = splitByLine(whole, lineToWgs84(line, datum))
    if (!halves) throw refuse('line', 'line_must_cross_once')
    return halves
  }
  const boundaries = parts.map(({ boundary }, index) => {
    if (!boundary) throw refuse(`parts.${index}.boundary`, 'required')
    return requireOutline(boundary, datum)
  })
  for (const [index, boundary] of boundaries.entries()) {
    if (whole && outsideOf(boundary, [whole]).length > 0) throw new Problem('area.outside_parent', { part: index })
    for (const other of boundaries.slice(index + 1)) {
      if (sharedBy(boundary, other).length > 0) throw new Problem('area.overlap', { part: index })
    }
  }
  return boundaries
}

function lineToWgs84(line: readonly Position[], datum: SplitGrid['datum']): Position[] {
  const converted = outlineToWgs84({ type: 'Polygon', coordinates: [[...line]] }, datum)
  return converted.type === 'Polygon' ? (converted.coordinates[0] ?? []) : []
}
