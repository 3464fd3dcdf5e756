import { observable } from './sync/observable.ts'

/** A newer version of the app that waits to take over. */
export const waitingUpdate = observable<ServiceWorker | null>(null)

/** Lets the app start without a network. In development there is nothing to keep. */
export async function registerWorker(): Promise<void> {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return
  const registration = await navigator.serviceWorker.register('/field/sw.js', { scope: '/field/' })
  const look = () => {
    // Without a controller this is the first visit: there is no older version to replace.
    if (registration.waiting && navigator.serviceWorker.controller) waitingUpdate.set(registration.waiting)
  }
  look()
  registration.addEventListener('updatefound', () => registration.installing?.addEventListener('statechange', look))
}

/** What is typed is in the drafts, so the page may go at any time. */
export function takeUpdate(worker: ServiceWorker): void {
  navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true })
  worker.postMessage('take over')
}
