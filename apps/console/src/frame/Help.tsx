import { Icon, lazily } from '@linli/ui'
import { useRef, useState } from 'react'
import { actionKeys } from '../matter/action-keys.ts'
import { useMessages as useMatterMessages } from '../matter/messages.ts'
import { useKeys } from './keys.ts'
import { useMessages } from './messages.ts'

const PageHelp = lazily(() => import('./PageHelp.tsx'))

/** What this page is for, and every key there is; opens with the question mark on any page. */
export function Help({ page }: { readonly page: string | null }) {
  const m = useMessages()
  const words = useMatterMessages()
  const dialog = useRef<HTMLDialogElement>(null)
  const [asked, setAsked] = useState(false)
  const open = () => {
    setAsked(true)
    dialog.current?.showModal()
  }
  useKeys({ '?': open })
  const everywhere = Object.entries(m.keys)
  const actions = Object.entries(actionKeys).map(([action, key]) => [key, words.actions[action] ?? action] as const)
  return (
    <>
      <button type="button" className="btn txt" aria-label={m.help} title={m.help} onClick={open}>
        <Icon name="book" />
      </button>
      <dialog ref={dialog} aria-labelledby="help-title">
        {asked && (
          <form method="dialog">
            <h2 id="help-title">{m.help}</h2>
            {page !== null && <PageHelp name={page} />}
            <h3>{m.allKeys}</h3>
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
        )}
      </dialog>
    </>
  )
}
