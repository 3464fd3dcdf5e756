import { problemText } from '@linli/client/problem-text'
import { Icon, useLocale } from '@linli/ui'
import { commonWords } from '../words/common.ts'

/** What went wrong, in words, with a way on. */
export function Trouble({ error, words, onRetry }: { error: unknown; words?: string; onRetry?: () => void }) {
  const t = commonWords.useMessages()
  const { locale } = useLocale()
  return (
    <div className="trouble" role="alert">
      <p>
        <Icon name="alert" />
        <span>{words ?? problemText(error, locale)}</span>
      </p>
      {onRetry && (
        <button type="button" className="quiet" onClick={onRetry}>
          {t.retry}
        </button>
      )}
    </div>
  )
}
