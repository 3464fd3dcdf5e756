import { Icon } from '@linli/ui'
import { type ReactNode, useEffect, useId, useRef } from 'react'
import { messages } from '../words/messages.ts'

interface Props {
  readonly title: string
  readonly onClose: () => void
  readonly children: ReactNode
  readonly done: string
  readonly onDone: () => void
  /** Beside the main button: what else can be said. */
  readonly otherwise?: ReactNode
}

/** A part of the page that comes from below, where the thumb is. The browser's own dialog keeps the focus inside and gives it back. */
export function Sheet({ title, onClose, children, done, onDone, otherwise }: Props) {
  const t = messages.useMessages()
  const dialog = useRef<HTMLDialogElement>(null)
  const id = useId()
  useEffect(() => dialog.current?.showModal(), [])
  return (
    <dialog ref={dialog} className="sheet" aria-labelledby={id} onClose={onClose}>
      <header className="sheet-head">
        <h2 id={id}>{title}</h2>
        <button type="button" className="button quiet" aria-label={t.close} onClick={onClose}>
          <Icon name="close" />
        </button>
      </header>
      <div className="sheet-body">{children}</div>
      <footer className="sheet-foot">
        {otherwise}
        <button type="button" className="button main" onClick={onDone}>
          {done}
        </button>
      </footer>
    </dialog>
  )
}
