import { Icon } from '@linli/ui'
import { useState } from 'react'
import { install, installOffer, isOnHomeScreen } from '../install.ts'
import { useObservable } from '../sync/observable.ts'
import { phoneMessages } from '../words/phone.ts'

const DECLINED = 'linli.field.no-home-screen'

/** Above the day, until it was done or declined once. */
export function InstallNote() {
  const w = phoneMessages.useMessages()
  const offer = useObservable(installOffer)
  const [declined, setDeclined] = useState(() => localStorage.getItem(DECLINED) !== null)
  if (offer === null || declined) return null
  const decline = () => {
    localStorage.setItem(DECLINED, '1')
    setDeclined(true)
  }
  return (
    <div className="install-note" role="status">
      <p>
        <b>{w.homeScreen}</b> {w.homeScreenWhy}
      </p>
      <div className="pair">
        <button type="button" className="button quiet" onClick={decline}>
          {w.notNow}
        </button>
        <button type="button" className="button" onClick={() => void install(offer)}>
          <Icon name="plus" />
          {w.put}
        </button>
      </div>
    </div>
  )
}

/** Where the settings are: also for whoever declined, and how it is done where the browser has it in its menu. */
export function HomeScreen() {
  const w = phoneMessages.useMessages()
  const offer = useObservable(installOffer)
  if (isOnHomeScreen()) return null
  return (
    <section>
      <h2>{w.homeScreen}</h2>
      <p className="hint">{offer ? w.homeScreenWhy : `${w.homeScreenWhy} ${w.homeScreenByMenu}`}</p>
      {offer && (
        <button type="button" className="button wide" onClick={() => void install(offer)}>
          <Icon name="plus" />
          {w.put}
        </button>
      )}
    </section>
  )
}
