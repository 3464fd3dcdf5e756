import type { AreaLevel, ImportFault, ImportFaultReason } from '@linli/contract/areas'
import type { AreaGeometry } from '@linli/contract/common'
import { gridName, gridScheme } from '../grid-numbers.ts'
import { innerPoint } from '../geometry/outline.ts'
import type { AreaVersionFacts, NewArea, NewCode, NewSuccession } from '../versions.ts'
import type { ListedArea } from './check-rows.ts'
import { type KnownArea, levelsDown, type Matches, matchRows } from './match.ts'

/** An area as it is on the day from which the list holds, with its facts. */
export type KnownFacts = KnownArea & AreaVersionFacts & { readonly validFrom: string; readonly latestFrom: string }

export interface Plan {
  readonly open: NewArea[]
  readonly change: { readonly id: string; readonly patch: Partial<AreaVersionFacts> }[]
  readonly close: string[]
  readonly codes: NewCode[]
  readonly successions: NewSuccession[]
  /** Old area → the one new area that carries it on: who answers for it and which units serve it go along. */
  readonly heirs: ReadonlyMap<string, string>
  readonly unchanged: number
  readonly faults: ImportFault[]
}

export interface PlanInput {
  readonly rows: readonly ListedArea[]
  readonly known: readonly KnownFacts[]
  readonly from: string
  readonly codeScheme: string
  /** Areas of the list's levels that it does not name close. */
  readonly complete: boolean
  readonly illustrative: boolean
  /** What the file calls a column. */
  readonly called: (column: 'code' | 'parent' | 'name') => string
  readonly newId: () => string
}

/** What a list changes, worked out without touching anything: the dry run shows it, the import applies it. */
export function planImport(input: PlanInput): Plan {
  return new Planner(input).plan()
}

const levelAbove: Readonly<Partial<Record<AreaLevel, AreaLevel>>> = { town: 'county', village: 'town', grid: 'village' }

