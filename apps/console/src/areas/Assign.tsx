import { newId } from '@linli/client'
import { type Area, type Assignment, AssignmentKind, areaRoutes, soleAssignments } from '@linli/contract/areas'
import { staffRoutes, unitRoutes } from '@linli/contract/identity'
import { fieldText } from '@linli/ui'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { reading } from '../api.ts'
import { useCommand } from '../pages/use-command.ts'
import { Field } from './form/Field.tsx'
import { Refusal } from './form/Refusal.tsx'
import { today } from './form/today.ts'
import { useMessages } from './messages.ts'
import { areaQueries } from './work/desk.ts'

type By = 'staff' | 'unit' | 'outside'

/** People answer for people's work, units for units'; an adviser may come from outside the platform. */
const holders: Readonly<Record<AssignmentKind, readonly By[]>> = {
  worker: ['staff', 'outside'],
  deputy: ['staff', 'outside'],
  grid_lead: ['staff', 'outside'],
  station: ['unit'],
  police_officer: ['staff', 'outside'],
  lawyer: ['staff', 'outside'],
  stationed_unit: ['unit', 'outside'],
}

/** Says who answers for the area from a day on. */
export function Assign({ area, onDone }: { area: Area; onDone: (done: Assignment | null) => void }) {
  const m = useMessages()
  const [kind, setKind] = useState<AssignmentKind>('worker')
  const [chosenBy, setBy] = useState<By>('staff')
  const [id, renew] = useState(newId)
  const assign = useCommand(areaRoutes.setAssignment, areaQueries)
  const by = holders[kind].includes(chosenBy) ? chosenBy : (holders[kind][0] ?? 'staff')
  const before = soleAssignments.includes(kind) ? area.assignments.find((one) => one.kind === kind) : undefined
  const replaced = before && (before.staff ?? before.unit ?? before.outside)?.name

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    if (assign.busy) return
    onDone(null)
    const element = event.currentTarget
    const form = new FormData(element)
    const [phone, duties, until] = ['phone', 'duties', 'until'].map((name) => fieldText(form, name))
    const holder =
      by === 'staff'
        ? { kind: by, staffId: fieldText(form, 'holder') }
        : by === 'unit'
          ? { kind: by, unitId: fieldText(form, 'holder') }
          : { kind: by, name: fieldText(form, 'name'), ...(phone ? { phone } : {}) }
    const done = await assign.run({
      id,
      areaId: area.id,
      kind,
      holder,
      from: fieldText(form, 'from'),
      ...(duties ? { duties } : {}),
      ...(until ? { until } : {}),
    })
    if (!done) return
    element.reset()
    renew(newId())
    onDone(done)
  }

  return (
    <form className="form" onSubmit={(event) => void submit(event)}>
      <div className="row2">
        <Field label={m.role} hint={replaced && m.replaces(replaced)}>
          {(control) => (
            <select
              {...control}
              name="kind"
              value={kind}
              onChange={({ target }) => setKind(AssignmentKind.parse(target.value))}
            >
              {AssignmentKind.options.map((one) => (
                <option key={one} value={one}>
                  {m.roles[one]}
                </option>
              ))}
            </select>
          )}
        </Field>
        <Field label={m.holder} fault={assign.faults['holder']}>
          {(control) => (
            <select
              {...control}
              value={by}
              onChange={({ target }) => setBy(holders[kind].find((one) => one === target.value) ?? by)}
            >
              {holders[kind].map((one) => (
                <option key={one} value={one}>
                  {m[one]}
                </option>
              ))}
            </select>
          )}
        </Field>
        {by === 'outside' ? (
          <>
            <Field label={m.personName} fault={assign.faults['holder.name']}>
              {(control) => <input {...control} name="name" required maxLength={50} />}
            </Field>
            <Field label={m.phone} fault={assign.faults['holder.phone']}>
              {(control) => <input {...control} name="phone" inputMode="tel" />}
            </Field>
          </>
        ) : (
          // Found people are no units: another kind of holder begins with an empty search.
          <Finder key={`${by} ${id}`} by={by} />
        )}
        <Field label={m.from} fault={assign.faults['from']}>
          {(control) => <input {...control} type="date" name="from" required defaultValue={today()} />}
        </Field>
        <Field label={m.until} fault={assign.faults['until']}>
          {(control) => <input {...control} type="date" name="until" />}
        </Field>
        <Field label={m.dutyWords} fault={assign.faults['duties']}>
          {(control) => <input {...control} name="duties" maxLength={500} />}
        </Field>
      </div>
      <Refusal command={assign} beside={['holder', 'holder.name', 'holder.phone', 'from', 'until', 'duties']} />
      <div>
        <button type="submit" className="btn pri" disabled={assign.busy}>
          {m.assign}
        </button>
      </div>
    </form>
  )
}

/** Finds somebody by a few letters; nobody is chosen until somebody chooses. */
function Finder({ by }: { by: 'staff' | 'unit' }) {
  const m = useMessages()
  const [q, setQ] = useState('')
  const asked = { limit: 20, q: q.trim() }
  const searched = asked.q !== ''
  const kept = { placeholderData: keepPreviousData }
  const staff = useQuery({ ...reading(staffRoutes.listStaff, asked), ...kept, enabled: by === 'staff' && searched })
  const units = useQuery({ ...reading(unitRoutes.listUnits, asked), ...kept, enabled: by === 'unit' && searched })
  const found = by === 'staff' ? staff.data?.items : units.data?.items
  return (
    <>
      <Field label={m.search}>
        {(control) => <input {...control} value={q} onChange={({ target }) => setQ(target.value)} />}
      </Field>
      <Field label={m[by]} hint={searched && found?.length === 0 ? m.nobodyFound : undefined}>
        {(control) => (
          <select {...control} name="holder" required defaultValue="">
            <option value="">{m.choose}</option>
            {(searched ? (found ?? []) : []).map((one) => (
              <option key={one.id} value={one.id}>
                {'posts' in one ? `${one.name} ${one.posts[0]?.unit.name ?? ''}` : one.name}
              </option>
            ))}
          </select>
        )}
      </Field>
    </>
  )
}
