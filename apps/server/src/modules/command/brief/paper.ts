import { type Figure, FigureCode, type ScreenSnapshot } from '@linli/contract/screen-shapes'
import type { PrintDocument, PrintTable, PrintValue } from '../../../platform/print/index.ts'
import type { DayFigures } from '../figures/own-figures.ts'
import { briefWords } from './words.ts'

type Words = (typeof briefWords)['zh' | 'en']

export interface Paper {
  readonly locale: 'zh' | 'en'
  readonly timeZone: string
  /** now: as the screen stands; else of the days that are over. */
  readonly kind: 'now' | 'daily' | 'weekly'
  readonly now: ScreenSnapshot
  readonly days: readonly DayFigures[]
}

/** The figures of an area as a paper: what the screen shows, and how each is worked out. */
export function briefPaper({ locale, timeZone, kind, now, days }: Paper): PrintDocument {
  const words = briefWords[locale]
  const instant = new Intl.DateTimeFormat(locale === 'zh' ? 'zh-CN' : 'en-GB', {
    timeZone,
    dateStyle: 'long',
    timeStyle: 'short',
  })
  const area = locale === 'en' ? (now.area.nameEn ?? now.area.name) : now.area.name
  const last = days.at(-1)
  const dates = days.map(({ day }) => dateText(locale, day))
  const span = dates.length > 1 ? [dates[0], dates.at(-1)].join(' – ') : (dates[0] ?? '')
  return {
    locale,
    title: `${area} ${words.titles[kind]}`,
    subtitle: [span, words.asOf(instant.format(new Date(now.at)))].filter(Boolean).join(' · '),
    foot: words.foot,
    parts: [
      ...(kind === 'weekly' ? [dayByDay(words, locale, days)] : []),
      ownTable(words, kind === 'now' || !last ? words.today : dateText(locale, last.day), (last ?? now).figures),
      stock(words, now),
      levels(words, kind === 'now' || !last ? now.settledBy : sumOfLevels(days)),
      categories(words, locale, now),
      ...(now.areas.length > 0 ? [areas(words, locale, now)] : []),
      { kind: 'text', title: words.how, small: true, paragraphs: words.explained },
    ],
  }
}

const dateText = (locale: 'zh' | 'en', day: string) =>
  new Intl.DateTimeFormat(locale === 'zh' ? 'zh-CN' : 'en-GB', {
    timeZone: 'UTC',
    dateStyle: 'long',
  }).format(new Date(`${day}T00:00:00Z`))

const valueOf = (words: Words, { today, few }: Figure): PrintValue => (few ? words.few : today)

function ownTable(words: Words, day: string, figures: ScreenSnapshot['figures']): PrintTable {
  return {
    kind: 'table',
    title: day,
    columns: [
      { words: words.figure, width: 4 },
      { words: words.value, width: 2, figures: true },
      { words: words.usual, width: 2, figures: true },
      { words: words.unit, width: 2 },
    ],
    rows: FigureCode.options.map((code) => [
      words.figures[code],
      valueOf(words, figures[code]),
      figures[code].median,
      words.units[code],
    ]),
  }
}

function dayByDay(words: Words, locale: 'zh' | 'en', days: readonly DayFigures[]): PrintTable {
  const codes = FigureCode.options.filter((code) => code !== 'satisfied')
  return {
    kind: 'table',
    title: words.titles.weekly,
    columns: [
      { words: words.day, width: 3 },
      ...codes.map((code) => ({ words: words.figures[code], width: 2, figures: true })),
    ],
    rows: days.map(({ day, figures }) => [
      dateText(locale, day),
      ...codes.map((code) => valueOf(words, figures[code])),
    ]),
  }
}

function stock(words: Words, { now }: ScreenSnapshot): PrintTable {
  return {
    kind: 'table',
    title: words.stock,
    columns: [
      { words: words.what, width: 4 },
      { words: words.count, width: 2, figures: true },
    ],
    rows: [
      [words.open, now.open],
      [words.overdue, now.overdue],
      [words.danger, now.danger],
    ],
  }
}

const levelCodes = ['grid', 'village', 'town', 'county'] as const

const sumOfLevels = (days: readonly DayFigures[]) =>
  Object.fromEntries(
    levelCodes.map((level) => [level, days.reduce((sum, { settledBy }) => sum + settledBy[level], 0)]),
  ) as ScreenSnapshot['settledBy']

function levels(words: Words, settledBy: ScreenSnapshot['settledBy']): PrintTable {
  return {
    kind: 'table',
    title: words.settledBy,
    columns: [
      { words: words.level, width: 4 },
      { words: words.count, width: 2, figures: true },
    ],
    rows: levelCodes.map((level) => [words.levels[level], settledBy[level]]),
  }
}

function categories(words: Words, locale: 'zh' | 'en', now: ScreenSnapshot): PrintTable {
  return {
    kind: 'table',
    title: words.categories,
    columns: [
      { words: words.category, width: 4 },
      { words: words.week, width: 2, figures: true },
      { words: words.usual, width: 2, figures: true },
    ],
    rows: now.categories.map(({ names, week, median }) => [names[locale], week, median]),
  }
}

/** In the official order: areas are never ranked. */
function areas(words: Words, locale: 'zh' | 'en', now: ScreenSnapshot): PrintTable {
  return {
    kind: 'table',
    title: words.areas,
    columns: [
      { words: words.area, width: 4 },
      ...[words.households, words.open, words.overdue, words.receivedToday, words.grids, words.staffed].map((each) => ({
        words: each,
        width: 2,
        figures: true,
      })),
    ],
    rows: now.areas.map((area) => [
      locale === 'en' ? (area.nameEn ?? area.name) : area.name,
      area.households,
      area.open,
      area.overdue,
      area.receivedToday,
      area.grids,
      area.staffed,
    ]),
  }
}
