import type { RightKind, RightsRequest } from '@linli/contract/people-rights'
import { useLocale } from '@linli/ui'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Trouble } from '../../parts/trouble.tsx'
import { ownRequestsQuery } from '../../queries.ts'
import { myDataWords } from '../../words/my-data.ts'
import { Ask } from './ask.tsx'
import { Copy } from './copy.tsx'

// A dispute is begun at its reading.
const asks = ['correction', 'copy', 'deletion', 'explanation'] as const satisfies readonly RightKind[]

/** What one has asked for and been answered, and the way to ask. */
export function Requests({ personId }: { readonly personId: string }) {
  const t = myDataWords.useMessages()
  const requests = useQuery(ownRequestsQuery())
  const [kind, choose] = useState<RightKind | null>(null)
  const items = requests.data?.items.filter((request) => request.personId === personId) ?? []
  return (
    <section aria-labelledby={`requests-${personId}`}>
      <h2 id={`requests-${personId}`}>{t.requests}</h2>
      {requests.error && <Trouble error={requests.error} onRetry={() => void requests.refetch()} />}
      <ol className="readings">
        {items.map((request) => (
          <Asked key={request.id} request={request} />
        ))}
      </ol>
      {kind === null ? (
        <fieldset className="asks">
          <legend>{t.ask}</legend>
          {asks.map((one) => (
            <button key={one} type="button" className="quiet" onClick={() => choose(one)}>
              {t.kinds[one]}
            </button>
          ))}
        </fieldset>
      ) : (
        <>
          <h3>{t.kinds[kind]}</h3>
          {kind === 'deletion' && <p className="lead">{t.deletionHint}</p>}
          <Ask personId={personId} kind={kind} onDone={() => choose(null)} />
        </>
      )}
    </section>
  )
}

/** Answers about files that are one's own no longer: whoever had theirs deleted still reads what became of it. */
export function EarlierRequests({ personIds }: { readonly personIds: readonly string[] }) {
  const t = myDataWords.useMessages()
  const requests = useQuery(ownRequestsQuery())
  const items = requests.data?.items.filter(({ personId }) => !personIds.includes(personId)) ?? []
  if (items.length === 0) return null
  return (
    <section aria-labelledby="requests-earlier">
      <h2 id="requests-earlier">{t.earlier}</h2>
      <ol className="readings">
        {items.map((request) => (
          <Asked key={request.id} request={request} />
        ))}
      </ol>
    </section>
  )
}

function Asked({ request }: { readonly request: RightsRequest }) {
  const t = myDataWords.useMessages()
  const { locale } = useLocale()
  const listed = (words: readonly string[]) => words.join(locale === 'zh' ? '、' : ', ')
  return (
    <li className="card">
      <b>
        {t.kinds[request.kind]} · {t.states[request.state]}
      </b>
      <p>{request.words}</p>
      {request.overdue && <small>{t.overdue}</small>}
      {request.state === 'open' && !request.overdue && !request.extension && <small>{t.due(request.dueOn)}</small>}
      {request.extension && <small>{t.extended(request.dueOn, request.extension.words)}</small>}
      {request.ground !== null && <small>{t.grounds[request.ground]}</small>}
      {request.answer !== null && <p>{request.answer}</p>}
      {request.copyUntil !== null && <Copy requestId={request.id} until={request.copyUntil} />}
      {request.erased.length > 0 && (
        <small>
          {t.erased(
            listed(request.erased.map(({ part }) => t.parts[part])),
            listed(request.erased.map(({ certificate }) => certificate)),
          )}
        </small>
      )}
    </li>
  )
}
