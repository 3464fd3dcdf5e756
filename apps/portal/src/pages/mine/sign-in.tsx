import { residentRoutes } from '@linli/contract/identity'
import type { RouteOutput } from '@linli/contract/route'
import { useLocale } from '@linli/ui'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { client, queries } from '../../api.ts'
import { signedIn } from '../../keep/my-grid.ts'
import { Field, focusFirstFault } from '../../parts/field.tsx'
import { Trouble } from '../../parts/trouble.tsx'
import { demoMessagesQuery } from '../../queries.ts'
import { tidyPhone } from '../../report/wizard.ts'
import { commonWords } from '../../words/common.ts'
import { mineWords } from '../../words/mine.ts'
import { tidyCode } from '../track/key.ts'

type Sent = RouteOutput<typeof residentRoutes.requestPhoneCode> & { readonly phone: string }

/** A phone number and the six digits sent to it; nothing to register and nothing to remember. */
export function SignIn() {
  const t = mineWords.useMessages()
  const [sent, setSent] = useState<Sent>()
  return (
    <section aria-labelledby="sign-in-heading">
      <h2 id="sign-in-heading">{t.signIn}</h2>
      {sent ? (
        <CodeForm key={sent.challenge} sent={sent} onAgain={setSent} onOther={() => setSent(undefined)} />
      ) : (
        <PhoneForm onSent={setSent} />
      )}
    </section>
  )
}

function useRequestCode(onSent: (sent: Sent) => void) {
  const { locale } = useLocale()
  return useMutation({
    mutationFn: (phone: string) => client.call(residentRoutes.requestPhoneCode, { phone, locale }),
    onSuccess: (answer, phone) => onSent({ ...answer, phone }),
  })
}

function PhoneForm({ onSent }: { onSent: (sent: Sent) => void }) {
  const t = mineWords.useMessages()
  const common = commonWords.useMessages()
  const [phone, setPhone] = useState('')
  const [fault, setFault] = useState<string>()
  const request = useRequestCode(onSent)

  function submit() {
    const number = tidyPhone(phone)
    const wrong =
      number.length === 11
        ? /^1[3-9]\d{9}$/.test(number)
          ? undefined
          : common.notAPhone
        : common.phoneDigits(number.length)
    setFault(wrong)
    if (wrong) focusFirstFault()
    else request.mutate(number)
  }

  function type(text: string) {
    setFault(undefined)
    setPhone(text)
  }

  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        submit()
      }}
    >
      <p className="lead">{t.signInHint}</p>
      <Field label={t.phone} kind="tel" autoComplete="tel" value={phone} error={fault} onChange={type} />
      {request.error && <Trouble error={request.error} />}
      <button type="submit" className="go" disabled={request.isPending}>
        {t.getCode}
      </button>
    </form>
  )
}

function CodeForm({ sent, onAgain, onOther }: { sent: Sent; onAgain: (sent: Sent) => void; onOther: () => void }) {
  const t = mineWords.useMessages()
  const [code, setCode] = useState('')
  const [fault, setFault] = useState<string>()
  const wait = useCountdown(sent.resendAfterSeconds)
  const again = useRequestCode(onAgain)
  const enter = useMutation({
    mutationFn: (digits: string) =>
      client.call(residentRoutes.verifyPhoneCode, { challenge: sent.challenge, code: digits }),
    onSuccess: async () => {
      signedIn.set(true)
      await queries.invalidateQueries()
    },
  })

  function submit() {
    const digits = tidyCode(code)
    const wrong = /^\d{6}$/.test(digits) ? undefined : t.codeDigits(digits.replace(/\D/g, '').length)
    setFault(wrong)
    if (wrong) focusFirstFault()
    else enter.mutate(digits)
  }

  function type(text: string) {
    setFault(undefined)
    setCode(text)
  }

  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        submit()
      }}
    >
      <p className="lead" role="status">
        {t.codeSent(sent.phone)}
      </p>
      <DemoMessage phone={sent.phone} onUse={setCode} />
      <Field label={t.code} kind="code" autoComplete="one-time-code" value={code} error={fault} onChange={type} />
      {enter.error && <Trouble error={enter.error} />}
      {again.error && <Trouble error={again.error} />}
      <button type="submit" className="go" disabled={enter.isPending}>
        {t.enter}
      </button>
      <div className="acts">
        <button
          type="button"
          className="txt"
          disabled={wait > 0 || again.isPending}
          onClick={() => again.mutate(sent.phone)}
        >
          {wait > 0 ? t.againIn(wait) : t.again}
        </button>
        <button type="button" className="txt" onClick={onOther}>
          {t.otherPhone}
        </button>
      </div>
    </form>
  )
}

/** Demo counties send no messages: the code is read where a message would be. Elsewhere the answer is 404 and nothing shows. */
function DemoMessage({ phone, onUse }: { phone: string; onUse: (code: string) => void }) {
  const t = mineWords.useMessages()
  const { data } = useQuery(demoMessagesQuery())
  const code = data?.items
    .map(({ recipient, body }) => (recipient === phone ? /\b\d{6}\b/.exec(body)?.[0] : undefined))
    .find(Boolean)
  if (!code) return null
  return (
    <p className="demo">
      {t.demo}
      <button type="button" className="quiet" onClick={() => onUse(code)}>
        {t.demoSms(code)}
      </button>
    </p>
  )
}

function useCountdown(seconds: number): number {
  const [left, setLeft] = useState(seconds)
  useEffect(() => {
    const timer = setInterval(() => setLeft((now) => Math.max(0, now - 1)), 1000)
    return () => clearInterval(timer)
  }, [])
  return left
}
