import { newId } from '@linli/client'
import { type Unit, unitRoutes } from '@linli/contract/identity'
import { UnitKind } from '@linli/contract/posts'
import { fieldText, useLocale } from '@linli/ui'
import { useQuery } from '@tanstack/react-query'
import type { FormEvent } from 'react'
import { reading } from '../api.ts'
import { FormFault } from '../frame/FormFault.tsx'
import { ErrorState, Loading } from '../frame/States.tsx'
import { useCommand } from '../pages/use-command.ts'
import { filter } from '../router.tsx'
import { useMessages } from './messages.ts'

const changes = ['/units', '/units/:unitId', '/units/tree']

/** One unit: what it is, who is in it; changed, closed, and given units below it. */
export function UnitPanel({ unitId }: { unitId: string }) {
  const m = useMessages()
  const { locale } = useLocale()
  const unit = useQuery(reading(unitRoutes.getUnit, { unitId }))
  if (unit.error) return <ErrorState error={unit.error} onRetry={() => void unit.refetch()} />
  if (!unit.data) return <Loading />
  const { data } = unit
  return (
    <section className="panel">
      <h2>
        {[...data.parents.map(({ name }) => name), data.name].join(' › ')}
        <button type="button" className="btn txt" onClick={() => filter({ unit: undefined })}>
          {m.back}
        </button>
      </h2>
      <p className="empty">{m.kinds[data.kind]}</p>
      <table className="grid">
        <tbody>
          {data.people.map((person) => (
            <tr key={person.postId}>
              <td>
                <button type="button" className="btn txt" onClick={() => filter({ person: person.staffId })}>
                  {person.name}
                </button>
              </td>
              <td>{person.role.names[locale]}</td>
              <td>{person.title}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {data.manageable && <Change key={data.id} unit={data} />}
      {data.manageable && <Below unit={data} />}
    </section>
  )
}

function Change({ unit }: { unit: Unit }) {
  const m = useMessages()
  const change = useCommand(unitRoutes.changeUnit, changes)
  const close = useCommand(unitRoutes.closeUnit, changes)
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const phone = fieldText(form, 'phone')
    const duties = fieldText(form, 'duties')
    void change.run({ unitId: unit.id, name: fieldText(form, 'name'), phone: phone || null, duties: duties || null })
  }
  return (
    <form className="form" onSubmit={submit}>
      <div className="row2">
        <label>
          {m.name}
          <input name="name" required maxLength={100} defaultValue={unit.name} />
        </label>
        <label>
          {m.phone}
          <input name="phone" defaultValue={unit.phone ?? ''} />
        </label>
      </div>
      <label>
        {m.duties}
        <textarea name="duties" maxLength={500} defaultValue={unit.duties ?? ''} />
      </label>
      <FormFault text={change.fault ?? close.fault} />
      <div style={{ display: 'flex', gap: 8 }}>
        <button type="submit" className="btn pri" disabled={change.busy}>
          {m.save}
        </button>
        <button
          type="button"
          className="btn danger"
          disabled={close.busy}
          onClick={() => void close.run({ unitId: unit.id })}
        >
          {m.close}
        </button>
      </div>
    </form>
  )
}

function Below({ unit }: { unit: Unit }) {
  const m = useMessages()
  const create = useCommand(unitRoutes.createUnit, changes)
  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const element = event.currentTarget
    const form = new FormData(element)
    const kind = UnitKind.parse(fieldText(form, 'kind'))
    if (await create.run({ id: newId(), kind, parentId: unit.id, name: fieldText(form, 'name') })) element.reset()
  }
  return (
    <form className="form" onSubmit={(event) => void submit(event)}>
      <h3>{m.below}</h3>
      <div className="row2">
        <label>
          {m.name}
          <input name="name" required maxLength={100} />
        </label>
        <label>
          {m.kind}
          <select name="kind" defaultValue="department">
            {UnitKind.options.map((kind) => (
              <option key={kind} value={kind}>
                {m.kinds[kind]}
              </option>
            ))}
          </select>
        </label>
      </div>
      <FormFault text={create.fault} />
      <div>
        <button type="submit" className="btn" disabled={create.busy}>
          {m.create}
        </button>
      </div>
    </form>
  )
}
