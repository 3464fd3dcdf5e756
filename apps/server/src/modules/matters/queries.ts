import type { MatterStatus } from '@linli/contract/matters'
import { type Compilable, type Insertable, type Selectable, sql, type UpdateObject } from 'kysely'
import { type ClockRow, openClocks } from '../../platform/clock/index.ts'
import type { Actor } from '../../platform/command/ctx.ts'
import type { DB, Db, Tables, Tx } from '../../platform/database/database.ts'
import { Problem } from '../../platform/problem/problem.ts'
import { type MatterPermission, mattersFor } from './policy.ts'

type MatterTables =
  | 'matters'
  | 'matterEntries'
  | 'matterReporters'
  | 'matterUnits'
  | 'matterExtensions'
  | 'categories'
  | 'places'

/** This module's slice of the database. */
export type MatterDb = Tables<MatterTables>
export type MatterRecord = Omit<Selectable<DB['matters']>, 'status' | 'deskLevel'> & {
  status: MatterStatus
  deskLevel: 'village' | 'town' | 'county'
  /** Who asked, where it was read with the matter: every step's work item shows it, masked. */
  readonly reporter?: ReporterFacts | null
  /** Those that have not stopped, where they were read with the matter. */
  readonly clocks?: readonly ClockRow[] | undefined
  /** Of a passing step of the same command, written with the step that follows it. */
  readonly carried?: { readonly entry: EntryInsert; readonly patch: MatterPatch } | undefined
}
export interface ReporterFacts {
  readonly name: string | null
  readonly phone: string | null
  readonly anonymous: boolean
}
/** What an update sets: plain values or SQL expressions. */
export type MatterPatch = UpdateObject<DB, 'matters'>
export type EntryInsert = Insertable<DB['matterEntries']>

// The check constraints hold status and level to the contract's words; the generated type knows only text.
const asRecord = (row: Selectable<DB['matters']>) => row as MatterRecord

const withReporter = sql<ReporterFacts | null>`(
  SELECT jsonb_build_object('name', r.name, 'phone', r.phone, 'anonymous', r.anonymous) FROM matter_reporters r
  WHERE r.county_id = matters.county_id AND r.matter_id = matters.id AND r.role = 'reporter')`.as('reporter')

/** Loads one matter in the actor's reach; absent and not yours are the same answer. */
export async function getMatterRecord(
  db: Db,
  actor: Actor,
  permission: MatterPermission,
  id: string,
): Promise<MatterRecord> {
  const row = await db
    .selectFrom('matters')
    .selectAll()
    .where('id', '=', id)
    .where(mattersFor(actor, permission))
    .executeTakeFirst()
  if (!row) throw new Problem('matter.not_found')
  return asRecord(row)
}

/**
 * As `getMatterRecord`, for update: what follows in the transaction is decided on facts that stand still. Its clocks come
 * along by a statement of their own: one and the same would see those of the moment before it had to wait.
 */
export async function lockMatter(
  tx: Tx,
  actor: Actor,
  permission: MatterPermission,
  id: string,
): Promise<MatterRecord> {
  const locked = tx
    .selectFrom('matters')
    .selectAll()
    .select(withReporter)
    .where('id', '=', id)
    .where(mattersFor(actor, permission))
    .forUpdate()
    .executeTakeFirst()
  const subject = { countyId: actor.countyId, subjectKind: 'matter', subjectId: id }
  const [row, clocks] = await Promise.all([locked, openClocks(tx, subject)])
  if (!row) throw new Problem('matter.not_found')
  return { ...asRecord(row), clocks }
}

/** Two commands that touch the same matters must not each hold what the other waits for. */
export async function lockInOrder(tx: Tx, countyId: number, ids: readonly string[]): Promise<void> {
  await tx
    .selectFrom('matters')
    .select('id')
    .where('countyId', '=', countyId)
    .where('id', 'in', ids)
    .orderBy('id')
    .forUpdate()
    .execute()
}

