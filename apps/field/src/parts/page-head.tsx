import { Icon } from '@linli/ui'
import { type ReactNode, useEffect, useRef } from 'react'
import { goBack } from '../router.tsx'
import { messages } from '../words/messages.ts'

/** The page's name; the focus goes there on arrival, so that a screen reader says where one is. */
export function PageHead({
  title,
  aside,
  beside,
  under,
  back,
}: {
  title: string
  /** Smaller, on the same line. */
  aside?: string
  beside?: ReactNode
  under?: ReactNode
  back?: string
}) {
  const t = messages.useMessages()
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    document.title = `${title} · ${t.app}`
    heading.current?.focus({ preventScroll: true })
  }, [title, t.app])
  return (
    <header className="head">
      {back !== undefined && (
        <button type="button" className="head-back" aria-label={t.back} onClick={() => goBack(back)}>
          <Icon name="left" />
        </button>
      )}
      <div className="head-words">
        <h1 ref={heading} tabIndex={-1}>
          {title}
          {aside && <small>{aside}</small>}
        </h1>
        {under && <p>{under}</p>}
      </div>
      {beside}
    </header>
  )
}
