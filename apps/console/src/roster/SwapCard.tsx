import { myDutyRoutes, rosterRoutes, type Shift, type Swap } from '@linli/contract/duty-roster'
import { dateText, useLocale } from '@linli/ui'
import { FormFault } from '../frame/FormFault.tsx'
import { useCommand } from '../pages/use-command.ts'
import { useMessages } from './messages.ts'

const changes = [rosterRoutes.listSwaps.path, rosterRoutes.getRosterWeek.path, myDutyRoutes.getMyRoster.path, '/inbox']

interface Props {
  readonly swap: Swap
  readonly meId: string
  readonly manages: boolean
}

/** A swap of shifts, with the answer that this reader may give to it, if any. */
export function SwapCard({ swap, meId, manages }: Props) {
  const m = useMessages()
  const { locale } = useLocale()
  const answer = useCommand(myDutyRoutes.answerSwap, changes)
  const decide = useCommand(rosterRoutes.decideSwap, changes)
  const said = ({ onDay, from, to }: Shift) => `${dateText(onDay, locale)} ${from}–${to}`
  const mine = swap.state === 'asked' && swap.to.id === meId
  const stations = swap.state === 'agreed' && manages && swap.from.id !== meId
  const command = mine ? answer : decide
  return (
    <article className="askcard">
      <p>
        {m.gives(swap.from.name, said(swap.shift), swap.to.name)}
        {swap.inReturn && `，${m.inReturn(said(swap.inReturn))}`}{' '}
        <span className="mut">· {m.swapStates[swap.state]}</span>
      </p>
      {swap.words !== '' && <p>{swap.words}</p>}
      <FormFault text={command.fault} />
      {(mine || stations) && (
        <div className="rosterhead">
          <button
            type="button"
            className="btn pri"
            disabled={command.busy}
            onClick={() => void command.run({ swapId: swap.id, accept: true })}
          >
            {mine ? m.takeShift : m.agree}
          </button>
          <button
            type="button"
            className="btn"
            disabled={command.busy}
            onClick={() => void command.run({ swapId: swap.id, accept: false })}
          >
            {mine ? m.cannot : m.disagree}
          </button>
        </div>
      )}
    </article>
  )
}
