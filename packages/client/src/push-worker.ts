/** What a message to a browser says: what kind of thing, and its number; never a title, words or a name. */
interface PushMessage {
  readonly id: string
  readonly body: string
  readonly urgent: boolean
  readonly subject: Subject | null
}
export interface Subject {
  readonly kind: string
  readonly id: string | null
}

interface Waiting {
  waitUntil(work: Promise<unknown>): void
}
interface Pushed extends Waiting {
  readonly data: { json(): unknown } | null
}
interface Touched extends Waiting {
  readonly notification: { readonly data: unknown; close(): void }
}
interface Window {
  readonly url: string
  focus(): Promise<unknown>
}
/** Of a service worker's own self no more than this is needed; the DOM's types stand for the window. */
export interface PushScope {
  readonly location: { readonly origin: string }
  readonly registration: { showNotification(title: string, options: object): Promise<void> }
  readonly clients: {
    matchAll(options: { type: 'window' }): Promise<readonly Window[]>
    openWindow(url: string): Promise<unknown>
  }
  addEventListener(type: 'push', listener: (event: Pushed) => void): void
  addEventListener(type: 'notificationclick', listener: (event: Touched) => void): void
}

const NAME = '邻里 Linli'

/** Shows messages while no page is open, and opens what they are about. For the service worker of a face. */
export function showMessages(scope: PushScope, icon: string, addressOf: (subject: Subject | null) => string): void {
  scope.addEventListener('push', (event) => {
    // Sent by the platform alone: what else would decrypt is unreadable.
    const message = event.data?.json() as PushMessage | undefined
    if (!message) return
    event.waitUntil(
      scope.registration.showNotification(NAME, {
        body: message.body,
        icon,
        tag: message.id,
        requireInteraction: message.urgent,
        data: addressOf(message.subject),
      }),
    )
  })
  scope.addEventListener('notificationclick', (event) => {
    event.notification.close()
    event.waitUntil(open(scope, scope.location.origin + String(event.notification.data)))
  })
}

/** In a window that shows it already, else in a new one: an open page may hold what somebody is typing. */
async function open(scope: PushScope, url: string): Promise<void> {
  const windows = await scope.clients.matchAll({ type: 'window' })
  const known = windows.find((one) => one.url === url)
  await (known ? known.focus() : scope.clients.openWindow(url))
}
