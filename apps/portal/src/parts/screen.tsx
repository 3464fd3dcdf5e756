import { Icon, useLocale } from '@linli/ui'
import { type ReactNode, useEffect, useRef } from 'react'
import { elderMode } from '../keep/prefs.ts'
import { useStored } from '../keep/stored.ts'
import { goBack } from '../router.tsx'
import { commonWords } from '../words/common.ts'
import { ReadAloud } from './read-aloud.tsx'

interface Props {
  /** The one question or name of the screen; it stands in the bar unless that has a name of its own. */
  readonly title: string
  /** The bar's own name, where the title is a question or a person's words. */
  readonly bar?: string
  readonly aside?: string
  /** The title is a person's own words, which may be long. */
  readonly quiet?: boolean
  /** Step reached, of how many. */
  readonly progress?: { readonly at: number; readonly of: number }
  /** Where back leads for whoever came in by a link. */
  readonly back: string
  readonly backKind?: 'back' | 'close'
  /** Stands at the foot, within reach of the thumb. */
  readonly foot?: ReactNode
  readonly children: ReactNode
}

/** The frame of every page but home. */
export function Screen({ title, bar, aside, quiet = false, progress, back, backKind = 'back', foot, children }: Props) {
  const t = commonWords.useMessages()
  const elder = useStored(elderMode)
  const main = useRef<HTMLElement>(null)
  return (
    <>
      <header className="bar">
        <button type="button" className="bar-back" aria-label={t[backKind]} onClick={() => goBack(back)}>
          <Icon name={backKind === 'back' ? 'left' : 'close'} />
        </button>
        <div className="bar-name">{bar ?? <Title>{title}</Title>}</div>
        {aside && <span className="bar-aside">{aside}</span>}
        {elder && !bar && <ReadAloud of={main} />}
        {progress && (
          <div className="steps" aria-hidden="true">
            {Array.from({ length: progress.of }, (_, index) => (
              <i key={index} className={index < progress.at ? 'on' : ''} />
            ))}
          </div>
        )}
      </header>
      <main ref={main} id="main">
        {bar && (
          <div className={quiet ? 'head quiet-head' : 'head'}>
            <Title>{title}</Title>
            {elder && <ReadAloud of={main} />}
          </div>
        )}
        {children}
      </main>
      {foot && <footer className="foot">{foot}</footer>}
    </>
  )
}

let opened = false

/** The page's heading. Takes the focus when a page follows another, so that a screen reader says where one is. */
export function Title({ children }: { children: string }) {
  const heading = useRef<HTMLHeadingElement>(null)
  const { locale } = useLocale()
  useEffect(() => {
    document.title = `${children} · ${commonWords.tables[locale].appName}`
  }, [children, locale])
  useEffect(() => {
    if (opened) heading.current?.focus({ preventScroll: true })
    opened = true
  }, [])
  return (
    <h1 ref={heading} tabIndex={-1}>
      {children}
    </h1>
  )
}
