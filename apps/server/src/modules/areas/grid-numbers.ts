import { sql } from 'kysely'
import type { Tx } from '../../platform/database/database.ts'
import { Problem } from '../../platform/problem/problem.ts'
import { factsWhere, openOn } from './queries.ts'
import type { NewCode } from './versions.ts'

export const gridScheme = 'grid'

/** Takes numbers within a village, whose row is locked: those asked for if free, else the next that were never used. */
export async function takeGridNumbers(
  tx: Tx,
  countyId: number,
  day: string,
  villageId: string,
  wanted: readonly (number | undefined)[],
  exceptIds: readonly string[] = [],
): Promise<number[]> {
  const grids = await factsWhere(tx, countyId, day, sql`a.level = 'grid' AND v.parent_id = ${villageId}`)
  const open = await factsWhere(
    tx,
    countyId,
    day,
    sql`a.level = 'grid' AND v.parent_id = ${villageId} AND ${openOn(day)}`,
  )
  const taken = new Set(open.filter(({ id }) => !exceptIds.includes(id)).map(({ gridNo }) => gridNo))
  let last = Math.max(0, ...grids.map(({ gridNo }) => gridNo ?? 0), ...wanted.map((number) => number ?? 0))
  return wanted.map((number) => {
    const taking = number ?? ++last
    if (taken.has(taking)) throw new Problem('area.code_taken', { gridNo: taking })
    taken.add(taking)
    return taking
  })
}

/** The village's code and the number in three digits; none while the village has no code. */
export function gridCode(areaId: string, villageCode: string | null, gridNo: number): NewCode[] {
  if (villageCode === null) return []
  return [{ areaId, scheme: gridScheme, code: `${villageCode}${String(gridNo).padStart(3, '0')}` }]
}

export const gridName = (gridNo: number) => `第${gridNo}网格`
export const gridNameEn = (gridNo: number) => `Grid ${gridNo}`
