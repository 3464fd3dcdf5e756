import type { AreaLevel } from '@linli/contract/areas'
import { ResidenceKind } from '@linli/contract/people'
import { type AreaMonth, arrivals, departures, type MonthFigures } from '@linli/contract/people-statistics'
import type { Ctx } from '../../../platform/command/ctx.ts'
import type { CellValue, ListRow } from '../../../platform/workbook/filling.ts'
import { countyAreas } from '../../areas/index.ts'
import { type AreaFigures, figuresOf, SUPPRESS_BELOW } from '../figures.ts'
import { monthOfTree } from '../statistics/read.ts'
import { shownKinds } from '../statistics/suppress.ts'
import { few } from './words.ts'

/** Lists whose rows are areas. */
export const areaLists = ['below', 'town', 'village', 'grid'] as const
type AreaList = (typeof areaLists)[number]

/** What areas of a report are asked for. */
export interface AreaSource {
  /** The area of the report itself. */
  readonly own: (key: string) => CellValue
  readonly list: (list: AreaList) => readonly ListRow[]
}

export interface Wanted {
  /** Lists of areas that the template has, and whether its figures are of today, of a month, or both. */
  readonly lists: ReadonlySet<string>
  readonly today: boolean
  readonly month: string | null
}

interface Listed {
  readonly id: string
  readonly level: AreaLevel
  readonly name: string
  readonly code: string | null
}

/** Figures of an area and of those below it that the template lists: a statement per level, one for the month. */
export async function areaSource(ctx: Ctx, areaId: string, wanted: Wanted): Promise<AreaSource> {
  const { open, names, children } = await countyAreas(ctx.deps, ctx.countyId)
  const ownArea = open.get(areaId) ?? names.get(areaId)
  const months = new Map<string, AreaMonth>()
  if (wanted.month !== null) for (const one of await monthOfTree(ctx, wanted.month, areaId)) months.set(one.id, one)
  // A month knows areas that have closed since: without them its rows would not add up.
  const places = new Map<string, Listed>()
  const walk = (id: string, depth: number): void => {
    const area = open.get(id)
    if (area) places.set(id, area)
    if (depth < DEEPEST) for (const child of children.get(id) ?? []) walk(child.id, depth + 1)
  }
  walk(areaId, 0)
  for (const { id, level, name } of months.values())
    if (!places.has(id)) places.set(id, { id, level, name, code: null })
  const below = (children.get(areaId) ?? []).map(({ level }) => level)[0]
  const levelOf = (list: AreaList): AreaLevel | undefined => (list === 'below' ? below : list)
  const figures = new Map<string, AreaFigures>()
  if (wanted.today && ownArea) {
    const levels = new Set([
      ownArea.level,
      ...areaLists.flatMap((list) => (wanted.lists.has(list) ? (levelOf(list) ?? []) : [])),
    ])
    for (const level of levels) {
      const ids =
        level === ownArea.level
          ? [areaId]
          : [...places.values()].filter((one) => one.level === level && open.has(one.id)).map(({ id }) => id)
      for (const [id, one] of await figuresOf(ctx, level, ids)) figures.set(id, one)
    }
  }
  const valueOf =
    (area: Listed) =>
    (key: string): CellValue => {
      if (key === 'name') return area.name
      if (key === 'code') return area.code
      if (key.startsWith('month.')) return monthValue(months.get(area.id), key, ctx.locale)
      return todayValue(figures.get(area.id), key, area.level, ctx.locale)
    }
  const order = new Map([...names.keys()].map((id, index) => [id, index]))
  return {
    own: valueOf({
      id: areaId,
      level: ownArea?.level ?? 'grid',
      name: ownArea?.name ?? '',
      code: open.get(areaId)?.code ?? null,
    }),
    list: (list) => {
      const level = levelOf(list)
      return [...places.values()]
        .filter((area) => area.level === level && (area.id !== areaId || list !== 'below'))
        .toSorted((a, b) => (order.get(a.id) ?? 0) - (order.get(b.id) ?? 0))
        .map((area, index) => {
          const value = valueOf(area)
          return (key) => (key === 'no' ? index + 1 : value(key))
        })
    },
  }
}

/** County, town, village, grid. */
const DEEPEST = 3

const noFigures: AreaFigures = {
  households: 0,
  persons: 0,
  livesHere: 0,
  byKind: {},
  children: 0,
  elders: 0,
  needs: {},
  withoutDocument: 0,
  buildings: 0,
  dwellings: 0,
  organisations: {},
}

function todayValue(held: AreaFigures | undefined, key: string, level: AreaLevel, locale: 'zh' | 'en'): CellValue {
  const figures = held ?? noFigures
  const [group, code] = key.split('.')
  if (group === 'need' && code !== undefined) return suppressedNeed(figures.needs[code] ?? 0, level, locale)
  if (group === 'organisation' && code !== undefined) return figures.organisations[code] ?? 0
  if (key === 'organisations') return Object.values(figures.organisations).reduce((sum, one) => sum + one, 0)
  const kind = ResidenceKind.safeParse(key)
  if (kind.success) {
    const shown = shownKinds(figures.byKind, level).find((one) => one.kind === kind.data)
    return shown ? (shown.persons ?? few[locale]) : 0
  }
  const figure: unknown = figures[key as keyof AreaFigures]
  return typeof figure === 'number' ? figure : null
}

/** As everywhere: needs of a few people could point at somebody, above the grid whose worker knows them anyway. */
export const suppressedNeed = (persons: number, level: AreaLevel, locale: 'zh' | 'en'): CellValue =>
  level !== 'grid' && persons > 0 && persons < SUPPRESS_BELOW ? few[locale] : persons

const sumOf = (figures: MonthFigures, keys: readonly (keyof MonthFigures)[]) =>
  keys.reduce((sum, key) => sum + figures[key], 0)

/** `month.closing`, `month.migrant.closing`, `month.households`. An area that nobody lived in has no row, and noughts. */
function monthValue(held: AreaMonth | undefined, key: string, locale: 'zh' | 'en'): CellValue {
  const [, first = '', second] = key.split('.')
  if (!held) return 0
  if (first === 'households') return held.households
  const figures = second === undefined ? held.all : held.byKind.find(({ kind }) => kind === first)?.figures
  if (figures === null) return few[locale]
  const name = second ?? first
  if (figures === undefined) return 0
  if (name === 'in') return sumOf(figures, arrivals)
  if (name === 'out') return sumOf(figures, departures)
  return figures[name as keyof MonthFigures] ?? null
}
