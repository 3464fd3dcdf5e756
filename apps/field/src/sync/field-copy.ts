import type { Client } from '@linli/client'
import { fieldSyncRoutes } from '@linli/contract/field-sync'
import type { Me } from '@linli/contract/sign-in'
import { appVersion, deviceId, readKey } from '../account/phone-lock.ts'
import { changed } from '../store/changes.ts'
import type { Database } from '../store/database.ts'
import type { FieldBasics } from '../store/facts.ts'
import { applyChanges, purgeGrids, readCursors } from '../store/register.ts'

/** A fault in the feed must not keep the phone asking for ever. */
const MOST_ROUNDS = 200

/** Households, what is due, forms and contacts of my grids: only what changed since the last time. */
export async function refreshFieldCopy(client: Client, db: Database, me: Me): Promise<void> {
  if (!me.permissions.includes('fieldwork.do')) return
  // Nobody's name lies open on a phone: without its key nothing is fetched.
  const key = await readKey(db)
  if (key === null) return
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const cursors = await readCursors(db)
    // Facts are typed by their key as a whole; under `fieldBasics` only they are ever put.
    const basics = (await db.get('facts', 'fieldBasics')) as FieldBasics | undefined
    const answer = await client.call(fieldSyncRoutes.syncField, {
      deviceId: deviceId(),
      appVersion,
      phoneAt: new Date().toISOString(),
      grids: Object.entries(cursors).map(([gridId, cursor]) => ({ gridId, cursor })),
      basics: basics?.tag ?? null,
    })
    await purgeGrids(db, answer.purge)
    for (const grid of answer.grids) await applyChanges(db, key, grid)
    const { clockOffSeconds, updateNeeded } = answer
    await db.put('facts', { clockOffSeconds, updateNeeded }, 'phone')
    if (answer.basics) await db.put('facts', answer.basics, 'fieldBasics')
    changed('facts')
    if (!answer.grids.some((grid) => grid.more)) return
  }
}
