import { type Area, type Assignment, areaRoutes } from '@linli/contract/areas'
import { fieldText } from '@linli/ui'
import { type FormEvent, useState } from 'react'
import { useCommand } from '../pages/use-command.ts'
import { Assign } from './Assign.tsx'
import { Field } from './form/Field.tsx'
import { Refusal } from './form/Refusal.tsx'
import { today } from './form/today.ts'
import { useMessages } from './messages.ts'
import { areaQueries } from './work/desk.ts'

/** 定格、定人、定责: who answers for the area in which capacity, since when, and who did before. */
export function Assignments({ area }: { area: Area }) {
  const m = useMessages()
  const [told, tell] = useState<string | null>(null)
  const [endingId, setEnding] = useState<string | null>(null)
  const ending = area.assignments.find(({ id }) => id === endingId)
  return (
    <section className="panel" aria-label={m.duties}>
      <h2>{m.duties}</h2>
      {told !== null && (
        <p className="told" role="status">
          {told}
        </p>
      )}
      {area.assignments.length === 0 ? <p className="empty">{m.nobody}</p> : null}
      {area.assignments.length > 0 && (
        <Holders assignments={area.assignments}>
          {(one) =>
            area.assignable && (
              <button
                type="button"
                className="btn"
                aria-expanded={one.id === endingId}
                aria-label={`${m.end} ${m.roles[one.kind]} ${nameOf(one)}`}
                onClick={() => {
                  tell(null)
                  setEnding(one.id === endingId ? null : one.id)
                }}
              >
                {m.end}
              </button>
            )
          }
        </Holders>
      )}
      {ending && (
        <End
          key={ending.id}
          assignment={ending}
          onDone={(done) => {
            setEnding(null)
            if (done) tell(m.ended(m.roles[ending.kind], nameOf(ending)))
          }}
        />
      )}
      {area.assignable && (
        <Assign area={area} onDone={(one) => tell(one && m.assigned(m.roles[one.kind], nameOf(one)))} />
      )}
      {area.earlierAssignments.length > 0 && (
        <details className="empty">
          <summary>{m.earlier}</summary>
          <Holders assignments={area.earlierAssignments} />
        </details>
      )}
    </section>
  )
}

interface HoldersProps {
  readonly assignments: readonly Assignment[]
  readonly children?: (one: Assignment) => React.ReactNode
}

function Holders({ assignments, children }: HoldersProps) {
  const m = useMessages()
  return (
    <table className="grid">
      <tbody>
        {assignments.map((one) => (
          <tr key={one.id}>
            <td>{m.roles[one.kind]}</td>
            <td>{[nameOf(one), holderOf(one)?.phone].filter(Boolean).join(' ')}</td>
            <td>{one.duties}</td>
            <td>{`${one.validFrom} – ${one.validTo ?? m.open}`}</td>
            {children && <td>{children(one)}</td>}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** Ends with a day and a second press: a slip would leave a grid without its worker. */
function End({ assignment, onDone }: { assignment: Assignment; onDone: (done: boolean) => void }) {
  const m = useMessages()
  const end = useCommand(areaRoutes.endAssignment, areaQueries)
  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const on = fieldText(new FormData(event.currentTarget), 'on')
    if (!end.busy && (await end.run({ assignmentId: assignment.id, on }))) onDone(true)
  }
  return (
    <form className="form" onSubmit={(event) => void submit(event)}>
      <Field label={`${m.roles[assignment.kind]} ${nameOf(assignment)}：${m.endOn}`} fault={end.faults['on']}>
        {(control) => <input {...control} type="date" name="on" required defaultValue={today()} />}
      </Field>
      <Refusal command={end} beside={['on']} />
      <div className="doing">
        <button type="submit" className="btn danger" disabled={end.busy}>
          {m.endDo}
        </button>
        <button type="button" className="btn" onClick={() => onDone(false)}>
          {m.cancel}
        </button>
      </div>
    </form>
  )
}

const holderOf = ({ staff, unit, outside }: Assignment) => staff ?? unit ?? outside
const nameOf = (assignment: Assignment) => holderOf(assignment)?.name ?? ''
