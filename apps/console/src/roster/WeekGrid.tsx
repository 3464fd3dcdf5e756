import type { PlannedShift, RosterWeek } from '@linli/contract/duty-roster'
import { dateFormat, dateText, useLocale } from '@linli/ui'
import { type KeyboardEvent, useState } from 'react'
import { today } from '../areas/form/today.ts'
import { useMessages } from './messages.ts'
import { presets, shiftOf } from './week.ts'

interface Props {
  readonly week: RosterWeek
  readonly shifts: readonly PlannedShift[]
  readonly onChange: (shifts: PlannedShift[]) => void
  readonly onOpen: (staffId: string, day: string) => void
}

const steps: Readonly<Record<string, readonly [number, number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
}

/** People down, days across. One cell is in the order of the Tab key; arrows lead to the others. */
export function WeekGrid({ week, shifts, onChange, onOpen }: Props) {
  const m = useMessages()
  const { locale } = useLocale()
  const [[row, column], setAt] = useState([0, 0])
  const weekday = dateFormat(locale, { weekday: 'short', timeZone: 'UTC' })
  const dayName = (day: string) => `${weekday.format(new Date(day))} ${dateText(day, locale)}`
  const cellId = (r: number, c: number) => `cell-${r}-${c}`

  function onKey(event: KeyboardEvent, staffId: string, day: string, here: readonly PlannedShift[]) {
    const step = steps[event.key]
    if (step) {
      event.preventDefault()
      const next = [
        Math.min(Math.max(row + step[0], 0), week.members.length - 1),
        Math.min(Math.max(column + step[1], 0), 6),
      ] as const
      setAt([...next])
      document.getElementById(cellId(...next))?.focus()
      return
    }
    if (!week.editable || event.ctrlKey || event.metaKey || event.altKey) return
    const preset = presets.find(({ key }) => key === event.key)
    const others = shifts.filter((shift) => !here.includes(shift))
    if (preset) {
      event.preventDefault()
      onChange([...others, shiftOf(staffId, day, preset)])
    } else if (event.key === 'Backspace' || event.key === 'Delete') {
      event.preventDefault()
      onChange(others)
    }
  }

  return (
    <section className="panel rosterwide" tabIndex={-1}>
      <table className="roster">
        <thead>
          <tr>
            <th style={{ width: 116 }}>{m.person}</th>
            {week.days.map(({ day, isWorkday }) => (
              <th key={day} className={[!isWorkday && 'off', day === today() && 'now'].filter(Boolean).join(' ')}>
                {dayName(day)}
                {!isWorkday && <> · {m.dayOff}</>}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {week.members.map(({ id, name }, r) => (
            <tr key={id}>
              <th scope="row">
                {name}
                <small>
                  {week.grids
                    .filter(({ holderIds }) => holderIds.includes(id))
                    .map((grid) => grid.name)
                    .join('、')}
                </small>
              </th>
              {week.days.map(({ day, isWorkday }, c) => {
                const here = shifts.filter(({ staffId, onDay }) => staffId === id && onDay === day)
                const leave = week.leaves.find((one) => one.staffId === id && one.firstDay <= day && day <= one.lastDay)
                const said = [
                  ...(leave ? [leave.state === 'granted' ? m.onLeave : m.leaveAsked] : []),
                  ...here.map(({ kind, from, to }) => `${m.kinds[kind]} ${from}–${to}`),
                ]
                return (
                  <td key={day} className={isWorkday ? '' : 'off'}>
                    <button
                      type="button"
                      id={cellId(r, c)}
                      className="cell"
                      tabIndex={r === row && c === column ? 0 : -1}
                      aria-label={m.cell(name, dayName(day), said.join('，') || m.free)}
                      onFocus={() => setAt([r, c])}
                      onKeyDown={(event) => onKey(event, id, day, here)}
                      onClick={() => week.editable && onOpen(id, day)}
                    >
                      {leave && (
                        <span className="shift away">{leave.state === 'granted' ? m.onLeave : m.leaveAsked}</span>
                      )}
                      {here.map((shift) => (
                        <span key={shift.id} className={`shift ${shift.kind}`} title={shift.words}>
                          {m.kinds[shift.kind]} {shift.from}–{shift.to}
                        </span>
                      ))}
                    </button>
                  </td>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
