import type { PlannedShift, RosterWeek } from '@linli/contract/duty-roster'

export type Conflict =
  | { readonly kind: 'overlap'; readonly staffId: string; readonly day: string }
  | { readonly kind: 'on_leave'; readonly staffId: string; readonly day: string; readonly asked: boolean }
  | { readonly kind: 'grid_alone'; readonly gridId: string; readonly day: string }
  | { readonly kind: 'nobody'; readonly day: string }

type Planned = Pick<PlannedShift, 'staffId' | 'onDay' | 'from' | 'to' | 'kind'>

const minutes = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3))
/** Minutes since the Monday; a shift that ends before it begins ends the day after. */
function span({ onDay, from, to }: Planned, days: readonly string[]): readonly [number, number] {
  const start = days.indexOf(onDay) * 1440 + minutes(from)
  return [start, start + ((minutes(to) - minutes(from) + 1440) % 1440 || 1440)]
}

/** What is wrong with a week as it is planned, day by day; worked out while one plans. */
export function conflictsOf(
  week: Pick<RosterWeek, 'days' | 'grids' | 'leaves'>,
  shifts: readonly Planned[],
): Conflict[] {
  const days = week.days.map(({ day }) => day)
  const bound = shifts.filter(({ kind }) => kind !== 'standby')
  const isAway = (staffId: string, day: string) =>
    week.leaves.find((leave) => leave.staffId === staffId && leave.firstDay <= day && day <= leave.lastDay)
  return week.days.flatMap(({ day, isWorkday }): Conflict[] => {
    const here = bound.filter(({ onDay }) => onDay === day)
    const overlaps = here.filter((shift) =>
      bound.some((other) => {
        if (other === shift || other.staffId !== shift.staffId) return false
        const [[a, b], [c, d]] = [span(shift, days), span(other, days)]
        return a < d && c < b
      }),
    )
    const away = here.flatMap(({ staffId }) => {
      const leave = isAway(staffId, day)
      return leave ? [{ kind: 'on_leave' as const, staffId, day, asked: leave.state === 'asked' }] : []
    })
    const present = new Set(
      here.filter(({ staffId }) => isAway(staffId, day)?.state !== 'granted').map(({ staffId }) => staffId),
    )
    // On days off one at the desk is enough; on working days every grid has somebody.
    const alone = isWorkday ? week.grids.filter(({ holderIds }) => !holderIds.some((id) => present.has(id))) : []
    return [
      ...new Map(overlaps.map(({ staffId }) => [staffId, { kind: 'overlap' as const, staffId, day }])).values(),
      ...new Map(away.map((one) => [one.staffId, one])).values(),
      ...(present.size === 0
        ? [{ kind: 'nobody' as const, day }]
        : alone.map(({ id }) => ({ kind: 'grid_alone' as const, gridId: id, day }))),
    ]
  })
}
