import { newId, problemText } from '@linli/client'
import { browserText } from '@linli/client/notice-text'
import { sessionRoutes } from '@linli/contract/sign-in'
import { fieldText, useLocale, whenText } from '@linli/ui'
import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { client, queryClient, reading } from '../api.ts'
import { FormFault } from '../frame/FormFault.tsx'
import { useMessages } from '../frame/messages.ts'
import { PasswordForm } from '../frame/PasswordForm.tsx'
import type { PageProps } from '../pages.ts'
import { useCommand } from './use-command.ts'

/** Password, second factor, and where I am signed in. */
export default function Account({ me }: PageProps) {
  const m = useMessages()
  const { locale } = useLocale()
  const sessions = useQuery(reading(sessionRoutes.listSessions, {}))
  const revoke = useCommand(sessionRoutes.revokeSession, ['/me/sessions'])
  return (
    <main className="scroll pad stack">
      {me.hasPassword && (
        <section className="panel">
          <PasswordForm />
        </section>
      )}
      <section className="panel">
        <h2>{me.totpEnabled ? m.totpOn : m.totpOff}</h2>
        {!me.totpEnabled && <Enrol />}
      </section>
      <section className="panel">
        <h2>{m.sessions}</h2>
        <table className="grid">
          <tbody>
            {sessions.data?.items.map((session) => (
              <tr key={session.id}>
                <td>{browserText(session.userAgent)}</td>
                <td>{whenText(session.lastSeenAt, locale)}</td>
                <td>
                  {session.current ? (
                    m.thisOne
                  ) : (
                    <button type="button" className="btn" onClick={() => void revoke.run({ sessionId: session.id })}>
                      {m.revoke}
                    </button>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </main>
  )
}

function Enrol() {
  const m = useMessages()
  const { locale } = useLocale()
  const [begun, setBegun] = useState<{ secret: string; qr: string } | null>(null)
  const [codes, setCodes] = useState<readonly string[] | null>(null)
  const [fault, setFault] = useState<string | null>(null)
  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    setFault(null)
    try {
      if (begun)
        setCodes(
          (await client.call(sessionRoutes.confirmTotp, { commandId: newId(), code: fieldText(form, 'code') }))
            .recoveryCodes,
        )
      else
        setBegun(
          await client.call(sessionRoutes.enrolTotp, { commandId: newId(), password: fieldText(form, 'password') }),
        )
    } catch (error) {
      setFault(problemText(error, locale))
    }
  }
  if (codes) {
    return (
      <div className="form">
        <p>{m.recovery}</p>
        <ul className="num">
          {codes.map((code) => (
            <li key={code}>{code}</li>
          ))}
        </ul>
        <button type="button" className="btn" onClick={() => void queryClient.invalidateQueries({ queryKey: ['/me'] })}>
          {m.confirm}
        </button>
      </div>
    )
  }
  return (
    <form className="form" onSubmit={(event) => void submit(event)}>
      {begun ? (
        <>
          <p>{m.enrolHint}</p>
          <img src={begun.qr} alt="" width={180} height={180} />
          <code>{begun.secret}</code>
          <label>
            {m.totp}
            <input key="code" name="code" inputMode="numeric" autoComplete="one-time-code" required />
          </label>
        </>
      ) : (
        <label>
          {m.password}
          <input key="password" name="password" type="password" autoComplete="current-password" required />
        </label>
      )}
      <FormFault text={fault} />
      <div>
        <button type="submit" className="btn pri">
          {begun ? m.confirm : m.enrol}
        </button>
      </div>
    </form>
  )
}
