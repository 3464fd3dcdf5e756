import type { PlannedShift, RosterWeek } from '@linli/contract/duty-roster'
import { dateText, Icon, useLocale } from '@linli/ui'
import { type Conflict, conflictsOf } from './conflicts.ts'
import { useMessages } from './messages.ts'

/** What a week leaves open; it stands beside the plan and stops nobody. */
export function Conflicts({ week, shifts }: { readonly week: RosterWeek; readonly shifts: readonly PlannedShift[] }) {
  const m = useMessages()
  const { locale } = useLocale()
  const found = conflictsOf(week, shifts)
  const nameOf = (conflict: Conflict) =>
    'gridId' in conflict
      ? (week.grids.find(({ id }) => id === conflict.gridId)?.name ?? '')
      : 'staffId' in conflict
        ? (week.members.find(({ id }) => id === conflict.staffId)?.name ?? '')
        : ''
  const sentence = (conflict: Conflict) => {
    const kind = conflict.kind === 'on_leave' && conflict.asked ? 'leave_asked' : conflict.kind
    return m[`conflict_${kind}`](nameOf(conflict), dateText(conflict.day, locale))
  }
  if (shifts.length === 0) return null
  return (
    <section className="panel" aria-live="polite">
      <h2>
        {m.conflicts} <small>{found.length}</small>
      </h2>
      {found.length === 0 ? (
        <p className="empty">{m.noConflicts}</p>
      ) : (
        <ul className="conflictlist">
          {found.map((conflict) => (
            <li key={JSON.stringify(conflict)}>
              <Icon name="alert" />
              {sentence(conflict)}
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