class Planner {
  readonly #input: PlanInput
  readonly #matches: Matches
  readonly #rowByCode: ReadonlyMap<string, ListedArea>
  readonly #knownById: ReadonlyMap<string, KnownFacts>
  readonly #knownByCode: ReadonlyMap<string, KnownFacts>
  /** Ids of the rows that hold, by code: known or new. */
  readonly #ids = new Map<string, string>()
  readonly #plan = {
    open: [] as NewArea[],
    change: [] as Plan['change'],
    close: [] as string[],
    codes: [] as NewCode[],
    successions: [] as NewSuccession[],
    heirs: new Map<string, string>(),
    unchanged: 0,
    faults: [] as ImportFault[],
  }

  constructor(input: PlanInput) {
    this.#input = input
    this.#matches = matchRows(input.rows, input.known)
    this.#rowByCode = new Map(input.rows.map((row) => [row.code, row]))
    this.#knownById = new Map(input.known.map((area) => [area.id, area]))
    this.#knownByCode = new Map(input.known.flatMap((area) => (area.code === null ? [] : [[area.code, area] as const])))
  }

  plan(): Plan {
    for (const level of levelsDown) {
      for (const row of this.#input.rows) if (row.level === level) this.#planRow(row)
    }
    this.#planSplits()
    this.#planClosing()
    return this.#plan
  }

  #planRow(row: ListedArea): void {
    const parentId = this.#parentIdOf(row)
    if (parentId === undefined) return
    const same = this.#facts(this.#matches.same.get(row))
    if (same) this.#planSame(row, same, parentId)
    else this.#planNew(row, this.#facts(this.#matches.successor.get(row)), parentId)
  }

  // Undefined when there is none: the fault has been noted.
  #parentIdOf(row: ListedArea): string | null | undefined {
    const { parentCode } = row
    if (row.level === 'county' || parentCode === null) return null
    const parent = this.#rowByCode.get(parentCode) ?? this.#knownByCode.get(parentCode)
    const id = this.#ids.get(parentCode) ?? this.#knownByCode.get(parentCode)?.id
    if (!parent || id === undefined) return this.#fault(row, 'parent', 'parent_missing', parentCode)
    if (parent.level !== levelAbove[row.level]) return this.#fault(row, 'parent', 'parent_wrong_level', parentCode)
    return id
  }

  #planSame(row: ListedArea, area: KnownFacts, parentId: string | null): void {
    this.#ids.set(row.code, area.id)
    const patch = this.#patchOf(row, area, parentId)
    const recoded = area.code !== row.code
    if (Object.keys(patch).length === 0 && !recoded) {
      this.#plan.unchanged++
      return
    }
    if (area.latestFrom > this.#input.from) {
      this.#fault(row, 'code', 'date_before_area', row.code)
      return
    }
    this.#plan.change.push({ id: area.id, patch })
    if (recoded) this.#addCode(row, area.id)
  }

  #patchOf(row: ListedArea, area: KnownFacts, parentId: string | null): Partial<AreaVersionFacts> {
    const stated: Partial<Record<keyof AreaVersionFacts, unknown>> = {
      parentId,
      name: row.name,
      nameEn: row.nameEn,
      kind: row.kind,
      gridNo: row.gridNo,
      urbanRural: row.urbanRural,
      households: row.households,
      lon: row.lon,
      lat: row.lat,
    }
    const changed = Object.entries(stated).filter(
      ([field, value]) => value !== null && value !== area[field as keyof AreaVersionFacts],
    )
    const patch: Partial<AreaVersionFacts> = Object.fromEntries(changed)
    if (row.boundary === null || JSON.stringify(row.boundary) === JSON.stringify(area.boundary)) return patch
    const centre = area.lon === null && row.lon === null ? innerPoint(row.boundary) : {}
    return { ...patch, ...centre, boundary: row.boundary, illustrative: this.#input.illustrative }
  }

  #planNew(row: ListedArea, old: KnownFacts | undefined, parentId: string | null): void {
    const name = row.name ?? (row.level === 'grid' && row.gridNo !== null ? gridName(row.gridNo) : null)
    if (name === null) {
      this.#fault(row, 'name', 'missing', '')
      return
    }
    const id = this.#input.newId()
    this.#ids.set(row.code, id)
    this.#plan.open.push({
      id,
      level: row.level,
      parentId,
      name,
      ...inherited(row, old, name, this.#input.illustrative),
    })
    this.#addCode(row, id)
    if (!old) return
    this.#plan.successions.push({ fromId: old.id, toId: id, kind: old.name === name ? 'replace' : 'rename' })
    this.#plan.heirs.set(old.id, id)
  }

  #addCode({ level, code }: ListedArea, areaId: string): void {
    this.#plan.codes.push({ areaId, code, scheme: level === 'grid' ? gridScheme : this.#input.codeScheme })
  }

  // A new town made of villages of a town that ends took over from that one too.
  #planSplits(): void {
    const opened = new Map(this.#plan.open.map((area) => [area.id, area]))
    const inherits = new Set(this.#plan.successions.map(({ toId }) => toId))
    const splits = new Map<string, NewSuccession>()
    for (const { fromId, toId } of this.#plan.successions) {
      const child = opened.get(toId)
      const formerParent = this.#knownById.get(fromId)?.parentId
      if (!child?.parentId || !formerParent || !opened.has(child.parentId) || inherits.has(child.parentId)) continue
      const ends = this.#plan.heirs.has(formerParent) || (this.#input.complete && !this.#goesOn(formerParent))
      const split = { fromId: formerParent, toId: child.parentId, kind: 'split' as const }
      if (ends) splits.set(`${split.fromId} ${split.toId}`, split)
    }
    this.#plan.successions.push(...splits.values())
  }

  #goesOn(id: string): boolean {
    return [...this.#matches.same.values()].some((area) => area.id === id)
  }

  #planClosing(): void {
    const levels = new Set(this.#input.rows.map(({ level }) => level))
    const going = new Set([...this.#matches.same.values()].map(({ id }) => id))
    const closing = new Set(this.#plan.heirs.keys())
    if (this.#input.complete) {
      for (const area of this.#input.known)
        if (levels.has(area.level) && area.level !== 'county' && !going.has(area.id)) closing.add(area.id)
    }
    // From the top down, so that what lies below a closing area is seen after it.
    for (const level of levelsDown) {
      for (const area of this.#input.known) {
        if (
          area.level !== level ||
          area.parentId === null ||
          !closing.has(area.parentId) ||
          going.has(area.id) ||
          closing.has(area.id)
        )
          continue
        const heir = this.#plan.heirs.get(area.parentId)
        if (heir === undefined) closing.add(area.id)
        else this.#moveBelow(area, heir)
      }
    }
    this.#plan.close.push(...closing)
  }

  // Grids that the list does not speak of go on under the village that took over, with its code.
  #moveBelow(area: KnownFacts, parentId: string): void {
    this.#plan.change.push({ id: area.id, patch: { parentId } })
    const parentCode = this.#plan.codes.find(({ areaId }) => areaId === parentId)?.code
    if (area.level !== 'grid' || area.gridNo === null || area.code === null || parentCode === undefined) return
    this.#plan.codes.push({
      areaId: area.id,
      scheme: gridScheme,
      code: `${parentCode}${String(area.gridNo).padStart(3, '0')}`,
    })
  }

  #facts(area: KnownArea | undefined): KnownFacts | undefined {
    return area ? this.#knownById.get(area.id) : undefined
  }

  #fault(row: ListedArea, column: 'code' | 'parent' | 'name', reason: ImportFaultReason, value: string): undefined {
    this.#plan.faults.push({ row: row.line, column: this.#input.called(column), value, reason })
  }
}

/** Facts of a new area: what the row states, else what the old one had. */
function inherited(row: ListedArea, old: KnownFacts | undefined, name: string, illustrative: boolean) {
  const boundary: AreaGeometry | null = row.boundary ?? old?.boundary ?? null
  const stated = row.lon === null || row.lat === null ? null : { lon: row.lon, lat: row.lat }
  const former = old && old.lon !== null && old.lat !== null ? { lon: old.lon, lat: old.lat } : null
  const centre = stated ?? former ?? (boundary ? innerPoint(boundary) : null)
  return {
    nameEn: row.nameEn ?? (old?.name === name ? old.nameEn : null),
    kind: row.level === 'grid' ? (row.kind ?? 'basic') : null,
    gridNo: row.gridNo,
    urbanRural: row.urbanRural ?? old?.urbanRural ?? null,
    households: row.households ?? old?.households ?? null,
    lon: centre?.lon ?? null,
    lat: centre?.lat ?? null,
    boundary,
    illustrative: row.boundary ? illustrative : (old?.illustrative ?? false),
  }
}
