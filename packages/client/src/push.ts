import { noticeRuleRoutes } from '@linli/contract/notice-rules'
import type { Client } from './client.ts'
import { newId } from './id.ts'

type Face = 'console' | 'field'
const scopes = { console: '/console/', field: '/field/' } as const
/** Under which id the platform knows this browser. */
const keyOf = (face: Face) => `linli.push.${face}`

/** Why messages cannot be switched on here; null when they can. */
export function pushHindrance(): 'unsupported' | 'insecure' | 'denied' | null {
  if (!isSecureContext) return 'insecure'
  if (!('serviceWorker' in navigator && 'PushManager' in window && 'Notification' in window)) return 'unsupported'
  return Notification.permission === 'denied' ? 'denied' : null
}

export const pushIdHere = (face: Face): string | null => localStorage.getItem(keyOf(face))

/**
 * Lets this browser show messages. It asks the person, who may say no: then null.
 * @throws DOMException when the browser cannot reach the service of its maker
 */
export async function startPush(client: Client, face: Face, pushKey: string): Promise<string | null> {
  if ((await Notification.requestPermission()) !== 'granted') return null
  const registration = await navigator.serviceWorker.register(`${scopes[face]}sw.js`, { scope: scopes[face] })
  await untilActive(registration)
  const key = bytesOf(pushKey)
  const before = await registration.pushManager.getSubscription()
  // Made for an earlier key of the platform, with which nothing arrives any more.
  if (before && !sameBytes(before.options.applicationServerKey, key)) await before.unsubscribe()
  const subscription = await registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key })
  const { endpoint = '', keys: { p256dh = '', auth = '' } = {} } = subscription.toJSON()
  const { id } = await client.call(noticeRuleRoutes.addPushBrowser, {
    commandId: newId(),
    face,
    endpoint,
    keys: { p256dh, auth },
  })
  localStorage.setItem(keyOf(face), id)
  return id
}

/** This browser shows no messages any more: switched off, or signed out. Without a network the platform hears of it by itself, at its next message. */
export async function stopPush(client: Client, face: Face): Promise<void> {
  const id = pushIdHere(face)
  if (id === null) return
  localStorage.removeItem(keyOf(face))
  const registration = await navigator.serviceWorker.getRegistration(scopes[face])
  const subscription = await registration?.pushManager.getSubscription()
  await subscription?.unsubscribe().catch(() => undefined)
  await client.call(noticeRuleRoutes.removePushBrowser, { commandId: newId(), browserId: id }).catch(() => undefined)
}

/** A worker that is being installed cannot subscribe yet. */
async function untilActive(registration: ServiceWorkerRegistration): Promise<void> {
  const worker = registration.active ?? registration.waiting ?? registration.installing
  if (!worker || worker.state === 'activated') return
  await new Promise<void>((resolve) => {
    worker.addEventListener('statechange', () => worker.state === 'activated' && resolve())
  })
}

function bytesOf(base64url: string): Uint8Array<ArrayBuffer> {
  const text = atob(base64url.replaceAll('-', '+').replaceAll('_', '/'))
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0))
}

function sameBytes(a: ArrayBuffer | null, b: Uint8Array): boolean {
  const bytes = new Uint8Array(a ?? new ArrayBuffer(0))
  return bytes.length === b.length && bytes.every((byte, index) => byte === b[index])
}
