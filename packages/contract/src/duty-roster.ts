import { z } from 'zod'
import { CommandId, commaList, Done, Id, Instant, LocalDate, optionalText, page, pageInput } from './common.ts'
import { Time } from './county.ts'
import { defineRoute } from './route.ts'

/** `flexible` 错时: at hours other than the offices'; `off_hours`: evenings, weekends, holidays; `standby`: can be called. */
export const ShiftKind = z.enum(['regular', 'flexible', 'off_hours', 'standby'])
export type ShiftKind = z.infer<typeof ShiftKind>

/** Why somebody is away, in one word; of an illness nothing more is kept. */
export const LeaveKind = z.enum(['annual', 'sick', 'personal', 'training', 'other'])
export type LeaveKind = z.infer<typeof LeaveKind>
export const LeaveState = z.enum(['asked', 'granted', 'refused', 'withdrawn'])
export type LeaveState = z.infer<typeof LeaveState>
/** `agreed`: the colleague takes it, and the station decides; only where the county wants that. */
export const SwapState = z.enum(['asked', 'agreed', 'accepted', 'refused', 'withdrawn'])
export type SwapState = z.infer<typeof SwapState>

const StaffRef = z.object({ id: Id, name: z.string() })

/** As somebody plans it: local times of the day; one that ends before it begins ends the day after. */
export const PlannedShift = z.strictObject({
  id: Id,
  staffId: Id,
  onDay: LocalDate,
  from: Time,
  to: Time,
  kind: ShiftKind.default('regular'),
  words: optionalText(100).default(''),
})
export type PlannedShift = z.infer<typeof PlannedShift>

export const Shift = z.object({
  ...PlannedShift.shape,
  startsAt: Instant,
  endsAt: Instant,
  /** Only where the county clocks in; a time, never a place. */
  clockedInAt: Instant.nullable(),
  clockedOutAt: Instant.nullable(),
})
export type Shift = z.infer<typeof Shift>

export const RosterWeek = z.object({
  unit: z.object({ id: Id, name: z.string() }),
  monday: LocalDate,
  /** 0: nobody has begun it. */
  version: z.number().int(),
  /** Null: still a draft that only those who plan it see. */
  publishedAt: Instant.nullable(),
  editable: z.boolean(),
  days: z.array(z.object({ day: LocalDate, isWorkday: z.boolean() })),
  members: z.array(StaffRef.extend({ title: z.string().nullable() })),
  /** Grids of the station's area, each with its worker and deputies. */
  grids: z.array(z.object({ id: Id, name: z.string(), holderIds: z.array(Id) })),
  /** Of the members in this week, asked for or granted. */
  leaves: z.array(z.object({ staffId: Id, firstDay: LocalDate, lastDay: LocalDate, state: LeaveState })),
  shifts: z.array(Shift),
})
export type RosterWeek = z.infer<typeof RosterWeek>

export const Leave = z.object({
  id: Id,
  staff: StaffRef,
  unit: StaffRef,
  kind: LeaveKind,
  firstDay: LocalDate,
  lastDay: LocalDate,
  words: z.string(),
  state: LeaveState,
  askedAt: Instant,
  decidedBy: z.string().nullable(),
  answer: z.string(),
  /** Who has the grids for these days; null: nobody. */
  standIn: StaffRef.nullable(),
})
export type Leave = z.infer<typeof Leave>

export const Swap = z.object({
  id: Id,
  shift: Shift,
  /** The colleague's shift that the asker takes instead. */
  inReturn: Shift.nullable(),
  from: StaffRef,
  to: StaffRef,
  words: z.string(),
  state: SwapState,
  askedAt: Instant,
})
export type Swap = z.infer<typeof Swap>

const ofUnit = { unitId: Id, monday: LocalDate }
/** By the phone's clock. */
const onPhone = { commandId: CommandId, capturedAt: Instant.optional() }

