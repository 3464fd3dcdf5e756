import { newId, problemText } from '@linli/client'
import { rightsRoutes } from '@linli/contract/people-rights'
import { Icon, useLocale, whenText } from '@linli/ui'
import { useState } from 'react'
import { client } from '../api.ts'
import { saveBase64 } from '../import/files.ts'
import { useMessages } from './messages.ts'

/** The copy that was granted, for who comes to the counter for it; opened in their name and recorded. */
export function PrintCopy({ requestId, until }: { readonly requestId: string; readonly until: string }) {
  const m = useMessages()
  const { locale } = useLocale()
  const [busy, setBusy] = useState(false)
  const [fault, setFault] = useState<string | null>(null)

  // Not as a command of the page: its answer is a file, and is kept nowhere.
  async function print() {
    setBusy(true)
    setFault(null)
    try {
      const { filename, file } = await client.call(rightsRoutes.printCopy, {
        commandId: newId(),
        requestId,
        form: 'pdf',
      })
      saveBase64(filename, file)
    } catch (error) {
      setFault(problemText(error, locale))
    }
    setBusy(false)
  }
  return (
    <>
      <p className="mut">{m.copyUntil(whenText(until, locale))}</p>
      {fault && (
        <p className="bad" role="alert">
          {fault}
        </p>
      )}
      <div>
        <button type="button" className="btn" disabled={busy} onClick={() => void print()}>
          <Icon name="dl" />
          {m.printCopy}
        </button>
      </div>
    </>
  )
}
