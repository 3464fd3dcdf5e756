import 'fake-indexeddb/auto'
import { type Client, createClient, newId } from '@linli/client'
import { fieldDeviceRoutes } from '@linli/contract/field-devices'
import { sessionRoutes } from '@linli/contract/sign-in'
import { deleteDB } from 'idb'
import { deviceId } from '../../account/phone-lock.ts'
import { again } from '../../outbox/decide.ts'
import { type Entry, isPending, type NewEntry } from '../../outbox/entry.ts'
import { type Database, openDatabase } from '../../store/database.ts'
import { changeEntry, putEntries, readEntries } from '../../store/entries.ts'
import { readHouseholds } from '../../store/register.ts'
import { readAnew, sendDue } from '../round.ts'
import type { Fault, Line } from './line.ts'

/** The phone whose app runs at this moment: a page has globals of its own, a test has one of each. */
let running: ModelPhone
const pickUp = (phone: ModelPhone) => void (running = phone)

/** Gives the app of whichever phone runs what its browser would. */
export const browserGlobals = {
  localStorage: {
    getItem: (key: string) => running.storage.get(key) ?? null,
    setItem: (key: string, value: string) => void running.storage.set(key, value),
  },
  fetch: (url: string, init: RequestInit = {}) => running.request(url, init),
}

/** A phone with the real outbox, store and sync of the app; only its line and its disk are the test's. */
export class ModelPhone {
  readonly storage = new Map<string, string>()
  readonly staffId: string
  readonly #line: Line
  readonly #cookie: string
  readonly #client: Client
  #db: Database | undefined
  #lock: unknown
  #dbName = ''

  constructor(line: Line, staffId: string, cookie: string) {
    this.#line = line
    this.staffId = staffId
    this.#cookie = cookie
    this.#client = createClient({ baseUrl: '/api', locale: () => 'zh', tryAgainMs: 0 })
  }

  request(url: string, init: RequestInit): Promise<Response> {
    const body = init.body === undefined ? {} : { 'content-type': 'application/json' }
    return this.#line.request(url, init, { cookie: this.#cookie, ...body })
  }

  get db(): Database {
    if (this.#db === undefined) throw new Error('the phone is off')
    return this.#db
  }

  /** Set up by its owner; the key is released once, and stays for the whole test. */
  async enrol(): Promise<void> {
    pickUp(this)
    const { token, key } = await this.#client.call(fieldDeviceRoutes.enrolDevice, {
      deviceId: deviceId(),
      name: 'Redmi 9A',
      appVersion: '0.1.0',
      pin: '271828',
    })
    const bytes = Uint8Array.from(Buffer.from(key, 'base64'))
    const opened = await crypto.subtle.importKey('raw', bytes, 'AES-GCM', false, ['encrypt', 'decrypt'])
    this.#lock = { token, key: opened, expiresAt: '2099-01-01T00:00:00Z' }
  }

  /** An app without anything on its disk but the key, first synchronised. */
  async begin(): Promise<void> {
    pickUp(this)
    if (this.#db) {
      this.#db.close()
      await deleteDB(this.#dbName)
    }
    // Each person has one database on a phone; here all phones lie on one disk.
    this.#dbName = `linli.field.${newId()}`
    this.#db = await openDatabase(this.#dbName.slice('linli.field.'.length))
    const me = await this.#client.call(sessionRoutes.me, {})
    // Categories and outlines are no part of the model, and are read once a day.
    const facts = { lock: this.#lock, me, basicsAt: new Date().toISOString() }
    for (const [name, fact] of Object.entries(facts)) await this.#db.put('facts', fact as never, name as never)
    await this.sync([])
  }

  async put(...entries: NewEntry[]): Promise<void> {
    pickUp(this)
    await putEntries(this.db, entries)
  }

  async entries(): Promise<Entry[]> {
    return readEntries(this.db)
  }

  async isQuiet(): Promise<boolean> {
    return !(await this.entries()).some(isPending)
  }

  /** The worker has what was refused sent once more, as it is. */
  async resend(id: string): Promise<Entry | undefined> {
    pickUp(this)
    await changeEntry(this.db, id, again)
    await this.sync([])
    return (await this.entries()).find((entry) => entry.id === id)
  }

  /** What the worker sees of the register, in a fixed order. */
  async households() {
    pickUp(this)
    return (await readHouseholds(this.db)).toSorted((a, b) => a.id.localeCompare(b.id))
  }

  /** The network is there, more or less: the app sends and reads as it does whenever it is looked at. */
  async sync(faults: readonly Fault[]): Promise<void> {
    pickUp(this)
    this.#line.faults = [...faults]
    let dead = false
    const killed = new Promise<void>((resolve) => {
      this.#line.onKilled = () => {
        dead = true
        resolve()
      }
    })
    await Promise.race([this.#round(), killed])
    this.#line.faults = []
    if (!dead) return
    this.db.close()
    this.#db = await openDatabase(this.#dbName.slice('linli.field.'.length))
  }

  async #round(): Promise<void> {
    const whose = { client: this.#client, db: this.db, staffId: this.staffId }
    // Whatever went wrong, the app tries again the next time it is looked at.
    await sendDue(whose, true)
      .then(() => readAnew(whose))
      .catch(() => false)
  }
}
