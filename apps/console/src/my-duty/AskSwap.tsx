import { newId } from '@linli/client'
import { type MyRoster, myDutyRoutes, type Shift } from '@linli/contract/duty-roster'
import { dateText, fieldText, useLocale } from '@linli/ui'
import { type FormEvent, useState } from 'react'
import { FormFault } from '../frame/FormFault.tsx'
import { useCommand } from '../pages/use-command.ts'
import { useMessages } from './messages.ts'
import { Options } from '../frame/Options.tsx'

interface Props {
  readonly shift: Shift
  readonly roster: MyRoster
  readonly onClose: () => void
}

/** Asks a colleague to take a shift, perhaps for one of theirs. */
export function AskSwap({ shift, roster, onClose }: Props) {
  const m = useMessages()
  const { locale } = useLocale()
  const [toId, setToId] = useState('')
  // Sent again after a lost connection it is the same swap.
  const [swapId] = useState(newId)
  const ask = useCommand(myDutyRoutes.askSwap, [myDutyRoutes.getMyRoster.path, '/inbox'])
  const theirs = roster.theirShifts.filter(({ staffId }) => staffId === toId)

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const returnShiftId = fieldText(form, 'return')
    const done = await ask.run({
      swapId,
      shiftId: shift.id,
      toId,
      words: fieldText(form, 'words').trim(),
      ...(returnShiftId === '' ? {} : { returnShiftId }),
    })
    if (done) onClose()
  }
  return (
    <form className="form" onSubmit={(event) => void submit(event)}>
      <div className="row2">
        <label>
          {m.colleague}
          <select required value={toId} onChange={({ target }) => setToId(target.value)}>
            <option value="">{m.choose}</option>
            <Options of={roster.colleagues} />
          </select>
        </label>
        <label>
          {m.inReturn}
          <select name="return" disabled={theirs.length === 0}>
            <option value="">{m.nothingInReturn}</option>
            {theirs.map(({ id, onDay, from, to }) => (
              <option key={id} value={id}>
                {dateText(onDay, locale)} {from}–{to}
              </option>
            ))}
          </select>
        </label>
      </div>
      <label>
        {m.words}
        <input name="words" maxLength={300} />
      </label>
      {roster.swapsDecidedBy === 'station' && <p className="mut">{m.stationDecides}</p>}
      <FormFault text={ask.fault} />
      <div className="rosterhead">
        <button type="submit" className="btn pri" disabled={ask.busy}>
          {m.ask}
        </button>
        <button type="button" className="btn" onClick={onClose}>
          {m.cancel}
        </button>
      </div>
    </form>
  )
}
