import { toggled, withoutOwn } from '@linli/client/notice-choice'
import { noticeKindText } from '@linli/client/notice-text'
import { noticeKinds } from '@linli/contract/notice-kinds'
import { type MyNoticeRules, noticeRuleRoutes } from '@linli/contract/notice-rules'
import { useLocale } from '@linli/ui'
import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { reading } from '../api.ts'
import { FieldFault } from '../frame/FieldFault.tsx'
import { FormFault } from '../frame/FormFault.tsx'
import { ErrorState, Loading } from '../frame/States.tsx'
import { useCommand } from '../pages/use-command.ts'
import { ChannelTable } from './ChannelTable.tsx'
import { useMessages } from './messages.ts'
import { PushBrowsers } from './PushBrowsers.tsx'
import './notices.css'

/** Where quiet hours begin for somebody who switches them on. */
const usual = { from: '22:00', to: '07:00' }

/** By which ways I am told of what, and when not. */
export default function NoticeRules() {
  const rules = useQuery({ ...reading(noticeRuleRoutes.getMyNoticeRules, {}), staleTime: Infinity })
  if (rules.error) return <ErrorState error={rules.error} onRetry={() => void rules.refetch()} />
  if (!rules.data) return <Loading />
  return (
    <main className="scroll pad stack">
      <RulesForm rules={rules.data} />
      <PushBrowsers rules={rules.data} />
    </main>
  )
}

function RulesForm({ rules }: { rules: MyNoticeRules }) {
  const m = useMessages()
  const { locale } = useLocale()
  const change = useCommand(noticeRuleRoutes.changeMyNoticeRules, [
    noticeRuleRoutes.getMyNoticeRules.path,
    '/my/notices',
  ])
  const [channels, setChannels] = useState(rules.channels)
  const [quiet, setQuiet] = useState(rules.quiet)
  const [quietOnDaysOff, setDaysOff] = useState(rules.quietOnDaysOff)
  const [saved, setSaved] = useState(false)

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    setSaved((await change.run({ channels, quiet, quietOnDaysOff })) !== null)
  }

  const { phone, email, gateways, browsers } = rules
  const under = {
    push: m.browsers(browsers.length),
    email: email === null ? m.noEmail : gateways.email ? m.toPhone(email) : m.noGateway,
    sms: phone === null ? m.noPhone : gateways.sms ? m.toPhone(phone) : m.noGateway,
  }
  return (
    <form className="panel stack told" onSubmit={(event) => void submit(event)} onChange={() => setSaved(false)}>
      <p className="mut">{m.hint}</p>
      <ChannelTable
        own={channels}
        above={rules.countyChannels}
        under={under}
        faults={Object.fromEntries(noticeKinds.map((kind) => [kind, change.faults[`channels.${kind}`]]))}
        onToggle={(kind, channel) => setChannels(toggled(channels, rules.countyChannels, kind, channel))}
        lastColumn={(kind) =>
          channels[kind] === undefined ? (
            <span className="mut">{m.byCounty}</span>
          ) : (
            <button
              type="button"
              className="btn txt"
              aria-label={m.backToCountyOf(noticeKindText(kind, locale))}
              onClick={() => setChannels(withoutOwn(channels, kind))}
            >
              {m.backToCounty}
            </button>
          )
        }
      />
      <p className="mut">{m.outside}</p>
      <fieldset>
        <legend>{m.quiet}</legend>
        <p className="mut">{m.quietHint}</p>
        <label className="tick">
          <input type="checkbox" checked={quiet !== null} onChange={() => setQuiet(quiet === null ? usual : null)} />
          {m.quietOn}
        </label>
        {quiet !== null && (
          <div className="hours">
            {(['from', 'to'] as const).map((end) => (
              <label key={end}>
                {m[end]}
                <input
                  type="time"
                  required
                  value={quiet[end]}
                  onChange={({ target }) => setQuiet({ ...quiet, [end]: target.value })}
                />
              </label>
            ))}
            <FieldFault text={change.faults['quiet.to']} />
          </div>
        )}
        <label className="tick">
          <input type="checkbox" checked={quietOnDaysOff} onChange={() => setDaysOff(!quietOnDaysOff)} />
          {m.quietOnDaysOff}
        </label>
      </fieldset>
      {Object.keys(change.faults).length === 0 && <FormFault text={change.fault} />}
      <p className="line">
        <button type="submit" className="btn pri" disabled={change.busy}>
          {m.save}
        </button>
        <span role="status">{saved && m.saved}</span>
      </p>
    </form>
  )
}
