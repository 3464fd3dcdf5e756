import { ProblemError, problemText } from '@linli/client'
import { sessionRoutes } from '@linli/contract/sign-in'
import { fieldText, Logo, useLocale } from '@linli/ui'
import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { client, queryClient, reading } from '../api.ts'
import { FormFault } from './FormFault.tsx'
import { useMessages } from './messages.ts'

/** Password, then the second factor where the account has one; or the county's identity provider. */
export function Login({ problem }: { problem: string | null }) {
  const m = useMessages()
  const { locale } = useLocale()
  const [challenge, setChallenge] = useState<string | null>(null)
  const [fault, setFault] = useState<string | null>(
    problem === null
      ? null
      : problemText(
          new ProblemError({ type: '', title: '', status: 401, code: 'login.oidc_failed', requestId: '' }),
          locale,
        ),
  )
  const options = useQuery(reading(sessionRoutes.loginOptions, {}))

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const text = (name: string) => fieldText(form, name)
    try {
      if (challenge === null)
        await client.call(sessionRoutes.login, { login: text('login'), password: text('password') })
      else await client.call(sessionRoutes.loginTotp, { challenge, code: text('code') })
      await queryClient.resetQueries()
    } catch (error) {
      if (error instanceof ProblemError && error.code === 'login.totp_required') {
        setChallenge(typeof error.details['challenge'] === 'string' ? error.details['challenge'] : '')
        setFault(null)
      } else setFault(problemText(error, locale))
    }
  }

  return (
    <main className="login">
      <form onSubmit={(event) => void submit(event)}>
        <Logo />
        <h1 style={{ font: 'var(--t-20)' }}>{m.signInTo}</h1>
        {challenge === null ? (
          <>
            <label className="field">
              {m.login}
              <input key="login" name="login" autoComplete="username" autoCapitalize="none" required />
            </label>
            <label className="field">
              {m.password}
              <input key="password" name="password" type="password" autoComplete="current-password" required />
            </label>
          </>
        ) : (
          <label className="field">
            {m.totp}
            <input key="code" name="code" inputMode="numeric" autoComplete="one-time-code" required autoFocus />
            <small>{m.totpHint}</small>
          </label>
        )}
        <FormFault text={fault} />
        <button type="submit" className="btn pri">
          {m.signIn}
        </button>
        {options.data?.oidc && (
          <a className="btn" href={options.data.oidc.path}>
            {m.oidc(options.data.oidc.name)}
          </a>
        )}
      </form>
    </main>
  )
}
