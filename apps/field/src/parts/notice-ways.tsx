import { faultText, newId, ProblemError, problemText } from '@linli/client'
import { channelsFor, isFixed, toggled, withoutOwn } from '@linli/client/notice-choice'
import { noticeChannelText, noticeKindHint, noticeKindText } from '@linli/client/notice-text'
import { noticeChannels, noticeKinds, urgentKinds } from '@linli/contract/notice-kinds'
import { type MyNoticeRules, noticeRuleRoutes } from '@linli/contract/notice-rules'
import { useLocale } from '@linli/ui'
import { type FormEvent, useState } from 'react'
import { client } from '../api.ts'
import { noticeMessages } from '../words/notices.ts'
import { announce } from './announce.tsx'

const usual = { from: '22:00', to: '07:00' }

/** Channels by kind of message, and quiet hours. */
export function NoticeWays({ rules, onSaved }: { readonly rules: MyNoticeRules; readonly onSaved: () => void }) {
  const n = noticeMessages.useMessages()
  const { locale } = useLocale()
  const [channels, setChannels] = useState(rules.channels)
  const [quiet, setQuiet] = useState(rules.quiet)
  const [quietOnDaysOff, setDaysOff] = useState(rules.quietOnDaysOff)
  const [busy, setBusy] = useState(false)
  const [fault, setFault] = useState<string | null>(null)

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    setBusy(true)
    setFault(null)
    try {
      await client.call(noticeRuleRoutes.changeMyNoticeRules, {
        commandId: newId(),
        channels,
        quiet,
        quietOnDaysOff,
      })
      announce(n.saved)
      onSaved()
    } catch (error) {
      const [first] = error instanceof ProblemError ? error.faults : []
      setFault(first ? faultText(first, locale) : problemText(error, locale))
    } finally {
      setBusy(false)
    }
  }

  return (
    <form className="told-form" onSubmit={(event) => void submit(event)}>
      <h2>{n.ways}</h2>
      <p className="hint">{n.hint}</p>
      {noticeKinds.map((kind) => {
        const chosen = channelsFor(channels, rules.countyChannels, kind)
        return (
          <fieldset key={kind} className="field">
            <legend>{noticeKindText(kind, locale)}</legend>
            <p className="hint">{noticeKindHint(kind, locale)}</p>
            {urgentKinds.includes(kind) && <p className="hint">{n.always}</p>}
            <div className="pair">
              {noticeChannels.map((channel) => (
                <label key={channel} className="choice">
                  <input
                    type="checkbox"
                    checked={chosen.includes(channel) || (urgentKinds.includes(kind) && channel === 'inapp')}
                    disabled={isFixed(chosen, kind, channel)}
                    onChange={() => setChannels(toggled(channels, rules.countyChannels, kind, channel))}
                  />
                  <span>{noticeChannelText(channel, locale)}</span>
                </label>
              ))}
            </div>
            {channels[kind] !== undefined && (
              <button type="button" className="button quiet" onClick={() => setChannels(withoutOwn(channels, kind))}>
                {n.backToCounty}
              </button>
            )}
          </fieldset>
        )
      })}
      <fieldset className="field">
        <legend>{n.quiet}</legend>
        <p className="hint">{n.quietHint}</p>
        <label className="choice">
          <input type="checkbox" checked={quiet !== null} onChange={() => setQuiet(quiet === null ? usual : null)} />
          <span>{n.quietOn}</span>
        </label>
        {quiet !== null && (
          <div className="pair">
            {(['from', 'to'] as const).map((end) => (
              <label key={end} className="field">
                {n[end]}
                <input
                  type="time"
                  required
                  value={quiet[end]}
                  onChange={({ target }) => setQuiet({ ...quiet, [end]: target.value })}
                />
              </label>
            ))}
          </div>
        )}
        <label className="choice">
          <input type="checkbox" checked={quietOnDaysOff} onChange={() => setDaysOff(!quietOnDaysOff)} />
          <span>{n.quietOnDaysOff}</span>
        </label>
      </fieldset>
      {fault !== null && (
        <p className="fault" role="alert">
          {fault}
        </p>
      )}
      <button type="submit" className="button main wide" disabled={busy}>
        {n.save}
      </button>
    </form>
  )
}
