import { type FormEvent, type ReactNode, useEffect, useId, useRef } from 'react'
import { useWorkMessages } from '../work-messages.ts'

interface Props {
  readonly title: string
  readonly intro?: ReactNode
  readonly submit: string
  readonly danger?: boolean
  readonly busy: boolean
  readonly onClose: () => void
  readonly onSubmit: (form: FormData) => void
  readonly children: ReactNode
}

/** A form over the page. It closes by Escape or its button only, so that a stray click loses nothing that was typed. */
export function Dialog({ title, intro, submit, danger, busy, onClose, onSubmit, children }: Props) {
  const m = useWorkMessages()
  const id = useId()
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    const before = document.activeElement
    dialog.current?.showModal()
    return () => {
      // Taken out of the page rather than closed: the browser does not give the focus back by itself.
      if (before instanceof HTMLElement) before.focus()
    }
  }, [])
  return (
    <dialog ref={dialog} className="register" onClose={onClose} aria-labelledby={id}>
      <form
        className="form"
        noValidate
        onSubmit={(event: FormEvent<HTMLFormElement>) => {
          event.preventDefault()
          const form = event.currentTarget
          // The browser names the first field in its own words; a second click may come before the button is disabled.
          if (!busy && form.reportValidity()) onSubmit(new FormData(form))
        }}
      >
        <h2 id={id}>{title}</h2>
        {intro}
        {children}
        <div className="acts">
          <button type="button" className="btn" onClick={onClose}>
            {m.cancel}
          </button>
          <button type="submit" className={danger ? 'btn danger' : 'btn pri'} disabled={busy}>
            {submit}
          </button>
        </div>
      </form>
    </dialog>
  )
}
