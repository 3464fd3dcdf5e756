import { problemText } from '@linli/client'
import { useLocale } from '@linli/ui'
import { useMessages } from './messages.ts'

export function Loading() {
  const m = useMessages()
  return (
    <p className="blank" role="status">
      {m.loading}
    </p>
  )
}

/** What happened and what to do. */
export function ErrorState({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const m = useMessages()
  const { locale } = useLocale()
  return (
    <div className="blank" role="alert">
      <p>{`${m.failed}：${problemText(error, locale)}`}</p>
      <p style={{ marginTop: 12 }}>
        <button type="button" className="btn" onClick={onRetry}>
          {m.retry}
        </button>
      </p>
    </div>
  )
}
