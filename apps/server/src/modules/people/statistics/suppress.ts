import type { ResidenceKind } from '@linli/contract/people'
import type { MonthFigures } from '@linli/contract/people-statistics'

/** Below this a figure could point at somebody. */
const LEAST = 10

interface KindFigures {
  readonly kind: ResidenceKind
  readonly figures: MonthFigures
}

const isEmpty = ({ figures }: KindFigures) => Object.values(figures).every((figure) => figure === 0)
const isFew = ({ figures }: KindFigures) => figures.opening < LEAST || figures.closing < LEAST

/**
 * Kinds of few people are left out above the grid, the total is not. One kind alone that is left out could be worked out
 * from the total and the others, so the smallest of those is left out with it.
 */
export function suppressed(byKind: readonly KindFigures[]): { kind: ResidenceKind; figures: MonthFigures | null }[] {
  const people = byKind.filter((one) => !isEmpty(one))
  const hidden = new Set(people.filter(isFew).map(({ kind }) => kind))
  const shown = people.filter(({ kind }) => !hidden.has(kind))
  const smallest = shown.toSorted((a, b) => a.figures.closing - b.figures.closing)[0]
  if (hidden.size === 1 && smallest) hidden.add(smallest.kind)
  // With every other kind empty, the total tells the one that is left; it is told anyway.
  return byKind.map(({ kind, figures }) => ({ kind, figures: hidden.has(kind) ? null : figures }))
}
