import { newId } from '@linli/client'
import { type PlannedShift, type RosterWeek, ShiftKind } from '@linli/contract/duty-roster'
import { dateText, useLocale } from '@linli/ui'
import { useState } from 'react'
import { Dialog } from '../register/form/Dialog.tsx'
import { useMessages } from './messages.ts'

interface Props {
  readonly week: RosterWeek
  readonly staffId: string
  readonly day: string
  readonly shifts: readonly PlannedShift[]
  readonly onClose: () => void
  readonly onDone: (shifts: PlannedShift[]) => void
}

/** One person's shifts on one day, to the minute. */
export function CellDialog({ week, staffId, day, shifts: before, onClose, onDone }: Props) {
  const m = useMessages()
  const { locale } = useLocale()
  const fresh = (): PlannedShift => ({
    id: newId(),
    staffId,
    onDay: day,
    from: '08:30',
    to: '17:30',
    kind: 'regular',
    words: '',
  })
  const [shifts, setShifts] = useState<readonly PlannedShift[]>(before.length > 0 ? before : [fresh()])
  const set = (id: string, change: Partial<PlannedShift>) =>
    setShifts(shifts.map((shift) => (shift.id === id ? { ...shift, ...change } : shift)))
  const name = week.members.find(({ id }) => id === staffId)?.name ?? ''
  return (
    <Dialog
      title={m.edit(name, dateText(day, locale))}
      submit={m.done}
      busy={false}
      onClose={onClose}
      onSubmit={() => onDone([...shifts])}
    >
      {shifts.map(({ id, kind, from, to, words }) => (
        <fieldset key={id}>
          <legend className="sr">{m.kinds[kind]}</legend>
          <div className="shiftrow">
            <label>
              {m.kind}
              <select value={kind} onChange={({ target }) => set(id, { kind: ShiftKind.parse(target.value) })}>
                {ShiftKind.options.map((one) => (
                  <option key={one} value={one}>
                    {m.kinds[one]}
                  </option>
                ))}
              </select>
            </label>
            <label>
              {m.from}
              <input type="time" required value={from} onChange={({ target }) => set(id, { from: target.value })} />
            </label>
            <label>
              {m.to}
              {to < from && <small> {m.overnight}</small>}
              <input type="time" required value={to} onChange={({ target }) => set(id, { to: target.value })} />
            </label>
          </div>
          <label>
            {m.words}
            <input value={words} maxLength={100} onChange={({ target }) => set(id, { words: target.value })} />
          </label>
          <div>
            <button type="button" className="btn txt" onClick={() => setShifts(shifts.filter((one) => one.id !== id))}>
              {m.take}
            </button>
          </div>
        </fieldset>
      ))}
      <div>
        <button type="button" className="btn" onClick={() => setShifts([...shifts, fresh()])}>
          {m.add}
        </button>
      </div>
    </Dialog>
  )
}