/** Rosters as a station plans them, and what it decides about leave and swaps. */
export const rosterRoutes = {
  listRosterStations: defineRoute({
    method: 'GET',
    path: '/fieldwork/rosters',
    access: 'fieldwork.read',
    summary: 'Stations and offices in reach, and whether their roster of a week is published.',
    input: z.strictObject({ monday: LocalDate }),
    output: z.object({
      items: z.array(
        z.object({ id: Id, name: z.string(), townName: z.string().nullable(), publishedAt: Instant.nullable() }),
      ),
    }),
    problems: [],
  }),
  getRosterWeek: defineRoute({
    method: 'GET',
    path: '/fieldwork/rosters/:unitId',
    access: 'fieldwork.read',
    summary: 'The week of a station: who works when, who is away, which grids it answers for.',
    input: z.strictObject(ofUnit),
    output: RosterWeek,
    problems: ['unit.not_found'],
  }),
  saveRosterWeek: defineRoute({
    method: 'POST',
    path: '/fieldwork/rosters/:unitId',
    access: 'fieldwork.manage',
    audit: 'roster.saved',
    summary: 'The whole week as it is to be; published, it is in force, its people are told and the plan follows.',
    input: z.strictObject({
      commandId: CommandId,
      ...ofUnit,
      seenVersion: z.number().int().min(0),
      shifts: z.array(PlannedShift).max(700),
      /** A week that was published stays so: its changes are in force at once. */
      publish: z.boolean(),
    }),
    output: RosterWeek,
    problems: ['unit.not_found', 'roster.stale', 'roster.overlap', 'roster.clocked'],
  }),
  listOnDuty: defineRoute({
    method: 'GET',
    path: '/fieldwork/on-duty',
    access: 'fieldwork.read',
    summary: 'Who is on duty now in an area, with the grids they answer for; standby beside it.',
    input: z.strictObject({ areaId: Id.optional() }),
    output: z.object({
      items: z.array(
        z.object({
          staff: StaffRef.extend({ phone: z.string().nullable() }),
          unit: StaffRef,
          kind: ShiftKind,
          until: Instant,
          gridNames: z.array(z.string()),
        }),
      ),
    }),
    problems: ['area.not_found'],
  }),
  listLeaves: defineRoute({
    method: 'GET',
    path: '/fieldwork/leaves',
    access: 'fieldwork.manage',
    summary: 'Leave of the people in reach, newest first; what waits to be decided by default.',
    input: z.strictObject({ ...pageInput, state: commaList(LeaveState) }),
    output: page(Leave.extend({ decidable: z.boolean() })),
    problems: [],
  }),
  decideLeave: defineRoute({
    method: 'POST',
    path: '/fieldwork/leaves/:leaveId/decide',
    access: 'fieldwork.manage',
    audit: 'leave.decided',
    summary: 'Grants or refuses; a stand-in named here has the grids of whoever is away for these days.',
    input: z.strictObject({
      commandId: CommandId,
      leaveId: Id,
      grant: z.boolean(),
      standInId: Id.optional(),
      words: optionalText(300).default(''),
    }),
    output: Leave,
    problems: ['leave.not_found', 'leave.decided', 'staff.not_found'],
  }),
  listSwaps: defineRoute({
    method: 'GET',
    path: '/fieldwork/swaps',
    access: 'fieldwork.manage',
    summary: 'Swaps of shifts in reach, newest first.',
    input: z.strictObject({ ...pageInput, state: commaList(SwapState) }),
    output: page(Swap),
    problems: [],
  }),
  decideSwap: defineRoute({
    method: 'POST',
    path: '/fieldwork/swaps/:swapId/decide',
    access: 'fieldwork.manage',
    audit: 'swap.decided',
    summary: 'The station agrees to a swap that both want, or does not; where the county has stations decide.',
    input: z.strictObject({ commandId: CommandId, swapId: Id, accept: z.boolean() }),
    output: Swap,
    problems: ['swap.not_found', 'swap.decided', 'roster.overlap'],
  }),
} as const

