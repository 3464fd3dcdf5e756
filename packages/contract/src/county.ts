import { z } from 'zod'
import { Limit } from './clock.ts'
import { CommandId, LocalDate, optionalText } from './common.ts'
import { ChannelsByKind } from './notice-kinds.ts'
import { defineRoute } from './route.ts'

/** Local time of a day. */
export const Time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, { error: 'time' })
const Shifts = z
  .array(z.object({ from: Time, to: Time }))
  .min(1)
  .max(4)
  // Overlapping shifts would count their common time twice.
  .refine((shifts) => shifts.every(({ from, to }, index) => from < to && (shifts[index - 1]?.to ?? '') <= from), {
    error: 'shifts_out_of_order',
  })
/** Fewest and most households that a grid should have. */
const Span = z
  .tuple([z.number().int().min(0).max(100_000), z.number().int().min(0).max(100_000)])
  .refine(([least, most]) => least <= most, { error: 'least_above_most' })
const Days = z.array(LocalDate).max(366)

/** Something that stays off until its legal basis is written down. */
const SwitchedOn = z
  .object({ on: z.boolean(), basis: optionalText(300) })
  .refine(({ on, basis }) => !on || basis !== '', { path: ['basis'], error: 'basis_needed' })

/** Rules that a county sets for itself; what is left out has the default of this schema. */
export const CountySettings = z.object({
  /** Working hours of a working day, `08:30`; the national holidays and make-up days are known. */
  shifts: Shifts.default([
    { from: '08:30', to: '12:00' },
    { from: '14:00', to: '17:30' },
  ]),
  extraHolidays: Days.default([]),
  extraWorkdays: Days.default([]),
  gridHouseholds: z.object({ urban: Span, rural: Span }).default({ urban: [300, 500], rural: [0, 300] }),
  /** Days after closing within which the person who asked may have it opened again. */
  reopenDays: z.number().int().min(0).max(365).default(7),
  /** Days after which no answer counts as content. */
  residentSilenceDays: z.number().int().min(1).max(90).default(5),
  /** Extensions granted or asked for per matter. */
  maxExtensionTimes: z.number().int().min(0).max(9).default(1),
  decideLimit: Limit.default({ amount: 4, unit: 'work_hour' }),
  pauseLimit: Limit.default({ amount: 3, unit: 'natural_day' }),
  /** Tracks of patrols and clock-in are off until the county names the rule that asks for them. */
  patrolTracks: SwitchedOn.default({ on: false, basis: '' }),
  clockIn: SwitchedOn.default({ on: false, basis: '' }),
  /** Who decides about a swap of shifts: the two who swap, and the station is told; or the station. */
  swapsDecidedBy: z.enum(['colleague', 'station']).default('colleague'),
  /** Who decides that a household is visited no more: the worker at the door, or a clerk. */
  declinedVisitsDecidedBy: z.enum(['worker', 'clerk']).default('worker'),
  /** How staff are told of what, where they have not chosen themselves. */
  noticeChannels: ChannelsByKind.default({}),
})
export type CountySettings = z.infer<typeof CountySettings>

export const countyRoutes = {
  getCountySettings: defineRoute({
    method: 'GET',
    path: '/county/settings',
    access: 'county.configure',
    summary: 'The rules that the county sets for itself.',
    input: z.strictObject({}),
    output: CountySettings,
    problems: [],
  }),
  changeCountySettings: defineRoute({
    method: 'POST',
    path: '/county/settings',
    access: 'county.configure',
    audit: 'county.configured',
    summary:
      'Changes the rules. Limits that begin from then on follow them; one that runs keeps the time that was promised.',
    input: z.strictObject({ commandId: CommandId, seen: CountySettings, settings: CountySettings }),
    output: CountySettings,
    problems: ['county.stale'],
  }),
} as const
