import { Icon } from '@linli/ui'
import { useFact } from '../account/use-account.ts'
import { useObservable } from '../sync/observable.ts'
import { takeUpdate, waitingUpdate } from '../update.ts'
import { messages } from '../words/messages.ts'
import { isNearlyFull, useEstimate } from './storage.ts'

/** What the worker should put right with the phone itself: its room, its clock, or an app that is too old. */
export function PhoneNotes() {
  const t = messages.useMessages()
  const phone = useFact('phone')
  const update = useObservable(waitingUpdate)
  const estimate = useEstimate()
  return (
    <>
      {/* Said before anything is lost: a picture that no longer fits says so itself. */}
      {estimate !== null && isNearlyFull(estimate) && (
        <p className="phone-note" role="status">
          <Icon name="alert" />
          <span>{t.storageNearlyFull}</span>
        </p>
      )}
      {phone !== undefined && phone.clockOffSeconds !== null && (
        <p className="phone-note" role="status">
          <Icon name="clock" />
          <span>{t.phoneClockOff(Math.max(1, Math.round(Math.abs(phone.clockOffSeconds) / 60)))}</span>
        </p>
      )}
      {phone?.updateNeeded && (
        <p className="phone-note" role="alert">
          <Icon name="alert" />
          <span>{t.appTooOld}</span>
          {update && (
            <button type="button" className="button" onClick={() => takeUpdate(update)}>
              {t.takeUpdate}
            </button>
          )}
        </p>
      )}
    </>
  )
}
