import { newId, problemText } from '@linli/client'
import { sessionRoutes } from '@linli/contract/sign-in'
import { fieldText, useLocale } from '@linli/ui'
import { type FormEvent, useState } from 'react'
import { client } from '../api.ts'
import { useMessages } from './messages.ts'

export function PasswordForm({ onDone }: { onDone?: () => void }) {
  const m = useMessages()
  const { locale } = useLocale()
  const [word, setWord] = useState<{ text: string; bad: boolean } | null>(null)

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const element = event.currentTarget
    const form = new FormData(element)
    try {
      await client.call(sessionRoutes.changePassword, {
        commandId: newId(),
        current: fieldText(form, 'current'),
        next: fieldText(form, 'next'),
      })
      element.reset()
      setWord({ text: m.saved, bad: false })
      onDone?.()
    } catch (error) {
      setWord({ text: problemText(error, locale), bad: true })
    }
  }

  return (
    <form className="form" onSubmit={(event) => void submit(event)}>
      <label>
        {m.current}
        <input name="current" type="password" autoComplete="current-password" required />
      </label>
      <label>
        {m.next}
        <input name="next" type="password" autoComplete="new-password" required />
      </label>
      {word && (
        <p className={word.bad ? 'bad' : ''} role="status">
          {word.text}
        </p>
      )}
      <div>
        <button type="submit" className="btn pri">
          {m.save}
        </button>
      </div>
    </form>
  )
}
