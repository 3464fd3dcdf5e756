import type { Category } from '@linli/contract/categories'

/** What a worker must report whenever it is seen, besides new arrivals, who go into the register. */
export const mustReports = ['unstable', 'hazard', 'surroundings', 'facilities'] as const
export type MustReport = (typeof mustReports)[number]

/** Classes of the categories that each of them falls into, by the first two digits of the code. */
const classes: Readonly<Record<MustReport, readonly string[]>> = {
  unstable: ['02', '03'],
  hazard: ['11'],
  surroundings: ['04'],
  facilities: ['05'],
}

/** The few categories of this kind; all of them in a county that sorts otherwise. */
export function categoriesFor(kind: MustReport | null, categories: readonly Category[]): readonly Category[] {
  if (kind === null) return categories
  const few = categories.filter(({ code }) => classes[kind].includes(code.slice(0, 2)))
  return few.length > 0 ? few : categories
}

export const mustReportOf = (word: string | null): MustReport | null =>
  mustReports.find((each) => each === word) ?? null
