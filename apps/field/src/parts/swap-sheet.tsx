import type { MyRoster, Shift } from '@linli/contract/duty-roster'
import { useId, useState } from 'react'
import { shiftTitle, type SwapForm, swapEntry } from '../forms/duty-form.ts'
import type { NewEntry } from '../outbox/entry.ts'
import { dutyMessages } from '../words/duty.ts'
import { Fault, Words } from './field.tsx'
import { Sheet } from './sheet.tsx'

interface Props {
  readonly shift: Shift
  readonly roster: MyRoster
  readonly keep: (entry: NewEntry) => Promise<boolean>
  readonly onClose: () => void
}

/** Whom to ask to take a shift, and what one takes in return. */
export function SwapSheet({ shift, roster, keep, onClose }: Props) {
  const d = dutyMessages.useMessages()
  const id = useId()
  const [form, setForm] = useState<SwapForm>({ toId: '', returnShiftId: '', words: '' })
  const [tried, setTried] = useState(false)
  const theirs = roster.theirShifts.filter(({ staffId }) => staffId === form.toId)
  const colleague = roster.colleagues.find((one) => one.id === form.toId)

  async function ask(): Promise<void> {
    setTried(true)
    if (!colleague) return
    if (await keep(swapEntry(shift, form, `${shiftTitle(shift)} → ${colleague.name}`))) onClose()
  }

  return (
    <Sheet title={d.swapTitle(shiftTitle(shift))} onClose={onClose} done={d.askSwap} onDone={() => void ask()}>
      {roster.swapsDecidedBy === 'station' && <p className="hint">{d.decidedByStation}</p>}
      <div className="field">
        <label htmlFor={`${id}-to`}>{d.colleague}</label>
        <select
          id={`${id}-to`}
          value={form.toId}
          aria-describedby={`${id}-fault`}
          onChange={({ target }) => setForm({ ...form, toId: target.value, returnShiftId: '' })}
        >
          <option value="">{d.chooseColleague}</option>
          {roster.colleagues.map((one) => (
            <option key={one.id} value={one.id}>
              {one.name}
            </option>
          ))}
        </select>
        <Fault id={`${id}-fault`} fault={tried && !colleague ? d.chooseColleague : undefined} />
      </div>
      {theirs.length > 0 && (
        <div className="field">
          <label htmlFor={`${id}-return`}>{d.inReturn}</label>
          <select
            id={`${id}-return`}
            value={form.returnShiftId}
            onChange={({ target }) => setForm({ ...form, returnShiftId: target.value })}
          >
            <option value="">{d.nothingInReturn}</option>
            {theirs.map((one) => (
              <option key={one.id} value={one.id}>
                {shiftTitle(one)} {d.kinds[one.kind]}
              </option>
            ))}
          </select>
        </div>
      )}
      <Words
        label={d.words}
        rows={2}
        maxLength={300}
        value={form.words}
        onChange={({ target }) => setForm({ ...form, words: target.value })}
      />
    </Sheet>
  )
}
