import { problemText, ProblemError } from '@linli/client'
import { browserText } from '@linli/client/notice-text'
import { pushHindrance, pushIdHere, startPush, stopPush } from '@linli/client/push'
import { type MyNoticeRules, noticeRuleRoutes } from '@linli/contract/notice-rules'
import { useLocale, whenText } from '@linli/ui'
import { useState } from 'react'
import { client, queryClient } from '../api.ts'
import { useCommand } from '../pages/use-command.ts'
import { useMessages } from './messages.ts'

const MINE = noticeRuleRoutes.getMyNoticeRules.path

/** Browsers that show my messages; this one can be switched on and off here. */
export function PushBrowsers({ rules }: { rules: MyNoticeRules }) {
  const m = useMessages()
  const { locale } = useLocale()
  const [busy, setBusy] = useState(false)
  const [said, say] = useState<string | null>(null)
  const remove = useCommand(noticeRuleRoutes.removePushBrowser, [MINE])
  const trial = useCommand(noticeRuleRoutes.tryPushBrowser, [])
  const here = rules.browsers.find(({ id }) => id === pushIdHere('console'))
  const hindrance = pushHindrance()

  async function start() {
    setBusy(true)
    say(null)
    try {
      if ((await startPush(client, 'console', rules.pushKey)) === null) say(m.said.refused ?? null)
      await queryClient.invalidateQueries({ queryKey: [MINE] })
    } catch (error) {
      say(error instanceof ProblemError ? problemText(error, locale) : (m.said.unreachable ?? null))
    } finally {
      setBusy(false)
    }
  }

  async function take(id: string) {
    say(null)
    if (id !== here?.id) return void remove.run({ browserId: id })
    await stopPush(client, 'console')
    await queryClient.invalidateQueries({ queryKey: [MINE] })
  }

  async function send(id: string) {
    say((await trial.run({ browserId: id })) === null ? null : m.tried)
  }

  return (
    <section className="panel stack told" aria-labelledby="push">
      <h2 id="push">{m.push}</h2>
      <p className="mut">{m.pushHint}</p>
      {hindrance !== null && <p>{m.hindrance[hindrance]}</p>}
      {hindrance === null && !here && (
        <p>
          <button type="button" className="btn pri" disabled={busy} onClick={() => void start()}>
            {busy ? m.starting : m.start}
          </button>
        </p>
      )}
      {rules.browsers.length === 0 && <p className="mut">{m.none}</p>}
      {rules.browsers.length > 0 && (
        <table className="grid">
          <tbody>
            {rules.browsers.map(({ id, userAgent, face, lastSentAt }) => (
              <tr key={id}>
                <td>
                  <b>{browserText(userAgent)}</b> {id === here?.id && <span className="mut">{m.here}</span>}
                </td>
                <td>{m.opens[face]}</td>
                <td>{lastSentAt === null ? m.neverSent : m.lastSent(whenText(lastSentAt, locale))}</td>
                <td className="line">
                  <button type="button" className="btn" disabled={trial.busy} onClick={() => void send(id)}>
                    {m.trial}
                  </button>
                  <button type="button" className="btn" disabled={remove.busy} onClick={() => void take(id)}>
                    {id === here?.id ? m.stop : m.remove}
                  </button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <p role="status">{said ?? trial.fault ?? remove.fault}</p>
    </section>
  )
}
