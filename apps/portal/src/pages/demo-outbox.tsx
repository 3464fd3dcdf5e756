import { useLocale, whenText } from '@linli/ui'
import { useQuery } from '@tanstack/react-query'
import { isNotFound } from '../api.ts'
import { Screen } from '../parts/screen.tsx'
import { Trouble } from '../parts/trouble.tsx'
import { paths } from '../paths.ts'
import { demoMessagesQuery } from '../queries.ts'
import { commonWords } from '../words/common.ts'
import { mineWords } from '../words/mine.ts'
import Nowhere from './nowhere.tsx'

/** Where a visitor of the demo reads the messages that would go to phones. Everywhere else there is no such page. */
export default function DemoOutbox() {
  const t = mineWords.useMessages()
  const common = commonWords.useMessages()
  const { locale } = useLocale()
  const { data, error, isPending, refetch } = useQuery({ ...demoMessagesQuery(), refetchInterval: 5_000 })
  if (isNotFound(error)) return <Nowhere />
  return (
    <Screen title={t.outbox} back={paths.home()}>
      <p className="lead">{t.outboxHint}</p>
      {isPending && <p className="opening">{common.loading}</p>}
      {error && <Trouble error={error} onRetry={() => void refetch()} />}
      {data?.items.length === 0 && <p className="lead">{t.outboxNone}</p>}
      {data?.items.map(({ id, recipient, body, createdAt }) => (
        <article key={id} className="card said">
          <small className="hint">
            {t.outboxTo(recipient)} · {whenText(createdAt, locale)}
          </small>
          <p>{body}</p>
        </article>
      ))}
    </Screen>
  )
}