/** Locks by key without asking who: for the reporter (who proved the code) and for the platform itself. */
export async function lockMatterById(tx: Tx, countyId: number, id: string): Promise<MatterRecord> {
  const row = await tx
    .selectFrom('matters')
    .selectAll()
    .where('countyId', '=', countyId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  if (!row) throw new Problem('matter.not_found')
  return asRecord(row)
}

/** Without asking who and without a lock: for pages whose right was proved by a code. */
export async function getMatterRecordById(db: Db, countyId: number, id: string): Promise<MatterRecord> {
  const row = await db
    .selectFrom('matters')
    .selectAll()
    .where('countyId', '=', countyId)
    .where('id', '=', id)
    .executeTakeFirst()
  if (!row) throw new Problem('matter.not_found')
  return asRecord(row)
}

export async function updateMatter(tx: Tx, countyId: number, id: string, patch: MatterPatch): Promise<void> {
  await tx.updateTable('matters').set(patch).where('countyId', '=', countyId).where('id', '=', id).execute()
}

/** Writes steps of a matter into its timeline and what they change of it, in one statement. */
export function recordEntries(
  tx: Tx,
  matter: Pick<MatterRecord, 'countyId' | 'id'>,
  entries: readonly EntryInsert[],
  patch: MatterPatch | null,
): Compilable {
  if (patch === null) return tx.insertInto('matterEntries').values(entries)
  return tx
    .with('written', (db) => db.insertInto('matterEntries').values(entries))
    .updateTable('matters')
    .set(patch)
    .where('countyId', '=', matter.countyId)
    .where('id', '=', matter.id)
}

/** The last step that changed the status or the holder: what a stale page has missed. */
export async function lastMove(db: Db, countyId: number, matterId: string) {
  return db
    .selectFrom('matterEntries')
    .select(['kind', 'byName', 'byUnit', 'at', 'toStatus'])
    .where('countyId', '=', countyId)
    .where('matterId', '=', matterId)
    .where('toStatus', 'is not', null)
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
}

export async function setJointUnits(
  tx: Tx,
  countyId: number,
  matterId: string,
  unitIds: readonly string[],
): Promise<void> {
  await tx.deleteFrom('matterUnits').where('countyId', '=', countyId).where('matterId', '=', matterId).execute()
  if (unitIds.length === 0) return
  await tx
    .insertInto('matterUnits')
    .values(unitIds.map((unitId) => ({ countyId, matterId, unitId })))
    .execute()
}

export async function reporterOf(db: Db, countyId: number, matterId: string) {
  return db
    .selectFrom('matterReporters')
    .selectAll()
    .where('countyId', '=', countyId)
    .where('matterId', '=', matterId)
    .where('role', '=', 'reporter')
    .executeTakeFirst()
}

/** Everyone to be told, each under their own number: who reported it or what was merged into it, and whoever joined. */
export async function peopleToNotify(db: Db, countyId: number, matterId: string) {
  return db
    .selectFrom('matterReporters')
    .innerJoin('matters', (join) =>
      join
        .onRef('matters.countyId', '=', 'matterReporters.countyId')
        .onRef('matters.id', '=', 'matterReporters.matterId'),
    )
    .select([recipient.as('recipient'), 'matters.number', 'matters.title'])
    .distinctOn(recipient)
    .where('matterReporters.countyId', '=', countyId)
    .where('matterReporters.matterId', '=', withMerged(countyId, matterId))
    .where('notify', '=', true)
    .where(recipient, 'is not', null)
    .orderBy(recipient)
    .orderBy(sql`matters.id = ${matterId} DESC`)
    .execute()
}

// What other systems send as a phone or an address is kept as they send it; only what can be one is written to.
const recipient = sql<string>`coalesce(
  substring(matter_reporters.phone FROM '^(?:1\\d{10}|0\\d{9,11})$'),
  substring(matter_reporters.email FROM '^[^@\\s]+@[^@\\s]+$'))`

const withMerged = (countyId: number, matterId: string) => sql<string>`any(ARRAY(
  WITH RECURSIVE joined (id) AS (
    SELECT ${matterId}::uuid
    UNION SELECT m.id FROM matters m JOIN joined ON m.merged_into_id = joined.id WHERE m.county_id = ${countyId})
  SELECT id FROM joined))`

/** Pages that show the state before are then known to be stale. */
export const nextVersion = sql<number>`version + 1`

/** Which of these numbers from elsewhere came in through the channel before. */
export async function knownSourceNumbers(
  db: Db,
  countyId: number,
  channel: string,
  numbers: readonly string[],
): Promise<ReadonlySet<string>> {
  if (numbers.length === 0) return new Set()
  const rows = await db
    .selectFrom('matters')
    .select('sourceNumber')
    .where('countyId', '=', countyId)
    .where('channel', '=', channel)
    .where('sourceNumber', '=', sql<string>`any(${[...numbers]}::text[])`)
    .execute()
  return new Set(rows.flatMap((row) => row.sourceNumber ?? []))
}
