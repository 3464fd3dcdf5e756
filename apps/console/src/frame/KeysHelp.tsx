import { useRef } from 'react'
import { actionKeys } from '../matter/action-keys.ts'
import { useMessages as useMatterMessages } from '../matter/messages.ts'
import { useKeys } from './keys.ts'
import { useMessages } from './messages.ts'

/** Every key there is; opens with the question mark on any page. */
export function KeysHelp() {
  const m = useMessages()
  const words = useMatterMessages()
  const dialog = useRef<HTMLDialogElement>(null)
  useKeys({ '?': () => dialog.current?.showModal() })
  const everywhere = Object.entries(m.keys)
  const actions = Object.entries(actionKeys).map(([action, key]) => [key, words.actions[action] ?? action] as const)
  return (
    <dialog ref={dialog} aria-labelledby="keys-title">
      <form method="dialog">
        <h2 id="keys-title">{m.allKeys}</h2>
        <dl className="keytable">
          {[...everywhere, ...actions].map(([key, what]) => (
            <div key={`${key} ${what}`}>
              <dt>
                <kbd>{key}</kbd>
              </dt>
              <dd>{what}</dd>
            </div>
          ))}
        </dl>
        <div className="acts">
          <button type="submit" className="btn">
            {m.hide}
          </button>
        </div>
      </form>
    </dialog>
  )
}
