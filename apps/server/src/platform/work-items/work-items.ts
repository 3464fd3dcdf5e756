import { sql } from 'kysely'
import { newId } from '../crypto/id.ts'
import type { Db, Tx } from '../database/database.ts'

interface Subject {
  readonly countyId: number
  readonly subjectKind: string
  readonly subjectId: string
}

export interface NewWorkItem extends Subject {
  readonly module: string
  readonly kind: string
  readonly unitId: string
  /** Null: anyone of the unit. */
  readonly staffId: string | null
  readonly areaId: string | null
  /** Masked by the module that writes it; shown in the inbox as it stands. */
  readonly title: string
  readonly facts: Record<string, unknown>
  readonly danger: boolean
  /** Kind of the subject's running clock that the item is due by; null: no limit, unless `dueAt` names one. */
  readonly dueFromClock: string | null
  readonly dueAt?: string
  /** Whose own request it is: it waits for the others of the unit. */
  readonly exceptStaffId?: string | null
}

/** Puts something into the inbox of a unit or one of its people. */
export async function openWorkItem(tx: Tx, item: NewWorkItem): Promise<void> {
  await tx.insertInto('workItems').values(itemRow(item)).execute()
}

/** Statement that ends whatever waits for the subject, but for the kinds kept, and puts this in its place. */
export function replaceWorkItems(tx: Tx, item: NewWorkItem, at: string, kept: readonly string[] = []) {
  return tx
    .with('done', (db) => {
      const ended = ofSubject(db, item).set({ doneAt: at })
      return kept.length === 0 ? ended : ended.where('kind', 'not in', kept)
    })
    .insertInto('workItems')
    .values(itemRow(item))
}

function itemRow({ dueFromClock, dueAt, facts, ...columns }: NewWorkItem) {
  const { countyId, subjectId } = columns
  return {
    ...columns,
    id: newId(),
    facts: JSON.stringify(facts),
    dueAt:
      dueAt ??
      sql<string | null>`(
      SELECT max(due_at) FROM clocks
      WHERE county_id = ${countyId} AND subject_id = ${subjectId} AND kind = ${dueFromClock ?? ''} AND stopped_at IS NULL)`,
  }
}

/** Whether something of that kind still waits. */
export async function isWaiting(db: Db, subject: Subject & { kind: string }): Promise<boolean> {
  const item = await db
    .selectFrom('workItems')
    .select('id')
    .where('countyId', '=', subject.countyId)
    .where('subjectId', '=', subject.subjectId)
    .where('kind', '=', subject.kind)
    .where('doneAt', 'is', null)
    .executeTakeFirst()
  return item !== undefined
}

/** In which unit something of that kind waits, by subject. */
export async function unitsWaitedIn(
  db: Db,
  { countyId, kind, subjectIds }: { countyId: number; kind: string; subjectIds: readonly string[] },
): Promise<ReadonlyMap<string, string>> {
  if (subjectIds.length === 0) return new Map()
  const rows = await db
    .selectFrom('workItems')
    .select(['subjectId', 'unitId'])
    .where('countyId', '=', countyId)
    .where('subjectId', '=', sql<string>`any(${[...subjectIds]}::uuid[])`)
    .where('kind', '=', kind)
    .where('doneAt', 'is', null)
    .execute()
  return new Map(rows.map(({ subjectId, unitId }) => [subjectId, unitId]))
}

interface Closing extends Subject {
  readonly at: string
  readonly kind?: string
}

/** Nothing waits any more: all open items of the subject, or those of one kind. */
export async function closeWorkItems(tx: Tx, subject: Closing): Promise<void> {
  await closingWorkItems(tx, subject).execute()
}

/** Statement that does so. */
export function closingWorkItems(tx: Tx, subject: Closing) {
  const update = ofSubject(tx, subject).set({ doneAt: subject.at })
  return subject.kind === undefined ? update : update.where('kind', '=', subject.kind)
}

/**
 * What waits for one person waits for another from now on: all of it, or what lies in some areas. Personal questions (will
 * you take my shift?) are nobody else's. @returns how many.
 */
export async function passWorkItems(
  tx: Tx,
  { countyId, fromId, toId, areaIds }: { countyId: number; fromId: string; toId: string; areaIds?: readonly string[] },
): Promise<number> {
  let update = tx
    .updateTable('workItems')
    .set({ staffId: toId })
    .where('countyId', '=', countyId)
    .where('staffId', '=', fromId)
    .where('doneAt', 'is', null)
    .where('kind', '<>', 'swap')
  if (areaIds) update = update.where('areaId', '=', sql<string>`any(${[...areaIds]}::uuid[])`)
  const { numUpdatedRows } = await update.executeTakeFirstOrThrow()
  return Number(numUpdatedRows)
}

/** How much waits for one person by name. */
export async function countWorkOf(db: Db, countyId: number, staffId: string): Promise<number> {
  const { count } = await db
    .selectFrom('workItems')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('countyId', '=', countyId)
    .where('staffId', '=', staffId)
    .where('doneAt', 'is', null)
    .where('kind', '<>', 'swap')
    .executeTakeFirstOrThrow()
  return Number(count)
}

/** Subjects that are erased: nothing waits for them, and no title names them. */
export async function eraseWorkItems(
  tx: Tx,
  subjects: { readonly countyId: number; readonly subjectKind: string; readonly subjectIds: readonly string[] },
): Promise<void> {
  await tx
    .deleteFrom('workItems')
    .where('countyId', '=', subjects.countyId)
    .where('subjectKind', '=', subjects.subjectKind)
    .where('subjectId', '=', sql<string>`any(${[...subjects.subjectIds]}::uuid[])`)
    .execute()
}

export async function pauseWorkItems(tx: Tx, subject: Subject & { paused: boolean }): Promise<void> {
  await ofSubject(tx, subject).set({ paused: subject.paused }).execute()
}

/** The subject's limit, title or danger changed while it waits. */
export async function refreshWorkItems(
  tx: Tx,
  subject: Subject & {
    set: { dueAt?: string | null; title?: string; danger?: boolean; facts?: string }
    kind?: string
  },
): Promise<void> {
  let update = ofSubject(tx, subject).set(subject.set)
  if (subject.kind !== undefined) update = update.where('kind', '=', subject.kind)
  await update.execute()
}

function ofSubject(tx: Pick<Tx, 'updateTable'>, subject: Subject) {
  return tx
    .updateTable('workItems')
    .where('countyId', '=', subject.countyId)
    .where('subjectId', '=', subject.subjectId)
    .where('doneAt', 'is', null)
}
