import { problemText } from '@linli/client'
import { Icon, useLocale } from '@linli/ui'
import { useState } from 'react'
import { useKeys } from './keys.ts'
import { useMessages } from './messages.ts'
import { say, unsay, useSaid } from './said.ts'

/** What was just done; Z takes it back where that can be done. */
export function SaidLine() {
  const m = useMessages()
  const { locale } = useLocale()
  const said = useSaid()
  const [busy, setBusy] = useState(false)
  const undo = said?.undo
  async function takeBack() {
    if (undo === undefined || busy) return
    setBusy(true)
    try {
      await undo()
      say({ words: m.takenBack })
    } catch (error) {
      say({ words: problemText(error, locale) })
    } finally {
      setBusy(false)
    }
  }
  useKeys({ z: undo && (() => void takeBack()) })
  return (
    <div className="saidline" role="status">
      {said && (
        <p>
          <Icon name="check" />
          {said.words}
          {undo && (
            <button type="button" className="btn" disabled={busy} onClick={() => void takeBack()}>
              <Icon name="undo" />
              {m.takeBack}
              <kbd>Z</kbd>
            </button>
          )}
          <button type="button" className="btn txt" aria-label={m.hide} onClick={unsay}>
            <Icon name="close" />
          </button>
        </p>
      )}
    </div>
  )
}
