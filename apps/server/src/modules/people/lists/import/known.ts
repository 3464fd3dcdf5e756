import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { Tx } from '../../../../platform/database/database.ts'
import type { Deps } from '../../../../platform/deps.ts'
import { blindIndex } from '../../vault.ts'
import type { ListedPerson } from './check-row.ts'

/** A file in the register, as far as a list is compared with it. */
export interface KnownPerson {
  readonly id: string
  readonly name: string
  readonly sex: string
  readonly birthOn: string | null
  readonly state: string
  readonly diedOn: string | null
  /** First day of the residence that holds. */
  readonly since: string | null
  readonly householdId: string | null
  readonly relation: string | null
  readonly residenceKind: string | null
  readonly documentKind: string
  /** Digests of its numbers, in hex. */
  readonly document: string | null
  readonly phone: string | null
  readonly phoneMasked: string | null
  /** Kinds of need that run, with the day on which each ends. */
  readonly needs: Readonly<Record<string, string>>
  /** False for a file beyond the clerk's reach: it may be a double, of which nothing is said. */
  readonly within: boolean
}

export interface KnownHousehold {
  readonly id: string
  readonly number: string | null
  readonly gridId: string
  readonly address: string
  readonly kind: string
  readonly members: number
  readonly hasHead: boolean
  /** It ended with the death of its last member; whoever is listed at its door again belongs to it. */
  readonly ended: boolean
}

export interface KnownDwelling {
  readonly id: string
  readonly gridId: string
  readonly address: string
}

export interface Known {
  readonly households: readonly KnownHousehold[]
  readonly dwellings: readonly KnownDwelling[]
  readonly persons: readonly KnownPerson[]
}

export interface Digests {
  readonly document: string | null
  readonly phone: string | null
}

/** What finds a person's file by their numbers, without the numbers. */
export function digestsOf(deps: Deps, row: ListedPerson): Digests {
  const hex = (kind: 'document' | 'phone', number: string | null) =>
    number === null ? null : blindIndex(deps, kind, number).toString('hex')
  return { document: hex('document', row.document.number), phone: hex('phone', row.phone) }
}

/** All that the register knows of the households, dwellings and persons of these rows, in three statements. */
export async function findKnown(
  tx: Tx,
  countyId: number,
  within: (alias: string) => RawBuilder<SqlBool>,
  rows: readonly ListedPerson[],
  digests: readonly Digests[],
  today: string,
): Promise<Known> {
  const numbers = [...new Set(rows.flatMap((row) => row.householdNumber ?? []))]
  const places = new Map(rows.map((row) => [`${row.grid.gridId}|${row.address}`, row]))
  const doors = [...places.values()]
  // An address may stand in another grid of the village: then one of the two is wrong.
  const near = doors.flatMap((row) => row.grid.siblings.map((gridId) => ({ gridId, address: row.address })))
  const [households, dwellings] = await Promise.all([
    sql<KnownHousehold>`
      SELECT h.id, h.number, h.grid_id, h.address, h.kind, h.members, EXISTS (
        SELECT FROM residences r WHERE r.county_id = h.county_id AND r.household_id = h.id AND r.relation = 'head' AND r.valid_to IS NULL
      ) AS has_head, h.valid_to IS NOT NULL AS ended
      FROM households h
      WHERE (h.valid_to IS NULL OR NOT EXISTS (
          SELECT FROM residences r WHERE r.county_id = h.county_id AND r.household_id = h.id AND r.ended_by IS DISTINCT FROM 'died'))
        AND ${within('h')} AND h.id IN (
        SELECT o.id FROM unnest(${numbers}::text[]) n(number) JOIN households o ON o.county_id = ${countyId} AND o.number = n.number
        UNION ALL
        SELECT o.id FROM unnest(${doors.map((row) => row.grid.gridId)}::uuid[], ${doors.map((row) => row.address)}::text[]) d(grid_id, address)
        JOIN households o ON o.county_id = ${countyId} AND o.grid_id = d.grid_id AND o.address = d.address)`.execute(
      tx,
    ),
    sql<KnownDwelling>`
      SELECT w.id, w.grid_id, w.address
      FROM unnest(${near.map((door) => door.gridId)}::uuid[], ${near.map((door) => door.address)}::text[]) d(grid_id, address)
      JOIN dwellings w ON w.county_id = ${countyId} AND w.grid_id = d.grid_id AND w.address = d.address AND w.closed_at IS NULL`.execute(
      tx,
    ),
  ])
  const persons = await findPersons(
    tx,
    countyId,
    within,
    digests,
    households.rows.map((household) => household.id),
    today,
  )
  return { households: households.rows, dwellings: dwellings.rows, persons }
}

async function findPersons(
  tx: Tx,
  countyId: number,
  within: (alias: string) => RawBuilder<SqlBool>,
  digests: readonly Digests[],
  householdIds: readonly string[],
  today: string,
): Promise<KnownPerson[]> {
  const wanted = digests.flatMap(({ document, phone }) => [
    ...(document === null ? [] : [{ kind: 'document', digest: document }]),
    ...(phone === null ? [] : [{ kind: 'phone', digest: phone }]),
  ])
  const { rows } = await sql<KnownPerson>`
    WITH found AS (
      SELECT k.person_id AS id
      FROM unnest(${wanted.map((one) => one.kind)}::text[], ${wanted.map((one) => one.digest)}::text[]) w(kind, digest)
      JOIN person_keys k ON k.county_id = ${countyId} AND k.kind = w.kind AND k.digest = decode(w.digest, 'hex')
      UNION
      SELECT id FROM persons WHERE county_id = ${countyId} AND household_id = any(${[...householdIds]}::uuid[]))
    SELECT p.id, p.name, p.sex, p.birth_on, p.state, p.died_on, p.household_id, p.relation, p.residence_kind, p.document_kind, p.phone_masked,
      (SELECT encode(digest, 'hex') FROM person_keys k WHERE k.county_id = p.county_id AND k.person_id = p.id AND k.kind = 'document' LIMIT 1) AS document,
      (SELECT encode(digest, 'hex') FROM person_keys k WHERE k.county_id = p.county_id AND k.person_id = p.id AND k.kind = 'phone' LIMIT 1) AS phone,
      (SELECT valid_from FROM residences r WHERE r.county_id = p.county_id AND r.person_id = p.id AND r.valid_to IS NULL) AS since,
      coalesce((SELECT json_object_agg(n.kind, n.until) FROM (
        SELECT kind, max(valid_to) AS until FROM person_needs n
        WHERE n.county_id = p.county_id AND n.person_id = p.id AND n.ended_at IS NULL AND n.valid_to > ${today}::date GROUP BY kind) n), '{}') AS needs,
      ${within('p')} AS within
    FROM found JOIN persons p ON p.county_id = ${countyId} AND p.id = found.id
    WHERE p.state <> 'merged'`.execute(tx)
  return rows
}
