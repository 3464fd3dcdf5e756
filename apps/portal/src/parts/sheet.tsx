import { Icon } from '@linli/ui'
import { type ReactNode, useEffect, useId, useRef } from 'react'
import { commonWords } from '../words/common.ts'

/** A sheet over the page, by the browser's own dialog: it keeps the focus in and gives it back. */
export function Sheet({ title, onClose, children }: { title: string; onClose: () => void; children: ReactNode }) {
  const t = commonWords.useMessages()
  const dialog = useRef<HTMLDialogElement>(null)
  const id = useId()
  useEffect(() => dialog.current?.showModal(), [])
  return (
    <dialog ref={dialog} className="sheet" aria-labelledby={id} onClose={onClose}>
      <header className="sheet-head">
        <h2 id={id}>{title}</h2>
        <button type="button" className="bar-back" aria-label={t.close} onClick={() => dialog.current?.close()}>
          <Icon name="close" />
        </button>
      </header>
      <div className="sheet-body">{children}</div>
    </dialog>
  )
}
