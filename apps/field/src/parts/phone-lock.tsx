import { problemText } from '@linli/client'
import { Icon, useLocale } from '@linli/ui'
import { useEffect, useRef, useState } from 'react'
import { readLock, setUpPhone, unlockPhone } from '../account/phone-lock.ts'
import { useAccount, useKept } from '../account/use-account.ts'
import { client } from '../api.ts'
import { lockMessages } from '../words/lock.ts'
import { messages } from '../words/messages.ts'
import { Line } from './field.tsx'

const PIN = /^\d{6,12}$/

/** While the register on this phone is closed: why, and the way to open it. */
export function PhoneLock() {
  const w = lockMessages.useMessages()
  const { me, db } = useAccount()
  const lock = useKept('facts', 'lock', readLock)
  const [asking, setAsking] = useState(false)
  const isOpen = lock === undefined || (lock !== null && lock.key !== null)
  useEffect(() => {
    // A shift ends while the app is open, too.
    const timer = setInterval(() => void readLock(db), 60_000)
    return () => clearInterval(timer)
  }, [db])
  if (!me.permissions.includes('fieldwork.do') || isOpen) return null
  return (
    <>
      <div className="session-over" role="status">
        <Icon name="lock" />
        <span>{lock === null ? w.setUpBar : w.closedBar}</span>
        <button type="button" className="button" onClick={() => setAsking(true)}>
          {lock === null ? w.setUp : w.open}
        </button>
      </div>
      {asking && <PinDialog first={lock === null} onClose={() => setAsking(false)} />}
    </>
  )
}

function PinDialog({ first, onClose }: { first: boolean; onClose: () => void }) {
  const t = messages.useMessages()
  const w = lockMessages.useMessages()
  const { locale } = useLocale()
  const { db, driver } = useAccount()
  const [isNew, setNew] = useState(first)
  const [pin, setPin] = useState('')
  const [again, setAgain] = useState('')
  const [fault, setFault] = useState('')
  const [busy, setBusy] = useState(false)
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => dialog.current?.showModal(), [])

  async function open(): Promise<void> {
    if (!PIN.test(pin)) return setFault(w.pinForm)
    if (isNew && pin !== again) return setFault(w.pinsDiffer)
    setBusy(true)
    setFault('')
    try {
      await (isNew ? setUpPhone : unlockPhone)(client, db, pin)
      driver.now()
      onClose()
    } catch (error) {
      setFault(problemText(error, locale))
    } finally {
      setBusy(false)
    }
  }

  return (
    <dialog ref={dialog} className="ask" aria-labelledby="pin-title" onClose={onClose}>
      <h2 id="pin-title">{isNew ? w.setUp : w.open}</h2>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          void open()
        }}
      >
        <Line
          label={w.pin}
          type="password"
          inputMode="numeric"
          autoComplete={isNew ? 'new-password' : 'current-password'}
          maxLength={12}
          value={pin}
          onValue={setPin}
        />
        {isNew && (
          <Line
            label={w.pinAgain}
            type="password"
            inputMode="numeric"
            autoComplete="new-password"
            maxLength={12}
            value={again}
            onValue={setAgain}
          />
        )}
        <p className="hint">{w.pinHint}</p>
        <p className="fault" role="alert">
          {fault}
        </p>
        <div className="pair">
          <button type="button" className="button" onClick={onClose}>
            {t.cancel}
          </button>
          <button type="submit" className="button main" disabled={busy}>
            {busy ? w.opening : isNew ? w.setUp : w.open}
          </button>
        </div>
        {!isNew && (
          <button type="button" className="button quiet" onClick={() => setNew(true)}>
            {w.forgotten}
          </button>
        )}
      </form>
    </dialog>
  )
}
