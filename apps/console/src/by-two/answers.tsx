import { fieldText } from '@linli/ui'
import type { FormEvent } from 'react'
import { FormFault } from '../frame/FormFault.tsx'

interface Command {
  readonly busy: boolean
  readonly fault: string | null
}
interface DecideProps {
  readonly command: Command
  readonly words: { readonly decideWords: string; readonly agree: string; readonly disagree: string }
  readonly onDecide: (accept: boolean, words: string) => Promise<unknown>
}
interface EndProps {
  readonly command: Command
  readonly words: { readonly end: string; readonly endWords: string; readonly ask: string }
  readonly onPropose: (words: string) => Promise<unknown>
}

const wordsOf = (form: HTMLFormElement) => fieldText(new FormData(form), 'words').trim()

/** The second person agrees or not, with their words. */
export function Decide({ command, words, onDecide }: DecideProps) {
  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    // The button that was pressed says which of the two it is.
    const { submitter } = event.nativeEvent as SubmitEvent
    await onDecide(submitter?.getAttribute('value') === 'accept', wordsOf(event.currentTarget))
  }
  return (
    <form className="form" onSubmit={(event) => void submit(event)}>
      <label>
        {words.decideWords}
        <textarea name="words" rows={2} required maxLength={500} />
      </label>
      <FormFault text={command.fault} />
      <div className="doing">
        <button className="btn pri" value="accept" disabled={command.busy}>
          {words.agree}
        </button>
        <button className="btn" value="refuse" disabled={command.busy}>
          {words.disagree}
        </button>
      </div>
    </form>
  )
}

/** One person asks for its end, which a second one agrees to as to its beginning. */
export function ProposeEnd({ command, words, onPropose }: EndProps) {
  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    await onPropose(wordsOf(event.currentTarget))
  }
  return (
    <details>
      <summary>{words.end}</summary>
      <form className="form" onSubmit={(event) => void submit(event)}>
        <label>
          {words.endWords}
          <textarea name="words" rows={2} required maxLength={500} />
        </label>
        <FormFault text={command.fault} />
        <div>
          <button className="btn" disabled={command.busy}>
            {words.ask}
          </button>
        </div>
      </form>
    </details>
  )
}
