import { OfflineError, ProblemError, subscribeLive } from '@linli/client'
import { nextWake } from '../outbox/order.ts'
import type { Database } from '../store/database.ts'
import { readEntries } from '../store/entries.ts'
import { tidyPhotos } from '../store/tidy.ts'
import { readAnew, sendDue, type Whose } from './round.ts'
import { note, syncState } from './state.ts'

const LOOK_MS = 30_000
const REFRESH_MS = 2 * 60_000
/** Least time between two readings because of what was heard: a town's desk hears much. */
const HEARD_MS = 10_000
/** Within so long every phone that has heard the same asks the server, not all at one moment. */
const SPREAD_MS = 2_000

/** The phone may not send any more: its work goes to the station, and it is wiped. */
export type OnRevoked = () => Promise<void>

interface Driven extends Whose {
  readonly onRevoked: OnRevoked
}

export interface Driver {
  /** Something was put in, or the person asks: send now and read anew. */
  now(): void
  stop(): void
}

/**
 * Sends and reads while the app is open: at once when the network comes back, the app is looked at or, while it is, the
 * server tells of something within reach; else every half minute. Background Sync would do it with the app closed, but
 * half of the phones do not have it.
 */
export function startDriver(whose: Driven): Driver {
  let stopped = false
  let wanted = false
  let running = false
  let readAt = 0
  let timer: ReturnType<typeof setTimeout> | undefined
  let soon: ReturnType<typeof setTimeout> | undefined
  let deafen: (() => void) | undefined

  async function round(hurry: boolean): Promise<void> {
    if (stopped || syncState.get().signedOut) return
    if (!navigator.onLine) return note({ online: false })
    const sent = await sendDue(whose, hurry)
    const due = hurry || sent || Date.now() - readAt > REFRESH_MS
    if (due && !stopped && !syncState.get().signedOut) {
      if (await readAnew(whose)) readAt = Date.now()
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
  const heard = () => {
    soon ??= setTimeout(
      () => {
        soon = undefined
        wake()
      },
      Math.max(readAt + HEARD_MS - Date.now(), Math.random() * SPREAD_MS),
    )
  }
  const listen = () => {
    const { online, signedOut } = syncState.get()
    if (!stopped && online && !signedOut && document.visibilityState === 'visible')
      deafen ??= subscribeLive({ url: '/api/live', onMessage: heard, onReset: heard, onState: () => undefined })
    else {
      deafen?.()
      deafen = undefined
    }
  }
  const seen = () => {
    if (document.visibilityState === 'visible') wake()
    listen()
  }
  const cut = () => note({ online: false })
  window.addEventListener('online', wake)
  window.addEventListener('offline', cut)
  document.addEventListener('visibilitychange', seen)
  void tidyPhotos(whose.db).catch(() => undefined)
  const unwatch = syncState.subscribe(listen)
  wake()
  listen()
  return {
    now: wake,
    stop() {
      stopped = true
      clearTimeout(timer)
      clearTimeout(soon)
      unwatch()
      listen()
      window.removeEventListener('online', wake)
      window.removeEventListener('offline', cut)
      document.removeEventListener('visibilitychange', seen)
    },
  }
}

const isRevoked = (error: unknown) => error instanceof ProblemError && error.code === 'device.revoked'

function judgeRound(error: unknown): void {
  if (error instanceof OfflineError) return note({ online: false })
  // A refusal of the session has been noted by the client; any other is tried again in half a minute.
  if (error instanceof ProblemError) return
  console.error(error)
}

async function untilNext(db: Database): Promise<number> {
  const { online, signedOut } = syncState.get()
  if (!online || signedOut) return LOOK_MS
  const wake = nextWake(await readEntries(db).catch(() => []))
  if (wake === null) return LOOK_MS
  return Math.min(LOOK_MS, Math.max(1000, wake - Date.now()))
}
