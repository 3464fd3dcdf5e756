import type pg from 'pg'
import { randomUUID } from 'node:crypto'
import type { Logger } from 'pino'
import type { Db } from '../database/database.ts'
import { committedSince, currentPosition, type EventPosition, type LiveEvent, readSettled } from '../events/events.ts'

export type { LiveEvent } from '../events/events.ts'

export interface Subscription {
  /** Null: every county. */
  readonly countyId: number | null
  readonly filter: (event: LiveEvent) => boolean
  readonly send: (event: LiveEvent) => void
}

export interface LiveHub {
  /** Hears events from now on; returns how to stop. */
  subscribe(subscription: Subscription): () => void
  /** Something has just committed here: look at once, and tell the other processes. */
  poke(): void
  start(): Promise<void>
  stop(): Promise<void>
}

const CHANNEL = 'linli_events'
/** Commits within one such moment are announced together. */
const GATHER_MS = 40
/** Looked even when nobody announced anything: a process may die between its commit and its word. */
const FALLBACK_MS = 1_000
/** First wait for an older transaction that holds committed events back; doubled up to the fallback. */
const HELD_MS = 40
const BATCH = 1_000

/**
 * One per process: follows the events of all processes and hands them to whoever listens here.
 * The word to others is a NOTIFY after the commit, not in it: NOTIFY inside a transaction makes commits wait for each other.
 */
export function createLiveHub(deps: { db: Db; pool: pg.Pool; log: Logger }): LiveHub {
  const subscriptions = new Set<Subscription>()
  /** Marks own words, which need no second look here. */
  const self = randomUUID()
  let position: EventPosition | null = null
  let reading: Promise<void> | null = null
  let again = false
  let gather: NodeJS.Timeout | null = null
  let fallback: NodeJS.Timeout | null = null
  let heldBack: NodeJS.Timeout | null = null
  let heldMs = HELD_MS
  let listener: pg.PoolClient | null = null
  let release: (() => void) | null = null
  let stopped = false
  const before = new Set<number>()

  async function readOn(): Promise<void> {
    position ??= await currentPosition(deps.db)
    for (;;) {
      const { events, held } = await readSettled(deps.db, position, BATCH)
      for (const event of events) if (!before.delete(event.seq)) deliver(event)
      const last = events.at(-1)
      if (last) position = { xid: last.xid, seq: last.seq }
      if (events.length === BATCH) continue
      return lookAgain(held)
    }
  }

  // Whoever holds events back may end without a word (it published nothing): without this they would wait a second.
  function lookAgain(held: boolean): void {
    if (!held) heldMs = HELD_MS
    if (!held || heldBack || stopped) return
    heldBack = setTimeout(() => {
      heldBack = null
      look()
    }, heldMs)
    heldMs = Math.min(heldMs * 2, FALLBACK_MS)
  }

  function deliver(event: LiveEvent): void {
    for (const subscription of subscriptions) {
      if (subscription.countyId !== null && subscription.countyId !== event.countyId) continue
      try {
        if (subscription.filter(event)) subscription.send(event)
      } catch (error) {
        // One listener's fault is not the others'.
        deps.log.error({ err: error, kind: event.kind }, 'live listener failed')
      }
    }
  }

  function look(): void {
    if (stopped) return
    if (reading) {
      again = true
      return
    }
    reading = readOn()
      .catch((error: unknown) => deps.log.debug({ err: error }, 'events could not be read; tried again'))
      .finally(() => {
        reading = null
        if (again) {
          again = false
          look()
        }
      })
  }

  async function listen(): Promise<void> {
    if (stopped || listener) return
    let client: pg.PoolClient
    try {
      client = await deps.pool.connect()
    } catch {
      // The fallback timer tries again.
      return
    }
    let gone = false
    const letGo = () => {
      if (gone) return
      gone = true
      if (listener === client) listener = null
      client.release(true)
    }
    // Stopped, or another try was faster, while the connection came about.
    if (stopped || listener) return letGo()
    listener = client
    release = letGo
    client.on('error', letGo)
    client.on('notification', ({ payload }) => payload !== self && look())
    await client.query(`LISTEN ${CHANNEL}`).catch(letGo)
  }

  return {
    subscribe(subscription) {
      subscriptions.add(subscription)
      return () => void subscriptions.delete(subscription)
    },
    poke() {
      if (gather || stopped) return
      gather = setTimeout(() => {
        gather = null
        look()
        deps.pool.query('SELECT pg_notify($1, $2)', [CHANNEL, self]).catch(() => {
          // Others find it by their fallback.
        })
      }, GATHER_MS)
    },
    async start() {
      position = await currentPosition(deps.db)
      // An older transaction that still runs holds the position back behind events that have long committed.
      for (const seq of await committedSince(deps.db, position)) before.add(seq)
      await listen()
      fallback = setInterval(() => {
        void listen()
        look()
      }, FALLBACK_MS)
    },
    async stop() {
      stopped = true
      if (fallback) clearInterval(fallback)
      if (gather) clearTimeout(gather)
      if (heldBack) clearTimeout(heldBack)
      await reading
      // Through the same door as a lost connection: a client let go twice is an error of the pool.
      release?.()
    },
  }
}
