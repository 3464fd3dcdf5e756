import type { Point } from '@linli/contract/common'
import type { GridChanges, HouseholdOnPhone } from '@linli/contract/field-sync'
import type { DueItem } from '@linli/contract/fieldwork'
import { readKey } from '../account/phone-lock.ts'
import { changed } from './changes.ts'
import { type Database, gridStores, ofGrids } from './database.ts'
import type { Facts } from './facts.ts'
import { openRows, sealRow } from './sealing.ts'

/** The copy of my grids' register, and what is due in them. Read whole: a grid is a few hundred households. */
export const readHouseholds = async (db: Database) =>
  openRows<HouseholdOnPhone>(await readKey(db), await db.getAll('households'))
export const readOrganisations = (db: Database) => db.getAll('organisations')
export const readDue = (db: Database) => db.getAll('due')

/** Where the doors are, each place once: what the sketch shows of houses. */
export async function readSpots(db: Database): Promise<Point[]> {
  const points = (await readHouseholds(db)).flatMap(({ point }) => point ?? [])
  return [...new Map(points.map((point) => [`${point.lon} ${point.lat}`, point])).values()]
}

export async function readCursors(db: Database): Promise<Facts['cursors']> {
  // Facts are typed by their key as a whole; under `cursors` only cursors are ever put.
  return ((await db.get('facts', 'cursors')) as Facts['cursors'] | undefined) ?? {}
}

/** Changes and the cursor behind them in one step: a phone killed in between asks for the same again. */
export async function applyChanges(db: Database, key: CryptoKey, changes: GridChanges): Promise<void> {
  // Sealed before the step begins: it would not wait for anything but the disk.
  const households = await Promise.all(changes.households.map((household) => sealRow(key, household)))
  const tx = db.transaction(gridStores, 'readwrite')
  if (changes.whole) await dropGrid(tx, changes.gridId)
  for (const household of households) void tx.objectStore('households').put(household)
  for (const id of changes.goneHouseholds) void tx.objectStore('households').delete(id)
  for (const organisation of changes.organisations) void tx.objectStore('organisations').put(organisation)
  for (const id of changes.goneOrganisations) void tx.objectStore('organisations').delete(id)
  for (const item of changes.due) void putDue(tx, item)
  const cursors = (await tx.objectStore('facts').get('cursors')) as Facts['cursors'] | undefined
  await tx.objectStore('facts').put({ ...cursors, [changes.gridId]: changes.cursor }, 'cursors')
  await tx.done
  changed('register')
}

/** Grids that are no longer mine: nothing of them stays. */
export async function purgeGrids(db: Database, gridIds: readonly string[]): Promise<void> {
  if (gridIds.length === 0) return
  const tx = db.transaction(gridStores, 'readwrite')
  for (const gridId of gridIds) await dropGrid(tx, gridId)
  const cursors = (await tx.objectStore('facts').get('cursors')) as Facts['cursors'] | undefined
  const kept = Object.entries(cursors ?? {}).filter(([gridId]) => !gridIds.includes(gridId))
  await tx.objectStore('facts').put(Object.fromEntries(kept), 'cursors')
  await tx.done
  changed('register')
}

type Tx = ReturnType<typeof openTx>
const openTx = (db: Database) => db.transaction(gridStores, 'readwrite')

async function dropGrid(tx: Tx, gridId: string): Promise<void> {
  for (const name of ofGrids) {
    const store = tx.objectStore(name)
    for (const key of await store.index('gridId').getAllKeys(gridId)) void store.delete(key)
  }
}

/** What has ended is no longer due; the list shows only what is. */
function putDue(tx: Tx, item: DueItem): Promise<unknown> {
  return item.state === 'open' ? tx.objectStore('due').put(item) : tx.objectStore('due').delete(item.id)
}
