import { type PushScope, showMessages } from '@linli/client/push-worker'
import {
  cleanupOutdatedCaches,
  createHandlerBoundToURL,
  precacheAndRoute,
  type PrecacheEntry,
} from 'workbox-precaching'
import { NavigationRoute, registerRoute } from 'workbox-routing'
import { paths } from './paths.ts'

// The DOM's types stand for the window; of a worker's own self this file needs no more than this.
declare const self: PushScope & {
  readonly __WB_MANIFEST: (PrecacheEntry | string)[]
  readonly clients: { claim(): Promise<void> }
  addEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void
  addEventListener(type: 'activate', listener: (event: { waitUntil(done: Promise<void>): void }) => void): void
  skipWaiting(): Promise<void>
}

precacheAndRoute(self.__WB_MANIFEST)
cleanupOutdatedCaches()
// Every address of the app is the one page. Data never passes here: the app keeps its own copy, per person.
registerRoute(new NavigationRoute(createHandlerBoundToURL('/field/index.html')))

// Whoever opens the app for the first time and walks into a dead spot has all its pages, not only those seen so far.
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()))

// A new version waits until the person says so, or until the app is next opened: a page keeps the files it began with.
self.addEventListener('message', ({ data }) => {
  if (data === 'take over') void self.skipWaiting()
})

// An incident stands above everything else on the first page.
showMessages(self, '/field/icon-192.png', (subject) => {
  if (subject?.kind === 'matter' && subject.id !== null) return paths.matter(subject.id)
  return subject?.kind === 'roster' ? paths.duty() : paths.today()
})
