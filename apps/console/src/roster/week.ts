import { newId } from '@linli/client'
import type { PlannedShift, RosterWeek, ShiftKind } from '@linli/contract/duty-roster'
import { today } from '../areas/form/today.ts'

const DAY_MS = 86_400_000
export const addDays = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10)
const weekday = (day: string): number => (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7
export const mondayOf = (day: string): string => addDays(day, -weekday(day))
export const thisMonday = (): string => mondayOf(today())

/** What one key puts into a cell. */
export const presets: readonly {
  readonly key: string
  readonly kind: ShiftKind
  readonly from: string
  readonly to: string
}[] = [
  { key: '1', kind: 'regular', from: '08:30', to: '17:30' },
  { key: '2', kind: 'flexible', from: '12:00', to: '20:00' },
  { key: '3', kind: 'off_hours', from: '09:00', to: '17:00' },
  { key: '4', kind: 'standby', from: '18:00', to: '08:00' },
]

export const shiftOf = (
  staffId: string,
  onDay: string,
  { kind, from, to }: (typeof presets)[number],
): PlannedShift => ({
  id: newId(),
  staffId,
  onDay,
  kind,
  from,
  to,
  words: '',
})

export const planned = (shifts: readonly PlannedShift[]): PlannedShift[] =>
  shifts.map(({ id, staffId, onDay, from, to, kind, words }) => ({ id, staffId, onDay, from, to, kind, words }))

/** The week before, seven days on, for those who are still there; what stands in this week already stays. */
export function copied(before: RosterWeek, into: RosterWeek, standing: readonly PlannedShift[]): PlannedShift[] {
  const members = new Set(into.members.map(({ id }) => id))
  const taken = new Set(standing.map(({ staffId, onDay }) => `${staffId} ${onDay}`))
  const more = planned(before.shifts)
    .map((shift) => ({ ...shift, id: newId(), onDay: addDays(shift.onDay, 7), words: '' }))
    .filter(({ staffId, onDay }) => members.has(staffId) && !taken.has(`${staffId} ${onDay}`))
  return [...standing, ...more]
}
