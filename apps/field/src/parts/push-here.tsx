import { newId, problemText, ProblemError } from '@linli/client'
import { pushHindrance, pushIdHere, startPush, stopPush } from '@linli/client/push'
import { type MyNoticeRules, noticeRuleRoutes } from '@linli/contract/notice-rules'
import { useLocale } from '@linli/ui'
import { useState } from 'react'
import { client } from '../api.ts'
import { noticeMessages } from '../words/notices.ts'

/** Whether this phone shows messages while the app is closed. */
export function PushHere({ rules, onChange }: { readonly rules: MyNoticeRules; readonly onChange: () => void }) {
  const n = noticeMessages.useMessages()
  const { locale } = useLocale()
  const [busy, setBusy] = useState(false)
  const [said, say] = useState<string | null>(null)
  const here = rules.browsers.find(({ id }) => id === pushIdHere('field'))
  const hindrance = pushHindrance()

  async function attempt(work: () => Promise<string | null>) {
    setBusy(true)
    say(null)
    try {
      say(await work())
      onChange()
    } catch (error) {
      say(error instanceof ProblemError ? problemText(error, locale) : n.unreachable)
    } finally {
      setBusy(false)
    }
  }
  const start = async () => ((await startPush(client, 'field', rules.pushKey)) === null ? n.refused : null)
  const stop = async () => {
    await stopPush(client, 'field')
    return null
  }
  const trial = async (browserId: string) => {
    await client.call(noticeRuleRoutes.tryPushBrowser, { commandId: newId(), browserId })
    return n.tried
  }
  return (
    <section className="told-here">
      <h2>{n.push}</h2>
      <p className="hint">{n.pushHint}</p>
      {hindrance !== null && <p>{n.hindrance[hindrance]}</p>}
      {here && <p>{n.pushOn}</p>}
      <p className="card-actions">
        {hindrance === null && !here && (
          <button type="button" className="button main" disabled={busy} onClick={() => void attempt(start)}>
            {n.start}
          </button>
        )}
        {here && (
          <>
            <button type="button" className="button" disabled={busy} onClick={() => void attempt(() => trial(here.id))}>
              {n.trial}
            </button>
            <button type="button" className="button" disabled={busy} onClick={() => void attempt(stop)}>
              {n.stop}
            </button>
          </>
        )}
      </p>
      <p role="status">{said}</p>
    </section>
  )
}
