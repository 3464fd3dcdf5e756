import { type Client, ProblemError } from '@linli/client'
import { fieldDeviceRoutes } from '@linli/contract/field-devices'
import { sessionRoutes } from '@linli/contract/sign-in'
import { deviceId, readLock } from '../account/phone-lock.ts'
import { hurried } from '../outbox/decide.ts'
import { isPending } from '../outbox/entry.ts'
import { sendWaiting } from '../outbox/send-waiting.ts'
import { changed } from '../store/changes.ts'
import type { Database } from '../store/database.ts'
import { changeEntry, entryStore, readEntries } from '../store/entries.ts'
import { tidyDone } from '../store/tidy.ts'
import { refresh } from './refresh.ts'
import { note } from './state.ts'
import { transportTo } from './transport.ts'

export interface Whose {
  readonly client: Client
  readonly db: Database
  readonly staffId: string
}

/**
 * Sends what is due, for this person alone. `hurry`: delays are not sat out. @returns whether anything was sent
 * @throws ProblemError `device.revoked`: the phone may not send any more
 */
export async function sendDue({ client, db, staffId }: Whose, hurry: boolean): Promise<boolean> {
  const waiting = (await readEntries(db)).filter(isPending)
  if (waiting.length === 0) return false
  if (hurry) for (const entry of waiting) await changeEntry(db, entry.id, hurried)
  // Somebody else may have signed in on this phone, in another tab: their session must not carry this person's work.
  const me = await client.call(sessionRoutes.me, {})
  note({ online: true })
  if (me.id !== staffId) {
    note({ signedOut: true })
    return false
  }
  await refuseRevoked(client, db)
  const end = await sendWaiting({
    store: entryStore(db),
    transport: await transportTo(client, db),
    now: Date.now,
    random: Math.random,
  })
  note({ online: end !== 'offline', signedOut: end === 'signed_out' })
  await tidyDone(db)
  return end === 'idle'
}

/** Brings the phone's copies up to date. @returns false when somebody else is signed in */
export async function readAnew({ client, db, staffId }: Whose): Promise<boolean> {
  const me = await client.call(sessionRoutes.me, {})
  note({ online: true })
  if (me.id !== staffId) {
    note({ signedOut: true })
    return false
  }
  await db.put('facts', me, 'me')
  changed('facts')
  await refresh(client, db, me)
  return true
}

/** Asked before anything is sent: what a phone does after it was revoked is the station's to judge. */
async function refuseRevoked(client: Client, db: Database): Promise<void> {
  if ((await readLock(db)) === null) return
  const { revokedAt } = await client.call(fieldDeviceRoutes.getMyDevice, { deviceId: deviceId() }).catch(unlessUnknown)
  if (revokedAt === null) return
  throw new ProblemError({ type: '', title: '', status: 403, code: 'device.revoked', requestId: '' })
}

// Not enrolled any more: it holds no key, and is set up anew with its next PIN.
function unlessUnknown(error: unknown): { revokedAt: null } {
  if (error instanceof ProblemError && error.status === 404) return { revokedAt: null }
  throw error
}
