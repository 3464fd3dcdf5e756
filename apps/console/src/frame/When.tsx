import { fullText, useLocale, whenText } from '@linli/ui'

/** An instant as people say it, the whole of it on hover. */
export function When({ at, className }: { readonly at: string; readonly className?: string }) {
  const { locale } = useLocale()
  return (
    <time className={className} dateTime={at} title={fullText(at, locale)}>
      {whenText(at, locale)}
    </time>
  )
}
