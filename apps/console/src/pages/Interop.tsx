import { ApiKeyScope, interopRoutes } from '@linli/contract/interop'
import { fieldText, useLocale, whenText } from '@linli/ui'
import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { reading } from '../api.ts'
import { FormFault } from '../frame/FormFault.tsx'
import { ErrorState } from '../frame/States.tsx'
import { DeadLetters } from '../interop/DeadLetters.tsx'
import type { PageProps } from '../pages.ts'
import { filter } from '../router.tsx'
import { useMessages } from './messages.ts'
import { useCommand } from './use-command.ts'

/** Keys for Open311 clients, and addresses that are told of events. */
export default function Interop({ search }: PageProps) {
  const m = useMessages()
  const { locale } = useLocale()
  const keys = useQuery(reading(interopRoutes.listApiKeys, {}))
  const hooks = useQuery(reading(interopRoutes.listWebhooks, {}))
  const addKey = useCommand(interopRoutes.createApiKey, ['/interop/keys'])
  const revoke = useCommand(interopRoutes.revokeApiKey, ['/interop/keys'])
  const addHook = useCommand(interopRoutes.createWebhook, ['/interop/webhooks'])
  const closeHook = useCommand(interopRoutes.closeWebhook, ['/interop/webhooks'])
  const [shown, setShown] = useState<string | null>(null)
  if (keys.error) return <ErrorState error={keys.error} onRetry={() => void keys.refetch()} />

  const opened = hooks.data?.items.find((hook) => hook.id === search.get('dead'))

  async function submitKey(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const scopes = [ApiKeyScope.parse(fieldText(form, 'scope'))]
    const done = await addKey.run({ name: fieldText(form, 'name'), scopes })
    if (done) setShown(done.key)
  }
  async function submitHook(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const done = await addHook.run({
      name: fieldText(form, 'name'),
      url: fieldText(form, 'url'),
      kinds: fieldText(form, 'kinds').split(/\s+/).filter(Boolean),
    })
    if (done) setShown(done.secret)
  }

  return (
    <main className="scroll pad stack">
      {shown && (
        <p className="panel pad" role="status">
          {m.secret}
          <b className="num">{shown}</b>
        </p>
      )}
      <section className="panel">
        <h2>
          {m.keys} <small>{m.keyHint}</small>
        </h2>
        <form className="form" onSubmit={(event) => void submitKey(event)}>
          <label>
            {m.name}
            <input name="name" required maxLength={100} />
          </label>
          <label>
            {m.scope}
            <select name="scope" defaultValue="open311">
              {ApiKeyScope.options.map((scope) => (
                <option key={scope} value={scope}>
                  {m.scopes[scope]}
                </option>
              ))}
            </select>
          </label>
          <FormFault text={addKey.fault} />
          <div>
            <button type="submit" className="btn pri">
              {m.add}
            </button>
          </div>
        </form>
        <table className="grid">
          <tbody>
            {keys.data?.items.map((key) => (
              <tr key={key.id}>
                <td>{key.name}</td>
                <td>{key.scopes.map((scope) => m.scopes[scope]).join('、')}</td>
                <td>{whenText(key.createdAt, locale)}</td>
                <td>
                  {key.revokedAt ? (
                    m.closed
                  ) : (
                    <button type="button" className="btn txt" onClick={() => void revoke.run({ keyId: key.id })}>
                      {m.revoke}
                    </button>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <section className="panel">
        <h2>{m.webhooks}</h2>
        <form className="form" onSubmit={(event) => void submitHook(event)}>
          <label>
            {m.name}
            <input name="name" required maxLength={100} />
          </label>
          <label>
            {m.url}
            <input name="url" type="url" required />
          </label>
          <label>
            {m.kinds}
            <input name="kinds" defaultValue="matter.*" required />
          </label>
          <FormFault text={addHook.fault} />
          <div>
            <button type="submit" className="btn pri">
              {m.add}
            </button>
          </div>
        </form>
        <table className="grid">
          <tbody>
            {hooks.data?.items.map((hook) => (
              <tr key={hook.id}>
                <td>{hook.name}</td>
                <td>{hook.url}</td>
                <td>{hook.kinds.join(' ')}</td>
                <td>
                  {`${m.waiting} ${hook.waiting} · `}
                  <button type="button" className="btn txt" onClick={() => filter({ dead: hook.id })}>
                    {`${m.dead} ${hook.dead}`}
                  </button>
                </td>
                <td>
                  {hook.closedAt ? (
                    m.closed
                  ) : (
                    <button
                      type="button"
                      className="btn txt"
                      onClick={() => void closeHook.run({ webhookId: hook.id })}
                    >
                      {m.close}
                    </button>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {opened && <DeadLetters key={opened.id} webhookId={opened.id} name={opened.name} />}
    </main>
  )
}