const MyRoster = z.object({
  today: LocalDate,
  unit: StaffRef.nullable(),
  /** The county's rule on clocking in; only the times are kept. */
  clockIn: z.object({ on: z.boolean(), basis: z.string() }),
  swapsDecidedBy: z.enum(['colleague', 'station']),
  /** From a week ago on, as far ahead as is published. */
  shifts: z.array(Shift),
  colleagues: z.array(StaffRef),
  /** Of the colleagues, from now on: what one may take or ask for in return. */
  theirShifts: z.array(Shift),
  leaves: z.array(Leave),
  /** Swaps that I asked for or am asked for, newest first. */
  swaps: z.array(Swap),
})
export type MyRoster = z.infer<typeof MyRoster>

/** What everybody does about their own shifts; a phone may send it later. */
export const myDutyRoutes = {
  getMyRoster: defineRoute({
    method: 'GET',
    path: '/my/roster',
    access: 'staff',
    summary: 'My shifts, leave and swaps, with the shifts of my colleagues.',
    input: z.strictObject({}),
    output: MyRoster,
    problems: [],
  }),
  askLeave: defineRoute({
    method: 'POST',
    path: '/my/leaves',
    access: 'staff',
    audit: 'leave.asked',
    summary: 'Asks the station for leave; illness may be told afterwards and counts at once.',
    input: z.strictObject({
      ...onPhone,
      leaveId: Id,
      kind: LeaveKind,
      firstDay: LocalDate,
      lastDay: LocalDate,
      words: optionalText(300).default(''),
    }),
    output: Done,
    problems: ['leave.overlap', 'leave.no_station'],
  }),
  withdrawLeave: defineRoute({
    method: 'POST',
    path: '/my/leaves/:leaveId/withdraw',
    access: 'staff',
    audit: 'leave.withdrawn',
    summary: 'Takes leave back that has not begun, or comes back sooner: the days from today on.',
    input: z.strictObject({ ...onPhone, leaveId: Id }),
    output: Done,
    problems: ['leave.not_found', 'leave.decided'],
  }),
  askSwap: defineRoute({
    method: 'POST',
    path: '/my/swaps',
    access: 'staff',
    audit: 'swap.asked',
    summary: 'Asks a colleague to take a shift of mine, perhaps for one of theirs.',
    input: z.strictObject({
      ...onPhone,
      swapId: Id,
      shiftId: Id,
      toId: Id,
      returnShiftId: Id.optional(),
      words: optionalText(300).default(''),
    }),
    output: Done,
    problems: ['shift.not_found', 'staff.not_found', 'swap.open_already', 'roster.overlap'],
  }),
  answerSwap: defineRoute({
    method: 'POST',
    path: '/my/swaps/:swapId/answer',
    access: 'staff',
    audit: 'swap.answered',
    summary: 'Takes the shift that a colleague asked me to take, or says no.',
    input: z.strictObject({ ...onPhone, swapId: Id, accept: z.boolean() }),
    output: Done,
    problems: ['swap.not_found', 'swap.decided', 'roster.overlap'],
  }),
  withdrawSwap: defineRoute({
    method: 'POST',
    path: '/my/swaps/:swapId/withdraw',
    access: 'staff',
    audit: 'swap.withdrawn',
    summary: 'Takes back what I asked, as long as it is not settled.',
    input: z.strictObject({ ...onPhone, swapId: Id }),
    output: Done,
    problems: ['swap.not_found', 'swap.decided'],
  }),
  clockShift: defineRoute({
    method: 'POST',
    path: '/my/shifts/:shiftId/clock',
    access: 'staff',
    audit: 'shift.clocked',
    summary: 'Clocks in or out of a shift of mine where the county’s rule asks for it; the first time told holds.',
    input: z.strictObject({ ...onPhone, shiftId: Id, step: z.enum(['in', 'out']) }),
    output: Done,
    problems: ['shift.not_found', 'shift.clock_off', 'shift.not_now'],
  }),
} as const
