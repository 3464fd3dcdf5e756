import { observable, useObservable } from '../sync/observable.ts'

const said = observable('')

/** A short sentence that something worked, seen and read aloud; it goes by itself. */
export function announce(sentence: string): void {
  said.set(sentence)
  setTimeout(() => {
    if (said.get() === sentence) said.set('')
  }, 6000)
}

export function Announcer() {
  const sentence = useObservable(said)
  return (
    <div role="status" aria-live="polite" className="announcer">
      {sentence && <p>{sentence}</p>}
    </div>
  )
}
