import type { DutyLine } from '@linli/contract/screen-shapes'
import type { Deps } from '../../../platform/deps.ts'
import { staffedGrids } from '../../areas/index.ts'
import { onDutyNow } from '../../fieldwork/index.ts'
import { staffedUnits, unitDirectory } from '../../identity/index.ts'

export interface Duty {
  readonly lines: DutyLine[]
  readonly staffed: ReadonlyMap<string, { readonly grids: number; readonly staffed: number }>
}

const levels = [
  { code: 'county', prefix: 'county_centre', names: { zh: '县级中心', en: 'County centre' } },
  { code: 'towns', prefix: 'town_grid_office', names: { zh: '乡镇街道网格所', en: 'Town grid offices' } },
  { code: 'villages', prefix: 'village_grid_station', names: { zh: '村（社区）网格站', en: 'Village stations' } },
  { code: 'departments', prefix: 'department', names: { zh: '职能部门', en: 'Departments' } },
] as const

/**
 * How many of the desks and grids have somebody on duty: where a roster is published, on shift at this moment; elsewhere a
 * post that is held. Never who, nor where a person is.
 */
export async function readDuty(deps: Deps, countyId: number): Promise<Duty> {
  const { here, rostered, grids: covered } = await onDutyNow(deps, countyId)
  const directory = await unitDirectory(deps, countyId)
  const villages = new Set([...rostered].flatMap((id) => directory.find(id)?.areaId ?? []))
  const [units, staffed] = await Promise.all([
    staffedUnits(deps, countyId, { rostered: [...rostered], here: [...here] }),
    staffedGrids(deps, countyId, { villages, grids: covered }),
  ])
  const lines = levels.map(({ code, prefix, names }): DutyLine => {
    const own = units.filter((unit) => unit.kind === prefix)
    const all = own.reduce((sum, unit) => sum + unit.units, 0)
    const here = own.reduce((sum, unit) => sum + unit.staffed, 0)
    return { code, names, staffed: here, all }
  })
  const grids = {
    code: 'grids',
    names: { zh: '网格', en: 'Grids' },
    staffed: staffed.whole.staffed,
    all: staffed.whole.grids,
  }
  return { lines: [...lines, grids].filter(({ all }) => all > 0), staffed: staffed.byArea }
}
