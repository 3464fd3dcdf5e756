import { type Brief, briefRoutes } from '@linli/contract/briefs'
import { useLocale, whenText } from '@linli/ui'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { client, reading } from '../api.ts'
import { ErrorState, Loading } from '../frame/States.tsx'
import { saveBase64 } from '../import/files.ts'
import { More, usePaged } from '../paged.tsx'
import { useCommand } from '../pages/use-command.ts'
import { BriefForm } from './BriefForm.tsx'
import { useMessages } from './messages.ts'

/** Figures that go out by e-mail: which, when, to whom, and what went out before. */
export default function Briefs() {
  const m = useMessages()
  const list = useQuery(reading(briefRoutes.listBriefs, {}))
  const [edited, edit] = useState<Brief | 'new' | null>(null)
  if (list.error) return <ErrorState error={list.error} onRetry={() => void list.refetch()} />
  if (!list.data) return <Loading />
  return (
    <main className="scroll pad stack">
      <section className="panel">
        <h1 style={{ font: 'var(--t-20)' }}>{m.title}</h1>
        <p className="mut">{m.hint}</p>
        {edited === null && (
          <div>
            <button type="button" className="btn" onClick={() => edit('new')}>
              {m.add}
            </button>
          </div>
        )}
      </section>
      {edited !== null && (
        <BriefForm
          key={edited === 'new' ? 'new' : edited.id}
          brief={edited === 'new' ? null : edited}
          onDone={() => edit(null)}
        />
      )}
      {list.data.items.length === 0 && edited === null && <p className="blank">{m.none}</p>}
      {list.data.items.map((brief) => (
        <OneBrief key={brief.id} brief={brief} onEdit={() => edit(brief)} />
      ))}
    </main>
  )
}

function OneBrief({ brief, onEdit }: { readonly brief: Brief; readonly onEdit: () => void }) {
  const m = useMessages()
  const { locale } = useLocale()
  const send = useCommand(briefRoutes.sendBrief, ['/briefs/:briefId/issues'])
  const [said, say] = useState<string | null>(null)
  const rhythm = [
    m.periods[brief.period],
    ...(brief.weekday === null ? [] : [m.weekdays[brief.weekday]]),
    brief.timeOfDay,
    brief.areaName ?? m.county,
    m.languages[brief.locale],
    m.to(brief.recipients.length),
    brief.nextAt === null ? m.off : m.next(whenText(brief.nextAt, locale)),
  ]
  return (
    <section className="panel">
      <h2>{brief.name}</h2>
      <p>{rhythm.join(' · ')}</p>
      <p className="mut">{brief.recipients.join(locale === 'zh' ? '、' : ', ')}</p>
      <div className="row2">
        <button type="button" className="btn" onClick={onEdit}>
          {m.change}
        </button>
        <button
          type="button"
          className="btn"
          disabled={send.busy}
          onClick={() => void send.run({ briefId: brief.id }).then((done) => say(done && m.sent))}
        >
          {m.sendNow}
        </button>
      </div>
      {(send.fault ?? said) !== null && (
        <p role={send.fault === null ? 'status' : 'alert'} className={send.fault === null ? '' : 'bad'}>
          {send.fault ?? said}
        </p>
      )}
      <Issues briefId={brief.id} />
    </section>
  )
}

function Issues({ briefId }: { readonly briefId: string }) {
  const m = useMessages()
  const { locale } = useLocale()
  const list = usePaged(briefRoutes.listBriefIssues, { briefId, limit: 10 })
  const [fault, setFault] = useState<unknown>(null)
  const open = (issueId: string) =>
    client
      .call(briefRoutes.getBriefIssue, { issueId })
      .then(({ filename, file }) => saveBase64(filename, file))
      .catch(setFault)
  return (
    <details>
      <summary>{m.issues}</summary>
      {fault !== null && <ErrorState error={fault} onRetry={() => setFault(null)} />}
      {list.error && <ErrorState error={list.error} onRetry={list.refetch} />}
      {list.isRead && list.items.length === 0 && <p className="mut">{m.noIssues}</p>}
      {list.items.length > 0 && (
        <table className="grid">
          <tbody>
            {list.items.map((issue) => (
              <tr key={issue.id}>
                <td className="num">{whenText(issue.madeAt, locale)}</td>
                <td>{issue.filename}</td>
                <td className="num">{m.to(issue.sentTo)}</td>
                <td>
                  <button type="button" className="btn" onClick={() => void open(issue.id)}>
                    {m.open}
                  </button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <More list={list} />
    </details>
  )
}
