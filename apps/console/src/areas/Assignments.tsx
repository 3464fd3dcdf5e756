import { newId } from '@linli/client'
import { type Area, type Assignment, AssignmentKind, areaRoutes } from '@linli/contract/areas'
import { staffRoutes, unitRoutes } from '@linli/contract/identity'
import { fieldText } from '@linli/ui'
import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { reading } from '../api.ts'
import { useCommand } from '../pages/use-command.ts'
import { useMessages } from './messages.ts'

const changes = ['/areas/:areaId', '/areas/tree']

/** 定格、定人、定责: who answers for the area in which capacity, since when, and who did before. */
export function Assignments({ area }: { area: Area }) {
  const m = useMessages()
  const end = useCommand(areaRoutes.endAssignment, changes)
  return (
    <section className="panel">
      <h2>{m.duties}</h2>
      {area.assignments.length === 0 && <p className="empty">{m.nobody}</p>}
      <table className="grid">
        <tbody>
          {area.assignments.map((one) => (
            <tr key={one.id}>
              <Who assignment={one} />
              <td>
                {area.assignable && (
                  <button
                    type="button"
                    className="btn"
                    disabled={end.busy}
                    onClick={() => void end.run({ assignmentId: one.id })}
                  >
                    {m.end}
                  </button>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {end.fault && (
        <p className="bad empty" role="alert">
          {end.fault}
        </p>
      )}
      {area.assignable && <Assign area={area} />}
      {area.earlierAssignments.length > 0 && (
        <details className="empty">
          <summary>{m.earlier}</summary>
          <table className="grid">
            <tbody>
              {area.earlierAssignments.map((one) => (
                <tr key={one.id}>
                  <Who assignment={one} />
                </tr>
              ))}
            </tbody>
          </table>
        </details>
      )}
    </section>
  )
}

function Who({ assignment }: { assignment: Assignment }) {
  const m = useMessages()
  const holder = assignment.staff ?? assignment.unit ?? assignment.outside
  return (
    <>
      <td>{m.roles[assignment.kind]}</td>
      <td>{[holder?.name, holder?.phone].filter(Boolean).join(' ')}</td>
      <td>{assignment.duties}</td>
      <td>{`${assignment.validFrom} – ${assignment.validTo ?? ''}`}</td>
    </>
  )
}

function Assign({ area }: { area: Area }) {
  const m = useMessages()
  const [by, setBy] = useState<'staff' | 'unit' | 'outside'>('staff')
  const [q, setQ] = useState('')
  const asked = { limit: 20, ...(q.trim() ? { q: q.trim() } : {}) }
  const staff = useQuery({ ...reading(staffRoutes.listStaff, asked), enabled: by === 'staff' && q.trim() !== '' })
  const units = useQuery({ ...reading(unitRoutes.listUnits, asked), enabled: by === 'unit' && q.trim() !== '' })
  const assign = useCommand(areaRoutes.setAssignment, changes)
  const found = by === 'staff' ? staff.data?.items : units.data?.items

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const element = event.currentTarget
    const form = new FormData(element)
    const text = (name: string) => fieldText(form, name)
    const kind = AssignmentKind.parse(text('kind'))
    const phone = text('phone')
    const duties = text('duties')
    const holder =
      by === 'staff'
        ? { kind: 'staff' as const, staffId: text('holder') }
        : by === 'unit'
          ? { kind: 'unit' as const, unitId: text('holder') }
          : { kind: 'outside' as const, name: text('name'), ...(phone ? { phone } : {}) }
    const done = await assign.run({
      id: newId(),
      areaId: area.id,
      kind,
      holder,
      from: text('from'),
      ...(duties ? { duties } : {}),
    })
    if (done) {
      element.reset()
      setQ('')
    }
  }

  return (
    <form className="form" onSubmit={(event) => void submit(event)}>
      <div className="row2">
        <label>
          {m.kind}
          <select name="kind">
            {AssignmentKind.options.map((kind) => (
              <option key={kind} value={kind}>
                {m.roles[kind]}
              </option>
            ))}
          </select>
        </label>
        <label>
          {m.holder}
          <select
            value={by}
            onChange={(event) =>
              setBy(event.target.value === 'unit' ? 'unit' : event.target.value === 'outside' ? 'outside' : 'staff')
            }
          >
            <option value="staff">{m.staff}</option>
            <option value="unit">{m.unit}</option>
            <option value="outside">{m.outside}</option>
          </select>
        </label>
        {by === 'outside' ? (
          <>
            <label>
              {m.outside}
              <input name="name" required maxLength={50} />
            </label>
            <label>
              {m.phone}
              <input name="phone" inputMode="tel" />
            </label>
          </>
        ) : (
          <>
            <label>
              {m.search}
              <input value={q} onChange={(event) => setQ(event.target.value)} />
            </label>
            <label>
              {by === 'staff' ? m.staff : m.unit}
              <select name="holder" required>
                {(found ?? []).map((one) => (
                  <option key={one.id} value={one.id}>
                    {'posts' in one ? `${one.name} ${one.posts[0]?.unit.name ?? ''}` : one.name}
                  </option>
                ))}
              </select>
            </label>
          </>
        )}
        <label>
          {m.from}
          <input type="date" name="from" required defaultValue={new Date().toLocaleDateString('sv-SE')} />
        </label>
        <label>
          {m.dutyWords}
          <input name="duties" maxLength={500} />
        </label>
      </div>
      {assign.fault && (
        <p className="bad" role="alert">
          {assign.fault}
        </p>
      )}
      <div>
        <button type="submit" className="btn pri" disabled={assign.busy}>
          {m.assign}
        </button>
      </div>
    </form>
  )
}
