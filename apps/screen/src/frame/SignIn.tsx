import { problemText } from '@linli/client'
import { sessionRoutes } from '@linli/contract/sign-in'
import { fieldText, useLocale } from '@linli/ui'
import { type FormEvent, useState } from 'react'
import { client } from '../api.ts'
import { useMessages } from '../messages.ts'

/** The screen's own door: staff accounts; second factors are asked for in the console. */
export function SignIn({ onSignedIn }: { onSignedIn: () => void }) {
  const m = useMessages()
  const { locale } = useLocale()
  const [fault, setFault] = useState<string | null>(null)

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    try {
      await client.call(sessionRoutes.login, {
        login: fieldText(form, 'login'),
        password: fieldText(form, 'password'),
      })
      onSignedIn()
    } catch (error) {
      setFault(problemText(error, locale))
    }
  }

  return (
    <main className="sign">
      <form onSubmit={(event) => void submit(event)}>
        <h1>{m.signIn}</h1>
        <label>
          {m.login}
          <input name="login" autoComplete="username" required />
        </label>
        <label>
          {m.password}
          <input name="password" type="password" autoComplete="current-password" required />
        </label>
        {fault && (
          <p className="bad" role="alert">
            {fault}
          </p>
        )}
        <button type="submit">{m.enter}</button>
      </form>
    </main>
  )
}
