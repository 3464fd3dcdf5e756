import { type MyRoster, myDutyRoutes, type Shift, type Swap } from '@linli/contract/duty-roster'
import { dateText, useLocale } from '@linli/ui'
import { useState } from 'react'
import { useCommand } from '../pages/use-command.ts'
import { useMessages as useRosterWords } from '../roster/messages.ts'
import { AskSwap } from './AskSwap.tsx'
import { useMessages } from './messages.ts'

interface Props {
  readonly roster: MyRoster
  readonly meId: string
}

/** The shifts to come, each of which a colleague may be asked to take. */
export function MyShifts({ roster, meId }: Props) {
  const m = useMessages()
  const words = useRosterWords()
  const { locale } = useLocale()
  const [asking, setAsking] = useState<string | null>(null)
  const now = new Date().toISOString()
  const coming = roster.shifts.filter(({ endsAt }) => endsAt > now)
  const open = new Map(
    roster.swaps
      .filter(({ state, from }) => from.id === meId && (state === 'asked' || state === 'agreed'))
      .map((swap) => [swap.shift.id, swap]),
  )
  const mayAsk = ({ id, clockedInAt }: Shift) =>
    clockedInAt === null && !open.has(id) && asking !== id && roster.colleagues.length > 0
  return (
    <section className="panel">
      <h2>
        {m.shifts} <small>{roster.unit?.name}</small>
      </h2>
      {coming.length === 0 && <p className="empty">{m.noShifts}</p>}
      {coming.map((shift) => {
        const swap = open.get(shift.id)
        return (
          <article className="askcard" key={shift.id}>
            <p className="rosterhead">
              <b>
                {dateText(shift.onDay, locale)} {shift.from}–{shift.to}
              </b>
              <span className={`shift ${shift.kind}`}>{words.kinds[shift.kind]}</span>
              {shift.words !== '' && <span className="mut">{shift.words}</span>}
              {mayAsk(shift) && (
                <button type="button" className="btn" onClick={() => setAsking(shift.id)}>
                  {m.swap}
                </button>
              )}
            </p>
            {swap && <Waiting swap={swap} />}
            {asking === shift.id && !swap && <AskSwap shift={shift} roster={roster} onClose={() => setAsking(null)} />}
          </article>
        )
      })}
    </section>
  )
}

/** Whom I have asked; it can be taken back until it is settled. */
function Waiting({ swap }: { readonly swap: Swap }) {
  const m = useMessages()
  const words = useRosterWords()
  const take = useCommand(myDutyRoutes.withdrawSwap, [myDutyRoutes.getMyRoster.path, '/inbox'])
  return (
    <div className="rosterhead">
      <span className="mut">{m.asked(swap.to.name, words.swapStates[swap.state])}</span>
      <button type="button" className="btn" disabled={take.busy} onClick={() => void take.run({ swapId: swap.id })}>
        {m.takeBack}
      </button>
      {take.fault && (
        <span className="bad" role="alert">
          {take.fault}
        </span>
      )}
    </div>
  )
}
