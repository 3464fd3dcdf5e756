import type { Assignment, GridCard } from '@linli/contract/areas'
import type { Ctx } from '../../platform/command/ctx.ts'
import { Problem } from '../../platform/problem/problem.ts'
import { asRef } from './area-row.ts'
import { currentAssignments } from './assignment-queries.ts'
import { countyAreas, pathAbove } from './county-areas.ts'

/** Names of the kinds of matter that a grid worker may settle on the spot, in the language of the request. */
export type DecisionSource = (ctx: Ctx) => Promise<readonly string[]>

/**
 * What a resident sees of their grid. The worker's name and work phone are posted on every door of the grid;
 * nothing else about a person leaves here.
 */
export async function gridCard(ctx: Ctx, gridId: string, mayDecide: DecisionSource): Promise<GridCard> {
  const { open, day } = await countyAreas(ctx.deps, ctx.countyId)
  const grid = open.get(gridId)
  if (grid?.level !== 'grid') throw new Problem('area.not_found')
  const path = pathAbove(open, grid)
  const refOf = (level: string) => {
    const area = path.find((one) => one.level === level)
    return area ? asRef(area) : null
  }
  const village = refOf('village')
  const own = await currentAssignments(ctx.db, ctx.countyId, [gridId], day)
  const ofVillage = village ? await currentAssignments(ctx.db, ctx.countyId, [village.id], day) : []
  const units = [...own, ...ofVillage]
  return {
    grid: asRef(grid),
    village,
    town: refOf('town'),
    worker: workerOf(own),
    station: units.find(({ kind }) => kind === 'station')?.unit ?? null,
    stationedUnits: units.flatMap(({ kind, unit, outside }) =>
      kind === 'stationed_unit' ? (unit ?? outside ?? []) : [],
    ),
    mayDecide: [...(await mayDecide(ctx))],
  }
}

function workerOf(assignments: readonly Assignment[]): GridCard['worker'] {
  const worker = assignments.find(({ kind }) => kind === 'worker') ?? assignments.find(({ kind }) => kind === 'deputy')
  const person = worker?.staff ?? worker?.outside
  return worker && person ? { name: person.name, phone: person.phone, duties: worker.duties } : null
}
