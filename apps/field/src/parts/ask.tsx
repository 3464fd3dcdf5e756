import { type ReactNode, useEffect, useRef } from 'react'
import { messages } from '../words/messages.ts'

interface Props {
  readonly title: string
  readonly children?: ReactNode
  readonly yes: string
  readonly onYes: () => void
  readonly onNo: () => void
}

/** One question before something that cannot be undone. The browser's own dialog keeps the focus inside and gives it back. */
export function Ask({ title, children, yes, onYes, onNo }: Props) {
  const t = messages.useMessages()
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => dialog.current?.showModal(), [])
  return (
    <dialog ref={dialog} className="ask" aria-labelledby="ask-title" onClose={onNo}>
      <h2 id="ask-title">{title}</h2>
      {children}
      <div className="pair">
        <button type="button" className="button" onClick={onNo}>
          {t.cancel}
        </button>
        <button type="button" className="button danger" onClick={onYes}>
          {yes}
        </button>
      </div>
    </dialog>
  )
}
