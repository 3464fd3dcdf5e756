import { fieldText } from '@linli/ui'
import type { ReactNode } from 'react'
import { FormFault } from '../frame/FormFault.tsx'
import { Dialog } from '../register/form/Dialog.tsx'

interface Props {
  /** What is done; the button says it too. */
  readonly title: string
  readonly label: string
  readonly busy: boolean
  readonly fault: string | null
  /** Null: it was refused, and the dialog stays. */
  readonly onSay: (words: string) => Promise<unknown>
  readonly onClose: () => void
  /** The control for the words, by the name `words`. */
  readonly children: ReactNode
}

/** A step that somebody gives words for. */
export function WordsDialog({ title, label, busy, fault, onSay, onClose, children }: Props) {
  return (
    <Dialog
      title={title}
      submit={title}
      busy={busy}
      onClose={onClose}
      onSubmit={(form) => void onSay(fieldText(form, 'words')).then((done) => done !== null && onClose())}
    >
      <label>
        {label}
        {children}
      </label>
      <FormFault text={fault} />
    </Dialog>
  )
}
