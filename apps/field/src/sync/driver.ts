import { type Client, OfflineError, ProblemError } from '@linli/client'
import { fieldDeviceRoutes } from '@linli/contract/field-devices'
import { sessionRoutes } from '@linli/contract/sign-in'
import { deviceId, readLock } from '../account/phone-lock.ts'
import { isPending } from '../outbox/entry.ts'
import { hurried } from '../outbox/decide.ts'
import { nextWake } from '../outbox/order.ts'
import { sendWaiting } from '../outbox/send-waiting.ts'
import { changed } from '../store/changes.ts'
import type { Database } from '../store/database.ts'
import { tidyPhotos } from '../store/drafts.ts'
import { changeEntry, entryStore, tidyDone } from '../store/entries.ts'
import { refresh } from './refresh.ts'
import { note, syncState } from './state.ts'
import { transportTo } from './transport.ts'

const LOOK_MS = 30_000
const REFRESH_MS = 2 * 60_000

/** The phone may not send any more: its work goes to the station, and it is wiped. */
export type OnRevoked = () => Promise<void>

interface Whose {
  readonly client: Client
  readonly db: Database
  readonly staffId: string
  readonly onRevoked: OnRevoked
}

export interface Driver {
  /** Something was put in, or the person asks: send now and read anew. */
  now(): void
  stop(): void
}

/**
 * Sends and reads while the app is open: at once when the network comes back or the app is looked at, else every half
 * minute. Background Sync would do it with the app closed, but half of the phones do not have it.
 */
export function startDriver(whose: Whose): Driver {
  let stopped = false
  let wanted = false
  let running = false
  let readAt = 0
  let timer: ReturnType<typeof setTimeout> | undefined

  async function round(hurry: boolean): Promise<void> {
    if (stopped || syncState.get().signedOut) return
    if (!navigator.onLine) return note({ online: false })
    const sent = await send(whose, hurry)
    const due = hurry || sent || Date.now() - readAt > REFRESH_MS
    if (due && !stopped && !syncState.get().signedOut) {
      if (await read(whose)) readAt = Date.now()
    }
  }

  async function loop(): Promise<void> {
    clearTimeout(timer)
    if (running || stopped) return
    running = true
    const hurry = wanted
    wanted = false
    note({ busy: true })
    try {
      // One sender per person and phone, whatever the number of tabs; the others go on showing what it does.
      await navigator.locks.request(`linli.field.${whose.staffId}`, { ifAvailable: true }, async (lock) => {
        if (lock) await round(hurry)
      })
    } catch (error) {
      if (isRevoked(error)) await whose.onRevoked().catch(judgeRound)
      else judgeRound(error)
    } finally {
      running = false
      note({ busy: false })
      if (!stopped) timer = setTimeout(() => void loop(), wanted ? 0 : await untilNext(whose.db))
    }
  }

  const wake = () => {
    wanted = true
    note({ online: navigator.onLine })
    void loop()
  }
  const seen = () => {
    if (document.visibilityState === 'visible') wake()
  }
  const cut = () => note({ online: false })
  window.addEventListener('online', wake)
  window.addEventListener('offline', cut)
  document.addEventListener('visibilitychange', seen)
  void tidyPhotos(whose.db).catch(() => undefined)
  wake()
  return {
    now: wake,
    stop() {
      stopped = true
      clearTimeout(timer)
      window.removeEventListener('online', wake)
      window.removeEventListener('offline', cut)
      document.removeEventListener('visibilitychange', seen)
    },
  }
}

/** @returns whether anything was sent. */
async function send({ client, db, staffId }: Whose, hurry: boolean): Promise<boolean> {
  const waiting = (await db.getAll('entries')).filter(isPending)
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
    transport: transportTo(client, db),
    now: Date.now,
    random: Math.random,
  })
  note({ online: end !== 'offline', signedOut: end === 'signed_out' })
  await tidyDone(db)
  return end === 'idle'
}

async function read({ client, db, staffId }: Whose): Promise<boolean> {
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

const isRevoked = (error: unknown) => error instanceof ProblemError && error.code === 'device.revoked'

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

function judgeRound(error: unknown): void {
  if (error instanceof OfflineError) return note({ online: false })
  // A refusal of the session has been noted by the client; any other is tried again in half a minute.
  if (error instanceof ProblemError) return
  console.error(error)
}

async function untilNext(db: Database): Promise<number> {
  const { online, signedOut } = syncState.get()
  if (!online || signedOut) return LOOK_MS
  const wake = nextWake(await db.getAll('entries').catch(() => []))
  if (wake === null) return LOOK_MS
  return Math.min(LOOK_MS, Math.max(1000, wake - Date.now()))
}
