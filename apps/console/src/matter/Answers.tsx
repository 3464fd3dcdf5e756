import type { Matter } from '@linli/contract/matters'
import { useLocale } from '@linli/ui'
import { useMessages } from './messages.ts'

/** What was asked beside words and place, and pictures that lie elsewhere. */
export function Answers({ matter: { answers, mediaUrls } }: { readonly matter: Matter }) {
  const m = useMessages()
  const { locale } = useLocale()
  if (answers.length + mediaUrls.length === 0) return null
  return (
    <dl className="facts" style={{ padding: '8px 20px 0' }}>
      {answers.map(({ code, names, values }) => (
        <div key={code}>
          <dt>{names?.[locale] ?? code}</dt>
          <dd>{values.map((value) => value[locale]).join(locale === 'zh' ? '、' : ', ')}</dd>
        </div>
      ))}
      {mediaUrls.map((url) => (
        <div key={url}>
          <dt>{m.elsewhere}</dt>
          <dd>
            {/^https?:/.test(url) ? (
              <a href={url} target="_blank" rel="noreferrer noopener">
                {url}
              </a>
            ) : (
              url
            )}
          </dd>
        </div>
      ))}
    </dl>
  )
}
