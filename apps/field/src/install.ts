import { observable } from './sync/observable.ts'

/** What Chromium hands over when the app may be put on the home screen; no other browser has it. */
interface InstallOffer extends Event {
  prompt(): Promise<{ readonly outcome: 'accepted' | 'dismissed' }>
}

/** Null: on the home screen already, or this browser offers it in its own menu alone. */
export const installOffer = observable<InstallOffer | null>(null)

/** Kept for a moment at which it is not in the way: the browser's own banner would come in the midst of a visit. */
export function watchInstall(): void {
  window.addEventListener('beforeinstallprompt', (event) => {
    event.preventDefault()
    // The event of this name is one.
    installOffer.set(event as InstallOffer)
  })
  window.addEventListener('appinstalled', () => installOffer.set(null))
}

/** The browser asks the person; an offer is good for once. */
export async function install(offer: InstallOffer): Promise<void> {
  installOffer.set(null)
  await offer.prompt()
}

export const isOnHomeScreen = () => matchMedia('(display-mode: standalone)').matches
