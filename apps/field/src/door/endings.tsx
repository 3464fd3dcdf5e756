import { localDay } from '@linli/ui'
import { useState } from 'react'
import { useFact } from '../account/use-account.ts'
import type { Ending } from '../forms/door-form.ts'
import { Line, Tick } from '../parts/field.tsx'
import { DayField } from '../parts/day-field.tsx'
import { Seg } from '../parts/seg.tsx'
import { Sheet } from '../parts/sheet.tsx'
import { codes } from '../words/codes.ts'
import { doorMessages } from '../words/door.ts'

interface Props {
  readonly onEnd: (ending: Ending) => void
  /** A support visit is to one person: it cannot tell that all have left. */
  readonly wholeHousehold: boolean
}

/** No visit was possible: the household has left, or would rather not. */
export function Endings({ onEnd, wholeHousehold }: Props) {
  const w = doorMessages.useMessages()
  const [open, setOpen] = useState<'moved' | 'declined' | null>(null)
  return (
    <section className="visit-part" aria-labelledby="endings-title">
      <h2 id="endings-title">{w.other}</h2>
      <div className="pair">
        {wholeHousehold && (
          <button type="button" className="button" onClick={() => setOpen('moved')}>
            {w.allMoved}
          </button>
        )}
        <button type="button" className="button" onClick={() => setOpen('declined')}>
          {w.declines}
        </button>
      </div>
      {open === 'moved' && <Moved onEnd={onEnd} onClose={() => setOpen(null)} />}
      {open === 'declined' && <Declined onEnd={onEnd} onClose={() => setOpen(null)} wholeHousehold={wholeHousehold} />}
    </section>
  )
}

interface SheetProps {
  readonly onEnd: (ending: Ending) => void
  readonly onClose: () => void
}

function Moved({ onEnd, onClose }: SheetProps) {
  const w = doorMessages.useMessages()
  const c = codes.useMessages()
  const today = localDay()
  const [on, setOn] = useState(today)
  const [place, setPlace] = useState('')
  const [knownHow, setKnownHow] = useState<'household' | 'neighbour'>('neighbour')
  const [tried, setTried] = useState(false)
  const fault = on === '' ? w.faults.day_missing : on > today ? w.faults.day_future : undefined

  function finish(): void {
    setTried(true)
    if (fault === undefined) onEnd({ result: 'moved_away', on, place, knownHow })
  }

  return (
    <Sheet title={w.movedTitle} onClose={onClose} done={w.save} onDone={finish}>
      <p className="hint">{w.movedNote}</p>
      <DayField label={w.whenMoved} value={on} latest={today} onDay={setOn} fault={tried ? fault : undefined} />
      <Line label={w.placeName} value={place} maxLength={100} onValue={setPlace} />
      <fieldset className="field">
        <legend>{w.whoSaid}</legend>
        <Seg
          label={w.whoSaid}
          choices={(['household', 'neighbour'] as const).map((how) => [how, c.knownHow[how]])}
          value={knownHow}
          onChoose={setKnownHow}
        />
      </fieldset>
    </Sheet>
  )
}

function Declined({ onEnd, onClose, wholeHousehold }: SheetProps & { wholeHousehold: boolean }) {
  const w = doorMessages.useMessages()
  const decidedBy = useFact('fieldBasics')?.flags.declinedVisitsDecidedBy ?? 'clerk'
  const [forGood, setForGood] = useState(false)
  return (
    <Sheet title={w.declineTitle} onClose={onClose} done={w.save} onDone={() => onEnd({ result: 'declined', forGood })}>
      {wholeHousehold && (
        <>
          <Tick label={w.declineForGood} checked={forGood} onTick={setForGood} />
          <p className="hint">
            {!forGood ? w.declineOnce : decidedBy === 'worker' ? w.declineByWorker : w.declineByClerk}
          </p>
        </>
      )}
    </Sheet>
  )
}
