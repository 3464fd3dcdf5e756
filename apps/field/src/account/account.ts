import type { Me } from '@linli/contract/sign-in'
import { sessionRoutes } from '@linli/contract/sign-in'
import { stopPush } from '@linli/client/push'
import { client, onSignedOut } from '../api.ts'
import { type Database, openDatabase } from '../store/database.ts'
import { forget, wipe } from '../store/forget.ts'
import { type Driver, startDriver } from '../sync/driver.ts'
import { observable } from '../sync/observable.ts'
import { note } from '../sync/state.ts'
import { handInAll } from '../sync/surrender.ts'

/** Whose phone it is at the moment: their own database, and what sends and reads for them. */
export interface Account {
  readonly staffId: string
  readonly me: Me
  readonly db: Database
  readonly driver: Driver
}

/** `opening` until the phone has been looked at; null: nobody has signed in here. */
export const account = observable<Account | null | 'opening'>('opening')

/** How many unsent things the station got when this phone was revoked; null: it was not. */
export const revokedHere = observable<number | null>(null)

const WHO = 'linli.field.staff'
/** Somebody left without a network: the session cookie must go before anything else is asked. */
const LEAVING = 'linli.field.leaving'

onSignedOut(() => note({ signedOut: true }))

/** At start: the person who used it last goes on at once, with or without a network. */
export async function openLastAccount(): Promise<void> {
  await finishLeaving()
  const staffId = localStorage.getItem(WHO)
  if (staffId === null) return account.set(await alreadySignedIn())
  const db = await openDatabase(staffId)
  const me = await db.get('facts', 'me')
  // Facts are typed by their key as a whole; under `me` only `me` is ever put.
  if (me !== undefined) return account.set(begin(me as Me, db))
  db.close()
  account.set(await alreadySignedIn())
}

// Signed in on the console of this browser: no need to ask again.
async function alreadySignedIn(): Promise<Account | null> {
  try {
    const me = await client.call(sessionRoutes.me, {})
    return me.mustChangePassword || me.mustEnrolTotp ? null : await accountOf(me)
  } catch {
    return null
  }
}

/** After a login. Somebody else's copies on this phone go, their unsent work stays sealed off in their own database. */
export async function enter(): Promise<Me> {
  const me = await client.call(sessionRoutes.me, {})
  if (me.mustChangePassword || me.mustEnrolTotp) return me
  const before = account.get()
  if (before !== null && before !== 'opening') {
    before.driver.stop()
    if (before.staffId === me.id) before.db.close()
    else await forget(before.db, before.staffId)
  }
  localStorage.removeItem(LEAVING)
  account.set(await accountOf(me))
  return me
}

/** Signs out and wipes the phone's copies. What was not sent stays for this person only. */
export async function leave(): Promise<void> {
  const current = account.get()
  if (current === null || current === 'opening') return
  current.driver.stop()
  await stopPush(client, 'field')
  localStorage.setItem(LEAVING, '1')
  localStorage.removeItem(WHO)
  await finishLeaving()
  await forget(current.db, current.staffId)
  account.set(null)
  note({ signedOut: false })
}

/** The phone was revoked: what was not sent goes to the station, and then all of it goes. @throws OfflineError: tried again */
async function surrender(db: Database, staffId: string): Promise<void> {
  const handed = await handInAll(db, staffId)
  const current = account.get()
  if (current !== null && current !== 'opening') current.driver.stop()
  localStorage.removeItem(WHO)
  await wipe(db, staffId)
  revokedHere.set(handed)
  account.set(null)
  note({ signedOut: false })
}

async function finishLeaving(): Promise<void> {
  if (localStorage.getItem(LEAVING) === null) return
  try {
    await client.call(sessionRoutes.logout, {})
    localStorage.removeItem(LEAVING)
  } catch {
    // No network: the mark stays, and the next start or login tries again.
  }
}

async function accountOf(me: Me): Promise<Account> {
  const db = await openDatabase(me.id)
  await db.put('facts', me, 'me')
  localStorage.setItem(WHO, me.id)
  // Else the browser may clear unsent work when the phone runs full. It may say no; the page of the person says so.
  void navigator.storage?.persist?.()
  return begin(me, db)
}

function begin(me: Me, db: Database): Account {
  note({ signedOut: false })
  const onRevoked = () => surrender(db, me.id)
  return { staffId: me.id, me, db, driver: startDriver({ client, db, staffId: me.id, onRevoked }) }
}
