import { newId } from '@linli/client'
import { areaRoutes } from '@linli/contract/areas'
import { staffRoutes, unitRoutes } from '@linli/contract/identity'
import { fieldText, useLocale } from '@linli/ui'
import { type FormEvent, useState } from 'react'
import { FormFault } from '../frame/FormFault.tsx'
import { ErrorState } from '../frame/States.tsx'
import { Heads } from '../frame/Table.tsx'
import { More, usePaged } from '../paged.tsx'
import type { PageProps } from '../pages.ts'
import { Person } from '../people/Person.tsx'
import { PostFields } from '../people/PostFields.tsx'
import { Roles } from '../people/Roles.tsx'
import { UnitPanel } from '../people/UnitPanel.tsx'
import { filter } from '../router.tsx'
import { useMessages } from './messages.ts'
import { useCommand } from './use-command.ts'

/** Units by name, and the people in reach. */
export default function StaffPage({ search, me }: PageProps) {
  const m = useMessages()
  const { locale } = useLocale()
  const q = search.get('q') ?? ''
  const mayRead = me.permissions.includes('staff.read')
  const units = usePaged(unitRoutes.listUnits, { limit: 50, ...(q ? { q } : {}) })
  const staff = usePaged(staffRoutes.listStaff, { limit: 50, ...(q ? { q } : {}) }, mayRead)
  if (units.error) return <ErrorState error={units.error} onRetry={units.refetch} />
  const [personId, unitId] = [search.get('person'), search.get('unit')]
  return (
    <main className="scroll pad stack">
      {personId !== null && mayRead && <Person key={personId} staffId={personId} />}
      {unitId !== null && <UnitPanel key={unitId} unitId={unitId} />}
      <label className="field" style={{ maxWidth: 420 }}>
        {m.units}
        <input defaultValue={q} placeholder={m.search} onChange={(event) => filter({ q: event.target.value })} />
      </label>
      {mayRead && (
        <section className="panel">
          <h2>{m.people}</h2>
          <table className="grid">
            <Heads names={[m.name, m.login, m.unit, m.role, m.phone]} />
            <tbody>
              {staff.items.map((person) => (
                <tr key={person.id}>
                  <td>
                    <button type="button" className="btn txt" onClick={() => filter({ person: person.id })}>
                      {person.name}
                    </button>
                  </td>
                  <td>{person.login}</td>
                  <td>{person.posts.map((post) => post.unit.name).join('、')}</td>
                  <td>{[...new Set(person.posts.map((post) => post.role.names[locale]))].join('、')}</td>
                  <td>{person.phoneMasked}</td>
                </tr>
              ))}
            </tbody>
          </table>
          <More list={staff} />
        </section>
      )}
      <section className="panel">
        <h2>{m.unit}</h2>
        {me.permissions.includes('unit.manage') && <StandardUnits />}
        <table className="grid">
          <tbody>
            {units.items.map((unit) => (
              <tr key={unit.id}>
                <td>
                  <button type="button" className="btn txt" onClick={() => filter({ unit: unit.id })}>
                    {unit.name}
                  </button>
                </td>
                <td>{unit.phone}</td>
                <td>{unit.staffCount}</td>
                <td>{unit.validFrom}</td>
              </tr>
            ))}
          </tbody>
        </table>
        <More list={units} />
      </section>
      {mayRead && <Roles mayManage={me.permissions.includes('role.manage')} />}
      {me.permissions.includes('staff.manage') && <AddStaff units={units.items} />}
    </main>
  )
}

/** After an import of areas: what every town and village has, in one go. */
function StandardUnits() {
  const m = useMessages()
  const add = useCommand(areaRoutes.addStandardUnits, ['/units'])
  const [added, setAdded] = useState<number | null>(null)
  return (
    <div className="empty">
      <button
        type="button"
        className="btn"
        disabled={add.busy}
        onClick={() => void add.run({}).then((done) => done && setAdded(done.added))}
      >
        {m.standardUnits}
      </button>{' '}
      <span className="mut" role="status">
        {added === null ? m.standardUnitsHint : m.standardUnitsAdded(added)}
      </span>
      <FormFault text={add.fault} />
    </div>
  )
}

function AddStaff({ units }: { units: readonly { id: string; name: string }[] }) {
  const m = useMessages()
  const [password, setPassword] = useState<string | null>(null)
  const create = useCommand(staffRoutes.createStaff, ['/staff', '/units'])
  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const text = (name: string) => fieldText(form, name)
    const done = await create.run({
      id: newId(),
      login: text('login'),
      name: text('name'),
      post: { unitId: text('unitId'), roleId: text('roleId') },
      ...(text('phone') ? { phone: text('phone') } : {}),
    })
    if (done) setPassword(done.temporaryPassword)
  }
  return (
    <section className="panel">
      <h2>{m.addStaff}</h2>
      <form className="form" onSubmit={(event) => void submit(event)}>
        <div className="row2">
          <label>
            {m.name}
            <input name="name" required maxLength={50} />
          </label>
          <label>
            {m.login}
            <input name="login" required pattern="[a-zA-Z0-9][a-zA-Z0-9._\-]{1,31}" />
          </label>
          <label>
            {m.phone}
            <input name="phone" />
          </label>
          <PostFields units={units} />
        </div>
        <FormFault text={create.fault} />
        {password && (
          <p role="status">
            {m.password}
            <b className="num">{password}</b>
          </p>
        )}
        <div>
          <button type="submit" className="btn pri" disabled={create.busy}>
            {m.create}
          </button>
        </div>
      </form>
    </section>
  )
}
