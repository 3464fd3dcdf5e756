import { newId } from '@linli/client'
import { type Leave, LeaveKind, type MyRoster, myDutyRoutes, rosterRoutes } from '@linli/contract/duty-roster'
import { dateText, fieldText, useLocale } from '@linli/ui'
import { type FormEvent, useState } from 'react'
import { Refusal } from '../areas/form/Refusal.tsx'
import { FieldFault } from '../frame/FieldFault.tsx'
import { FormFault } from '../frame/FormFault.tsx'
import { useCommand } from '../pages/use-command.ts'
import { useMessages as useRosterWords } from '../roster/messages.ts'
import { useMessages } from './messages.ts'

/** Illness first: it is the one that cannot wait. */
const kinds = ['sick', 'annual', 'personal', 'training', 'other'] as const satisfies readonly LeaveKind[]
const changes = [myDutyRoutes.getMyRoster.path, rosterRoutes.listLeaves.path, rosterRoutes.getRosterWeek.path, '/inbox']

/** Leave that I asked for with what came of it, and the form for more. */
export function MyLeave({ roster }: { readonly roster: MyRoster }) {
  const m = useMessages()
  const [asking, setAsking] = useState(false)
  return (
    <section className="panel">
      <h2>{m.leave}</h2>
      {roster.leaves.length === 0 && !asking && <p className="empty">{m.noLeave}</p>}
      {roster.leaves.map((leave) => (
        <One key={leave.id} leave={leave} today={roster.today} />
      ))}
      <div className="askcard">
        {asking ? (
          <AskLeave today={roster.today} onClose={() => setAsking(false)} />
        ) : (
          <div>
            <button type="button" className="btn pri" onClick={() => setAsking(true)}>
              {m.askLeave}
            </button>
          </div>
        )}
      </div>
    </section>
  )
}

function One({ leave, today }: { readonly leave: Leave; readonly today: string }) {
  const m = useMessages()
  const words = useRosterWords()
  const { locale } = useLocale()
  const take = useCommand(myDutyRoutes.withdrawLeave, changes)
  const { id, kind, firstDay, lastDay, state, decidedBy, answer, standIn } = leave
  const isOpen = (state === 'asked' || state === 'granted') && lastDay >= today
  return (
    <article className="askcard">
      <p className="rosterhead">
        <b>
          {words.leaveKinds[kind]} · {words.days(dateText(firstDay, locale), dateText(lastDay, locale))}
        </b>
        <span className="mut">{words.leaveStates[state]}</span>
        {standIn && <span className="mut">{words.standsIn(standIn.name)}</span>}
        {isOpen && (
          <button type="button" className="btn" disabled={take.busy} onClick={() => void take.run({ leaveId: id })}>
            {firstDay < today ? m.backSooner : m.takeBack}
          </button>
        )}
      </p>
      {leave.words !== '' && <p>{leave.words}</p>}
      {decidedBy !== null && <p className="mut">{words.decidedBy(decidedBy, answer)}</p>}
      <FormFault text={take.fault} />
    </article>
  )
}

function AskLeave({ today, onClose }: { readonly today: string; readonly onClose: () => void }) {
  const m = useMessages()
  const words = useRosterWords()
  const [kind, setKind] = useState<LeaveKind>('sick')
  const [firstDay, setFirstDay] = useState(today)
  const [lastDay, setLastDay] = useState(today)
  // Sent again after a lost connection it is the same leave.
  const [leaveId] = useState(newId)
  const ask = useCommand(myDutyRoutes.askLeave, changes)

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const said = fieldText(new FormData(event.currentTarget), 'words').trim()
    if (await ask.run({ leaveId, kind, firstDay, lastDay, words: said })) onClose()
  }
  return (
    <form className="form" onSubmit={(event) => void submit(event)}>
      <label>
        {m.kind}
        <select value={kind} onChange={({ target }) => setKind(LeaveKind.parse(target.value))}>
          {kinds.map((one) => (
            <option key={one} value={one}>
              {words.leaveKinds[one]}
            </option>
          ))}
        </select>
        <small>{kind === 'sick' ? m.sickNote : m.planNote}</small>
      </label>
      <div className="row2">
        <label>
          {m.firstDay}
          <input type="date" required value={firstDay} onChange={({ target }) => setFirstDay(target.value)} />
          <FieldFault text={ask.faults['firstDay']} />
        </label>
        <label>
          {m.lastDay}
          <input
            type="date"
            required
            min={firstDay}
            value={lastDay}
            onChange={({ target }) => setLastDay(target.value)}
          />
          <FieldFault text={ask.faults['lastDay']} />
        </label>
      </div>
      <label>
        {m.words}
        <input name="words" maxLength={300} />
      </label>
      <Refusal command={ask} beside={['firstDay', 'lastDay']} />
      <div className="rosterhead">
        <button type="submit" className="btn pri" disabled={ask.busy}>
          {m.askLeave}
        </button>
        <button type="button" className="btn" onClick={onClose}>
          {m.cancel}
        </button>
      </div>
    </form>
  )
}
