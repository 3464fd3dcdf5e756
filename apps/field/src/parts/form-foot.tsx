import type { ReactNode } from 'react'
import { messages } from '../words/messages.ts'
import { DraftNote } from './draft-note.tsx'
import type { DraftState } from './use-draft.ts'
import type { SubmitFailure } from './use-submit.ts'

interface Props {
  readonly draft: Pick<DraftState<unknown>, 'savedAt' | 'failed'>
  readonly failure: SubmitFailure | null
  /** What ends the form. */
  readonly children: ReactNode
}

/** The end of a form: whether it is kept, why it could not go into the outbox, and its buttons. */
export function FormFoot({ draft, failure, children }: Props) {
  const t = messages.useMessages()
  return (
    <div className="foot">
      <DraftNote savedAt={draft.savedAt} failed={draft.failed || failure === 'not_kept'} />
      {failure === 'too_late' && (
        <p className="fault" role="alert">
          {t.tooLate}
        </p>
      )}
      {children}
    </div>
  )
}
