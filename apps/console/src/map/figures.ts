import type { AreaLevel } from '@linli/contract/areas'
import type { matterRoutes } from '@linli/contract/matters'
import type { RouteOutput } from '@linli/contract/route'
import { type Plane, type Spot } from '@linli/ui/map'

export type Pin = RouteOutput<typeof matterRoutes.listMatterPoints>['items'][number]
export type PlacedPin = Pin & Spot

export interface Figure {
  readonly open: number
  readonly overdue: number
}

export const none: Figure = { open: 0, overdue: 0 }

export const placed = (pins: readonly Pin[], plane: Plane): PlacedPin[] =>
  pins.map((pin) => ({ ...pin, ...plane(pin.lon, pin.lat) }))

const idAt = {
  county: () => null,
  town: (pin: Pin) => pin.townId,
  village: (pin: Pin) => pin.villageId,
  grid: (pin: Pin) => pin.gridId,
} as const satisfies Record<AreaLevel, (pin: Pin) => string | null>

/** The area of this level in which it lies; null where nobody knows. */
export const areaAt = (level: AreaLevel, pin: Pin): string | null => idAt[level](pin)

export const liesIn = (pin: Pin, area: { readonly id: string; readonly level: AreaLevel }): boolean =>
  area.level === 'county' || areaAt(area.level, pin) === area.id

/** How many matters lie in each area of a level, and how many of them are overdue. */
export function figuresBy(level: AreaLevel, pins: readonly Pin[]): ReadonlyMap<string, Figure> {
  const figures = new Map<string, Figure>()
  for (const pin of pins) {
    const id = areaAt(level, pin)
    if (id === null) continue
    const { open, overdue } = figures.get(id) ?? none
    figures.set(id, { open: open + 1, overdue: overdue + (pin.overdue ? 1 : 0) })
  }
  return figures
}

/** Nearest limit first, which puts the overdue on top; what has no running limit comes last. */
export function byLimit(a: Pin, b: Pin): number {
  if (a.dueAt === b.dueAt) return a.number < b.number ? -1 : 1
  if (a.dueAt === null) return 1
  if (b.dueAt === null) return -1
  return a.dueAt < b.dueAt ? -1 : 1
}

export const levelBelow = { county: 'town', town: 'village', village: 'grid', grid: 'grid' } as const satisfies Record<
  AreaLevel,
  AreaLevel
>
