import { ProblemError, problemText } from '@linli/client'
import { sessionRoutes } from '@linli/contract/sign-in'
import { Logo, useLocale } from '@linli/ui'
import { useState } from 'react'
import { enter, revokedHere } from '../account/account.ts'
import { client } from '../api.ts'
import { Line } from '../parts/field.tsx'
import { useObservable } from '../sync/observable.ts'
import { lockMessages } from '../words/lock.ts'
import { messages } from '../words/messages.ts'

type Step =
  | { readonly kind: 'password' }
  | { readonly kind: 'code'; readonly challenge: string }
  | { readonly kind: 'elsewhere' }

/** `as`: whose session has ended; somebody else may sign in all the same. `onClose`: go on without, until there is time. */
export function Login({ as = '', onClose }: { as?: string; onClose?: () => void }) {
  const t = messages.useMessages()
  const w = lockMessages.useMessages()
  const revoked = useObservable(revokedHere)
  const { locale, setLocale } = useLocale()
  const [login, setLogin] = useState(as)
  const [password, setPassword] = useState('')
  const [code, setCode] = useState('')
  const [step, setStep] = useState<Step>({ kind: 'password' })
  const [fault, setFault] = useState('')
  const [busy, setBusy] = useState(false)

  async function signIn(): Promise<void> {
    if (step.kind === 'code') {
      if (code.trim() === '') return setFault(t.codeNeeded)
      await client.call(sessionRoutes.loginTotp, { challenge: step.challenge, code: code.trim() })
    } else {
      if (login.trim() === '' || password === '') return setFault(t.loginNeeded)
      await client.call(sessionRoutes.login, { login: login.trim(), password })
    }
    const me = await enter()
    if (me.mustChangePassword || me.mustEnrolTotp) return setStep({ kind: 'elsewhere' })
    onClose?.()
  }

  function judge(error: unknown): void {
    const challenge =
      error instanceof ProblemError && error.code === 'login.totp_required' ? error.details['challenge'] : null
    if (typeof challenge !== 'string') return setFault(problemText(error, locale))
    setFault('')
    setStep({ kind: 'code', challenge })
  }

  async function attempt(): Promise<void> {
    setBusy(true)
    setFault('')
    await signIn().catch(judge)
    setBusy(false)
  }

  return (
    <main className="login" id="main">
      <p className="login-top">
        <button
          type="button"
          className="button quiet"
          lang={locale === 'zh' ? 'en' : 'zh-CN'}
          onClick={() => setLocale(locale === 'zh' ? 'en' : 'zh')}
        >
          {locale === 'zh' ? 'English' : '中文'}
        </button>
        {onClose && (
          <button type="button" className="button quiet" onClick={onClose}>
            {t.close}
          </button>
        )}
      </p>
      <h1>
        <Logo />
        {t.app}
      </h1>
      <form
        className="login-form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          void attempt()
        }}
      >
        {revoked !== null && (
          <p className="note warn" role="alert">
            {w.revoked(revoked)}
          </p>
        )}
        {step.kind === 'password' && (
          <>
            <Line label={t.login} name="username" autoComplete="username" value={login} onValue={setLogin} />
            <Line
              label={t.password}
              name="password"
              type="password"
              autoComplete="current-password"
              value={password}
              onValue={setPassword}
            />
          </>
        )}
        {step.kind === 'code' && (
          <>
            <p>{t.codeHint}</p>
            <Line
              label={t.code}
              name="code"
              autoComplete="one-time-code"
              value={code}
              onValue={setCode}
              maxLength={20}
            />
          </>
        )}
        {step.kind === 'elsewhere' && (
          <p>
            {t.finishElsewhere} <a href="/console/">{t.toConsole}</a>
          </p>
        )}
        <p className="fault" role="alert">
          {fault}
        </p>
        {step.kind !== 'elsewhere' && (
          <button type="submit" className="button main" disabled={busy}>
            {busy ? t.signingIn : t.signIn}
          </button>
        )}
      </form>
    </main>
  )
}
