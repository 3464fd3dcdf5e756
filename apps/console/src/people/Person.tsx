import { newId } from '@linli/client'
import { type Staff, staffRoutes, unitRoutes } from '@linli/contract/identity'
import { fieldText, useLocale, whenText } from '@linli/ui'
import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { reading } from '../api.ts'
import { FormFault } from '../frame/FormFault.tsx'
import { ErrorState, Loading } from '../frame/States.tsx'
import { useCommand } from '../pages/use-command.ts'
import { filter } from '../router.tsx'
import { useMessages } from './messages.ts'
import { PostFields } from './PostFields.tsx'

const changes = ['/staff', '/staff/:staffId', '/units', '/units/:unitId']

/** One person: posts given and ended, the account switched off and on, a new password handed over. */
export function Person({ staffId }: { staffId: string }) {
  const m = useMessages()
  const { locale } = useLocale()
  const person = useQuery(reading(staffRoutes.getStaff, { staffId }))
  const end = useCommand(staffRoutes.endPost, changes)
  if (person.error) return <ErrorState error={person.error} onRetry={() => void person.refetch()} />
  if (!person.data) return <Loading />
  const { data } = person
  return (
    <section className="panel">
      <h2>
        {data.name}
        <button type="button" className="btn txt" onClick={() => filter({ person: undefined })}>
          {m.back}
        </button>
      </h2>
      <p className="empty">
        {[
          `${m.login} ${data.login}`,
          data.phone && `${m.phone} ${data.phone}`,
          data.lastSeenAt && `${m.lastSeen} ${whenText(data.lastSeenAt, locale)}`,
          data.disabledAt && m.disabled,
        ]
          .filter(Boolean)
          .join(' · ')}
      </p>
      <table className="grid">
        <tbody>
          {data.posts.map((post) => (
            <tr key={post.id}>
              <td>{post.unit.name}</td>
              <td>{post.role.names[locale]}</td>
              <td>{post.title}</td>
              <td>{`${post.validFrom} – ${post.validTo ?? ''}`}</td>
              <td>
                {data.manageable && (
                  <button
                    type="button"
                    className="btn"
                    disabled={end.busy}
                    onClick={() => void end.run({ postId: post.id })}
                  >
                    {m.endPost}
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
      {data.manageable && <AddPost staffId={data.id} />}
      {data.manageable && <Account person={data} />}
      {data.earlierPosts.length > 0 && (
        <details className="empty">
          <summary>{m.earlier}</summary>
          {data.earlierPosts.map((post) => (
            <p
              key={post.id}
            >{`${post.unit.name} · ${post.role.names[locale]} · ${post.validFrom} – ${post.validTo ?? ''}`}</p>
          ))}
        </details>
      )}
    </section>
  )
}

function AddPost({ staffId }: { staffId: string }) {
  const m = useMessages()
  const [q, setQ] = useState('')
  const units = useQuery({ ...reading(unitRoutes.listUnits, { limit: 20, q: q.trim() }), enabled: q.trim() !== '' })
  const add = useCommand(staffRoutes.addPost, changes)
  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const title = fieldText(form, 'title')
    const asked = { staffId, id: newId(), unitId: fieldText(form, 'unitId'), roleId: fieldText(form, 'roleId') }
    if (await add.run({ ...asked, ...(title ? { title } : {}) })) setQ('')
  }
  return (
    <form className="form" onSubmit={(event) => void submit(event)}>
      <h3>{m.addPost}</h3>
      <div className="row2">
        <label>
          {m.findUnit}
          <input value={q} onChange={(event) => setQ(event.target.value)} />
        </label>
        <PostFields units={units.data?.items ?? []} />
        <label>
          {m.title}
          <input name="title" maxLength={50} />
        </label>
      </div>
      <FormFault text={add.fault} />
      <div>
        <button type="submit" className="btn pri" disabled={add.busy}>
          {m.addPost}
        </button>
      </div>
    </form>
  )
}

function Account({ person }: { person: Staff }) {
  const m = useMessages()
  const [password, setPassword] = useState<string | null>(null)
  const disable = useCommand(staffRoutes.disableStaff, changes)
  const enable = useCommand(staffRoutes.enableStaff, changes)
  const reset = useCommand(staffRoutes.resetPassword, changes)
  const resetTotp = useCommand(staffRoutes.resetTotp, changes)
  const asked = { staffId: person.id }
  const fault = disable.fault ?? enable.fault ?? reset.fault ?? resetTotp.fault
  return (
    <div className="empty stack">
      <div style={{ display: 'flex', gap: 8, flexWrap: 'wrap' }}>
        {person.disabledAt === null ? (
          <button type="button" className="btn danger" onClick={() => void disable.run(asked)}>
            {m.disable}
          </button>
        ) : (
          <button type="button" className="btn" onClick={() => void enable.run(asked)}>
            {m.enable}
          </button>
        )}
        <button
          type="button"
          className="btn"
          onClick={() => void reset.run(asked).then((done) => setPassword(done?.temporaryPassword ?? null))}
        >
          {m.reset}
        </button>
        {person.totpEnabled && (
          <button type="button" className="btn" onClick={() => void resetTotp.run(asked)}>
            {m.resetTotp}
          </button>
        )}
      </div>
      {password !== null && <p role="status">{m.newPassword(password)}</p>}
      <FormFault text={fault} />
    </div>
  )
}
