import type { Deps } from '../../platform/deps.ts'
import type { Db } from '../../platform/database/database.ts'

export interface UnitEntry {
  readonly id: string
  readonly kind: string
  readonly name: string
  readonly nameEn: string | null
  readonly parentId: string | null
  readonly areaId: string | null
  readonly departmentCode: string | null
}

/** All current units of a county by id, place and department: about 1,500, read once and kept until one changes. */
export interface UnitDirectory {
  readonly all: readonly UnitEntry[]
  find(id: string | null): UnitEntry | undefined
  /** The unit of that kind that serves exactly this area. */
  inArea(areaId: string | null, kind: string): UnitEntry | undefined
  department(code: string | null): UnitEntry | undefined
  ofKind(kind: string): readonly UnitEntry[]
}

const directories = new WeakMap<Deps, Map<number, Promise<UnitDirectory>>>()

export function unitDirectory(deps: Deps, countyId: number): Promise<UnitDirectory> {
  let counties = directories.get(deps)
  if (!counties) {
    const fresh = new Map<number, Promise<UnitDirectory>>()
    directories.set(deps, fresh)
    deps.live.subscribe({
      countyId: null,
      filter: (event) => event.module === 'identity' && event.subjectKind === 'unit',
      send: (event) => void fresh.delete(event.countyId),
    })
    counties = fresh
  }
  let directory = counties.get(countyId)
  if (!directory) {
    directory = readDirectory(deps.db, countyId)
    counties.set(countyId, directory)
    // A failed read must not be remembered.
    directory.catch(() => counties.delete(countyId))
  }
  return directory
}

/** The change's own process need not wait for the event to come round. */
export function forgetUnits(deps: Deps, countyId: number): void {
  directories.get(deps)?.delete(countyId)
}

async function readDirectory(db: Db, countyId: number): Promise<UnitDirectory> {
  const rows = await db
    .selectFrom('units')
    .select(['id', 'kind', 'name', 'nameEn', 'parentId', 'areaId', 'departmentCode'])
    .where('countyId', '=', countyId)
    .where('validTo', 'is', null)
    .execute()
  const byId = new Map(rows.map((row) => [row.id, row]))
  const byPlace = new Map(rows.map((row) => [`${row.areaId}:${row.kind}`, row]))
  const byDepartment = new Map(
    rows.filter((row) => row.departmentCode !== null).map((row) => [row.departmentCode, row]),
  )
  const byKind = Map.groupBy(rows, (row) => row.kind)
  return {
    all: rows,
    find: (id) => (id === null ? undefined : byId.get(id)),
    inArea: (areaId, kind) => byPlace.get(`${areaId}:${kind}`),
    department: (code) => (code === null ? undefined : byDepartment.get(code)),
    ofKind: (kind) => byKind.get(kind) ?? [],
  }
}
