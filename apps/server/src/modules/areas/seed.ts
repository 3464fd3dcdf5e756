import type { AreaLevel } from '@linli/contract/areas'
import type { Tx } from '../../platform/database/database.ts'
import { gridScheme } from './grid-numbers.ts'
import { type AreaVersionFacts, openAreas, setCodes } from './versions.ts'

export interface SeedArea extends Partial<Omit<AreaVersionFacts, 'name' | 'parentId'>> {
  readonly id: string
  readonly level: AreaLevel
  readonly parentId: string | null
  readonly name: string
  readonly code: string | null
}

/** Opens areas of an empty county from a day on; parents need not come first. Publishes no events. */
export async function seedAreas(tx: Tx, countyId: number, from: string, areas: readonly SeedArea[]): Promise<void> {
  await openAreas(
    tx,
    countyId,
    from,
    areas.map((area) => ({
      nameEn: null,
      kind: area.level === 'grid' ? ('basic' as const) : null,
      gridNo: null,
      urbanRural: null,
      households: null,
      lon: null,
      lat: null,
      boundary: null,
      illustrative: false,
      ...area,
    })),
  )
  const codes = areas.flatMap(({ id, level, code }) =>
    code === null ? [] : [{ areaId: id, scheme: level === 'grid' ? gridScheme : 'nbs', code }],
  )
  await setCodes(tx, countyId, from, codes)
}
