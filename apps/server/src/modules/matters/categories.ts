import { CategoryRules } from '@linli/contract/categories'
import type { Deps } from '../../platform/deps.ts'
import { Problem } from '../../platform/problem/problem.ts'

export interface CategoryVersion {
  readonly id: string
  readonly code: string
  readonly version: number
  readonly rules: CategoryRules
  readonly current: boolean
}

interface Shelf {
  byId: Map<string, CategoryVersion>
  current: Map<string, CategoryVersion>
}

// Versions never change once written, so they are read once per process; a new version empties the shelf.
const shelves = new WeakMap<Deps, Map<number, Promise<Shelf>>>()

function shelfOf(deps: Deps, countyId: number): Promise<Shelf> {
  let counties = shelves.get(deps)
  if (!counties) {
    const fresh = new Map<number, Promise<Shelf>>()
    shelves.set(deps, fresh)
    deps.live.subscribe({
      countyId: null,
      filter: (event) => event.subjectKind === 'category',
      send: (event) => void fresh.delete(event.countyId),
    })
    counties = fresh
  }
  let shelf = counties.get(countyId)
  if (!shelf) {
    shelf = readShelf(deps, countyId)
    counties.set(countyId, shelf)
    shelf.catch(() => counties.delete(countyId))
  }
  return shelf
}

async function readShelf(deps: Deps, countyId: number): Promise<Shelf> {
  const rows = await deps.db
    .selectFrom('categories')
    .select(['id', 'code', 'version', 'rules', 'validTo'])
    .where('countyId', '=', countyId)
    .execute()
  const versions = rows.map((row) => ({
    id: row.id,
    code: row.code,
    version: row.version,
    // Read through the schema: what an older version does not say has its default.
    rules: CategoryRules.parse(row.rules),
    current: row.validTo === null,
  }))
  return {
    byId: new Map(versions.map((version) => [version.id, version])),
    current: new Map(versions.filter((version) => version.current).map((version) => [version.code, version])),
  }
}

export function forgetCategories(deps: Deps, countyId: number): void {
  shelves.get(deps)?.delete(countyId)
}

export async function categoryById(deps: Deps, countyId: number, id: string): Promise<CategoryVersion> {
  const found = (await shelfOf(deps, countyId)).byId.get(id)
  if (found) return found
  // Another process may have added it a moment ago.
  forgetCategories(deps, countyId)
  const again = (await shelfOf(deps, countyId)).byId.get(id)
  if (!again) throw new Error(`category version ${id} does not exist`)
  return again
}

export async function currentCategory(deps: Deps, countyId: number, code: string): Promise<CategoryVersion> {
  const found = (await shelfOf(deps, countyId)).current.get(code)
  if (!found) throw new Problem('matter.category_unknown', { code })
  return found
}

/** Current categories in order of their codes. */
export async function currentCategories(deps: Deps, countyId: number): Promise<CategoryVersion[]> {
  const { current } = await shelfOf(deps, countyId)
  return [...current.values()].toSorted((a, b) => a.code.localeCompare(b.code))
}
