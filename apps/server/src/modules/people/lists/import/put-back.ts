import { sql } from 'kysely'
import type { Tx } from '../../../../platform/database/database.ts'
import { refreshHousehold, refreshPerson } from '../../fold.ts'
import type { ImportRow } from './imports.ts'
import { heldAmong, leave, type Step } from './left.ts'
import { removeHouseholds } from './remove-households.ts'
import { atSavepoint, sqlState } from './savepoint.ts'
import type { Before } from './update-known.ts'

const PERSONS_AT_ONCE = 200
/** SQLSTATE of a second head of a household: somebody took the place meanwhile. */
const TAKEN = '23505'

interface Changed extends Before {
  readonly personId: string
  /** The file's version now. */
  readonly now: number
  readonly state: string
}

/** The next files of people whom the register had before and the list changed; null where there are no more. */
export async function putBackNext(tx: Tx, list: ImportRow): Promise<Step | null> {
  const { countyId, id: importId } = list
  // Of two rows about one person the later one is put back first.
  const { rows } = await sql<{ line: number } & Changed>`
    SELECT m.line, m.person_id, p.version AS now, p.state, (m.before->>'version')::int AS version,
      m.before->'numbers' AS numbers, m.before->'moved' AS moved
    FROM register_import_matches m JOIN persons p ON p.county_id = m.county_id AND p.id = m.person_id
    WHERE m.county_id = ${countyId} AND m.import_id = ${importId} AND m.before ? 'version'
    ORDER BY m.line DESC LIMIT ${PERSONS_AT_ONCE} FOR UPDATE OF p`.execute(tx)
  if (rows.length === 0) return takeBackOlder(tx, list)
  const held = await heldAmong(
    tx,
    list,
    rows.map(({ personId }) => personId),
  )
  const step = { removed: 0, restored: 0, left: 0 }
  for (const row of rows) {
    const isPutBack = !held.has(row.personId) && (await putBack(tx, list, row))
    if (isPutBack) step.restored++
    else {
      step.left++
      await leave(tx, list, [row.personId], held.has(row.personId) ? 'held' : 'known')
    }
  }
  await sql`
    UPDATE register_import_matches SET before = '{}'
    WHERE county_id = ${countyId} AND import_id = ${importId} AND line = any(${rows.map(({ line }) => line)}::int[])`.execute(
    tx,
  )
  return step
}

/**
 * What the list said of somebody goes, and the file says what it said before; false where somebody has worked on it since
 * and a move or a number of the list's has to stay, because others may have built on it.
 */
async function putBack(tx: Tx, list: ImportRow, row: Changed): Promise<boolean> {
  const isUntouched = row.now === row.version && row.state !== 'merged'
  if (isUntouched) {
    try {
      await atSavepoint(tx, () => restore(tx, list, row))
      return true
    } catch (error) {
      if (sqlState(error) !== TAKEN) throw error
    }
  }
  await takeBackSaid(tx, list, row.personId)
  await refreshPerson(tx, list.countyId, row.personId)
  return row.numbers === null && row.moved === null
}

async function restore(tx: Tx, list: ImportRow, { personId, numbers, moved }: Changed): Promise<void> {
  const { countyId, id: importId } = list
  const own = sql`county_id = ${countyId} AND person_id = ${personId}`
  await takeBackSaid(tx, list, personId)
  if (numbers) {
    const { document, phone, documentKind, phoneMasked } = numbers
    await sql`SELECT vault.forget_import(${countyId}, ${importId}, ${[personId]}::uuid[])`.execute(tx)
    await sql`DELETE FROM person_keys WHERE ${own}`.execute(tx)
    await sql`
      INSERT INTO person_keys (county_id, kind, digest, person_id)
      SELECT ${countyId}, k.kind, decode(k.digest, 'hex'), ${personId}
      FROM (VALUES ('document', ${document}::text), ('phone', ${phone}::text)) k(kind, digest) WHERE k.digest IS NOT NULL`.execute(
      tx,
    )
    await sql`
      UPDATE persons SET document_kind = ${documentKind}, phone_masked = ${phoneMasked}, numbers_version = version + 1
      WHERE county_id = ${countyId} AND id = ${personId}`.execute(tx)
  }
  const homes = moved ? await moveBack(tx, list, personId, moved) : []
  await refreshPerson(tx, countyId, personId)
  for (const id of homes) await refreshHousehold(tx, countyId, id)
  await removeHouseholds(tx, list, homes)
}

/** @returns the households that this concerns. */
async function moveBack(
  tx: Tx,
  { countyId, id: importId }: ImportRow,
  personId: string,
  { ended, began }: NonNullable<Before['moved']>,
): Promise<string[]> {
  const { rows: left } = await sql<{ householdId: string }>`
    DELETE FROM residences WHERE county_id = ${countyId} AND id = ${began} AND import_id = ${importId} RETURNING household_id`.execute(
    tx,
  )
  const { rows: back } = await sql<{ householdId: string }>`
    UPDATE residences SET valid_to = NULL, ended_by = NULL, ended_how = NULL, ended_by_id = NULL, ended_at = NULL
    WHERE county_id = ${countyId} AND id = ${ended} AND person_id = ${personId} RETURNING household_id`.execute(tx)
  await sql`UPDATE persons SET moved_version = version + 1 WHERE county_id = ${countyId} AND id = ${personId}`.execute(
    tx,
  )
  return [...new Set([...left, ...back].map(({ householdId }) => householdId))]
}

/** Its records that nobody has decided on, and its needs that run. */
async function takeBackSaid(tx: Tx, { countyId, id: importId }: ImportRow, personId: string): Promise<void> {
  const own = sql`county_id = ${countyId} AND import_id = ${importId} AND person_id = ${personId}`
  await sql`DELETE FROM person_records WHERE ${own} AND decided_at IS NULL`.execute(tx)
  await sql`DELETE FROM person_needs WHERE ${own} AND ended_at IS NULL`.execute(tx)
}

/** Of a list that came in before it was noted what it changed: what it said goes, what it moved stays. */
async function takeBackOlder(tx: Tx, list: ImportRow): Promise<Step | null> {
  const { countyId, id: importId } = list
  const { rows } = await sql<{ personId: string; moves: boolean }>`
    UPDATE register_import_matches m SET before = '{}' FROM persons p
    WHERE m.county_id = ${countyId} AND m.import_id = ${importId} AND m.before IS NULL
      AND p.county_id = m.county_id AND p.id = m.person_id AND ${list.onKnown === 'update'}
    RETURNING m.person_id, m.differs && '{address,relation,residenceKind,livesHere,phone,documentNumber,diedOn}' AS moves`.execute(
    tx,
  )
  for (const { personId } of rows) {
    await takeBackSaid(tx, list, personId)
    await refreshPerson(tx, countyId, personId)
  }
  const moved = rows.filter(({ moves }) => moves).map(({ personId }) => personId)
  await leave(tx, list, moved, 'known')
  return rows.length === 0 ? null : { removed: 0, restored: rows.length - moved.length, left: moved.length }
}
