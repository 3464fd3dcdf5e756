import type { AreaLevel } from '@linli/contract/areas'
import { ResidenceKind } from '@linli/contract/people'
import type { MonthFigures } from '@linli/contract/people-statistics'

/** Below this a figure could point at somebody. */
const LEAST = 10

interface KindFigures {
  readonly kind: ResidenceKind
  readonly figures: MonthFigures
}

const isEmpty = ({ figures }: KindFigures) => Object.values(figures).every((figure) => figure === 0)

interface KindSize {
  readonly kind: ResidenceKind
  readonly persons: number
  readonly isFew: boolean
}

/**
 * Kinds of few people are left out above the grid, the total is not. One kind alone that is left out could be worked out
 * from the total and the others, so the smallest of those is left out with it. Kinds without anybody are not among them.
 */
function hiddenOf(kinds: readonly KindSize[]): ReadonlySet<ResidenceKind> {
  const hidden = new Set(kinds.filter(({ isFew }) => isFew).map(({ kind }) => kind))
  const shown = kinds.filter(({ kind }) => !hidden.has(kind))
  const smallest = shown.toSorted((a, b) => a.persons - b.persons)[0]
  // With every other kind empty, the total tells the one that is left; it is told anyway.
  if (hidden.size === 1 && smallest) hidden.add(smallest.kind)
  return hidden
}

/** Figures of a frozen month. */
export function suppressed(byKind: readonly KindFigures[]): { kind: ResidenceKind; figures: MonthFigures | null }[] {
  const hidden = hiddenOf(
    byKind
      .filter((one) => !isEmpty(one))
      .map(({ kind, figures: { opening, closing } }) => ({
        kind,
        persons: closing,
        isFew: Math.min(opening, closing) < LEAST,
      })),
  )
  return byKind.map(({ kind, figures }) => ({ kind, figures: hidden.has(kind) ? null : figures }))
}

/** Persons of each kind today, where there are any; null: few. */
export function shownKinds(
  byKind: Readonly<Partial<Record<ResidenceKind, number>>>,
  level: AreaLevel,
): { kind: ResidenceKind; persons: number | null }[] {
  const held = ResidenceKind.options
    .map((kind) => ({ kind, persons: byKind[kind] ?? 0 }))
    .filter(({ persons }) => persons > 0)
  if (level === 'grid') return held
  const hidden = hiddenOf(held.map((one) => ({ ...one, isFew: one.persons < LEAST })))
  return held.map(({ kind, persons }) => ({ kind, persons: hidden.has(kind) ? null : persons }))
}
