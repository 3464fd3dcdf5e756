import { dateFormat, Icon, useLocale } from '@linli/ui'
import { createContext, type ReactNode, useContext, useEffect, useRef, useState } from 'react'
import { useMessages } from '../messages.ts'

/** What can be said of a figure: how it came about, when, and which matters it counts. */
export interface Info {
  readonly title: string
  readonly value: string
  readonly how: string
  readonly at: string
  /** Oldest first, each with its day. */
  readonly past?: readonly { readonly day: string; readonly value: string }[]
  readonly median?: string
  readonly rows: string | null
}

const InfoContext = createContext<(info: Info) => void>(() => {})

export const useInfo = (): ((info: Info) => void) => useContext(InfoContext)

/** A window over the screen that explains the figure that was pressed; Escape closes it. */
export function InfoProvider({ mayRead, children }: { mayRead: boolean; children: ReactNode }) {
  const [info, setInfo] = useState<Info | null>(null)
  return (
    <InfoContext value={setInfo}>
      {children}
      {info && <InfoWindow info={info} mayRead={mayRead} onClose={() => setInfo(null)} />}
    </InfoContext>
  )
}

function InfoWindow({ info, mayRead, onClose }: { info: Info; mayRead: boolean; onClose: () => void }) {
  const m = useMessages()
  const { locale } = useLocale()
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => dialog.current?.showModal(), [])
  return (
    <dialog
      ref={dialog}
      className="info"
      aria-labelledby="info-title"
      onClose={onClose}
      onClick={(event) => event.target === dialog.current && dialog.current?.close()}
    >
      <header>
        <h2 id="info-title">{info.title}</h2>
        <button type="button" className="tool" onClick={() => dialog.current?.close()} aria-label={m.close}>
          <Icon name="close" />
        </button>
      </header>
      <p className="big">{info.value}</p>
      <h3>{m.how}</h3>
      <p>{info.how}</p>
      {info.past && info.past.length > 0 && (
        <>
          <h3>{m.past}</h3>
          <ol className="pastlist">
            {info.past.map(({ day, value }) => (
              <li key={day}>
                <span>{shortDay(day, locale)}</span>
                <b>{value}</b>
              </li>
            ))}
          </ol>
          <p className="mut">{`${m.median} ${info.median ?? '—'}`}</p>
        </>
      )}
      <footer>
        <span className="mut">{m.asOf(instant(info.at, locale))}</span>
        {info.rows !== null &&
          (mayRead ? (
            <a className="do" href={info.rows} target="linli-console">
              {m.showRows} <Icon name="right" />
            </a>
          ) : (
            <span className="mut">{m.noRows}</span>
          ))}
      </footer>
    </dialog>
  )
}

function shortDay(day: string, locale: 'zh' | 'en'): string {
  return dateFormat(locale, { month: 'numeric', day: 'numeric', timeZone: 'UTC' }).format(new Date(`${day}T00:00:00Z`))
}

function instant(at: string, locale: 'zh' | 'en'): string {
  return dateFormat(locale, { dateStyle: 'medium', timeStyle: 'medium' }).format(new Date(at))
}
