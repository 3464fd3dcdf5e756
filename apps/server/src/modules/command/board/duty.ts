import type { DutyLine } from '@linli/contract/screen-shapes'
import type { Deps } from '../../../platform/deps.ts'
import { countyAreas, pathAbove, staffedGrids } from '../../areas/index.ts'
import { onDutyNow } from '../../fieldwork/index.ts'
import { staffedUnits, unitDirectory } from '../../identity/index.ts'

const kinds = [
  { code: 'county', kind: 'county_centre', names: { zh: '县级中心', en: 'County centre' } },
  { code: 'towns', kind: 'town_grid_office', names: { zh: '乡镇街道网格所', en: 'Town grid offices' } },
  { code: 'villages', kind: 'village_grid_station', names: { zh: '村（社区）网格站', en: 'Village stations' } },
  { code: 'departments', kind: 'department', names: { zh: '职能部门', en: 'Departments' } },
] as const
const gridNames = { zh: '网格', en: 'Grids' }

/**
 * How many of the desks and grids of every area have somebody on duty: where a roster is published, on shift at this
 * moment; elsewhere a post that is held. Never who, nor where a person is.
 */
export class Duty {
  static readonly unknown = new Duty(new Map(), new Map())

  /** By area: its basic grids, and how many of them have a worker on duty. */
  readonly grids: ReadonlyMap<string, { readonly grids: number; readonly staffed: number }>
  readonly #lines: ReadonlyMap<string, readonly DutyLine[]>

  private constructor(grids: Duty['grids'], lines: ReadonlyMap<string, readonly DutyLine[]>) {
    this.grids = grids
    this.#lines = lines
  }

  static async read(deps: Deps, countyId: number): Promise<Duty> {
    const { here, rostered, grids: covered } = await onDutyNow(deps, countyId)
    const directory = await unitDirectory(deps, countyId)
    const villages = new Set([...rostered].flatMap((id) => directory.find(id)?.areaId ?? []))
    const [{ open, children }, units, grids] = await Promise.all([
      countyAreas(deps, countyId),
      staffedUnits(deps, countyId, { rostered: [...rostered], here: [...here] }),
      staffedGrids(deps, countyId, { villages, grids: covered }),
    ])
    const county = children.get(null)?.[0]
    // What belongs to no area that is there today belongs to the county.
    const placed = units.flatMap((unit) => {
      const area = (unit.areaId === null ? undefined : open.get(unit.areaId)) ?? county
      return area ? [...pathAbove(open, area), area].map(({ id }) => ({ ...unit, areaId: id })) : []
    })
    const byArea = Map.groupBy(placed, ({ areaId }) => areaId)
    const sum = (counts: readonly number[]) => counts.reduce((all, one) => all + one, 0)
    const linesOf = (areaId: string): DutyLine[] => {
      const desks = kinds.map(({ code, kind, names }) => {
        const own = (byArea.get(areaId) ?? []).filter((unit) => unit.kind === kind)
        const count = (of: 'staffed' | 'units' | 'rostered') => sum(own.map((unit) => unit[of]))
        return { code, names, staffed: count('staffed'), all: count('units'), rostered: count('rostered') > 0 }
      })
      const { grids: all, staffed } = grids.get(areaId) ?? { grids: 0, staffed: 0 }
      // Of grids tell the rosters of their villages.
      const rostered = desks.some((line) => line.code === 'villages' && line.rostered)
      return [...desks, { code: 'grids', names: gridNames, staffed, all, rostered }].filter((line) => line.all > 0)
    }
    return new Duty(grids, new Map([...open.keys()].map((id) => [id, linesOf(id)])))
  }

  /** Of an area: its desks and grids, kinds of which it has none left out. */
  linesOf(areaId: string): readonly DutyLine[] {
    return this.#lines.get(areaId) ?? []
  }
}
