import { z } from 'zod'
import { AreaLevel, AreaRef } from './area-shapes.ts'
import { LimitUnit } from './clock.ts'
import { CategoryCode, SettleLevel } from './categories.ts'
import { Id, Instant, LocalDate, Names } from './common.ts'
import { MatterStatus } from './matters.ts'

/** Today against the same weekday of the last eight weeks, up to the same hour. */
export const Figure = z.object({
  /** Null: nothing to tell, or too few people to tell it of. */
  today: z.number().nullable(),
  /** Newest first; null where the county has no data that far back. */
  past: z.array(z.number().nullable()),
  median: z.number().nullable(),
  /** Fewer than ten people answered: the figure would be about somebody. */
  few: z.boolean().default(false),
})
export type Figure = z.infer<typeof Figure>

export const FigureCode = z.enum(['received', 'settled', 'onTime', 'overdue', 'reopened', 'medianHours', 'satisfied'])
export type FigureCode = z.infer<typeof FigureCode>

/** A figure by which areas are shaded. The list is open: a module adds what it counts. */
export const AreaMeasure = z.object({
  code: z.string(),
  names: Names,
  unit: Names,
  /** How it is worked out, in a sentence. */
  how: z.object({ zh: z.string(), en: z.string() }),
  /** About people: few of them are not told. */
  ofPeople: z.boolean(),
})
export type AreaMeasure = z.infer<typeof AreaMeasure>

export const AreaFigures = z.object({
  id: Id,
  name: z.string(),
  nameEn: z.string().nullable(),
  level: AreaLevel,
  households: z.number().int(),
  open: z.number().int(),
  overdue: z.number().int(),
  danger: z.number().int(),
  receivedToday: z.number().int(),
  /** Grids below it, and how many of them have a worker on duty. Posts are counted, not people. */
  grids: z.number().int(),
  staffed: z.number().int(),
  /** By code of the measure. */
  values: z.record(z.string(), z.number().nullable()),
})
export type AreaFigures = z.infer<typeof AreaFigures>

export const StreamItem = z.object({
  id: Id,
  number: z.string(),
  /** Of a confidential one its category alone. */
  title: z.string(),
  status: MatterStatus,
  danger: z.boolean(),
  overdue: z.boolean(),
  /** The area directly below the one that is shown, in which it lies. */
  areaId: Id.nullable(),
  areaName: z.string().nullable(),
  areaNameEn: z.string().nullable(),
  remainingMinutes: z.number().nullable(),
  /** In which kind of time they are counted. */
  dueUnit: LimitUnit,
  at: Instant,
  category: z.object({ code: CategoryCode, names: Names }),
})
export type StreamItem = z.infer<typeof StreamItem>

/** Desks or grids of one kind, and how many of them have somebody on duty. */
export const DutyLine = z.object({
  code: z.string(),
  names: Names,
  staffed: z.number().int(),
  all: z.number().int(),
  /** Without a roster for any of them, staffed are those whose post is held. */
  rostered: z.boolean(),
})
export type DutyLine = z.infer<typeof DutyLine>

/** What a mark on the map says of its matter, the gravest first. */
export const PointState = z.enum(['danger', 'overdue', 'waiting', 'handling', 'paused', 'settled'])
export type PointState = z.infer<typeof PointState>

export const ScreenPoint = z.object({ id: Id, lon: z.number(), lat: z.number(), state: PointState, at: Instant })
export type ScreenPoint = z.infer<typeof ScreenPoint>

/** Parts of the screen that are told anew when anything in them changes. */
const parts = {
  county: z.object({ name: z.string(), nameEn: z.string() }),
  area: AreaRef.extend({ households: z.number().int(), grids: z.number().int(), path: z.array(AreaRef) }),
  now: z.object({ open: z.number().int(), overdue: z.number().int(), danger: z.number().int() }),
  figures: z.record(FigureCode, Figure),
  /** Of those settled today: by whom. */
  settledBy: z.record(SettleLevel, z.number().int()),
  /** Classes of what came in within seven days, against the eight times seven days before. */
  categories: z.array(
    z.object({ code: z.string(), names: Names, week: z.number().int(), median: z.number().nullable() }),
  ),
  hours: z.object({
    today: z.array(z.number().int()),
    low: z.array(z.number()),
    median: z.array(z.number()),
    high: z.array(z.number()),
  }),
  /** Eight weeks, day by day up to today. */
  trend: z.object({ from: LocalDate, received: z.array(z.number().int()), settled: z.array(z.number().int()) }),
  /** What comes in per hour, Monday first: mean of eight weeks. */
  week: z.array(z.array(z.number())),
  measures: z.array(AreaMeasure),
  duty: z.array(DutyLine),
} as const

export const ScreenSnapshot = z.object({
  /** Up to which event it holds. */
  position: z.string(),
  at: Instant,
  ...parts,
  areas: z.array(AreaFigures),
  /** Newest first. */
  stream: z.array(StreamItem),
})
export type ScreenSnapshot = z.infer<typeof ScreenSnapshot>

export const screenParts = Object.keys(parts) as readonly (keyof typeof parts)[]
