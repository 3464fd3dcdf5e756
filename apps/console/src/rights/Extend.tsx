import { rightsRoutes } from '@linli/contract/people-rights'
import { fieldText } from '@linli/ui'
import type { FormEvent } from 'react'
import { FormFault } from '../frame/FormFault.tsx'
import { useCommand } from '../pages/use-command.ts'
import { useMessages } from './messages.ts'

/** The last day put off, once, with a reason that the asker reads. */
export function Extend({ requestId }: { readonly requestId: string }) {
  const m = useMessages()
  const extend = useCommand(rightsRoutes.extendRightsRequest, ['/rights/requests', '/inbox'])
  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    await extend.run({ requestId, words: fieldText(new FormData(event.currentTarget), 'words').trim() })
  }
  return (
    <details>
      <summary>{m.extend}</summary>
      <form className="form" onSubmit={(event) => void submit(event)}>
        <label>
          {m.extendWords}
          <textarea name="words" rows={2} required maxLength={500} />
        </label>
        <FormFault text={extend.fault} />
        <div>
          <button className="btn" disabled={extend.busy}>
            {m.extendBy}
          </button>
        </div>
      </form>
    </details>
  )
}
