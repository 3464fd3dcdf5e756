import type { KnownHow, PersonSaid, RecordSaid } from '@linli/contract/people'
import { sql } from 'kysely'
import type { Db, Tx } from '../../platform/database/database.ts'
import { searchFormsOf } from './name-search.ts'

export interface RecordRow {
  readonly id: string
  readonly said: RecordSaid
  /** Sealed fields that were said with it. */
  readonly sealed: readonly string[]
  readonly validFrom: string
  readonly knownHow: KnownHow
  readonly standing: 'holds' | 'contested' | 'refused'
  readonly recordedAt: string
  /** Version of the file that it made; null from the beginning. */
  readonly personVersion: number | null
  readonly byId: string | null
  readonly byKind: string
}

/** What records say together: per field the latest that holds, and how it is known. */
export interface Folded {
  readonly said: PersonSaid
  readonly how: Readonly<Partial<Record<keyof PersonSaid, KnownHow>>>
}

/** Oldest first, by the day from which they hold and then by when they came to hold: were recorded, or decided for. */
export async function recordsOf(db: Db, countyId: number, personId: string): Promise<RecordRow[]> {
  const rows = await db
    .selectFrom('personRecords')
    .select([
      'id',
      'said',
      'sealed',
      'validFrom',
      'knownHow',
      'standing',
      'recordedAt',
      'personVersion',
      'byId',
      'byKind',
    ])
    .where('countyId', '=', countyId)
    .where('personId', '=', personId)
    .orderBy('validFrom')
    .orderBy((eb) => eb.fn.coalesce('decidedAt', 'recordedAt'))
    .orderBy('id')
    .execute()
  // Written by this module through PersonSaid; the check constraints hold the words.
  return rows as unknown as RecordRow[]
}

export function fold(records: readonly RecordRow[], on = '9999-12-31'): Folded {
  const said: Record<string, unknown> = {}
  const how: Record<string, KnownHow> = {}
  for (const record of records) {
    if (record.standing !== 'holds' || record.validFrom > on) continue
    for (const [field, value] of Object.entries(record.said)) {
      said[field] = field === 'extra' ? { ...(said['extra'] as object), ...(value as object) } : value
      how[field] = record.knownHow
    }
  }
  return { said, how }
}

/** Order of one person's residences: the present one, else a death, else the latest end. */
export const lastFirst = sql`valid_to IS NOT NULL, ended_by = 'died' DESC, valid_to DESC, valid_from DESC, recorded_at DESC, id DESC`

/**
 * Makes `persons` say what the records and residences say: call it after either changed, in the same transaction. Doubles lie
 * where it lies: whoever reaches the file reaches what was sealed under them.
 */
export async function refreshPerson(tx: Tx, countyId: number, personId: string): Promise<void> {
  const { said } = fold(await recordsOf(tx, countyId, personId))
  const name = said.name ?? ''
  const { full, initials } = searchFormsOf(name)
  await sql`
    WITH file AS (UPDATE persons p SET
      name = ${name}, name_full = ${full}, name_initials = ${initials}, sex = ${said.sex ?? 'unknown'},
      birth_on = ${said.birthOn ?? null}::date, education = ${said.education ?? null}, work = ${said.work ?? null},
      extra = ${JSON.stringify(said.extra ?? {})}::jsonb,
      state = CASE WHEN p.state = 'merged' THEN 'merged' WHEN r.ended_by = 'died' THEN 'died' WHEN r.valid_to IS NOT NULL THEN 'left'
        WHEN r.lives_here THEN 'present' ELSE 'away' END,
      died_on = CASE WHEN r.ended_by = 'died' THEN r.valid_to END, left_on = r.valid_to,
      household_id = r.household_id, relation = r.relation, residence_kind = r.kind,
      town_id = h.town_id, village_id = h.village_id, grid_id = h.grid_id,
      version = p.version + 1, updated_at = now()
    FROM (
      SELECT * FROM residences WHERE county_id = ${countyId} AND person_id = ${personId}
      ORDER BY ${lastFirst} LIMIT 1) r
    JOIN households h ON h.county_id = ${countyId} AND h.id = r.household_id
    WHERE p.county_id = ${countyId} AND p.id = ${personId} RETURNING p.*)
    UPDATE persons d SET town_id = file.town_id, village_id = file.village_id, grid_id = file.grid_id
    FROM file WHERE d.county_id = ${countyId} AND d.merged_into_id = file.id`.execute(tx)
}

/** Members and name of a household follow its residences; one that everybody has left has ended. */
export async function refreshHousehold(tx: Tx, countyId: number, householdId: string): Promise<void> {
  await sql`
    UPDATE households h SET
      members = m.count,
      head_name = coalesce(m.head, h.head_name),
      valid_to = CASE WHEN m.count > 0 OR m.last_on IS NULL THEN NULL ELSE greatest(m.last_on, h.valid_from) END,
      version = h.version + 1, updated_at = now()
    FROM (
      SELECT count(*) FILTER (WHERE r.valid_to IS NULL) AS count, max(r.valid_to) AS last_on,
        coalesce(
          max(p.name) FILTER (WHERE r.valid_to IS NULL AND r.relation = 'head'),
          (array_agg(p.name ORDER BY p.birth_on NULLS LAST, p.id) FILTER (WHERE r.valid_to IS NULL))[1]) AS head
      FROM residences r JOIN persons p ON p.county_id = r.county_id AND p.id = r.person_id
      WHERE r.county_id = ${countyId} AND r.household_id = ${householdId}) m
    WHERE h.county_id = ${countyId} AND h.id = ${householdId}`.execute(tx)
}
