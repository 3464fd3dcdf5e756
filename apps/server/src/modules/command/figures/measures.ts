import type { AreaMeasure } from '@linli/contract/screen-shapes'
import type { CounterMirror } from '../../../platform/counters/index.ts'
import { dayBefore, daysUpTo, medianOf, type Moment, range, round, WEEKS } from './moment.ts'
import type { Settlements } from './settlements.ts'
import { tooFew } from './suppress.ts'

const LATE_DAYS = 28
const WEEK = 7

/** What a measure may be made of. */
export interface MeasureSource {
  readonly mirror: CounterMirror
  readonly settlements: Settlements
  readonly moment: Moment
  readonly areas: readonly MeasuredArea[]
}
export interface MeasuredArea {
  readonly id: string
  readonly households: number
  readonly open: number
  readonly overdue: number
}
export interface Measure extends AreaMeasure {
  /** By area; null: nothing to tell, or of too few people. */
  of(source: MeasureSource): ReadonlyMap<string, number | null>
}

const measures: Measure[] = []

/** Adds a figure by which the areas of the screen can be shaded; in the order of the menu. */
export function registerMeasure(measure: Measure): void {
  if (!measures.some(({ code }) => code === measure.code)) measures.push(measure)
}

export const knownMeasures = (): readonly Measure[] => measures

const each = (
  areas: readonly MeasuredArea[],
  value: (area: MeasuredArea) => number | null,
): ReadonlyMap<string, number | null> => new Map(areas.map((area) => [area.id, value(area)]))

const sum = (mirror: CounterMirror, areaId: string, days: readonly string[], measure: string) =>
  days.reduce((total, day) => total + mirror.on(areaId, day, measure), 0)

registerMeasure({
  code: 'openPerThousand',
  names: { zh: '每千户未办结', en: 'Open per 1,000 homes' },
  unit: { zh: '件', en: 'matters' },
  how: {
    zh: '现在没有办结的事项，除以户数，乘一千。户数取网格登记的户数之和。',
    en: 'Matters open now, divided by households, times a thousand. Households are those entered for the grids.',
  },
  ofPeople: false,
  of: ({ areas }) =>
    each(areas, ({ open, households }) => (households === 0 ? null : round((open * 1000) / households))),
})

registerMeasure({
  code: 'overdueShare',
  names: { zh: '超时占比', en: 'Share overdue' },
  unit: { zh: '%', en: '%' },
  how: {
    zh: '现在没有办结的事项里，已过总时限的占多少。等居民答复的时间不算。',
    en: 'Of the matters open now, how many are past their whole limit. Time in which the resident is awaited does not count.',
  },
  ofPeople: false,
  of: ({ areas }) => each(areas, ({ open, overdue }) => (open === 0 ? null : Math.round((overdue * 100) / open))),
})

registerMeasure({
  code: 'medianHours',
  names: { zh: '办结用时', en: 'Time to settle' },
  unit: { zh: '工作小时', en: 'working h' },
  how: {
    zh: '近 28 天办结的事项，从受理到办结的工作小时，取中位数。',
    en: 'Working hours from report to settlement of what was settled within 28 days; the median.',
  },
  ofPeople: false,
  of: ({ areas, settlements }) => each(areas, ({ id }) => settlements.ofLateIn(id)),
})

registerMeasure({
  code: 'satisfied',
  names: { zh: '居民满意', en: 'Residents content' },
  unit: { zh: '%', en: '%' },
  how: {
    zh: '近 28 天居民自己评价的事项里，四星五星或回访满意的占多少；退回重办的算不满意，没有答复的不算。不足 10 人评价不显示。',
    en: 'Of the results that residents judged within 28 days, those with four or five stars or content when called. Results sent back count against; silence counts not at all. Fewer than ten answers are not shown.',
  },
  ofPeople: true,
  of({ areas, mirror, moment }) {
    const days = daysUpTo(moment.day, LATE_DAYS)
    const judged = new Map(areas.map(({ id }) => [id, sum(mirror, id, days, 'judged')]))
    const hidden = tooFew(judged)
    return each(areas, ({ id }) =>
      hidden.has(id) ? null : Math.round((sum(mirror, id, days, 'satisfied') * 100) / (judged.get(id) ?? 1)),
    )
  },
})

registerMeasure({
  code: 'weekAgainstPast',
  names: { zh: '本周比自己往常', en: 'This week against its own past' },
  unit: { zh: '%', en: '%' },
  how: {
    zh: '近 7 天受理的件数，与本区域此前八个 7 天的中位数相比，多（少）百分之几。只与自己的过去比。',
    en: 'What came in within seven days against the median of its own eight times seven days before, in per cent.',
  },
  ofPeople: false,
  of: ({ areas, mirror, moment }) =>
    each(areas, ({ id }) => {
      const week = (weeksAgo: number) =>
        sum(mirror, id, daysUpTo(dayBefore(moment.day, weeksAgo * WEEK), WEEK), 'received')
      const usual = medianOf(range(WEEKS).map((index) => week(index + 1)))
      return usual === null || usual === 0 ? null : Math.round(((week(0) - usual) * 100) / usual)
    }),
})
