import { newId, problemText } from '@linli/client'
import { type Matter, matterRoutes } from '@linli/contract/matters'
import { fieldText, Icon, useLocale } from '@linli/ui'
import { type FormEvent, useState } from 'react'
import { client, refreshMatters } from '../api.ts'
import { FormFault } from '../frame/FormFault.tsx'
import { useMessages } from './messages.ts'

/** Who asked, masked; the whole contact for a reason that is recorded. */
export function Person({ matter }: { matter: Matter }) {
  const m = useMessages()
  const { locale } = useLocale()
  const [shown, setShown] = useState<Matter['reporter'] | null>(null)
  const { name, phone, email, accountId } = shown ?? matter.reporter
  const [fault, setFault] = useState<string | null>(null)
  async function reveal(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const reason = fieldText(new FormData(event.currentTarget), 'reason')
    try {
      setShown(await client.call(matterRoutes.revealReporter, { commandId: newId(), matterId: matter.id, reason }))
      refreshMatters()
    } catch (error) {
      setFault(problemText(error, locale))
    }
  }
  return (
    <section className="panel">
      <h2>{m.reporter}</h2>
      <form className="per" onSubmit={(event) => void reveal(event)}>
        <b>{[name, phone].filter(Boolean).join(' ') || (shown || matter.wishes.anonymous ? m.anonymous : m.hidden)}</b>
        {(email ?? accountId) !== null && (
          <small>{[email, accountId === null ? '' : m.account(accountId)].filter(Boolean).join(' · ')}</small>
        )}
        {matter.available.includes('reveal') && !shown && (
          <>
            <button type="submit" className="btn">
              <Icon name="eyeoff" />
              {m.reveal}
            </button>
            <label className="field" style={{ gridColumn: '1/-1' }}>
              {m.reason}
              <input name="reason" required maxLength={300} />
            </label>
          </>
        )}
        <small>{m.revealHint}</small>
        <FormFault text={fault} />
      </form>
    </section>
  )
}
