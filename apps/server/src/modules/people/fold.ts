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
  readonly decidedAt: string | null
  readonly decidedBy: string | null
}

/** What records say together: per field what holds, how it is known and from whom; of sealed fields the last two alone. */
export interface Folded {
  readonly said: PersonSaid
  readonly how: Readonly<Record<string, KnownHow | undefined>>
  readonly by: Readonly<Record<string, string | null | undefined>>
}

/** Which of two statements that disagree is the better known. A clerk has decided; a document was seen; the rest was told. */
export const strength: Record<KnownHow, number> = {
  neighbour: 1,
  list: 2,
  household: 3,
  person: 4,
  other_body: 5,
  document: 6,
  clerk: 7,
}
/** Fields that say who somebody is, and do not change by themselves. Education and work simply change. */
export const identifying: ReadonlySet<string> = new Set(['name', 'sex', 'birthOn', 'document'])
export const isKnown = (value: unknown): boolean => value !== undefined && value !== null && value !== 'unknown'

/** In the order in which they came to hold: were recorded, or decided for. */
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
      'decidedAt',
      'decidedBy',
    ])
    .where('countyId', '=', countyId)
    .where('personId', '=', personId)
    .orderBy((eb) => eb.fn.coalesce('decidedAt', 'recordedAt'))
    .orderBy('id')
    .execute()
  // Written by this module through PersonSaid; the check constraints hold the words.
  return rows as unknown as RecordRow[]
}

/**
 * What a clerk decided for holds against all that came before. Of what does not change by itself the later word is a
 * correction, from whatever day, unless it is the weaker one; of the rest the word about the later day holds.
 */
export function fold(records: readonly RecordRow[], on = '9999-12-31'): Folded {
  const said: Record<string, unknown> = {}
  const extra: Record<string, unknown> = {}
  const how: Record<string, KnownHow> = {}
  const by: Record<string, string | null> = {}
  const since: Record<string, string> = {}
  for (const record of records) {
    if (record.standing !== 'holds' || record.validFrom > on) continue
    const { validFrom, decidedAt } = record
    const known = decidedAt === null ? record.knownHow : 'clerk'
    const holds = (field: string, before: unknown): boolean => {
      const knownBefore = how[field]
      if (knownBefore !== undefined && decidedAt === null) {
        const isWeaker = isKnown(before) && strength[known] < strength[knownBefore]
        if (identifying.has(field) ? isWeaker : validFrom < (since[field] ?? '')) return false
      }
      how[field] = known
      by[field] = record.decidedBy ?? record.byId
      since[field] = validFrom
      return true
    }
    const { extra: ofCounty = {}, ...plain } = record.said
    for (const [field, value] of Object.entries(plain)) if (holds(field, said[field])) said[field] = value
    for (const [code, value] of Object.entries(ofCounty)) if (holds(`extra.${code}`, extra[code])) extra[code] = value
    for (const field of record.sealed) holds(field, 'sealed')
  }
  if (Object.keys(extra).length > 0) said['extra'] = extra
  return { said, how, by }
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
