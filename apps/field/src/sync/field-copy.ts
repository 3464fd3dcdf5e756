import { type Client, newId } from '@linli/client'
import { fieldSyncRoutes } from '@linli/contract/field-sync'
import type { Me } from '@linli/contract/sign-in'
import { changed } from '../store/changes.ts'
import type { Database } from '../store/database.ts'
import type { FieldBasics } from '../store/facts.ts'
import { applyChanges, purgeGrids, readCursors } from '../store/register.ts'

// Put there by the build, from package.json.
const VERSION = String(import.meta.env['VITE_APP_VERSION'] ?? '0.0.0')
const DEVICE = 'linli.field.device'
/** A fault in the feed must not keep the phone asking for ever. */
const MOST_ROUNDS = 200

/** Households, what is due, forms and contacts of my grids: only what changed since the last time. */
export async function refreshFieldCopy(client: Client, db: Database, me: Me): Promise<void> {
  if (!me.permissions.includes('fieldwork.do')) return
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const cursors = await readCursors(db)
    // Facts are typed by their key as a whole; under `fieldBasics` only they are ever put.
    const basics = (await db.get('facts', 'fieldBasics')) as FieldBasics | undefined
    const answer = await client.call(fieldSyncRoutes.syncField, {
      deviceId: deviceId(),
      appVersion: VERSION,
      phoneAt: new Date().toISOString(),
      grids: Object.entries(cursors).map(([gridId, cursor]) => ({ gridId, cursor })),
      basics: basics?.tag ?? null,
    })
    await purgeGrids(db, answer.purge)
    for (const grid of answer.grids) await applyChanges(db, grid)
    const { clockOffSeconds, updateNeeded } = answer
    await db.put('facts', { clockOffSeconds, updateNeeded }, 'phone')
    if (answer.basics) await db.put('facts', answer.basics, 'fieldBasics')
    changed('facts')
    if (!answer.grids.some((grid) => grid.more)) return
  }
}

/** Which phone it is, whoever uses it. */
function deviceId(): string {
  const known = localStorage.getItem(DEVICE)
  if (known !== null) return known
  const made = newId()
  localStorage.setItem(DEVICE, made)
  return made
}
