import { createClient } from '@linli/client'
import { storedLocale } from '@linli/ui'

/** Somebody must sign in before anything more can be fetched or sent; set by the account. */
const signedOutListeners = new Set<() => void>()

export const client = createClient({
  baseUrl: '/api',
  locale: storedLocale,
  onSignedOut: () => signedOutListeners.forEach((listener) => listener()),
})

export function onSignedOut(listener: () => void): () => void {
  signedOutListeners.add(listener)
  return () => signedOutListeners.delete(listener)
}
