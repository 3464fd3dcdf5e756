import type { AreaLevel } from '@linli/contract/areas'
import { coreName } from '../search-text.ts'
import type { ListedArea } from './check-rows.ts'

/** An area as it is on the day from which the list holds. */
export interface KnownArea {
  readonly id: string
  readonly level: AreaLevel
  readonly parentId: string | null
  readonly name: string
  readonly gridNo: number | null
  /** In the scheme of the list; for grids in the grids' own. */
  readonly code: string | null
}

export interface Matches {
  /** Rows that mean an area which goes on. */
  readonly same: ReadonlyMap<ListedArea, KnownArea>
  /** Rows that mean a new area which takes over from an old one. */
  readonly successor: ReadonlyMap<ListedArea, KnownArea>
}

export const levelsDown: readonly AreaLevel[] = ['county', 'town', 'village', 'grid']

/**
 * Which known area each row means. The code decides, unless the statistical office has given it to another place:
 * then, and where the code is new, the name within the same parent, and last a name that is alone in the county.
 */
export function matchRows(rows: readonly ListedArea[], known: readonly KnownArea[]): Matches {
  const matching = new Matching(rows, known)
  for (const level of levelsDown) matching.matchLevel(level)
  return matching
}

class Matching implements Matches {
  readonly same = new Map<ListedArea, KnownArea>()
  readonly successor = new Map<ListedArea, KnownArea>()
  readonly #rows: readonly ListedArea[]
  readonly #known: readonly KnownArea[]
  readonly #byCode: ReadonlyMap<string, ListedArea>
  readonly #used = new Set<KnownArea>()

  constructor(rows: readonly ListedArea[], known: readonly KnownArea[]) {
    this.#rows = rows
    this.#known = known
    this.#byCode = new Map(rows.map((row) => [row.code, row]))
  }

  matchLevel(level: AreaLevel): void {
    const rows = this.#rows.filter((row) => row.level === level)
    const known = this.#known.filter((area) => area.level === level)
    const knownCodes = new Map(known.flatMap((area) => (area.code === null ? [] : [[area.code, area] as const])))
    for (const row of rows) {
      const area = level === 'county' ? known[0] : knownCodes.get(row.code)
      if (area && !this.#codeWasReused(row, area, known)) this.#take(this.same, row, area)
    }
    if (level === 'grid') {
      for (const row of this.#open(rows)) {
        const parent = this.#parentOf(row)
        this.#takeOnly(
          this.same,
          row,
          this.#free(known).filter(
            (area) => row.gridNo !== null && area.gridNo === row.gridNo && area.parentId === parent?.id,
          ),
        )
      }
      return
    }
    for (const row of this.#open(rows)) {
      const parent = this.#parentOf(row)
      this.#takeOnly(
        this.successor,
        row,
        this.#free(known).filter((area) => area.parentId === parent?.id && alike(row, area)),
      )
    }
    for (const row of this.#open(rows)) {
      const homonyms = rows.filter(
        (other) =>
          other !== row && other.name !== null && row.name !== null && coreName(other.name) === coreName(row.name),
      )
      if (homonyms.length === 0)
        this.#takeOnly(
          this.successor,
          row,
          known.filter((area) => alike(row, area)),
        )
    }
  }

  // The code stands for another place now when its name differs and a sibling bears that very name.
  #codeWasReused(row: ListedArea, area: KnownArea, known: readonly KnownArea[]): boolean {
    if (row.name === null || row.level === 'county' || alike(row, area)) return false
    return known.some((other) => other !== area && other.parentId === area.parentId && alike(row, other))
  }

  #parentOf(row: ListedArea): KnownArea | undefined {
    const parent = row.parentCode === null ? undefined : this.#byCode.get(row.parentCode)
    if (parent) return this.same.get(parent) ?? this.successor.get(parent)
    return this.#known.find((area) => area.code !== null && area.code === row.parentCode)
  }

  #open(rows: readonly ListedArea[]): ListedArea[] {
    return rows.filter((row) => !this.same.has(row) && !this.successor.has(row))
  }

  #free(known: readonly KnownArea[]): KnownArea[] {
    return known.filter((area) => !this.#used.has(area))
  }

  #takeOnly(into: Map<ListedArea, KnownArea>, row: ListedArea, candidates: readonly KnownArea[]): void {
    const [only, ...others] = candidates
    // Two of one name: guessing would give one village the other's history.
    if (only && others.length === 0 && !this.#used.has(only)) this.#take(into, row, only)
  }

  #take(into: Map<ListedArea, KnownArea>, row: ListedArea, area: KnownArea): void {
    into.set(row, area)
    this.#used.add(area)
  }
}

function alike(row: ListedArea, area: KnownArea): boolean {
  return row.name !== null && coreName(row.name) === coreName(area.name)
}
